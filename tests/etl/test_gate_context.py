"""What the pipeline tells the gate: the edition served, the settings of the département, the catalogue."""

from __future__ import annotations

from datetime import date, datetime

import pandas as pd
import pytest

from etl.context import context
from etl.own import Load
from etl.staging import SourceRefused
from warehouse import editions


@pytest.fixture
def served(blank):
    """A small edition: own structures of one file, and a file of a publisher."""
    loads = pd.DataFrame(
        {
            "chargement_id": ["1", "2", "3"],
            "table": ["structures", "faits", "actions"],
            "verdict": ["accepte", "accepte", "accepte"],
            "sha256": ["ab" * 32, "cd" * 32, ""],
            "correspondance": ["ef" * 32, None, None],
            "date_chargement": [datetime(2026, 5, 2, 9), datetime(2026, 5, 2, 9), datetime(2026, 5, 2, 9)],
        }
    )
    kept = pd.DataFrame({"structure_id": ["s--1", "s--2"], "synthetique": [False, False]})
    return editions.publish(blank, {"structures": kept, "chargements": loads}, "accepte")


def test_nothing_is_served_yet(blank) -> None:
    told = context(blank, None, None, Load(), {})
    assert (told.previous, told.loaded, told.before, told.served, told.invented) == ({}, {}, None, None, False)
    assert told.tuning.settings == {} and told.totals == {}


def test_the_edition_served_is_told_with_its_files_and_its_tables(blank, served) -> None:
    told = context(blank, served, editions.current(blank), Load(), {})
    assert told.loaded == {("ab" * 32, "ef" * 32): date(2026, 5, 2)}
    assert told.previous["structures"] == 2 and told.previous["sessions"] is None
    assert told.before("structures")["structure_id"].tolist() == ["s--1", "s--2"]
    assert len(told.before("sessions")) == 0
    assert told.served == served.published.date() and not told.invented


def test_targets_are_checked_against_the_catalogue_and_its_units(blank) -> None:
    told = context(blank, None, None, Load(), {"taux_presence": "%", "places_ouvertes": "places", "ecart_source": "%"})
    assert told.indicators == {"taux_presence", "places_ouvertes", "ecart_source"}
    assert told.percentages == {"taux_presence"}  # a difference may be negative


def test_the_settings_of_the_departement_are_read(blank) -> None:
    folder = blank.home / "reglages"
    folder.mkdir(parents=True)
    (folder / "49.csv").write_text("regle;table;gravite;seuil;raison\nGEN-07;*;;35;Essai\n", encoding="utf-8")
    (folder / "49_totaux.csv").write_text("concept;total\npersonnes;15000\n", encoding="utf-8")
    told = context(blank, None, None, Load(), {})
    assert told.tuning.settings["GEN-07", "*"].seuil == 35 and told.totals == {"personnes": 15000}
    (folder / "49.csv").write_text("regle;table;gravite;seuil;raison\nGEN-99;*;;35;Essai\n", encoding="utf-8")
    with pytest.raises(SourceRefused, match="ligne 2 : la règle « GEN-99 » n’existe pas"):
        context(blank, None, None, Load(), {})
