"""`template`, through the front door's own arguments."""

from __future__ import annotations

import io

import pytest
from openpyxl import load_workbook

from commands.__main__ import main


@pytest.fixture
def folder(tmp_path, monkeypatch):
    """The folder the person stands in, which is not the project's."""
    monkeypatch.setenv("OBS_ICI", str(tmp_path))
    return tmp_path


def test_one_workbook_in_the_folder_one_stands_in(folder, capsys):
    assert main(["template"]) == 0
    path = folder / "modele_observatoire_49.xlsx"
    assert str(path) in capsys.readouterr().out
    assert load_workbook(io.BytesIO(path.read_bytes())).sheetnames[0] == "Mode d’emploi"


def test_it_never_replaces_what_was_typed_unless_told(folder, capsys):
    (folder / "mien.xlsx").write_bytes(b"saisi")
    assert main(["template", "--sortie", "mien.xlsx"]) == 2
    assert "existe déjà : rien n’a été écrit" in capsys.readouterr().err
    assert (folder / "mien.xlsx").read_bytes() == b"saisi"
    assert main(["template", "--sortie", "mien.xlsx", "--force"]) == 0
    assert (folder / "mien.xlsx").read_bytes()[:2] == b"PK"


def test_csv_files_replace_none_when_one_is_there(folder, capsys):
    assert main(["template", "--csv", "tables"]) == 0
    assert len(list((folder / "tables").glob("*.csv"))) == 15
    (folder / "tables" / "actions.csv").unlink()
    assert main(["template", "--csv", "tables"]) == 2
    assert "(et 13 de plus)" in capsys.readouterr().err
    assert not (folder / "tables" / "actions.csv").exists()


@pytest.mark.parametrize("code", ["FR", "00", "../49"])
def test_a_template_is_for_one_departement(folder, capsys, code):
    assert main(["template", "--departement", code]) == 2
    assert f"« {code} » n’en est pas un" in capsys.readouterr().err
    assert list(folder.iterdir()) == []


def test_a_folder_that_cannot_be_written_is_said(folder, capsys):
    (folder / "fichier").write_text("x")
    assert main(["template", "--sortie", "fichier/modele.xlsx"]) == 2
    assert "n’a pas pu être écrit" in capsys.readouterr().err


def test_xlsx_and_csv_are_not_asked_together(folder, capsys):
    assert main(["template", "--sortie", "a.xlsx", "--csv", "b"]) == 2
    assert "Choisissez entre" in capsys.readouterr().err
