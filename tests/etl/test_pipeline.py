"""Publishing end to end: what cannot be read or accepted leaves the served edition as it was, and is told."""

from __future__ import annotations

import shutil
from dataclasses import replace
from pathlib import Path

import pytest
import xlsxwriter

from commands.publish import published as publish
from commands.publish import tell
from etl import own, pipeline
from etl.demonstration.faulty import faulty
from warehouse import editions

BMO_2025 = (
    "annee", "Code métier BMO", "Nom métier BMO", "Famille_met", "Lbl_fam_met", "REG", "NOM_REG", "Dept", "NomDept",
    "BE25", "NOMBE25", "met", "xmet", "smet",
)  # fmt: skip


@pytest.fixture
def home(published, tmp_path):
    """A copy of the published home, so that a test may publish over it."""
    copy = tmp_path / "var"
    shutil.copytree(published.home, copy)
    return replace(published, home=copy)


def workbook(folder: Path, *projects: object) -> Path:
    """A small BMO workbook in the shape of 2025: one row of Maine-et-Loire for each number of projects."""
    folder.mkdir()
    path = folder / "Base_open_data_BMO_2025.xlsx"
    book = xlsxwriter.Workbook(path)
    sheet = book.add_worksheet("BMO_2025_open_data")
    sheet.write_row(0, 0, BMO_2025)
    for line, met in enumerate(projects, start=1):
        job = (f"A{line}X40", "Métier", "Z", "Autres métiers", "52", "Pays de la Loire", "49", "Maine-et-Loire")
        sheet.write_row(line, 0, (2025, *job, 5218, "ANGERS", met, "*", "*"))
    book.close()
    return path


def served(config) -> tuple[int, int]:
    edition = editions.current(config)
    return edition.number, len(edition.table("faits"))


def test_a_truncated_workbook_is_refused_by_name_and_the_edition_stays(home, tmp_path, capsys):
    path = workbook(tmp_path / "miroir", "12")
    path.write_bytes(path.read_bytes()[:2000])
    before = served(home)
    outcome = publish(replace(home, mirror=path.parent))
    assert served(home) == before
    assert outcome.unreadable and not outcome.info.current
    assert any("Base_open_data_BMO_2025.xlsx" in sentence for sentence in outcome.blocking)
    assert tell(outcome, home) == 4
    told = capsys.readouterr().err
    assert "l’édition 1 reste servie" in told and "Traceback" not in told
    report = editions.open_edition(home, outcome.info.number).table("regles_resultats")
    assert report["phrase"].str.contains("Base_open_data_BMO_2025.xlsx").any()


def test_a_text_where_a_number_stands_is_refused_with_its_place(home, tmp_path):
    path = workbook(tmp_path / "miroir", *["40"] * 300, "douze")
    before = served(home)
    outcome = publish(replace(home, mirror=path.parent))
    assert served(home) == before and not outcome.info.current
    sentence = next(told for told in outcome.blocking if "douze" in told)
    assert path.name in sentence and "« met »" in sentence
    assert "feuille « BMO_2025_open_data », ligne 302" in sentence
    report = editions.open_edition(home, outcome.info.number)
    row = report.table("rejets").query("valeur == 'douze'").iloc[0]
    assert (row["feuille"], row["ligne"], row["colonne"]) == ("BMO_2025_open_data", 302, "met")


def test_a_workbook_of_the_mirror_replaces_its_vintage_and_everything_adds_up(home, tmp_path):
    path = workbook(tmp_path / "miroir", *["40"] * 300)
    outcome = publish(replace(home, mirror=path.parent))
    assert outcome.info.current, outcome.blocking
    loads = editions.current(home).table("chargements")
    assert (loads["nb_recues"] == loads[["nb_acceptees", "nb_ecartees", "nb_refusees"]].sum(axis=1)).all()
    projects = editions.current(home).facts(["bmo_projets"]).query("periode == '2025'")
    cells, whole = (
        projects.query("niveau == 'bassin_bmo'"),
        projects.query("niveau == 'departement' and modalite == ''"),
    )
    assert (len(cells), cells["valeur"].sum(), whole["valeur"].item()) == (300, 300 * 40, 300 * 40)


def test_a_faulty_table_is_refused_by_the_gate_and_the_edition_stays(home, monkeypatch):
    clean = own.generate("49")
    monkeypatch.setattr(own, "generate", lambda departement: faulty(clean, "g"))
    before = served(home)
    outcome = publish(home)
    assert served(home) == before
    assert tell(outcome, home) == 3 and not outcome.unreadable
    assert outcome.blocking and all("{" not in sentence for sentence in outcome.blocking)


def test_an_unknown_departement_is_a_mistake_told_in_french(blank):
    with pytest.raises(pipeline.UnknownDepartement, match="« 20 » n’existe pas"):
        publish(replace(blank, departement="20"))
