"""Secondary suppression: what must also be hidden so that a hidden figure cannot be rebuilt by subtraction.

The rule of the domain reference (§ D.1): close every published sum that has one unknown, or whose unknowns are
too few persons; then ask linear algebra whether something protected is still determined, because sums of
several tables chained together give back what no single table does.
"""

from __future__ import annotations

from collections.abc import Collection, Hashable, Iterable, Mapping, Sequence
from math import isnan

import numpy as np
from scipy.linalg import null_space
from scipy.sparse import csr_array
from scipy.sparse.csgraph import connected_components

Cell = Hashable
Equation = tuple[Cell, Sequence[Cell]]  # total = sum of parts


def suppress(
    values: Mapping[Cell, float],
    equations: Sequence[Equation],
    primary: Collection[Cell],
    threshold: float,
    *,
    hidden: Collection[Cell] = (),
    unpublished: Collection[Cell] = (),
) -> frozenset[Cell]:
    """Cells to hide: the primary ones and those that would give them away.

    values: true value of each cell, NaN or absent when not known. primary: must not be determined.
    threshold: unknown parts that add up to less may not be shown as one difference. hidden: cells already
    hidden for another reason. unpublished: cells nobody sees (the intersection of two zonings), unknown from
    the start and never returned. Same input, same mask, whatever the order of the collections.
    """
    table = _Table(values, equations, set(primary) | set(hidden), frozenset(unpublished), primary)
    while True:
        while table.close(threshold):
            pass
        if not (leaks := table.leaks()) or not (choices := table.around(leaks)):
            return frozenset(table.mask - table.unpublished)
        table.mask.add(choices[0])


def determined(equations: Iterable[Equation], unknown: Collection[Cell]) -> set[Cell]:
    """Unknown cells that the equations give back exactly."""
    return {cell for cell, (_, moves) in _freedom(equations, unknown).items() if not _moves(moves)}


class _Table:
    """Published sums, with what is hidden so far."""

    def __init__(self, values, equations, mask, unpublished, primary):
        self.values, self.mask, self.unpublished = values, mask, unpublished
        self.equations = [(total, tuple(parts)) for total, parts in equations]
        self.sensitive = {frozenset([cell]) for cell in primary}  # sums nobody may compute
        self.around_cell: dict[Cell, list[int]] = {}
        for position, (total, parts) in enumerate(self.equations):
            for cell in (total, *parts):
                self.around_cell.setdefault(cell, []).append(position)

    def unknown(self, position: int) -> list[Cell]:
        total, parts = self.equations[position]
        return [cell for cell in (total, *parts) if cell in self.mask or cell in self.unpublished]

    def close(self, threshold: float) -> bool:
        """One pass over the sums, hiding one more cell wherever a sum gives something away. True if any did."""
        before = len(self.mask)
        for position in range(len(self.equations)):
            unknown = self.unknown(position)
            few = 0 < self.rest(position, unknown) < threshold
            if few:
                self.sensitive.add(frozenset(unknown))
            alone = len(unknown) == 1 and (unknown[0] in self.mask or frozenset(unknown) in self.sensitive)
            if (alone or few) and (choices := self.choices(position)):
                self.mask.add(choices[0])
        return len(self.mask) > before

    def rest(self, position: int, unknown: list[Cell]) -> float:
        """What a reader gets by subtracting the parts shown from the total; NaN when there is no total."""
        total, parts = self.equations[position]
        if not unknown or total in unknown:
            return float("nan")
        told = sum(self.value(cell) for cell in unknown)
        return self.value(total) - sum(self.value(c) for c in parts if c not in unknown) if isnan(told) else told

    def choices(self, position: int) -> list[Cell]:
        """Cells that may be hidden in this sum, best first: one that closes another sum, else the smallest,
        else the first by name; the total when nothing else is left."""
        total, parts = self.equations[position]
        ranked = sorted(
            filter(self.can_hide, parts), key=lambda cell: (not self.closes(cell, position), self.value(cell), cell)
        )
        return ranked or list(filter(self.can_hide, [total]))

    def closes(self, cell: Cell, position: int) -> bool:
        others = (other for other in self.around_cell[cell] if other != position)
        return any(len(left := self.unknown(other)) == 1 and left[0] in self.mask for other in others)

    def leaks(self) -> set[Cell]:
        """Cells of the sensitive sums that all equations together determine."""
        freedom = _freedom(self.equations, self.mask | self.unpublished)
        found: set[Cell] = set()
        for group in self.sensitive:
            by_system: dict[int, np.ndarray] = {}
            for cell in group & freedom.keys():
                system, moves = freedom[cell]
                by_system[system] = by_system.get(system, 0) + moves
            if by_system and not any(map(_moves, by_system.values())):
                found |= group
        return found

    def around(self, leaks: set[Cell]) -> list[Cell]:
        """Shown cells of a sum that has an unknown: those of a sum with a leak first, then the smallest."""
        near = {cell for leak in leaks for at in self.around_cell[leak] for cell in _cells(self.equations[at])}
        far = {cell for at in range(len(self.equations)) if self.unknown(at) for cell in _cells(self.equations[at])}
        shown = filter(self.can_hide, near | far)
        return sorted(shown, key=lambda cell: (cell not in near, self.value(cell), cell))

    def can_hide(self, cell: Cell) -> bool:
        """Hiding a zero or a missing cell protects nothing: people guess it."""
        return cell not in self.mask and cell not in self.unpublished and self.value(cell) > 0

    def value(self, cell: Cell) -> float:
        return self.values.get(cell, float("nan"))


def _cells(equation: Equation) -> tuple[Cell, ...]:
    return (equation[0], *equation[1])


def _moves(vector: np.ndarray) -> bool:
    return bool(np.any(np.abs(vector) > 1e-9))


def _freedom(equations: Iterable[Equation], unknown: Collection[Cell]) -> dict[Cell, tuple[int, np.ndarray]]:
    """How each unknown may still vary: (its system of linked equations, its row of that system's null space).

    A cell is determined when its unit vector lies in the row space of the equations restricted to the unknowns,
    which is to say when its row of the null space is zero. Systems are solved apart: small ones are quick.
    """
    rows = [{cell: 1.0 if cell == total else -1.0 for cell in (total, *parts) if cell in unknown}
            for total, parts in equations]  # fmt: skip
    rows = [row for row in rows if row]
    cells = sorted({cell for row in rows for cell in row})
    if not cells:
        return {}
    at = {cell: position for position, cell in enumerate(cells)}
    spots = [(line, at[cell], sign) for line, row in enumerate(rows) for cell, sign in row.items()]
    lines, columns, signs = (np.array(side) for side in zip(*spots, strict=True))
    size = len(rows) + len(cells)
    links = csr_array((np.ones(len(spots)), (lines, len(rows) + columns)), shape=(size, size))
    count, system = connected_components(links, directed=False)
    matrix = csr_array((signs, (lines, columns)), shape=(len(rows), len(cells)))
    freedom = {}
    for label in range(count):
        mine = np.flatnonzero(system[len(rows) :] == label)
        moves = null_space(matrix[np.flatnonzero(system[: len(rows)] == label)][:, mine].toarray())
        freedom.update({cells[i]: (label, row) for i, row in zip(mine, moves, strict=True)})
    return freedom
