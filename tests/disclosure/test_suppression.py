"""Secondary suppression against the worked examples of the domain reference (oracles « secret » and
« differenciation_geographique », § D.1) and against linear algebra on tables drawn at random."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy.optimize import linprog

from disclosure.suppression import determined, suppress

ROWS, COLUMNS = ("MDS A", "MDS B", "MDS C", "MDS D"), ("mobilité", "santé", "logement")
TABLE = ((40, 22, 18), (3, 15, 31), (25, 12, 14), (60, 33, 27))
MASK = {(row, column) for row in ("MDS B", "MDS C") for column in ("mobilité", "santé")}


def with_margins(table, rows, columns):
    """Values and sums of a table published with its margins."""
    values = {(r, c): table[i][j] for i, r in enumerate(rows) for j, c in enumerate(columns)}
    values |= {(r, "total"): sum(table[i]) for i, r in enumerate(rows)}
    values |= {("total", c): sum(line[j] for line in table) for j, c in enumerate(columns)}
    values["total", "total"] = sum(map(sum, table))
    across = [((r, "total"), [(r, c) for c in columns]) for r in (*rows, "total")]
    down = [(("total", c), [(r, c) for r in rows]) for c in (*columns, "total")]
    return values, across + down


def rank_determined(equations, hidden):
    """The reference's own test: unit vector in the row space, one matrix_rank per cell."""
    cells = sorted(hidden)
    rows = [[(c == total) * 1.0 - (c in parts) for c in cells] for total, parts in equations]
    matrix = np.array(rows)
    rank = np.linalg.matrix_rank(matrix)
    units = np.eye(len(cells))
    return {c for c, unit in zip(cells, units, strict=True) if np.linalg.matrix_rank(np.vstack([matrix, unit])) == rank}


def test_worked_example():
    values, equations = with_margins(TABLE, ROWS, COLUMNS)
    mask = suppress(values, equations, {("MDS B", "mobilité")}, threshold=5)
    assert mask == MASK
    assert determined(equations, mask) == set()


def test_worked_example_leaves_the_intervals_of_the_reference():
    values, equations = with_margins(TABLE, ROWS, COLUMNS)
    hidden = sorted(suppress(values, equations, {("MDS B", "mobilité")}, threshold=5))
    left = np.array([[(c == total) * 1.0 - (c in parts) for c in hidden] for total, parts in equations])
    right = np.array(
        [sum(values[p] for p in parts if p not in hidden) - values[total] * (total not in hidden)
         for total, parts in equations], float,
    )  # fmt: skip

    def bound(cell, sense):
        aim = [sense * (c == cell) for c in hidden]
        return sense * linprog(aim, A_eq=left, b_eq=right, bounds=[(0, None)] * len(hidden)).fun

    found = {cell: (bound(cell, 1), bound(cell, -1)) for cell in hidden}
    assert found == {
        ("MDS B", "mobilité"): (0, 18),
        ("MDS B", "santé"): (0, 18),
        ("MDS C", "mobilité"): (10, 28),
        ("MDS C", "santé"): (9, 27),
    }


DIFFERENCE = [("EPCI1", ("TAS1", "x")), ("TAS2", ("x", "y")), ("DEP", ("TAS1", "TAS2"))]
SIZES = {"TAS1": 57, "EPCI1": 60, "x": 3, "TAS2": 40, "y": 37, "DEP": 97}


def test_two_zonings_published_together():
    mask = suppress(SIZES, DIFFERENCE, {"x"}, threshold=11)
    assert mask == {"TAS1", "TAS2", "x", "y"}
    assert determined(DIFFERENCE, mask) == {"y"}  # not sensitive: no more is hidden


def test_pieces_nobody_sees_are_protected_without_being_returned():
    mask = suppress(SIZES, DIFFERENCE, {"x"}, threshold=11, unpublished={"x", "y"})
    assert mask == {"TAS1", "TAS2"}


def test_chain_that_one_unknown_at_a_time_never_sees():
    """a + b, b + c and a + c published: each sum has two unknowns, together they give a, b and c back."""
    sums = [("ab", ("a", "b")), ("bc", ("b", "c")), ("ac", ("a", "c"))]
    values = {"a": 3, "b": 20, "c": 30, "ab": 23, "bc": 50, "ac": 33}
    assert determined(sums, {"a", "b", "c"}) == {"a", "b", "c"}
    mask = suppress(values, sums, {"a"}, threshold=11, hidden={"b", "c"})
    assert len(mask) > 3 and "a" not in rank_determined(sums, mask)


def test_two_hidden_parts_that_are_too_few_together():
    values = {"T": 47, "a": 3, "b": 4, "c": 15, "d": 25}
    assert suppress(values, [("T", ("a", "b", "c", "d"))], {"a", "b"}, threshold=11) == {"a", "b", "c"}


def test_total_is_hidden_when_nothing_else_can_be():
    values = {"T": 3, "a": 3, "b": 0}
    assert suppress(values, [("T", ("a", "b"))], {"a"}, threshold=11) == {"T", "a"}


def test_publishers_secret_without_value_is_protected_too():
    values = {"T": 60, "a": float("nan"), "b": 20, "c": 35}
    assert suppress(values, [("T", ("a", "b", "c"))], {"a"}, threshold=11) == {"a", "b"}


def test_nothing_to_hide():
    values, equations = with_margins([[20, 30], [40, 50]], "AB", "xy")
    assert suppress(values, equations, set(), threshold=11) == frozenset()


def test_order_of_collections_does_not_matter():
    values, equations = with_margins([[3, 20, 20], [20, 20, 4], [20, 20, 20]], "ABC", "xyz")
    primary = [("A", "x"), ("B", "z")]
    shuffled = dict(reversed(values.items()))
    assert suppress(values, equations, primary, 11) == suppress(shuffled, equations, primary[::-1], 11)


tables = st.integers(2, 4).flatmap(
    lambda width: st.lists(st.lists(st.integers(0, 40), min_size=width, max_size=width), min_size=2, max_size=5)
)


@settings(max_examples=120, deadline=None)
@given(tables, st.sampled_from([5, 11]))
def test_no_primary_cell_is_ever_determined(table, threshold):
    values, equations = with_margins(table, "ABCDE"[: len(table)], "wxyz"[: len(table[0])])
    primary = {cell for cell, value in values.items() if 0 < value < threshold}
    mask = suppress(values, equations, primary, threshold)
    assert primary <= mask
    assert not primary & rank_determined(equations, mask) if mask else not primary
    assert not any(values[cell] == 0 for cell in mask)
    for total, parts in equations:  # no sum shows a handful of persons by difference
        rest = sum(values[part] for part in parts if part in mask)
        assert total in mask or not 0 < rest < threshold


@settings(max_examples=60, deadline=None)
@given(st.integers(0, 10**6))
def test_null_space_says_what_matrix_rank_says(seed):
    random = np.random.default_rng(seed)
    cells = "abcdefgh"
    equations = [(cells[i], tuple(c for c in cells[i + 1 :] if random.random() < 0.4)) for i in range(6)]
    hidden = {c for c in cells if random.random() < 0.7} or {"a"}
    spoken = {c for total, parts in equations for c in (total, *parts)} & hidden
    if spoken:
        assert determined(equations, hidden) == rank_determined(equations, spoken)


def test_cells_must_be_hashable():
    with pytest.raises(TypeError):
        suppress({}, [(["T"], ["a"])], set(), 11)
