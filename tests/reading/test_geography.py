"""From the communes a publisher speaks of to today's: nobody lost, nobody counted twice."""

from __future__ import annotations

import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from etl.reading.facts import complete
from etl.reading.geography import today
from etl.reading.protocol import Source

SOURCE = Source("essai", "", "", "", "", "", "")
COUNT, RATE = "foyers_rsa", "taux_pauvrete"
LYON = [f"6938{n}" for n in range(1, 10)]


def rows(*told: tuple, code: str = COUNT) -> pd.DataFrame:
    """(commune, value, statut[, periode]) as a publisher gives them."""
    frame = pd.DataFrame(
        [(place, value, statut, *(more or ["2024-12"])) for place, value, statut, *more in told],
        columns=["code_territoire", "valeur", "statut", "periode"],
    )
    return complete(frame.assign(code=code, niveau="commune", millesime="2024", geographie=2020), SOURCE)


def converted(frame: pd.DataFrame) -> dict[tuple[str, str], tuple[float, str]]:
    """{(niveau, territoire): (valeur, statut)} in today's communes."""
    out = today(frame, {COUNT})
    assert not out.duplicated(["niveau", "code_territoire", "periode"]).any()
    return {(r.niveau, r.code_territoire): (r.valeur, str(r.statut)) for r in out.itertuples()}


def lyon(**changed: tuple) -> pd.DataFrame:
    """Nine arrondissements, each with its own number of households; p3=(value, statut) changes the third."""
    told = {f"p{n}": (float(10 * n), "disponible") for n in range(1, 10)} | changed
    return rows(*((code, *told[f"p{n}"]) for n, code in enumerate(LYON, 1)))


def test_a_commune_published_beside_its_arrondissements_keeps_its_own_row():
    out = converted(pd.concat([lyon(), rows(("69123", 440.0, "disponible"))], ignore_index=True))
    assert out["commune", "69123"] == (440.0, "disponible")
    assert sum(niveau == "arrondissement_municipal" for niveau, _ in out) == 9 and len(out) == 10


def test_published_by_its_arrondissements_alone_it_is_their_sum():
    out = converted(lyon())
    assert out["commune", "69123"] == (450.0, "disponible")
    assert out["arrondissement_municipal", "69383"] == (30.0, "disponible") and len(out) == 10


@pytest.mark.parametrize(("part", "statut"), [((float("nan"), "secret"), "secret"),
                                              ((float("nan"), "non_disponible"), "non_disponible")])  # fmt: skip
def test_a_sum_that_lacks_a_part_is_no_figure(part, statut):
    value, told = converted(lyon(p3=part))["commune", "69123"]
    assert value != value and told == statut


def test_an_arrondissement_that_is_not_published_leaves_no_sum():
    value, told = converted(lyon().iloc[1:])["commune", "69123"]
    assert value != value and told == "non_disponible"


def test_a_rate_is_never_added():
    out = today(lyon().assign(code=RATE), {COUNT}).query("niveau == 'commune'")
    assert out["valeur"].isna().all() and out["statut"].tolist() == ["non_disponible"]


def test_merged_communes_are_added_and_stay_as_published():
    # Saint-Sigismond (49321) joined Ingrandes-Le Fresne sur Loire (49160).
    out = today(rows(("49160", 30.0, "disponible"), ("49321", 5.0, "disponible")), {COUNT})
    whole = out.query("niveau == 'commune'").iloc[0]
    assert (whole["valeur"], whole["nature"], whole["codes_publies"]) == (35.0, "converti", "49160|49321")
    assert out.query("niveau == 'commune_publiee'")["valeur"].tolist() == [30.0, 5.0]
    assert set(out["geographie"]) == {2020}


def test_a_row_told_twice_is_not_added_twice():
    told = rows(("49160", 30.0, "disponible"), ("49321", 5.0, "disponible"), ("49321", 5.0, "disponible"))
    assert today(told, {COUNT}).query("niveau == 'commune'")["valeur"].tolist() == [35.0]


def test_a_commune_that_changed_departement_goes_to_its_own():
    # Freigné (49144) is now in Loire-Atlantique (44180).
    out = today(rows(("49144", 12.0, "disponible"), ("44180", 8.0, "disponible")), {COUNT})
    whole = out.query("niveau == 'commune'").iloc[0]
    assert (whole["code_territoire"], whole["code_departement"], whole["valeur"]) == ("44180", "44", 20.0)


def test_periods_do_not_mix():
    told = rows(("49160", 30.0, "disponible", "2020-12"), ("49321", 5.0, "disponible", "2020-12"),
                ("49160", 40.0, "disponible", "2024-12"))  # fmt: skip
    out = today(told, {COUNT}).query("niveau == 'commune'").set_index("periode")["valeur"]
    assert out.to_dict() == {"2020-12": 35.0, "2024-12": 40.0}


@given(st.lists(st.integers(0, 10**6), min_size=9, max_size=9), st.permutations(range(9)), st.booleans())
def test_the_city_counts_once_whatever_the_order(values, order, own):
    told = [(LYON[n], float(values[n]), "disponible") for n in order]
    if own:
        told.insert(4, ("69123", 7.0, "disponible"))
    out = converted(rows(*told))
    assert out["commune", "69123"] == ((7.0 if own else float(sum(values))), "disponible")
    parts = [value for (niveau, _), (value, _) in out.items() if niveau == "arrondissement_municipal"]
    assert sum(parts) == sum(values)
