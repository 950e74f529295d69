"""data·inclusion: hand-written records in every format, each way of being wrong, doubles, zones; nobody is named."""

from __future__ import annotations

import json
from datetime import date, timedelta

import pandas as pd
import pyarrow as pa
import pyarrow.parquet as pq
import pytest
import xlsxwriter
from data_inclusion.schema import v1
from sources_files import read

from etl.inclusion.eligibility import intercommunalites
from etl.inclusion.fiches import listed
from etl.reading.library import library
from etl.sources import data_inclusion
from warehouse.dictionary import table, vocabulary

STRUCTURE = {
    "source": "dora", "id": "dora--s1", "nom": "Garage solidaire", "date_maj": "2025-03-01", "commune": "Angers",
    "code_postal": "49000", "code_insee": "49007", "latitude": 47.47, "longitude": -0.55, "siret": "12345678901234",
    "reseaux_porteurs": ["mission-locale"], "lien_source": "https://exemple.invalid/s1",
}  # fmt: skip
SERVICE = {
    "source": "dora", "structure_id": "dora--s1", "id": "dora--1", "nom": "Réparer sa voiture", "type": "atelier",
    "description": "Un atelier pour réparer sa voiture.", "date_maj": "2025-04-02", "frais": "gratuit",
    "thematiques": ["mobilite--entretenir-reparer-son-vehicule"], "publics": ["jeunes", "seniors"],
    "modes_accueil": ["en-presentiel"], "modes_mobilisation": ["telephoner"], "mobilisable_par": ["usagers"],
    "zone_eligibilite": ["49"], "commune": "Angers", "code_postal": "49000", "code_insee": "49007",
    "latitude": 47.47, "longitude": -0.55,
}  # fmt: skip
PERSON = {"contact_nom_prenom": "XXPERSONNEXX", "courriel": "xxcourrielxx", "telephone": "xxtelephonexx"}


def service(**changes: object) -> dict:
    return {name: value for name, value in (SERVICE | changes).items() if value is not None}


@pytest.fixture
def export(folder):
    """export(services=[…], structures=[…]): JSON answers of the API in the mirror."""

    def write(**lists: list[dict]) -> None:
        for kind, records in lists.items():
            content = {"items": records, "total": len(records), "page": 1, "size": 5000, "pages": 1}
            (folder / f"data_inclusion_{kind}.json").write_text(json.dumps(content), encoding="utf-8")

    return write


def rows(reading, name="services_externes"):
    return pd.concat([one.frame for one in reading.staged if one.table == name], ignore_index=True)


def national(folder):
    return data_inclusion.read(library(folder), "49")


def test_a_record_becomes_a_row(folder, export):
    export(services=[SERVICE], structures=[STRUCTURE])
    reading = read(data_inclusion, folder)
    (row,) = rows(reading).to_dict("records")
    assert row == {
        "service_id": "dora--1", "structure_id": "dora--s1", "producteur": "dora", "nom": "Réparer sa voiture",
        "type": "atelier", "thematiques": ["mobilite--entretenir-reparer-son-vehicule"],
        "publics": ["jeunes", "seniors"], "frais": "gratuit", "modes_accueil": ["en-presentiel"],
        "modes_mobilisation": ["telephoner"], "mobilisable_par": ["usagers"], "zone_eligibilite": ["49"],
        "commune": "Angers", "code_postal": "49000", "code_insee": "49007", "latitude": 47.47, "longitude": -0.55,
        "lien_source": row["lien_source"], "date_maj": date(2025, 4, 2), "score_qualite": row["score_qualite"],
        "doublon_de": None, "millesime": "2025-04", "source": "data_inclusion",
    }  # fmt: skip
    assert pd.isna(row["lien_source"]) and pd.isna(row["score_qualite"])
    assert rows(reading, "structures_externes").loc[0, ["structure_id", "siret"]].tolist() == [
        "dora--s1", "12345678901234",
    ]  # fmt: skip
    for one in reading.staged:
        assert set(one.frame.columns) == set(table(one.table).names) - {"synthetique"}
    assert (reading.notices, reading.refusals) == ([], [])


def test_nothing_that_may_name_a_person_is_read(folder, export):
    export(services=[SERVICE | PERSON, service(id="dora--2", nom="X") | PERSON], structures=[STRUCTURE | PERSON])
    reading = read(data_inclusion, folder)
    told = "".join(str(one.frame.to_dict()) + str(one.aside) for one in reading.staged)
    told += "".join(notice.phrase for notice in reading.notices)
    assert [word for word in PERSON.values() if word in told] == []
    assert [name for name in PERSON for one in reading.staged if name in one.frame] == []
    assert len(rows(reading)) == 1  # a courriel that is none does not set a record aside: it is not looked at


WRONG = [
    ({"nom": "AB"}, "nom", "« AB » est trop court (3 caractères au moins)"),
    ({"nom": "A" * 151}, "nom", "est trop long (150 caractères au plus)"),
    ({"nom": None}, "nom", "cette information obligatoire manque"),
    ({"nom": "  "}, "nom", "cette information obligatoire manque"),
    ({"description": None}, "description", "cette information obligatoire manque"),
    ({"date_maj": "hier"}, "date_maj", "« hier » n’est pas une date"),
    ({"date_maj": "1999-12-31"}, "date_maj", "doit être au 21e siècle"),
    ({"date_maj": (date.today() + timedelta(days=2)).isoformat()}, "date_maj", "ne peut pas être dans le futur"),
    ({"type": "danse"}, "type", "« danse » n’est pas dans la liste du schéma"),
    ({"frais": "cher"}, "frais", "« cher » n’est pas dans la liste du schéma"),
    ({"thematiques": ["mobilite--voler"]}, "thematiques", "« mobilite--voler » n’est pas dans la liste"),
    ({"publics": ["tous-publics", "jeunes"]}, "publics", "tous-publics ne peut pas être utilisé avec d’autres valeurs"),
    ({"code_postal": "4900A"}, "code_postal", "n’a pas la forme attendue (5 chiffres)"),
    ({"code_insee": "4900"}, "code_insee", "est trop court (5 caractères au moins)"),
    ({"lien_source": "dora"}, "lien_source", "« dora » n’est pas une adresse web complète"),
    ({"latitude": "nord"}, "latitude", "« nord » n’est pas un nombre"),
    ({"nombre_semaines": 0}, "nombre_semaines", "« 0 » est trop petit (1 ou plus)"),
    ({"zone_eligibilite": ["Maine-et-Loire"]}, "zone_eligibilite", "Maine-et-Loire"),
]


@pytest.mark.parametrize(("change", "champ", "said"), WRONG, ids=lambda value: str(value)[:40])
def test_a_record_that_breaks_the_schema_is_set_aside_with_its_reason(folder, export, change, champ, said):
    export(services=[service(id="dora--0"), service(**change)], structures=[STRUCTURE])
    (staged,) = (one for one in national(folder).staged if one.table == "services_externes")
    assert (len(staged.frame), staged.nb_aside) == (1, 1)
    (fault,) = staged.aside.to_dict("records")
    assert (fault["ligne"], fault["colonne"]) == (2, champ)
    assert said in fault["raison"] and "Fiche « dora--1 », à corriger chez dora" in fault["raison"]


def test_several_faults_are_all_told_and_the_record_counts_once(folder, export):
    export(services=[service(nom="A", frais="cher"), service(id="dora--2")])
    (staged,) = national(folder).staged
    assert staged.aside["colonne"].tolist() == ["nom", "frais"]
    assert (len(staged.frame), staged.nb_aside) == (1, 1)


@pytest.mark.parametrize(
    ("cell", "items"),
    [
        ('["a", "b"]', ["a", "b"]), ("['a', 'b']", ["a", "b"]), ("{a,b}", ["a", "b"]), ('{"a","b c"}', ["a", "b c"]),
        ("a, b", ["a", "b"]), ("a;b", ["a", "b"]), ("a|b", ["a", "b"]), ("a", ["a"]), (49.0, ["49"]), ("", []),
        (None, []), ("[]", []), (["a", "", None], ["a"]), ("[a, b", ["[a", "b"]),
    ],
)  # fmt: skip
def test_lists_in_cells(cell, items):
    assert listed(cell) == items


def flat(record: dict, join) -> dict:
    return {name: join(value) if isinstance(value, list) else value for name, value in record.items()}


def as_csv(folder, records, join, sep):
    cells = pd.DataFrame([flat(record, join) for record in records])
    cells.to_csv(folder / "services-inclusion-2025-04-07.csv", sep=sep, index=False, encoding="utf-8-sig")


def as_parquet(folder, records):
    dated = [record | {"date_maj": date.fromisoformat(record["date_maj"])} for record in records]
    pq.write_table(pa.Table.from_pylist(dated), folder / "data_inclusion_services.parquet")


def as_workbook(folder, records):
    book = xlsxwriter.Workbook(folder / "services-inclusion.xlsx")
    sheet = book.add_worksheet("services")
    sheet.write_row(0, 0, list(records[0]))
    for line, record in enumerate(records, 1):
        # A workbook types codes as numbers, and loses their zeros.
        cells = flat(record, str) | {"code_postal": int(record["code_postal"]), "code_insee": int(record["code_insee"])}
        sheet.write_row(line, 0, list(cells.values()))
    book.close()


@pytest.mark.parametrize(
    "write",
    [
        lambda folder, records: as_csv(folder, records, str, ","),
        lambda folder, records: as_csv(folder, records, json.dumps, ";"),
        lambda folder, records: as_csv(folder, records, ", ".join, ";"),
        as_parquet,
        as_workbook,
    ],
)
def test_every_format_gives_the_same_rows(folder, export, write):
    ain = service(id="dora--2", code_postal="01000", code_insee="01053", zone_eligibilite=["01", "49"])
    export(services=[SERVICE, ain])
    wanted = rows(national(folder))
    (folder / "data_inclusion_services.json").unlink()
    write(folder, [SERVICE, ain])
    reading = national(folder)
    assert reading.refusals == []
    pd.testing.assert_frame_equal(rows(reading), wanted, check_dtype=False)
    assert reading.staged[0].lines.tolist() in ([1, 2], [2, 3])


def epci_of_angers() -> str:
    (code,) = intercommunalites("49") & {"244900015"}
    return code


FAR = {"commune": "Lille", "code_postal": "59000", "code_insee": "59350"}
NOWHERE = dict.fromkeys(FAR)
ZONES = [
    (["49"], True), (["44", "49"], True), (["france"], True), (["99100"], True), (["49007"], True),
    (["49069"], True),  # Orée d’Anjou under its code of before the merger
    (["244900015"], True), (["44"], False), (["59350"], False), (["200093201"], False), (["99109"], False),
    (None, False),
]  # fmt: skip


@pytest.mark.parametrize(("zone", "inside"), ZONES, ids=str)
def test_services_from_elsewhere_belong_to_the_edition_their_zone_covers(folder, export, zone, inside):
    export(services=[service(zone_eligibilite=zone, **FAR)], structures=[STRUCTURE | FAR])
    staged = read(data_inclusion, folder).staged
    assert bool(staged) == inside
    assert [len(one.frame) for one in staged] == ([1, 1] if inside else [])  # with the structure that gives it


@pytest.mark.parametrize(
    ("place", "departement", "inside"),
    [
        ({}, "49", True), ({"code_insee": None}, "49", True), (NOWHERE, "49", False), (FAR, "49", False),
        ({"code_insee": "2A004", "code_postal": "20000"}, "2A", True),
        ({"code_insee": None, "code_postal": "20000"}, "2A", True),
        ({"code_insee": None, "code_postal": "20000"}, "2B", True),
        ({"code_insee": "2A004", "code_postal": "20000"}, "2B", False),
        ({"code_insee": "97411", "code_postal": "97400"}, "974", True),
        ({"code_insee": None, "code_postal": "97400"}, "974", True),
        ({"code_insee": "49144", "code_postal": "49440"}, "44", True),  # Freigné is in Loire-Atlantique since 2018
        ({"code_insee": "69381", "code_postal": "69001"}, "69", True),
    ],
)  # fmt: skip
def test_services_belong_to_the_edition_of_their_place(folder, export, place, departement, inside):
    export(services=[service(zone_eligibilite=["85"], **place)])
    assert bool(read(data_inclusion, folder, departement).staged) == inside


def test_a_service_without_commune_code_stays_and_an_arrondissement_is_its_city(folder, export):
    export(services=[service(code_insee=None), service(id="dora--2", code_insee="69381")])
    codes = rows(national(folder))["code_insee"]
    assert pd.isna(codes[0]) and codes[1] == "69123"
    assert rows(read(data_inclusion, folder)).loc[0, ["commune", "code_postal"]].tolist() == ["Angers", "49000"]


def test_services_that_tell_no_place_are_said(folder, export):
    export(services=[SERVICE, service(id="dora--2", zone_eligibilite=None, **NOWHERE)])
    reading = read(data_inclusion, folder)
    assert len(rows(reading)) == 1
    (notice,) = reading.notices
    assert notice.phrase.endswith("d’aucun département : 1.")


def test_records_set_aside_follow_their_place(folder, export):
    wrong = {"nom": "A"}
    export(
        services=[
            service(**wrong), service(id="dora--2", zone_eligibilite=["59"], **wrong, **FAR),
            service(id="dora--3", zone_eligibilite=None, **wrong, **NOWHERE),
        ]
    )  # fmt: skip
    (here,), (there,) = (read(data_inclusion, folder, code).staged for code in ("49", "59"))
    assert here.aside["ligne"].tolist() == [1, 3] and there.aside["ligne"].tolist() == [2, 3]


def test_the_same_structure_from_several_producers_counts_once(folder, export):
    structures = [
        STRUCTURE | {"score_qualite": 0.4, "doublons": [{"source": "ft", "id": "ft--7"}]},
        STRUCTURE | {"source": "ft", "id": "ft--7", "score_qualite": 0.9, "doublons": [{"source": "x", "id": "x--1"}]},
        STRUCTURE | {"source": "x", "id": "x--1", "score_qualite": 1.0},  # the best, and no service: it cannot stand
        STRUCTURE | {"id": "dora--s2", "score_qualite": 0.1},
    ]
    services = [
        SERVICE, service(source="ft", id="ft--1", structure_id="ft--7"), service(id="dora--2", structure_id="dora--s2"),
    ]  # fmt: skip
    export(services=services, structures=structures)
    reading = national(folder)
    told = rows(reading).set_index("service_id")["doublon_de"].dropna()
    assert told.to_dict() == {"dora--1": "ft--7"}
    held = rows(reading, "structures_externes").set_index("structure_id")["doublon_de"].dropna()
    assert held.to_dict() == {"dora--s1": "ft--7", "x--1": "ft--7"}


def test_identifiers_carry_their_source(folder, export):
    export(services=[service(id="1", structure_id="9")])
    assert rows(national(folder)).loc[0, ["service_id", "structure_id"]].tolist() == ["dora--1", "dora--9"]


def test_two_exports_are_refused_and_a_copy_is_read_once(folder, export):
    export(services=[SERVICE])
    written = (folder / "data_inclusion_services.json").read_text(encoding="utf-8")
    (folder / "data_inclusion_services_copie.json").write_text(written, encoding="utf-8")
    reading = national(folder)
    assert len(rows(reading)) == 1 and "copie exacte" in reading.notices[0].phrase
    as_parquet(folder, [service(id="dora--3")])
    (refusal,) = national(folder).refusals
    assert "Deux fichiers différents donnent les services" in refusal.phrase


def page(folder, number, pages, records):
    content = {"items": records, "total": 2, "page": number, "size": 1, "pages": pages}
    (folder / f"data_inclusion_services_{number}.json").write_text(json.dumps(content), encoding="utf-8")


def test_pages_of_the_api_make_one_export_and_a_missing_one_refuses_it(folder):
    page(folder, 2, 2, [service(id="dora--2")])
    (refusal,) = national(folder).refusals
    assert "il manque la page 1" in refusal.phrase
    page(folder, 1, 2, [SERVICE])
    reading = national(folder)
    assert reading.refusals == [] and rows(reading)["service_id"].tolist() == ["dora--1", "dora--2"]


@pytest.mark.parametrize(
    ("content", "said"),
    [
        ('{"items": [{"structure_id": "a", "zone_eligibilite": null, "id": "1"}]}', "il manque « date_maj »"),
        ('[{"slug": "dora"}]', "n’est pas un export de data·inclusion"),
        ('{"items": [', "n’est pas du JSON"), ("<html>", "est une page web"), ("", "est vide"),
    ],
)  # fmt: skip
def test_a_file_that_is_surely_the_source_and_cannot_be_read_is_refused(folder, content, said):
    (folder / "data_inclusion_services.json").write_text(content, encoding="utf-8")
    (refusal,) = national(folder).refusals
    assert said in refusal.phrase


def test_a_file_that_only_looks_like_it_is_left_aside(folder):
    (folder / "autre.json").write_text('[{"structure_id": "a", "zone_eligibilite": 1}]', encoding="utf-8")
    reading = national(folder)
    assert (reading.staged, reading.refusals) == ([], [])
    assert "laissé de côté" in reading.notices[0].phrase


def test_a_new_field_is_said(folder, export):
    export(services=[SERVICE | {"nouveau": "x"}])
    (notice,) = national(folder).notices
    assert (notice.colonne, "n’est pas lu" in notice.phrase) == ("nouveau", True)


@pytest.mark.parametrize(
    ("name", "values"),
    [
        ("thematiques", v1.Thematique), ("publics", v1.Public), ("type_service", v1.TypeService), ("frais", v1.Frais),
        ("modes_accueil", v1.ModeAccueil), ("modes_mobilisation", v1.ModeMobilisation),
        ("mobilisable_par", v1.PersonneMobilisatrice), ("reseaux_porteurs", v1.ReseauPorteur),
    ],
)  # fmt: skip
def test_the_dictionary_admits_what_the_schema_admits(name, values):
    assert set(vocabulary(name)) == {one.value for one in values}


@pytest.mark.reel
def test_the_fixtures_of_the_publisher(mirror):
    """6 structures: one without name, one whose siret has 13 digits. 7 services: one without name nor description."""
    reading = data_inclusion.read(library(mirror / "inclusion"), "49")
    counts = {one.table: (len(one.frame), one.nb_aside) for one in reading.staged}
    assert counts == {"structures_externes": (4, 2), "services_externes": (6, 1)}
    faults = {one.table: list(zip(one.aside["ligne"], one.aside["colonne"], strict=True)) for one in reading.staged}
    assert faults == {
        "structures_externes": [(2, "nom"), (5, "siret")],
        "services_externes": [(2, "nom"), (2, "description"), (2, "nombre_semaines")],
    }
    assert [refusal.phrase for refusal in reading.refusals] == []
    assert "data-inclusion_api_fixture_dataset.xlsx" in {notice.fichier for notice in reading.notices}


@pytest.mark.reel
def test_four_of_the_services_of_the_fixtures_serve_all_france(mirror):
    staged = read(data_inclusion, mirror / "inclusion", "49").staged
    assert {one.table: len(one.frame) for one in staged} == {"structures_externes": 2, "services_externes": 4}
