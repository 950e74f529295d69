"""In what state the data are: each state from rows written by hand, the sentence word for word."""

from __future__ import annotations

from datetime import date

import pandas as pd

from etl.reading.protocol import Source
from ui.states import own_tables, sources, summary
from warehouse.edition import in_memory

TODAY = date(2026, 11, 24)


def load(table: str, day: str | None, invented: bool = False, **counts: int) -> dict:
    numbers = {f"nb_{name}": counts.get(name, 0) for name in ("recues", "acceptees", "ecartees", "refusees")}
    when = pd.Timestamp(day) if day else pd.NaT
    same = {"fichier": f"{table}.xlsx", "date_chargement": pd.Timestamp("2026-11-20"), "synthetique": invented}
    return {"table": table, "date_donnees": when, **same, **numbers}


def published(code: str, day: str | None, due: str | None, reading: str = "fichier_editeur") -> dict:
    said = {"source": code, "titre": code.upper(), "editeur": "Insee", "licence": "LO", "lecture": reading}
    dates = {"date_donnees": pd.Timestamp(day) if day else pd.NaT, "attendue_le": pd.Timestamp(due) if due else pd.NaT}
    return said | dates | {"millesime": "2025" if day else "aucun", "nb_lignes": 12, "synthetique": False}


EDITION = in_memory(
    {
        "chargements": pd.DataFrame(
            [
                load("actions", "2026-06-30", recues=105, acceptees=103, ecartees=2),  # 147 days, yearly: fresh
                load("sessions", "2026-09-30", recues=10, acceptees=10),  # 55 days, monthly: late
                load("parcours", "2026-01-31", recues=9, acceptees=9),  # 297 days, monthly: too old
                load("structures", None, recues=4, acceptees=4),
            ]
        ),
        "sources": pd.DataFrame(
            [
                published("bmo", "2024-12-31", "2026-04-30"),
                published("cog", "2026-01-01", "2027-04-01"),
                published("frr", "2025-01-01", None),
                published("qpv", None, None, "absente"),
            ]
        ),
    }
)


def test_each_table_of_the_departement_has_its_state():
    rows = own_tables(EDITION, TODAY).set_index("table")
    expected = {
        "actions": "a_jour", "sessions": "en_retard", "parcours": "trop_ancien", "structures": "sans_date",
        "prescriptions": "absente",
    }  # fmt: skip
    assert rows["etat"][list(expected)].to_dict() == expected
    assert rows.loc["actions", ["recues", "acceptees", "ecartees"]].tolist() == [105, 103, 2]
    assert len(rows) == 15


def test_a_source_is_late_once_its_next_vintage_was_due_and_missing_without_a_file():
    rows = sources(EDITION, TODAY).set_index("titre")
    assert rows["etat"].to_dict() == {"BMO": "en_retard", "COG": "a_jour", "FRR": "a_jour", "QPV": "absente"}
    assert rows.loc["BMO", "attendue_le"] == date(2026, 4, 30) and rows.loc["QPV", "millesime"] == ""


def test_the_sentence_says_what_needs_attention_first():
    assert summary(EDITION, TODAY) == (
        "Sur 15 tables du Département : 1 trop ancienne, 1 en retard, 1 sans date, 11 non fournies, 1 à jour. "
        "Sur 4 sources publiques : 1 en retard, 1 non fournie, 2 à jour."
    )


def test_invented_tables_are_never_said_fresh():
    names = list(own_tables(EDITION, TODAY)["table"])
    demo = in_memory({"chargements": pd.DataFrame([load(name, "2026-11-20", True) for name in names])})
    assert set(own_tables(demo, TODAY)["etat"]) == {"demonstration"}


def test_the_next_vintage_of_bmo_2025_was_due_in_april_2026():
    bmo = Source("bmo", "BMO", "France Travail", "LO", "", "", "", rythme_mois=12, delai_mois=4)
    assert bmo.following(date(2024, 12, 31)) == date(2026, 4, 30)
    assert Source("frr", "FRR", "", "LO", "", "", "").following(date(2025, 1, 1)) is None
