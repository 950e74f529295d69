"""France services and digital mediation: small lists in the publishers' models, then the publishers' own."""

from __future__ import annotations

import json

import pandas as pd
import pytest
from sources_files import read

from etl import registry
from etl.embedded import extract
from etl.reading.library import library
from etl.sources import france_services, mediation_numerique

LISTE_FS = (
    "id_fs,insee_dep,lib_fs,adresse,complement_adresse,insee_com,code_postal,lib_com,latitude,longitude,mail,telephone,"
    "h_lundi,h_mardi,h_mercredi,h_jeudi,h_vendredi,h_samedi,commentaire,itinerance,format_fs,groupe,labellisation,"
    "format_fs_anct"
)
STANDARD = (
    "id,pivot,nom,commune,code_postal,code_insee,adresse,complement_adresse,latitude,longitude,typologie,telephone,"
    "courriels,site_web,horaires,presentation_resume,presentation_detail,source,itinerance,structure_parente,date_maj,"
    "services,publics_specifiquement_adresses,prise_en_charge_specifique,frais_a_charge,dispositif_programmes_nationaux,"
    "formations_labels,autres_formations_labels,modalites_acces,modalites_accompagnement,fiche_acces_libre,prise_rdv"
)
SECRETS = ("xx@exemple.invalid", "00 00 00 00 00")


def line(header: str, **cells: str) -> str:
    return ",".join(f'"{cells.get(name, "")}"' for name in header.split(","))


def counter(**changes: str) -> str:
    return line(
        LISTE_FS,
        **{"id_fs": "1", "insee_dep": "49", "lib_fs": "France services A", "insee_com": "49007", "latitude": "47.47",
           "longitude": "-0.55", "mail": SECRETS[0], "telephone": SECRETS[1], "itinerance": "Non",
           "labellisation": "Espace labellisé 01/02/2022", "format_fs_anct": "Lieu fixe"} | changes,
    )  # fmt: skip


def place(**changes: str) -> str:
    return line(
        STANDARD,
        **{"id": "1", "nom": "Médiathèque", "code_insee": "49007", "latitude": "47.47", "longitude": "-0.55",
           "courriels": SECRETS[0], "telephone": SECRETS[1], "date_maj": "2024-05-06"} | changes,
    )  # fmt: skip


# Angers, town hall, in Lambert 93 metres.
LOCAL = {
    "ID_LieuMed": "LMN1", "ID_COURT": "1", "DAT_MaJ": "09/0102023", "Accueil": "oui", "NOM_STRUCTURE": "Pôle emploi A",
    "CATEGORIE": 1, "SS_CAT": "", "N°": 1, "ADRESSE": "", "COMP_ADRESSE": "", "BP": "", "CP": 49000,
    "COMMUNE": "Angers", "NUM_TEL": SECRETS[1], "MAIL_STRUC": SECRETS[0], "SITE_WEB": "",
    "INTERNET": "", "DEM_Gen": "", "DEM_Spe": "",
    "INITIATION": "", "PBC_NR": "", "PBC_Tout": "", "EPCI": "", "AFFICHAGE": "OUVERT", "x": "432350,0",
    "y": "6713800,0",
}  # fmt: skip


@pytest.fixture
def write(folder):
    def to(name: str, *lines: str) -> None:
        (folder / name).write_text("\n".join([*lines, ""]), encoding="utf-8")

    return to


@pytest.fixture
def local(folder):
    def to(*changes: dict) -> None:
        (folder / "mednum_49.json").write_text(json.dumps([LOCAL | one for one in changes]), encoding="utf-8")

    return to


def rows(reading) -> pd.DataFrame:
    return pd.concat([one.frame for one in reading.staged], ignore_index=True)


def test_france_services(folder, write):
    write("liste-fs.csv", LISTE_FS, counter(), counter(
        id_fs="2", lib_fs="Bus", insee_com="49069", itinerance="Oui", format_fs_anct="Mobile",
        labellisation="Espace labellisé 15/11/2023",
    ))  # fmt: skip
    reading = read(france_services, folder)
    found = rows(reading).set_index("nom")
    assert found["code_insee"].to_dict() == {"France services A": "49007", "Bus": "49126"}
    assert found["itinerant"].to_dict() == {"France services A": False, "Bus": True}
    assert found["forme"].to_dict() == {"France services A": "Lieu fixe", "Bus": "Mobile"}
    assert set(found["millesime"]) == {"2023"} and str(reading.staged[0].date_donnees) == "2023-11-15"
    assert found["lieu_id"].is_unique and reading.staged[0].lines.tolist() == [2, 3]
    assert (reading.notices, reading.refusals) == ([], [])


def test_no_address_nor_number_of_a_place_is_read(folder, write, local):
    write("liste-fs.csv", LISTE_FS, counter())
    write("mediation-numerique.csv", STANDARD, place(code_insee="44109"))
    local({})
    told = "".join(str(rows(read(module, folder, code)).to_dict()) for module, code in (
        (france_services, "49"), (mediation_numerique, "44"), (mediation_numerique, "49"),
    ))  # fmt: skip
    assert [word for word in SECRETS if word in told] == []


def test_the_list_of_any_departement(folder, write):
    write("liste-fs.csv", LISTE_FS, counter(), counter(id_fs="2", lib_fs="B", insee_com="97411", latitude="-20.88"))
    assert rows(read(france_services, folder, "974"))["nom"].tolist() == ["B"]


def test_the_national_model_of_digital_mediation(folder, write):
    write(
        "mediation-numerique.csv", STANDARD, place(), place(id="2", nom="Sans code", code_insee=""),
        place(id="3", nom="Nulle part", code_insee="", latitude="", longitude="", date_maj=""),
    )  # fmt: skip
    reading = mediation_numerique.read(library(folder), "49")
    found = rows(reading).set_index("nom")
    assert found.loc["Sans code", "code_insee"] == "49007"  # the commune its point lies in
    assert pd.isna(found.loc["Nulle part", "code_insee"])
    assert found["millesime"].to_dict() == {"Médiathèque": "2024", "Sans code": "2024", "Nulle part": "non daté"}
    assert (reading.notices, reading.refusals) == ([], [])


def test_the_local_model_gives_metres_old_names_and_hidden_places(folder, local):
    local({}, {"ID_LieuMed": "LMN2", "NOM_STRUCTURE": "", "AFFICHAGE": "INACTIF"})
    reading = read(mediation_numerique, folder)
    (row,) = rows(reading).to_dict("records")
    assert (row["nom"], row["code_insee"], row["millesime"]) == ("France Travail A", "49007", "2023")
    assert (row["latitude"], row["longitude"]) == pytest.approx((47.47, -0.55), abs=0.03)
    (notice,) = (one for one in reading.notices if "INACTIF" in one.phrase)
    assert notice.phrase.endswith("qui ne sont pas chargés : 1.")


def test_the_national_list_stands_alone_where_both_tell_of_a_departement(folder, write, local):
    local({})
    write("mediation-numerique.csv", STANDARD, place())
    reading = read(mediation_numerique, folder)
    assert rows(reading)["nom"].tolist() == ["Médiathèque"]
    assert reading.notices[-1].phrase.endswith("ceux de leur département : 1.")
    write("mediation-numerique.csv", STANDARD, place(code_insee="44109"))
    assert rows(read(mediation_numerique, folder))["nom"].tolist() == ["France Travail A"]


def test_a_list_of_any_year_replaces_the_places_that_travel_along(folder, write):
    write("liste-fs.csv", LISTE_FS, counter(labellisation="Espace labellisé 01/01/2026"))
    places = pd.concat([one.frame for one in registry.collect(folder, "49").staged if one.table == "lieux"])
    assert (places["type_lieu"] == "france_services").sum() == 1
    assert (places["source"] == "mediation_numerique").sum() == 243  # those no file was given for stay
    assert places["type_lieu"].str.startswith("siae").sum() == 63


@pytest.mark.reel
def test_the_publishers_own_lists(mirror):
    shelf = library(mirror / "inclusion")
    fs, mednum = france_services.read(shelf, "49"), mediation_numerique.read(shelf, "49")
    assert len(rows(fs)) == 2707 and len(rows(mednum)) == 243 - 18
    assert rows(fs)["itinerant"].value_counts().to_dict() == {False: 2412, True: 295}
    assert fs.notices == [] and fs.refusals == [] and mednum.refusals == []


@pytest.mark.reel
def test_they_hold_the_places_that_travel_along(mirror):
    """France services to the letter; of digital mediation, all but the 18 their publisher no longer shows."""
    (known,) = (one.frame for one in extract.staged("49") if one.table == "lieux")
    shared = ["lieu_id", "type_lieu", "nom", "code_insee", "latitude", "longitude", "millesime", "source"]
    known = known[shared].set_index("lieu_id").sort_index()
    fs, mednum = (
        rows(read(module, mirror / "inclusion"))[shared].set_index("lieu_id").sort_index()
        for module in (france_services, mediation_numerique)
    )
    mine = known[known["type_lieu"] == "france_services"]
    pd.testing.assert_frame_equal(fs, mine, check_dtype=False)
    pd.testing.assert_frame_equal(mednum, known.loc[mednum.index], check_dtype=False)
    assert (known["type_lieu"] == "mediation_numerique").sum() == len(mednum) + 18
