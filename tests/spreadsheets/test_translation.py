"""Sheets and a confirmed mapping become tables for the gate: expected rows by hand."""

from __future__ import annotations

from datetime import date

import pandas as pd
import pytest
from action_list import action_list
from spreadsheets_blocks import block

from etl.spreadsheets.answering import accepted, answered
from etl.spreadsheets.communes import departement, split
from etl.spreadsheets.mapping import Mapping, SheetMapping
from etl.spreadsheets.memory import Memory
from etl.spreadsheets.proposal import propose, questions
from etl.spreadsheets.translation import staged, translated
from quality.gate import Context, judge
from warehouse.dictionary import tables

DAY = date(2025, 6, 1)
SHA = "0" * 64
COMMUNES = {
    "Angers": "49007", "Cholet": "49099", "Saumur": "49328", "Segré-en-Anjou Bleu": "49331", "Baugé-en-Anjou": "49018",
    "Trélazé": "49353", "Brissac Loire Aubance": "49050", "Les Ponts-de-Cé": "49246", "Beaupréau-en-Mauges": "49023",
    "Chemillé-en-Anjou": "49092", "Mauges-sur-Loire": "49244",
}  # fmt: skip


def confirmed(blocks) -> Mapping:
    """Every suggestion taken, those too that a person must look at one by one; the rest left empty on purpose."""
    mapping = accepted(blocks, propose(blocks, Memory(), "49").mapping)
    for one in questions(blocks, mapping):
        if one.blocking:
            mapping = answered(mapping, one, one.suggestion or "")
    return mapping


def tables_of(blocks, mapping=None, day=DAY):
    done = translated(blocks, mapping or confirmed(blocks), "envoi.xlsx", SHA, day)
    return {one.table: one for one in done.staged}, [one.phrase for one in done.notices]


def offer(rows, headers=("Porteur", "Action", "Thématique", "Commune", "Début", "Fin", "Places"), feuille="Actions"):
    return block(headers, rows, feuille)


def test_the_action_list_becomes_three_tables():
    found, _ = tables_of([action_list()])
    assert list(found) == ["structures", "actions", "sessions"]
    assert {name: len(one.frame) for name, one in found.items()} == {"structures": 12, "actions": 25, "sessions": 25}
    first = found["actions"].frame.iloc[1]
    assert first["action_id"] == "reparer-sa-voiture"
    assert first["structure_id"] == "departement--garage-solidaire-du-val"
    assert first["publics"] == "beneficiaires-des-minimas-sociaux|jeunes"
    assert first["description"] == "Réparer sa voiture"
    assert (first["date_ouverture"], first["date_maj"], first["entree"]) == ("2025-03-03", "2025-06-01", "session")
    session = found["sessions"].frame.iloc[6]
    assert session["session_id"] == "clic-et-demarches-bauge-en-anjou-2025-03-10"
    assert (session["date_debut"], session["date_fin"]) == ("2025-03-10", "2025-12-10")
    assert (session["places_ouvertes"], session["nom_commune"], session["code_postal"]) == (
        "12",
        "Baugé-en-Anjou",
        "49150",
    )
    serial = found["sessions"].frame.iloc[3]
    assert (serial["date_debut"], serial["date_fin"]) == ("2025-02-03", "2025-06-30")


def test_lines_and_headers_follow_each_row():
    found, _ = tables_of([action_list()])
    assert list(found["structures"].lines) == [5, 7, 9, 11, 13, 15, 17, 19, 21, 24, 25 + 1, 28]
    assert list(found["actions"].lines) == list(range(5, 30))
    assert found["sessions"].titles["places_ouvertes"] == "Nb places"
    assert found["sessions"].titles["session_id"] == "Intitulé de l'action + Lieu + Début"
    assert "lieu_type" not in found["sessions"].titles
    assert found["structures"].feuille == "Actions 2025"


def test_the_gate_takes_the_whole_list_once_places_are_found():
    """Geocoding is done by hand here: `nom_commune` and `code_postal` leave, `code_insee` is filled."""
    found, _ = tables_of([action_list()])
    sessions = found["sessions"].frame
    sessions["code_insee"] = sessions["nom_commune"].map(COMMUNES)
    sessions.drop(columns=["nom_commune", "code_postal"], inplace=True)
    judged = judge(found.values(), Context("49", frozenset(COMMUNES.values()), date(2025, 6, 2)))
    assert judged.rejected.empty, judged.rejected["phrase"].tolist()
    assert {name: len(frame) for name, frame in judged.accepted.items()} == {
        "structures": 12,
        "actions": 25,
        "sessions": 25,
    }
    assert judged.accepted["actions"]["financement_cd"].sum() == 22
    assert judged.accepted["sessions"]["places_ouvertes"].sum() == 351


def test_optional_columns_are_there_and_a_required_one_without_source_is_absent():
    blocks = [offer([("A", "B", "FLE", "Angers", "03/02/2025", "30/06/2025", 12)])]
    mapping = propose(blocks, Memory(), "49").mapping
    frames = {one.table: one.frame for one in staged(blocks, mapping, "envoi.xlsx", SHA, DAY)}
    optional = {one.name for one in tables()["actions"].columns if not one.required}
    assert optional <= set(frames["actions"])
    assert frames["actions"]["frais"].isna().all()
    assert "date_maj" not in frames["actions"]
    assert "statut" not in frames["sessions"]


def test_without_a_date_of_data_what_depends_on_it_is_absent():
    blocks = [offer([("A", "B", "FLE", "Angers", "03/02/2025", "30/06/2025", 12)])]
    found, _ = tables_of(blocks, day=None)
    assert "date_maj" not in found["actions"].frame
    assert "statut" not in found["sessions"].frame


def test_an_action_held_twice_is_one_action_and_two_sessions():
    blocks = [
        offer(
            [
                ("A", "B", "FLE", "Angers", "01/09/2025", "30/11/2025", 12),
                ("A", "B", "FLE", "Cholet", "03/02/2025", "30/04/2025", 10),
            ]
        )
    ]
    found, told = tables_of(blocks)
    assert found["actions"].frame[["action_id", "date_ouverture"]].to_numpy().tolist() == [["b", "2025-02-03"]]
    assert list(found["sessions"].frame["action_id"]) == ["b", "b"]
    assert list(found["sessions"].frame["session_id"]) == ["b-angers-2025-09-01", "b-cholet-2025-02-03"]
    assert list(found["sessions"].frame["statut"]) == ["planifiee", "terminee"]
    assert told == []


def test_two_actions_of_one_name_stay_apart_and_it_is_told():
    blocks = [
        offer(
            [
                ("A", "Atelier", "FLE", "Angers", "03/02/2025", "30/04/2025", 12),
                ("A", "Atelier", "Permis B", "Angers", "03/02/2025", "30/04/2025", 10),
            ]
        )
    ]
    found, told = tables_of(blocks)
    assert list(found["actions"].frame["action_id"]) == ["atelier", "atelier-2"]
    assert list(found["sessions"].frame["action_id"]) == ["atelier", "atelier-2"]
    assert told[0] == (
        "Feuille « Actions », ligne 3 : une action du même nom existe plus haut avec d’autres informations. "
        "Elle est comptée à part : vérifiez qu’il ne s’agit pas de la même."
    )


def test_one_name_under_two_carriers_is_two_actions():
    rows = [("A", "Atelier", "FLE"), ("B", "Atelier", "FLE")]
    found, told = tables_of([block(("Porteur", "Action", "Thématique"), rows, "Actions")])
    assert list(found["actions"].frame["action_id"]) == ["a-atelier", "b-atelier"]
    assert told == []


def test_identifiers_do_not_depend_on_the_spelling_of_a_date():
    day = [offer([("A", "B", "FLE", "Angers", typed, "30/06/2025", 12)]) for typed in ("03/02/2025", 45691)]
    made = [tables_of([one])[0]["sessions"].frame["session_id"][0] for one in day]
    assert made == ["b-angers-2025-02-03"] * 2


def test_contradictions_of_one_carrier_keep_the_first_and_gaps_are_filled():
    headers = ("Porteur", "SIRET", "Site web", "Action", "Thématique")
    rows = [
        ("Lire et Dire", None, "https://un.invalid", "B", "FLE"),
        ("LIRE ET DIRE", "12345678200010", "https://deux.invalid", "C", "FLE"),
    ]
    found, told = tables_of([block(headers, rows, "Actions")])
    structures = found["structures"].frame
    assert structures[["siret", "site_web"]].to_numpy().tolist() == [["12345678200010", "https://un.invalid"]]
    assert told == [
        "Feuille « Actions », ligne 3 : « Site web » de « LIRE ET DIRE » n’est pas comme à la ligne 2. "
        "L’information de la première ligne est gardée."
    ]


def test_a_row_without_any_date_gives_an_action_and_no_session():
    rows = [("A", "B", "FLE", "Angers", "03/02/2025", "30/06/2025", 12), ("A", "C", "FLE", "Angers", None, None, 8)]
    found, told = tables_of([offer(rows)])
    assert (len(found["actions"].frame), len(found["sessions"].frame)) == (2, 1)
    assert told == ["Feuille « Actions », ligne 3 : aucune date, aucune session n’en est tirée."]


def test_a_month_alone_is_told():
    rows = [("A", "B", "FLE", "Angers", "févr. 2025", "30/06/2025", 12)]
    assert tables_of([offer(rows)])[1] == [
        "Colonne « Début » : une ligne ne dit que le mois (d’abord ligne 2). Le premier jour est retenu."
    ]


def test_what_cannot_be_read_reaches_the_gate_as_it_came():
    rows = [("A", "B", "FLE", "Angers", "mi-février", "30/06/2025", "une douzaine")]
    mapping = confirmed([offer([("A", "B", "FLE", "Angers", "03/02/2025", "30/06/2025", 12)])])
    found, _ = tables_of([offer(rows)], mapping)
    row = found["sessions"].frame.iloc[0]
    assert (row["date_debut"], row["places_ouvertes"]) == ("mi-février", "une douzaine")


def test_an_unanswered_label_reaches_the_gate_as_it_came():
    blocks = [block(("Porteur", "Action", "Thématique"), [("A", "B", "Chaussettes")], "Actions")]
    mapping = propose(blocks, Memory(), "49").mapping
    frames = {one.table: one.frame for one in staged(blocks, mapping, "envoi.xlsx", SHA, DAY)}
    assert frames["actions"]["thematiques"][0] == "Chaussettes"


def test_a_reference_by_name_finds_the_identifier_of_the_other_sheet():
    carriers = block(("N° structure", "Nom de la structure", "SIRET"), [("S1", "Lire et Dire", None)], "Porteurs")
    actions = block(
        ("N° action", "Porteur", "Action", "Thématique"), [("A1", "Lire et dire", "Ateliers", "FLE")], "Actions"
    )
    sessions = block(
        ("Intitulé de l’action", "Début", "Fin", "Nb places"),
        [("ATELIERS", "03/02/2025", "30/06/2025", 12)],
        "Sessions",
    )
    found, _ = tables_of([carriers, actions, sessions])
    assert found["actions"].frame[["action_id", "structure_id"]].to_numpy().tolist() == [["A1", "S1"]]
    assert list(found["sessions"].frame["action_id"]) == ["A1"]


def test_two_lists_of_actions_name_their_carriers_once():
    first = block(("Porteur", "SIRET", "Action", "Thématique"), [("A", "12345678200010", "B", "FLE")], "2024")
    again = block(
        ("Porteur", "SIRET", "Action", "Thématique"),
        [("A", "12345678200028", "C", "FLE"), ("D", None, "E", "FLE")],
        "2025",
    )
    done = translated([first, again], confirmed([first, again]), "envoi.xlsx", SHA, DAY)
    carriers = [list(one.frame["structure_id"]) for one in done.staged if one.table == "structures"]
    assert carriers == [["departement--a"], ["departement--d"]]
    assert [one.phrase for one in done.notices] == [
        "Feuille « 2025 », ligne 2 : « A » est déjà décrite dans une autre feuille, avec d’autres informations. "
        "Les premières sont gardées."
    ]


def test_zero_secret_and_missing_are_three_states():
    headers = ("TAS", "Nb BRSA", "Situation au")
    rows = [
        ("T1", 0, "31/12/2024"),
        ("T1", "s", "31/12/2024"),
        ("T1", None, "31/12/2024"),
        ("T1", "1 234", "31/12/2024"),
    ]
    found, _ = tables_of([block(headers, rows, "BRSA")])
    frame = found["brsa_effectifs"].frame
    assert list(frame["statut_secret"]) == ["diffusible", "secret", "non_disponible", "diffusible"]
    assert frame["effectif"].fillna("").tolist() == ["0", "", "", "1234"]


def test_a_repository_of_communes_gives_its_departement_and_its_territory_code():
    headers = ("Code INSEE", "Commune", "TAS")
    found, _ = tables_of(
        [block(headers, [("1004", "Ambérieu-en-Bugey", "Bugey Sud"), (97411, "Saint-Denis", "Nord")], "Communes")]
    )
    frame = found["territoires"].frame
    assert list(frame["code_insee"]) == ["01004", "97411"]
    assert list(frame["code_departement"]) == ["01", "974"]
    assert list(frame["code_tas"]) == ["bugey-sud", "nord"]
    assert list(frame["cog"]) == ["2025", "2025"]


def test_invented_rows_keep_their_mark():
    columns = [one.name for one in tables()["freins_agreges"].columns]
    row = ["2025-03-31", "T1", "mobilite", 12, "diffusible", "oui"]
    found, _ = tables_of([block(columns, [row])])
    assert list(found["freins_agreges"].frame["synthetique"]) == ["oui"]


@pytest.mark.parametrize("name", [name for name, one in tables().items() if one.origin == "departement"])
def test_a_template_comes_out_as_it_went_in(name):
    """Canonical codes, dates in ISO: translation changes nothing and adds nothing."""
    columns = [one for one in tables()[name].columns if one.name != "synthetique"]
    samples = {"date": "2025-03-01", "timestamp": "2025-03-01 00:00:00", "int": "6", "float": "1.5", "bool": "oui"}
    row = [one.values[0] if one.values else samples.get(one.type, "49007") for one in columns]
    found, told = tables_of([block([one.label for one in columns], [row])])
    assert found[name].frame.iloc[0].tolist() == row
    assert list(found[name].frame) == [one.name for one in columns]
    assert told == []


def test_a_sheet_left_out_gives_nothing():
    blocks = [offer([("A", "B", "FLE", "Angers", "03/02/2025", "30/06/2025", 12)])]
    assert staged(blocks, Mapping((), ("Actions",)), "envoi.xlsx", SHA, DAY) == []


def test_a_header_of_the_mapping_that_is_gone_blocks_and_harms_nothing():
    blocks = [block(("Action", "Thématique"), [("B", "FLE")], "Actions")]
    sheet = SheetMapping("Actions", ("Porteur",), {"Action": "actions.nom", "Thèmes": "actions.thematiques"})
    asked = [one.sentence for one in questions(blocks, Mapping((sheet,)))]
    assert (
        "Feuille « Actions » : la colonne « Thèmes », prévue par la correspondance, n’est pas dans le fichier. "
        "Choisissez celle qui la remplace."
    ) in asked
    frames = staged(blocks, Mapping((sheet,)), "envoi.xlsx", SHA, DAY)
    assert "thematiques" not in frames[0].frame


@pytest.mark.parametrize(
    ("typed", "expected"),
    [
        ("49000 Angers", ("49000", "Angers")),
        ("49 000 - Angers", ("49000", "Angers")),
        ("Angers (49000)", ("49000", "Angers")),
        ("Angers 49000", ("49000", "Angers")),
        ("Saint-Barthélemy-d’Anjou", (None, "Saint-Barthélemy-d’Anjou")),
        ("Angers 1", (None, "Angers 1")),
        (None, (None, None)),
    ],
)
def test_a_postal_code_written_with_its_commune(typed, expected):
    assert split(typed) == expected


def test_departements_of_communes():
    assert [departement(one) for one in ("49007", "2A004", "97411", "01004")] == ["49", "2A", "974", "01"]


def test_every_row_received_is_somewhere():
    rows = [(f"P{n % 3}", f"A{n % 5}", "FLE", "Angers", "03/02/2025", "30/06/2025", n) for n in range(40)]
    found, _ = tables_of([offer(rows)])
    told = pd.concat([found["sessions"].lines, found["actions"].lines])
    assert set(told) == set(range(2, 42))
