"""Communes and points filled before the gate; what nobody may be sure of waits for a person."""

from __future__ import annotations

import json

import pandas as pd
import pytest

from etl.geocoding import geocoded, notices
from etl.geocoding.doubt import place_key
from etl.geocoding.remembered import places_folder, remember, remembered
from etl.staging import Staged


def sessions(*rows: dict, **more) -> Staged:
    frame = pd.DataFrame(rows).assign(session_id=[f"s{number}" for number in range(len(rows))])
    return Staged("sessions", frame, "offre.xlsx", "Sessions", lines=pd.Series(range(5, 5 + len(rows))), **more)


ANGERS, GEORGES, LOST = (
    {"nom_commune": "ANGERS", "code_postal": "49000"},
    {"nom_commune": "St Georges", "code_postal": None},
    {"nom_commune": "Zzyzx", "code_postal": None},
)


def test_what_is_sure_is_filled_and_pseudo_columns_leave():
    staged, doubtful = geocoded(sessions(ANGERS, ANGERS), "49")
    assert set(staged.frame) == {"session_id", "code_insee", "latitude", "longitude"} and doubtful.empty
    assert staged.frame["code_insee"].tolist() == ["49007", "49007"] and staged.lines.tolist() == [5, 6]
    assert staged.frame["latitude"].iloc[0] == pytest.approx(47.47, abs=0.01)


def test_a_structure_keeps_its_own_address_columns():
    frame = pd.DataFrame({"adresse": ["1 rue Haute"], "code_postal": ["49300"], "nom_commune": ["Cholet"]})
    staged, _ = geocoded(Staged("structures", frame, "s.csv"), "49")
    assert set(staged.frame) == {"adresse", "code_postal", "code_insee", "latitude", "longitude"}
    assert staged.frame["code_insee"].tolist() == ["49099"]


def test_only_empty_cells_are_filled():
    row = ANGERS | {"code_insee": "49999", "latitude": "47,1", "longitude": "-0,1"}
    staged, doubtful = geocoded(sessions(row, ANGERS | {"code_insee": " "}), "49")
    assert staged.frame["code_insee"].tolist() == ["49999", "49007"] and doubtful.empty
    assert staged.frame["latitude"].iloc[0] == "47,1"


def test_what_is_doubtful_stays_empty_and_is_told_once_with_its_lines():
    staged, doubtful = geocoded(sessions(GEORGES, ANGERS, GEORGES | {"nom_commune": "SAINT-GEORGES"}, LOST), "49")
    assert staged.frame["code_insee"].isna().tolist() == [True, False, True, True]
    first, second = doubtful.to_dict("records")
    assert (first["code_insee"], first["nom"], first["lignes"]) == ("49283", "Saint-Georges-sur-Loire", (5, 7))
    assert {"code": "49283", "nom": "Saint-Georges-sur-Loire", "departement": "49"}.items() <= first["candidats"][
        0
    ].items()
    assert first["candidats"][0]["latitude"] == pytest.approx(47.41, abs=0.01)
    assert (second["code_insee"], second["candidats"], second["lignes"]) == ("", (), (8,))
    assert notices(doubtful) == (
        "1 lieu est à confirmer (« St Georges », ligne 5) : la commune reste vide tant que personne ne l’a dite.",
        "1 lieu est introuvable (« Zzyzx », ligne 8) : la commune reste vide tant que personne ne l’a dite.",
    )


def test_what_a_person_confirmed_is_filled_and_no_longer_asked():
    _, doubtful = geocoded(sessions(GEORGES, LOST), "49")
    confirmed = dict(zip(doubtful["cle"], ["49125", "49099"], strict=True))
    staged, left = geocoded(sessions(GEORGES, LOST, GEORGES | {"code_insee": "49007"}), "49", confirmed=confirmed)
    assert staged.frame["code_insee"].tolist() == ["49125", "49099", "49007"] and left.empty
    assert staged.frame["latitude"].notna().tolist() == [True, True, False], "a code and a name that disagree: no point"


def test_rows_that_say_no_place_are_left_to_the_gate():
    staged, doubtful = geocoded(sessions({"nom_commune": None, "lieu_type": "presentiel"}), "49")
    assert doubtful.empty and "code_insee" not in staged.frame


def test_other_tables_pass_untouched():
    staged = Staged("actions", pd.DataFrame({"nom_commune": ["Angers"]}), "a.csv")
    assert geocoded(staged, "49")[0] is staged


def test_the_service_gives_points_and_settles_namesakes():
    said = {
        "3 rue du Mail": ("49007", 47.4712, -0.551, 0.97, "adresse"),
        "8 place de l’Église": ("49125", 47.2, -0.28, 0.9, "adresse"),
        "9 rue Haute": ("49099", 47.06, -0.88, 0.95, "adresse"),
        "2 rue Basse": ("49007", 47.48, -0.55, 0.99, "commune"),
    }

    def service(places: pd.DataFrame) -> pd.DataFrame:
        columns = ["code_insee", "latitude", "longitude", "score", "precision"]
        return pd.DataFrame([said[text] for text in places["adresse"]], places.index, columns)

    rows = [
        ANGERS | {"adresse": "3 rue du Mail"},
        GEORGES | {"adresse": "8 place de l’Église"},
        ANGERS | {"adresse": "9 rue Haute"},
        ANGERS | {"adresse": "2 rue Basse"},
        LOST | {"adresse": "9 rue Haute"},
    ]
    staged, doubtful = geocoded(sessions(*rows), "49", service)
    assert staged.frame["code_insee"].iloc[:4].tolist() == ["49007", "49125", "49007", "49007"]
    assert staged.frame["latitude"].iloc[:2].tolist() == [47.4712, 47.2]
    hall = geocoded(sessions(ANGERS), "49")[0].frame["latitude"].iloc[0]
    assert staged.frame["latitude"].iloc[2:4].tolist() == [hall, hall], "a point outside the commune is not believed"
    assert doubtful["code_insee"].tolist() == ["49099"] and doubtful["lignes"].tolist() == [(9,)]
    assert doubtful["raison"].iloc[0].endswith("le service national des adresses trouve ailleurs")


def test_confirmed_places_are_remembered_and_follow_mergers(tmp_path):
    folder = places_folder(tmp_path, "49")
    assert remembered(folder) == {}
    remember(folder, {"a": "49125"})
    remember(folder, {"b": "49149", "c": "99999"})
    assert remembered(folder) == {"a": "49125", "b": "49261"}, "Gennes is in Gennes-Val-de-Loire; 99999 is no commune"
    content = json.loads((tmp_path / "correspondances" / "49" / "lieux.json").read_text("utf-8"))
    assert content["version"] == 1 and list(folder.iterdir()) == [folder / "lieux.json"]
    (folder / "lieux.json").write_text('{"version": 1, "lieux": [1', "utf-8")
    assert remembered(folder) == {}


def test_a_place_has_one_key_however_it_is_typed():
    assert (
        place_key("St-Georges", "", "") == place_key("SAINT GEORGES", "", "2 rue Haute") != place_key("Angers", "", "")
    )
    assert place_key("", "49170", "2 rue Haute") != place_key("", "49170", "3 rue Haute")
    assert place_key("", "", "") == ""
