"""Figures that move between two editions: values and statuses as they were published, nothing else."""

from __future__ import annotations

import math

import pandas as pd

from disclosure.moved import moved
from warehouse.dictionary import table
from warehouse.edition import in_memory


def figures(*given: tuple) -> pd.DataFrame:
    """Rows of `faits_indicateurs` from (code, niveau, territoire, periode, valeur, statut)."""
    names = ("code", "niveau", "territoire", "periode", "valeur", "statut")
    frame = pd.DataFrame([dict(zip(names, one, strict=True)) for one in given], columns=list(names))
    return frame.reindex(columns=list(table("faits_indicateurs").names)).assign(modalite="", synthetique=False)


def edition(*given: tuple):
    return in_memory({"faits_indicateurs": figures(*given)})


BEFORE = edition(
    ("taux_remplissage", "departement", "49", "2025", 74.0, "fiable"),
    ("places_ouvertes", "departement", "49", "2025", 120.0, "fiable"),
    ("taux_presence", "departement", "49", "2025", 0.1 + 0.2, "fiable"),
    ("taux_entree", "departement", "49", "2025", 51.0, "fiable"),
    ("taux_sortie_dynamique", "departement", "49", "2025", 30.0, "fiable"),
    ("places_ouvertes", "departement", "53", "2025", 90.0, "fiable"),
    ("places_ouvertes", "epci", "244900015", "2025", 60.0, "fiable"),
)
AFTER = edition(
    ("taux_remplissage", "departement", "49", "2025", 71.5, "fiable"),
    ("places_ouvertes", "departement", "49", "2025", 120.0, "fiable"),
    ("taux_presence", "departement", "49", "2025", 0.3, "fiable"),
    ("taux_entree", "departement", "49", "2025", None, "secret"),
    ("taux_sortie_dynamique", "departement", "49", "2025", 30.0, "fragile"),
    ("places_ouvertes", "departement", "53", "2025", 95.0, "fiable"),
    ("places_ouvertes", "epci", "244900015", "2025", 66.0, "fiable"),
    ("taux_emploi_6m", "departement", "49", "2025", 40.0, "fragile"),
)


def told(frame: pd.DataFrame) -> list[tuple]:
    return [
        tuple(None if isinstance(cell, float) and math.isnan(cell) else cell for cell in row)
        for row in frame.drop(columns=["niveau", "modalite"]).itertuples(index=False, name=None)
    ]


def test_only_what_moved_is_told_for_the_departement_alone():
    frame = moved(BEFORE, AFTER)
    assert list(frame.columns) == [
        "indicateur", "niveau", "territoire", "periode", "modalite", "avant", "apres", "ecart", "statut_avant",
        "statut_apres",
    ]  # fmt: skip
    assert told(frame) == [
        ("taux_emploi_6m", "49", "2025", None, 40.0, None, "", "fragile"),
        ("taux_entree", "49", "2025", 51.0, None, None, "fiable", "secret"),
        ("taux_remplissage", "49", "2025", 74.0, 71.5, -2.5, "fiable", "fiable"),
        ("taux_sortie_dynamique", "49", "2025", 30.0, 30.0, 0.0, "fiable", "fragile"),
    ]


def test_a_level_is_told_with_all_its_territories():
    assert told(moved(BEFORE, AFTER, "epci")) == [
        ("places_ouvertes", "244900015", "2025", 60.0, 66.0, 6.0, "fiable", "fiable")
    ]
    assert [row[1] for row in told(moved(BEFORE, AFTER, "departement")) if row[0] == "places_ouvertes"] == ["53"]


def test_before_the_first_edition_everything_is_new():
    frame = moved(None, AFTER)
    assert frame["avant"].isna().all() and set(frame["statut_avant"]) == {""}
    assert len(frame) == 6, "the six figures of Maine-et-Loire as a whole"


def test_nothing_moves_between_an_edition_and_itself():
    assert moved(AFTER, AFTER).empty and list(moved(AFTER, AFTER).columns) == list(moved(BEFORE, AFTER).columns)
