"""The tables of the measure respect every rule, by both ways; what is measured is what is claimed."""

from __future__ import annotations

import re
from pathlib import Path

import pandas as pd

from bench.registre import ours, plain
from bench.registre.invented import write

ROWS = 400


def test_both_ways_find_every_invented_prescription_right(tmp_path: Path, capsys) -> None:
    write(tmp_path, ROWS)
    assert ours.judged(tmp_path) == ROWS == plain.judged(tmp_path)
    told = capsys.readouterr().err.splitlines()
    assert len(told) == ours.STEPS and told[-1].strip() == "15/15  Contrôle : Prescriptions"


def test_a_fault_is_seen_by_both_ways(tmp_path: Path, capsys) -> None:
    write(tmp_path, ROWS)
    file = tmp_path / "prescriptions.csv"
    frame = pd.read_csv(file, sep=";", dtype="str", keep_default_na=False)
    frame.loc[3, "statut"] = "perdue"
    frame.to_csv(file, sep=";", index=False)
    assert ours.judged(tmp_path) == ROWS - 1
    try:
        plain.judged(tmp_path)
    except RuntimeError as error:
        assert "expect_column_values_to_be_in_set" in str(error)
    else:
        raise AssertionError("la faute est passée")


def test_keys_are_shaped_like_those_of_the_departement(tmp_path: Path) -> None:
    write(tmp_path, ROWS)
    keys = pd.read_csv(tmp_path / "prescriptions.csv", sep=";", dtype="str")["personne_key"]
    assert all(re.fullmatch("[0-9a-f]{64}", key) for key in keys)
