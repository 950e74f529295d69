"""The door on headers and on contents judged by hand: what it finds, what it leaves alone, what it says."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pandas as pd
import pytest
from door_cases import BIRTHS, CONTENTS, HEADERS_OF_OFFER, HEADERS_OF_PERSONS, KEYS, PEOPLE

from etl.persons.door import persons_in
from etl.persons.finding import Finding
from etl.spreadsheets.block import Block, Grid
from etl.spreadsheets.layout import block
from etl.spreadsheets.mapping import Mapping, SheetMapping

TODAY = date(2025, 6, 15)


def sheet(columns: dict[str, list], feuille: str = "Feuil1", passed: list[tuple] = ()) -> Block:
    frame = pd.DataFrame({header: pd.Series(values, dtype="object") for header, values in columns.items()})
    letters = tuple("ABCDEFGH"[: len(columns)])
    lines = pd.Series(range(2, len(frame) + 2))
    return Block(
        "liste.xlsx", feuille, frame, lines, letters, pd.DataFrame(passed, columns=["ligne", "nature", "texte"])
    )


def fed(table: str, block: Block) -> Mapping:
    return Mapping((SheetMapping(block.feuille, block.headers, {block.headers[0]: f"{table}.x"}),))


def found(columns: dict[str, list], table: str | None) -> tuple[Finding, ...]:
    block = sheet(columns)
    return persons_in([block], fed(table, block) if table else None, TODAY)


def neutral(header: str) -> list[object]:
    return ["alpha", "beta", "gamma"] if header != "Bénéficiaires" else [12, 30, 8]


@pytest.mark.parametrize(("header", "nature"), HEADERS_OF_PERSONS)
def test_a_header_in_a_table_of_persons(header: str, nature: str | None) -> None:
    findings = found({header: neutral(header)}, "prescriptions")
    assert [(one.header, one.nature, one.removable) for one in findings] == (
        [(header, nature, False)] if nature else []
    )


@pytest.mark.parametrize(("header", "nature", "removable"), HEADERS_OF_OFFER)
def test_a_header_in_a_table_of_the_offer(header: str, nature: str | None, removable: bool | None) -> None:
    findings = found({header: neutral(header)}, "structures")
    expected = [(header, nature, removable)] if nature else []
    assert [(one.header, one.nature, one.removable) for one in findings] == expected


@pytest.mark.parametrize(("header", "values", "individual", "nature"), CONTENTS)
def test_a_content_under_a_header_that_tells_nothing(header, values, individual: bool, nature: str | None) -> None:
    findings = found({header: values}, "parcours" if individual else "actions")
    assert [one.nature for one in findings] == ([nature] if nature else [])
    for one in findings:
        assert one.removable == (not individual and nature not in ("nir", "numero_caf", "date_naissance"))
        written = one.phrase + one.header
        assert not [
            value for value in values if value and str(value) != "vu" and len(str(value)) > 3 and str(value) in written
        ]


def test_the_tables_of_cases_are_as_large_as_promised() -> None:
    assert len(HEADERS_OF_PERSONS) + len(HEADERS_OF_OFFER) >= 60
    assert len(CONTENTS) >= 40
    assert {case[-1] is None for case in CONTENTS} == {True, False}


def test_the_sentence_of_a_refusal_says_where_why_and_what_to_do() -> None:
    (finding,) = found({"action": ["a", "b", "c"], "Né(e) le": BIRTHS[:3]}, "parcours")
    assert finding.letter == "B"
    assert finding.phrase == (
        "Fichier liste.xlsx, feuille « Feuil1 », colonne « Né(e) le » (B) : elle contient des dates de naissance (son "
        "titre l’annonce). Le fichier est refusé et n’est pas conservé : remplacez-les par une tranche d’âge, puis "
        "déposez le fichier de nouveau."
    )


def test_the_sentence_of_a_column_that_may_be_left_out() -> None:
    (finding,) = found({"Joindre": ["marie.fictive@exemple.invalid"]}, "structures")
    assert finding.phrase == (
        "Fichier liste.xlsx, feuille « Feuil1 », colonne « Joindre » (A) : elle contient des adresses électroniques de "
        "personnes (ses valeurs en ont la forme). Laissez cette colonne de côté pour continuer, ou remplacez ces "
        "adresses par celle du service."
    )


@pytest.mark.parametrize(
    ("columns", "removable"),
    [
        ({"Nom": ["Exemple", "Test"], "Prénom": ["x", "y"], "Tél": ["0299999999", "0299999998"]}, False),
        ({"Nom": ["Exemple", "Test"], "Sexe": ["F", "H"], "Date d’entrée": ["a", "b"]}, False),
        ({"Allocataire": ["FICTIVE M.", "TEST J.", "MODELE K."], "Action": ["a", "b", "c"]}, False),
        ({"Nom de la structure": ["Un", "Deux"], "SIRET": ["1", "2"], "Nom du contact": ["Exemple", "Test"]}, True),
        ({"Action": ["a", "b"], "Places": [1, 2], "Animateur": PEOPLE[:2]}, True),
    ],
)
def test_without_a_mapping_the_sheet_itself_says_whether_it_lists_persons(columns: dict, removable: bool) -> None:
    findings = found(columns, None)
    assert findings and {one.removable for one in findings} == {removable}


@pytest.mark.parametrize(
    "columns",
    [
        {"Sexe": ["F", "H"], "Tranche d’âge": ["a", "b"], "Effectif": [12, 30], "Commune": ["Angers", "Cholet"]},
        {"Nom": ["Atelier", "Jardin"], "Adresse": ["1 rue A", "2 rue B"], "Tél": ["0299999999", "x"], "SIRET": [1, 2]},
        {"Structure": ["Un", "Deux"], "Courriel": ["contact@exemple.invalid", None], "Tél": ["02 99 99 99 99", None]},
        {"personne_key": KEYS, "Action": ["a", "b", "c"], "Date de prescription": ["03/03/2025"] * 3},
    ],
)  # fmt: skip
def test_a_sheet_that_names_nobody_raises_no_alarm(columns: dict) -> None:
    assert found(columns, None) == ()


def test_a_sheet_left_out_of_the_load_is_looked_at_too() -> None:
    blocks = [sheet({"Nom de la structure": ["x"]}, "Offre"), sheet({"NIR": ["illisible"]}, "Brouillon")]
    mapping = Mapping(
        (SheetMapping("Offre", blocks[0].headers, {"Nom de la structure": "structures.nom"}),), ("Brouillon",)
    )
    assert [(one.feuille, one.nature, one.removable) for one in persons_in(blocks, mapping)] == [
        ("Brouillon", "nir", False)
    ]


def test_agents_of_caseloads_and_written_opinions_are_refused() -> None:
    agents = found(
        {"Référent": ["Agent un", "Agent deux", "Agent trois"], "Personnes suivies": [1, 2, 3]}, "referents_file_active"
    )
    assert [(one.nature, one.removable) for one in agents] == [("nom", False)]
    opinions = found({"Commentaires": ["On m’a bien reçue"]}, "enquete_qualite")
    assert [(one.nature, one.removable) for one in opinions] == [("texte_libre", False)]


def test_a_number_in_a_title_is_found_and_a_header_that_is_a_name_is_not_repeated() -> None:
    titled = sheet({"Action": ["a"]}, passed=[(1, "titre", "Suivi 2 99 99 99 999 999")])
    (finding,) = persons_in([titled])
    assert finding.phrase.startswith("Fichier liste.xlsx, feuille « Feuil1 », ligne 1 : un numéro de sécurité sociale")
    wide = sheet({"Séance": ["03/03/2025"]} | {person: ["X"] for person in PEOPLE})
    findings = persons_in([wide])
    assert [one.header for one in findings] == ["Colonne B", "Colonne C", "Colonne D", "Colonne E"]
    assert not any(person in one.phrase for one in findings for person in PEOPLE)


def test_a_column_of_a_hundred_thousand_values_is_read_in_seconds() -> None:
    keys = [f"{number:064x}" for number in range(100_000)]
    assert found({"personne_key": keys, "prescription_id": [f"P{n}" for n in range(100_000)]}, "prescriptions") == ()


def test_a_table_under_the_table_is_looked_at_too() -> None:
    head = ["Action", "Structure", "Commune", "Places"]
    rows = [[f"Atelier {number}", "Maison A", "Angers", 8 + number] for number in range(4)]
    people = [["Animateur", "Portable", None, None]] + [
        [name, f"06 00 00 00 0{n}", None, None] for n, name in enumerate(PEOPLE)
    ]
    table = block(Grid("liste.xlsx", "Feuil1", [head, *rows, [None] * 4, *people]))
    assert table.lines.tolist() == [2, 3, 4, 5] and table.under.lines.tolist() == [8, 9, 10, 11]
    findings = persons_in([table])
    assert ("Animateur", "nom", False) in {(one.header, one.nature, one.removable) for one in findings}
    assert not persons_in([replace(table, under=None)])
