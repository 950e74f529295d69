"""The commune an address names: expected codes are those of INSEE's COG, known from outside the project's tables."""

from __future__ import annotations

import random

import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from geodata.arrondissements import commune_of_arrondissement
from geodata.communes import listed
from geodata.geocoding import located
from geodata.geocoding.gazetteer import POSTAL_CODES, neighbours
from geodata.geocoding.locating import normalised
from geodata.geocoding.matching import SURE


def one(nom="", postal="", adresse="", departement="49", **more):
    row = {"nom_commune": nom, "code_postal": postal, "adresse": adresse, **more}
    return located(pd.DataFrame([row]), departement).iloc[0]


@pytest.mark.parametrize(
    ("nom", "postal", "code"),
    [
        ("Angers", "49000", "49007"),
        ("ANGERS", 49100.0, "49007"),
        ("49000 ANGERS CEDEX 01", "", "49007"),
        ("ANGERS CEDEX 9", "49045", "49007"),
        ("Angers (49)", "", "49007"),
        ("Angers (Maine-et-Loire)", "", "49007"),
        ("St Georges s/Loire", "49170", "49283"),
        ("SAINT GEORGES SUR LOIRE", "49 170", "49283"),
        ("Ste-Gemmes-sur-Loire", "49130", "49278"),
        ("Ponts-de-Cé (Les)", "49130", "49246"),
        ("les ponts de ce", "49130", "49246"),
        ("Mans (Le)", "72000", "72181"),
        ("Angers - quartier Roseraie", "49000", "49007"),
        ("L’Abergement-Clémenciat", "1400", "01001"),
        ("Paris", "75011", "75056"),
        ("Lyon 3ème", "69003", "69123"),
        ("Saint-Pierre", "97410", "97416"),
        ("Castillon (Canton de Lembeye)", "64350", "64182"),
    ],
)
def test_a_commune_is_known_however_it_is_written(nom, postal, code):
    found = one(nom, postal)
    assert (found["code_insee"], found["precision"]) == (code, "commune") and found["score"] >= SURE


def test_a_name_and_a_postal_code_that_agree_are_worth_one_and_stand_at_the_town_hall():
    found = one("Angers", "49000")
    assert found["score"] == 1 and found["candidats"] == "49007" and found["raison"] == "nom et code postal concordent"
    assert found["latitude"] == pytest.approx(47.47, abs=0.01) and found["longitude"] == pytest.approx(-0.55, abs=0.01)


@pytest.mark.parametrize(
    ("nom", "postal", "code"),
    [("Segré", "49500", "49331"), ("Baugé", "49150", "49018"), ("Douces", "49700", "49125")],
)
def test_a_former_commune_leads_to_todays_and_says_so(nom, postal, code):
    found = one(nom, postal)
    assert (found["code_insee"], found["precision"]) == (code, "ancienne_commune")
    assert SURE <= found["score"] < 1 and f"« {nom} » est une ancienne commune de" in found["raison"]


@pytest.mark.parametrize(
    ("nom", "postal", "commune", "arrondissement"),
    [
        ("Paris 11e", "", "75056", "75111"),
        ("Paris", "75116", "75056", "75116"),
        ("PARIS 1er arrondissement", "", "75056", "75101"),
        ("Lyon 3ème", "", "69123", "69383"),
        ("Marseille 13", "", "13055", "13213"),
        ("Marseille", "13001", "13055", "13201"),
    ],
)
def test_an_arrondissement_is_told_and_its_commune_given(nom, postal, commune, arrondissement):
    found = one(nom, postal, departement=commune[:2])
    assert (found["code_insee"], found["arrondissement"]) == (commune, arrondissement) and found["score"] >= SURE


def test_two_arrondissements_that_contradict_leave_the_commune_only():
    found = one("Paris 11e", "75012", departement="75")
    assert found["code_insee"] == "75056" and pd.isna(found["arrondissement"])
    assert "l’arrondissement dit et celui du code postal diffèrent" in found["raison"]


@pytest.mark.parametrize(
    ("nom", "postal", "proposed", "among", "told"),
    [
        ("Saint-Georges", "", "49283", {"49283", "49125"}, "nom abrégé : Saint-Georges-sur-Loire"),
        ("Saint-Georges-sur-Layon", "49170", "49125", {"49125", "49283"}, "le code postal 49170 n’est pas celui de"),
        ("Trélazé", "49000", "49353", {"49353", "49007"}, "le code postal 49000 n’est pas celui de Trélazé"),
        ("Chollet", "49300", "49099", {"49099"}, "« Chollet » ressemble à Cholet"),
        ("Angres", "49000", "49007", {"49007"}, "« Angres » ressemble à Angers"),
        ("Nantes", "", "44109", {"44109"}, "commune d’un département voisin"),
        ("Allonnes", "", "49002", {"49002"}, "une commune d’un département voisin porte le même nom"),
        ("", "49000", "49007", {"49007", "49129"}, "le code postal 49000 est celui de 2 communes"),
    ],
)
def test_what_is_not_certain_is_proposed_with_its_reason(nom, postal, proposed, among, told):
    found = one(nom, postal)
    assert 0 < found["score"] < SURE and found["code_insee"] == proposed
    assert among <= set(found["candidats"].split("|")) and told in found["raison"]


@pytest.mark.parametrize("nom", ["Zzyzx", "à préciser", "-", "?"])
def test_a_place_nobody_knows_stays_unknown(nom):
    found = one(nom)
    assert pd.isna(found["code_insee"]) and pd.isna(found["latitude"]) and found["precision"] == "inconnue"
    assert found["score"] == 0 and found["raison"]


def test_the_end_of_an_address_serves_when_no_commune_is_told():
    assert one(adresse="3 rue du Mail, 49000 Angers")["score"] == 1
    assert one(adresse="3 rue du Mail\n49300 CHOLET CEDEX")["code_insee"] == "49099"
    guessed = one(adresse="3 rue du Mail, Cholet")
    assert guessed["code_insee"] == "49099" and guessed["score"] < SURE


def test_a_code_and_a_point_that_were_received_are_believed_unless_the_name_says_otherwise():
    assert one("Angers", code_insee="49007")["score"] == 1
    other = one("Cholet", code_insee="49007")
    assert (
        other["score"] < SURE
        and other["raison"] == "le code commune 49007 désigne Angers, la commune dite est « Cholet »"
    )
    assert one(code_insee="75111")[["code_insee", "arrondissement"]].tolist() == ["75056", "75111"]
    placed = one("Angers", latitude="47,4712", longitude="-0,5510")
    assert (placed["code_insee"], placed["precision"], placed["latitude"]) == ("49007", "adresse", 47.4712)
    away = one("Cholet", "49300", latitude=47.4712, longitude=-0.5510)
    assert away["score"] < SURE and away["candidats"] == "49099|49007" and "tombe à Angers" in away["raison"]
    assert one("Angers", "49000", code_insee="49000")["code_insee"] == "49007", "a postal code in the wrong column"


def test_neighbours_of_maine_et_loire():
    touching = {"44", "53", "72", "37", "86", "79", "85"}
    assert touching <= neighbours("49") <= touching | {"35"}, "Ille-et-Vilaine is 10 km away"


def test_rows_keep_their_index_and_empty_tables_their_columns():
    frame = pd.DataFrame({"nom_commune": ["Angers", None, "Cholet"]}, index=[7, 3, 5])
    found = located(frame, "49")
    assert found.index.tolist() == [7, 3, 5] and found["code_insee"].tolist()[::2] == ["49007", "49099"]
    assert located(frame.iloc[:0], "49").columns.tolist() == found.columns.tolist()


@given(st.text(max_size=40), st.text(max_size=12), st.text(max_size=40))
def test_any_text_gives_a_commune_of_today_or_none(nom, postal, adresse):
    found = one(nom, postal, adresse)
    assert 0 <= found["score"] <= 1 and found["raison"]
    assert (found["precision"] == "inconnue") == bool(pd.isna(found["code_insee"]))
    normalised(nom, postal, adresse)


def sample(seed: int, count: int | None, departement: str | None = None) -> pd.DataFrame:
    """Communes of the COG with one of their postal codes."""
    towns = listed()[["code", "nom", "code_departement"]]
    if departement:
        towns = towns[towns["code_departement"] == departement]
    if count:
        towns = towns.sample(count, random_state=seed)
    pairs = pd.read_parquet(POSTAL_CODES)
    pairs["code"] = pairs["code_commune"].map(commune_of_arrondissement)
    return towns.merge(pairs.drop_duplicates("code")[["code", "code_postal"]], on="code", how="left")


def misspelt(name: str, dice: random.Random) -> str:
    """One letter dropped, doubled, changed or swapped with the next."""
    place = dice.randrange(1, len(name) - 1) if len(name) > 3 else 0
    letter = dice.choice("aeioulnrst")
    return dice.choice(
        (
            name[:place] + name[place + 1 :],
            name[:place] + name[place] + name[place:],
            name[:place] + letter + name[place + 1 :],
            name[:place] + name[place + 1 : place + 2] + name[place] + name[place + 2 :],
        )
    )


def measured(places: pd.DataFrame, names, postal) -> tuple[float, float, float]:
    """(share whose proposal is right, share sure, share sure and wrong)."""
    found = located(pd.DataFrame({"nom_commune": names, "code_postal": postal}), "49")
    right, sure = found["code_insee"].to_numpy() == places["code"].to_numpy(), (found["score"] >= SURE).to_numpy()
    return right.mean(), sure.mean(), (sure & ~right).mean()


def test_every_commune_of_maine_et_loire_is_found_by_name_and_postal_code():
    places = sample(0, None, "49")
    assert len(places) == 176
    assert measured(places, places["nom"], places["code_postal"]) == (1, 1, 0)
    right, sure, wrong = measured(places, places["nom"], None)
    assert right == 1 and sure >= 0.95 and wrong == 0, "without a postal code, namesakes next door are to be confirmed"


@pytest.mark.parametrize("seed", [4, 49])
def test_communes_of_france_are_found_and_none_is_mistaken_for_another(seed):
    places = sample(seed, 2000)
    right, sure, wrong = measured(places, places["nom"], places["code_postal"])
    assert right >= 0.999 and sure >= 0.998 and wrong == 0


@pytest.mark.parametrize(("departement", "count", "floor"), [("49", None, 0.98), (None, 2000, 0.98)])
def test_a_misspelt_name_with_its_postal_code_is_still_proposed(departement, count, floor):
    places, dice = sample(4, count, departement), random.Random(4)
    right, _, wrong = measured(places, [misspelt(name, dice) for name in places["nom"]], places["code_postal"])
    assert right >= floor and wrong == 0


def test_a_misspelt_name_alone_is_mostly_found_and_hardly_ever_mistaken():
    places, dice = sample(4, None, "49"), random.Random(4)
    right, _, wrong = measured(places, [misspelt(name, dice) for name in places["nom"]], None)
    assert right >= 0.95 and wrong <= 0.01
