"""What was confirmed last time serves the next load, and what has gone is told."""

from __future__ import annotations

from dataclasses import replace

from action_list import action_list
from spreadsheets_blocks import block

from etl.spreadsheets.answering import accepted, answered
from etl.spreadsheets.mapping import Mapping
from etl.spreadsheets.memory import Memory, remember, remembered
from etl.spreadsheets.proposal import propose, questions


def confirmed():
    blocks = [action_list()]
    mapping = accepted(blocks, propose(blocks, Memory(), "49").mapping)
    for one in questions(blocks, mapping):
        if one.blocking:
            mapping = answered(mapping, one, "")
    return mapping


def test_the_same_shape_asks_nothing_again(tmp_path):
    mapping = confirmed()
    remember(tmp_path / "49", mapping)
    again = propose([action_list()], remembered(tmp_path / "49"), "49")
    assert [one for one in again.questions if one.blocking] == []
    assert again.mapping.sheets[0].columns == mapping.sheets[0].columns
    assert again.mapping.sheets[0].constants == mapping.sheets[0].constants
    assert again.mapping.sheets[0].keys == mapping.sheets[0].keys
    assert again.mapping.sheets[0].labels["actions.publics"]["Gens du voyage"] == ()


def test_a_choice_against_the_proposal_is_kept(tmp_path):
    mapping = confirmed()
    sheet = replace(
        mapping.sheets[0], columns={**mapping.sheets[0].columns, "Axe PDI": "", "N° ordre": "actions.axe_pdi"}
    )
    remember(tmp_path, Mapping((sheet,)))
    columns = propose([action_list()], remembered(tmp_path), "49").mapping.sheets[0].columns
    assert (columns["Axe PDI"], columns["N° ordre"]) == ("", "actions.axe_pdi")


def test_a_near_shape_still_helps_and_the_column_that_vanished_is_told(tmp_path):
    remember(tmp_path, confirmed())
    whole = action_list()
    frame = whole.frame.drop(columns=["Nb places"]).assign(**{"SIRET": None, "OPERATEUR ": whole.frame["Opérateur"]})
    less = block(
        frame.drop(columns=["Opérateur"]).columns, frame.drop(columns=["Opérateur"]).to_numpy(), "Actions 2026"
    )
    found = propose([less], remembered(tmp_path), "49")
    columns = found.mapping.sheets[0].columns
    assert columns["OPERATEUR "] == "structures.nom"
    assert columns["SIRET"] == "structures.siret"
    assert found.mapping.sheets[0].keys["structures.structure_id"] == ("OPERATEUR ",)
    told = [one for one in found.questions if one.header == "Nb places"]
    assert [one.sentence for one in told] == [
        "La colonne « Nb places » était là au dernier chargement et n’y est plus."
    ]


def test_the_latest_of_one_shape_replaces_the_former(tmp_path):
    mapping = confirmed()
    remember(tmp_path, mapping)
    remember(tmp_path, Mapping((replace(mapping.sheets[0], constants={"structures.source": "solis"}),)))
    assert [one.constants for one in remembered(tmp_path).sheets] == [{"structures.source": "solis"}]


def test_a_strange_file_or_no_folder_is_no_memory(tmp_path):
    assert remembered(tmp_path / "rien") == Memory()
    (tmp_path / "x.json").write_text("{", encoding="utf-8")
    (tmp_path / "y.json").write_text("[]", encoding="utf-8")
    assert remembered(tmp_path) == Memory()
    assert Memory().nearest(["Porteur"]) is None
