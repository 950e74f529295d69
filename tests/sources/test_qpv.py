"""Priority neighbourhoods: several communes in one cell, several neighbourhoods in one commune, counted once."""

from __future__ import annotations

import pandas as pd
import pytest
from sources_files import read

from etl import registry
from etl.reading.library import library
from etl.sources import qpv

HEADER = "code_qp;lib_qp;insee_reg;lib_reg;insee_dep;lib_dep;insee_com;lib_com;siren_epci;lib_epci;;"


@pytest.fixture
def listed(folder):
    """listed(("QN…", "Nom", cell of communes), …): the list as its publisher writes it."""

    def write(*lines: tuple[str, str, str], name: str = "listeqp2024-cog2024.csv", encoding: str = "utf-8-sig"):
        rows = [
            f"{code};{label};52;Région;49;Département;{cell};Commune;200000000;EPCI;;" for code, label, cell in lines
        ]
        path = folder / name
        path.write_bytes("\r\n".join([HEADER, *rows, ""]).encode(encoding))
        return path

    return write


def facts(folder, departement: str = "49") -> pd.DataFrame:
    reading = qpv.read(library(folder), departement)
    assert reading.refusals == []
    return pd.concat([one.frame for one in reading.staged if one.table == "faits"], ignore_index=True)


def pairs(folder) -> set[tuple[str, str]]:
    found = facts(folder).query("modalite != ''")
    return set(zip(found["code_territoire"], found["modalite"].str.removeprefix("qpv="), strict=True))


@pytest.mark.parametrize("cell", ['="49007"', '"=""49007"""', "49007"])
def test_a_protected_cell_is_a_code(listed, folder, cell):
    listed(("QN04901M", "Belle-Beille", cell))
    assert pairs(folder) == {("49007", "QN04901M")}


@pytest.mark.parametrize("cell", ['="13055;13070"', '"=""13055;13070"""', '"13055, 13070"'])
def test_several_communes_in_one_cell(listed, folder, cell):
    listed(("QN01301M", "Entre deux", cell))
    assert pairs(folder) == {("13055", "QN01301M"), ("13070", "QN01301M")}


def test_each_neighbourhood_counts_once_at_each_level(listed, folder):
    listed(("QN01301M", "Un", '="13055;13070"'), ("QN01302M", "Deux", '="13055"'), ("QN04901M", "Trois", '="49007"'))
    counts = facts(folder).query("modalite == ''").set_index(["niveau", "code_territoire"])["valeur"].to_dict()
    assert counts == {
        ("commune", "13055"): 2, ("commune", "13070"): 1, ("commune", "49007"): 1, ("departement", "13"): 2,
        ("departement", "49"): 1, ("region", "93"): 2, ("region", "52"): 1, ("france", "FR"): 3,
    }  # fmt: skip


def test_an_arrondissement_speaks_for_its_commune_and_a_former_commune_for_todays(listed, folder):
    listed(("QN01301M", "Nord", '="13215;13216"'), ("QN04902M", "Ouest", '="49069"'))
    assert pairs(folder) == {("13055", "QN01301M"), ("49126", "QN04902M")}
    found = facts(folder).query("modalite == 'qpv=QN04902M'").iloc[0]
    assert (found["nature"], found["codes_publies"]) == ("converti", "49069")


def test_neighbourhoods_have_a_name_and_stay_in_their_departement(listed, folder):
    listed(("QN04901M", "Belle-Beille", '="49007"'), ("QN01302M", "Deux", '="13055"'))
    (zones,) = [one.frame for one in read(qpv, folder).staged if one.table == "zones"]
    assert zones[["niveau", "code", "libelle", "code_departement", "millesime"]].values.tolist() == [
        ["qpv", "QN04901M", "Belle-Beille", "49", "2024"]
    ]


def test_repeated_and_empty_lines_are_said(listed, folder):
    listed(("QN04901M", "Un", '="49007"'), ("QN04901M", "Un", '="49007"'), ("QN04902M", "Deux", ""))
    notices = qpv.read(library(folder), "49").notices
    assert [notice.phrase.split(", ", 1)[1] for notice in notices] == [
        "la ligne 4 ne dit pas quel quartier est dans quelle commune : elle n’est pas lue.",
        "la ligne 3 répète un quartier déjà lu dans la même commune : il ne compte qu’une fois.",
    ]
    assert len(pairs(folder)) == 1


def test_a_departement_without_any_is_told_of(listed, folder):
    listed(("QN01302M", "Deux", '="13055"'))
    phrases = [notice.phrase for notice in registry.collect(folder, "49").notices]
    assert phrases == ["« listeqp2024-cog2024.csv » ne contient aucune ligne pour le département 49."]


def test_windows_1252(listed, folder):
    listed(("QN04901M", "Château d’Orgemont", '="49007"'), encoding="cp1252")
    (zones,) = [one.frame for one in read(qpv, folder).staged if one.table == "zones"]
    assert zones["libelle"].tolist() == ["Château d’Orgemont"]


def test_a_page_saved_as_the_list_is_refused(listed, folder):
    listed().write_bytes(b"<!DOCTYPE html><html></html>")
    (refused,) = qpv.read(library(folder), "49").refusals
    assert "est une page web" in refused.phrase
