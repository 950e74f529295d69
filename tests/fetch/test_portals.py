"""From a page of a portal to the file: data.gouv.fr, Opendatasoft, Melodi."""

from __future__ import annotations

import json

import pytest
from conftest import csv_octets, zip_octets

from etl.fetch.outcome import State

WORKBOOK = zip_octets(xl__workbook_x_xml=b"<workbook/>")
JEU = "/api/1/datasets/561fa564c751df4f2acdbb48/"


def resource(base: str, title: str, path: str, form: str = "xlsx", when: str = "2026-04-21T08:00:00") -> dict:
    return {"title": title, "format": form, "url": f"{base}{path}", "last_modified": when, "checksum": None}


@pytest.fixture
def dataset(publisher):
    """dataset(*resources): what the API of data.gouv.fr says of the dataset."""
    return lambda *resources: publisher.serve(JEU, json.dumps({"title": "BMO", "resources": resources}).encode())


def bmo(collecting, annee: str):
    return collecting.one(mode="datagouv", adresse=JEU, nom=f"Base_open_data_BMO_{annee}.xlsx", motif=annee)


def test_datagouv_takes_the_resource_of_the_year_in_the_right_format(collecting, publisher, dataset):
    base = publisher.base
    dataset(
        resource(base, "BMO 2024", "/2024.xlsx"),
        resource(base, "Dictionnaire BMO 2025", "/2025.pdf", "pdf"),
        resource(base, "BMO 2025 (archive)", "/2025.zip", "zip", "2026-05-01T08:00:00"),
        resource(base, "BMO 2025, ancienne", "/vieux.xlsx", when="2025-04-01T08:00:00"),
        resource(base, "BMO 2025", "/2025.xlsx"),
    )
    publisher.serve("/2025.xlsx", WORKBOOK)
    outcome = bmo(collecting, "2025")
    assert outcome.version.url == f"{base}/2025.xlsx" and collecting.kept(outcome) == WORKBOOK


def test_datagouv_takes_a_zip_where_the_year_has_no_workbook(collecting, publisher, dataset):
    dataset(resource(publisher.base, "BMO 2022", "/Donnees_consolidees_2022.zip", "zip"))
    archive = zip_octets(Base_open_data_22_x_xlsx=WORKBOOK)
    publisher.serve("/Donnees_consolidees_2022.zip", archive)
    outcome = bmo(collecting, "2022")
    assert outcome.version.nom == "Base_open_data_BMO_2022.zip" and collecting.kept(outcome) == archive


def test_datagouv_without_the_year_says_what_it_lists(collecting, publisher, dataset):
    dataset(resource(publisher.base, "BMO 2024", "/2024.xlsx"))
    outcome = bmo(collecting, "2027")
    assert outcome.etat == State.ECHEC
    assert "« 2027 »" in outcome.phrase and "« BMO 2024 »" in outcome.phrase and "OBS_ADRESSES" in outcome.phrase


@pytest.mark.parametrize("answer", [b"<html>", b"[]", b'{"message": "Not found"}'])
def test_datagouv_that_describes_nothing_is_said(collecting, publisher, answer):
    publisher.serve(JEU, answer)
    assert "ne décrit pas un jeu de données" in bmo(collecting, "2025").phrase


def test_opendatasoft_exports_the_whole_dataset_or_a_departement(collecting, publisher):
    octets = csv_octets(20_000)
    publisher.serve("/api/explore/v2.1/catalog/datasets/dares_defm/exports/csv", octets)
    outcome = collecting.one(
        mode="opendatasoft",
        adresse="/explore/dataset/dares_defm/?where=code_departement%3D%2259%22",
        nom="dares_59.csv",
    )
    assert collecting.kept(outcome) == octets
    assert publisher.asked[0].path.endswith("/exports/csv?delimiter=%3B&where=code_departement%3D%2259%22")


def test_opendatasoft_exports_parquet_when_the_name_says_so(collecting, publisher):
    publisher.serve("/api/explore/v2.1/catalog/datasets/jeu/exports/parquet", b"PAR1" + b"\0" * 99 + b"PAR1")
    outcome = collecting.one(mode="opendatasoft", adresse="/explore/dataset/jeu/", nom="jeu.parquet")
    assert outcome.etat == State.NOUVEAU and "?" not in publisher.asked[0].path


def test_melodi_gives_the_bulk_file_of_the_vintage(collecting, publisher):
    archive = zip_octets(DS_RP_2023_data_x_csv=csv_octets(2000))
    publisher.serve("/melodi/file/DS_RP/DS_RP_2023_CSV_FR", archive)
    outcome = collecting.one(mode="melodi", adresse="/melodi/catalog/DS_RP", nom="DS_RP_2023.zip", millesime="2023")
    assert collecting.kept(outcome) == archive


@pytest.mark.parametrize("mode", ["opendatasoft", "melodi"])
def test_a_page_that_is_not_a_dataset_is_said(collecting, publisher, mode):
    outcome = collecting.one(mode=mode, adresse="/accueil.csv", nom="x.csv")
    assert "n’est pas la page d’un jeu de données" in outcome.phrase and publisher.asked == []


def test_a_file_without_address_says_where_to_find_it(collecting, publisher):
    outcome = collecting.one(mode="depot", adresse="/page", nom="clpe.csv")
    assert outcome.etat == State.A_FOURNIR and publisher.asked == []
    assert f"{publisher.base}/page" in outcome.phrase and "--mirror" in outcome.phrase
