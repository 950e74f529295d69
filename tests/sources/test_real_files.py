"""The publishers' own files give the very figures that travel with the project."""

from __future__ import annotations

import pandas as pd
import pytest
from sources_files import read

from etl import registry
from etl.sources import bmo, filosofi

pytestmark = pytest.mark.reel
IDENTITY = ["source", "millesime", "titre", "editeur", "licence", "url", "date_donnees"]
LEFT_OUT = {"lecture", "fichier", "sha256"}
OFFER = ("france_services", "mediation_numerique", "data_inclusion")  # no figures: see test_places, test_data_inclusion


@pytest.fixture(scope="module")
def both(mirror):
    return registry.collect(None, "49"), registry.collect(mirror, "49")


def rows(collected, table):
    """Every row of a table, without what tells how it was read."""
    frames = [staged.frame for staged in collected.staged if staged.table == table]
    return pd.concat(frames, ignore_index=True).drop(columns=LEFT_OUT, errors="ignore")


def like(frame, embedded):
    """Those of its rows that the extract could hold: its vintages, measures, periods, territories; in one order."""
    keys = [name for name in ("source", "millesime", "niveau", "code_territoire", "code", "periode") if name in frame]
    if "nomenclature" in frame:
        keys = ["nomenclature", "code", "millesime"]
    known = embedded[keys].drop_duplicates()
    kept = frame.merge(known, on=keys)[sorted(frame.columns)].astype("object")
    # Nothing is told as None or as NaN.
    return kept.where(kept.notna(), None).sort_values(sorted(frame.columns), ignore_index=True)


def test_row_by_row(both):
    embedded, read = both
    assert {one.table for one in embedded.staged} <= {one.table for one in read.staged}
    for table in sorted({one.table for one in embedded.staged} - {"sources", "lieux"}):
        mine = rows(embedded, table)
        pd.testing.assert_frame_equal(like(mine, mine), like(rows(read, table), mine), check_dtype=False, obj=table)


def test_the_same_sources_are_described(both):
    keys = ["source", "millesime"]
    given = (collected.sources.query("lecture != 'absente'") for collected in both)
    embedded, read = (sources.drop(columns=list(LEFT_OUT)).reset_index(drop=True) for sources in given)
    common = read.merge(embedded[keys], on=keys)
    pd.testing.assert_frame_equal(embedded[IDENTITY], common[IDENTITY], check_dtype=False)
    files = both[1].sources.query("lecture == 'fichier_editeur' and source not in @OFFER")
    assert set(zip(files["source"], files["millesime"], strict=True)) >= {
        ("bmo", "2020"), ("bmo", "2021"), ("bmo", "2023"), ("bmo", "2024"), ("bmo", "2025"), ("filosofi", "2021"),
        ("comparateur", "2018"), ("comparateur", "2019"),
        ("chomage_localise", "2025-T2"), ("chomage_localise", "2025-T3"), ("rp_melodi", "2023"), ("oarsa", "2018"),
        *(("cnaf_foyers", f"{year}-12") for year in range(2020, 2025)), ("dares_defm", "2023-T4"),
        ("zones_emploi", "2025"), ("clpe", "2025"), ("bassins_bmo", "2021"), ("frr", "2025"), ("epci", "2025"),
        ("table_appartenance", "2022"),
    }  # fmt: skip


@pytest.mark.parametrize(
    ("vintage", "lines", "known", "secret"),
    [
        ("2020", 635, 47271, 119),
        ("2021", 646, 46257, 115),
        ("2023", 658, 46609, 81),
        ("2024", 725, 43391, 115),
        ("2025", 708, 38686, 159),
    ],
)
def test_published_counts_of_projects(both, vintage, lines, known, secret):
    facts = rows(both[1], "faits")
    cells = (facts["code"] == "bmo_projets") & (facts["niveau"] == "bassin_bmo")
    projects = facts[cells & (facts["code_departement"] == "49") & (facts["millesime"] == vintage)]
    assert (len(projects), projects["valeur"].sum(), projects["statut"].eq("secret").sum()) == (lines, known, secret)


def test_another_departement_reads_the_same_workbooks(mirror):
    """Guadeloupe: codes with a leading zero, as texts in 2021 and as numbers since."""
    reading = read(bmo, mirror, "971")
    basins = {
        staged.fichier: set(staged.frame["code_territoire"]) for staged in reading.staged if staged.table == "faits"
    }
    assert len(basins) == 5
    assert all({"0101", "0102"} <= codes for codes in basins.values())


def test_corsica_is_read(mirror):
    (staged,) = read(filosofi, mirror, "2A").staged
    assert staged.frame["code_territoire"].str.startswith("2A").all() and len(staged.frame) == 2 * 124


def test_nothing_of_the_files_is_overlooked(both):
    """No column is new or gone; lines without a basin in 2021 are told under theirs."""
    told = [(notice.source, notice.millesime, notice.colonne) for notice in both[1].notices if notice.colonne]
    assert told == [("bmo", "2021", "BE21")]
