"""A first load of five real tables, through the commands: what each page shows, and what would open the rest."""

from __future__ import annotations

import re
from dataclasses import replace
from datetime import date

import pandas as pd
import pytest
from small_load import filled, frames
from test_pages import FORBIDDEN, PAGES, text

from commands.__main__ import main
from config import Config, for_child, load
from disclosure import figures
from disclosure.measures import TABLE
from etl.deposits.store import listed
from exports.templates.guide import opened as added
from indicators.catalogue import catalogue
from indicators.opening import FIRST
from warehouse import editions
from warehouse.dictionary import table
from warehouse.edition import Edition

TODAY = date.today()
TOUCHED = ("accueil", "couverture", "frequentation", "qualite")  # pages that look at the département's own tables
OPEN = ("faits", "zones", "appartenances", "sources", "lieux")


@pytest.fixture(scope="session")
def begun(tmp_path_factory) -> Config:
    """A home where our workbook, filled for five tables, was checked then published as a person types it."""
    folder = tmp_path_factory.mktemp("premier_chargement")
    (folder / "premier.xlsx").write_bytes(filled(TODAY))
    home = replace(load({}), home=folder / "var", here=folder)
    with pytest.MonkeyPatch.context() as patch:
        for name, value in for_child(home).items():
            if name.startswith("OBS_"):
                patch.setenv(name, value)
        day = TODAY.isoformat()
        checked = main(["check", str(folder / "premier.xlsx"), "--date", day, "--service", "cellule insertion"])
        assert checked == 0
        assert main(["publish", "--depot", listed(home)[0].id, "--service", "direction"]) == 0
    return home


@pytest.fixture(scope="session")
def first(begun) -> Edition:
    return editions.current(begun)


def kept(home: Config, edition: Edition, folder, *names: str, **changed: pd.DataFrame) -> Config:
    """Another home whose edition holds only these tables of the département beside the open data."""
    other = replace(home, home=folder / "var")
    tables = {name: edition.table(name) for name in (*OPEN, *names)}
    loads = edition.table("chargements")
    tables["chargements"] = loads[loads["table"].isin([*OPEN, *names])]
    tables[TABLE] = possible_measures(edition, {*names, *OPEN})
    editions.publish(other, tables | changed, "accepte")
    return other


def possible_measures(edition: Edition, names: set[str]) -> pd.DataFrame:
    """What the publication of these tables alone would have computed."""
    measures = edition.table(TABLE)
    codes = [code for code, one in catalogue().items() if set(one.tables) <= names]
    measures = measures[measures["code"].isin(codes)]
    return measures if "territoires" in names else measures[measures["niveau"] != "territoire_action_sociale"]


def infos(app) -> str:
    return " ".join(info.value for info in app.info)


def answer(app) -> str:
    """The answer as it is typed: without tags, its unbreakable spaces as spaces."""
    body = next(one.proto.body for one in app.get("html") if "obs-answer" in one.proto.body)
    return re.sub(r"<[^>]+>", "", body).replace("\xa0", " ")


def test_every_row_of_the_five_tables_is_served_and_none_is_invented(first):
    assert not first.synthetic
    assert {name: len(first.table(name)) for name in FIRST} == {name: len(frames(TODAY)[name]) for name in FIRST}
    communes = first.table("territoires")
    assert len(communes) == 176 and communes["code_tas"].notna().all()
    assert not first.has("prescriptions") and not first.has("parcours")


@pytest.mark.parametrize("page", PAGES)
def test_every_page_opens_without_a_hole(opened, begun, page):
    app = opened(begun, page)
    assert not app.exception and not app.error
    said = text(app)
    assert "Données de démonstration" not in said
    assert [word for word in FORBIDDEN if re.search(rf"(?<!\w){re.escape(word)}(?!\w)", said)] == []


@pytest.mark.parametrize("page", ["accueil", "besoins", "couverture"])
def test_what_the_five_tables_are_enough_for_is_whole(opened, begun, page):
    app = opened(begun, page, niveau="territoire_action_sociale")
    assert not app.exception
    assert "Données non fournies" not in text(app) and app.get("plotly_chart")
    assert len(app.selectbox(key="w_territoire").options) == 1 + 11  # the département and its 11 territories


def test_coverage_counts_the_places_that_were_typed(opened, begun, first):
    """A session's places count in the year it begins: added up here from what was typed, permanent entries apart."""
    typed, actions = frames(TODAY)["sessions"], frames(TODAY)["actions"].set_index("action_id")
    by_session = typed[typed["action_id"].map(actions["entree"]).eq("session") & (typed["statut"] != "annulee")]
    year = str(TODAY.year - 1)
    begun_then = by_session.loc[by_session["date_debut"].dt.year == int(year), "places_ouvertes"].sum()
    figure = figures.one(first, "places_ouvertes", "departement", "49", year).frame.iloc[0]["valeur"]
    assert begun_then <= figure <= begun_then + typed["places_ouvertes"].sum()
    assert "communes" in answer(opened(begun, "couverture")) and "30 minutes" in answer(opened(begun, "couverture"))


def test_a_figure_of_the_departement_names_it_as_its_source(first):
    told = figures.one(first, "places_ouvertes", "departement", "49").source
    assert told == f"Département de Maine-et-Loire, ses propres tables (situation au {TODAY:%d/%m/%Y})"


def test_attendance_says_which_table_opens_what(opened, begun):
    app = opened(begun, "frequentation")
    assert (
        answer(app) == "Maine-et-Loire : pour dire quelles places restent vides, il manque la table « Prescriptions »."
    )
    first, second = (info.value for info in app.info)
    assert first == (
        "Données non fournies : « Prescriptions ». Cette table ouvrirait : taux de prescription, taux d’entrée, taux "
        "de remplissage, écart dû au manque de prescription, déperdition entre prescription et entrée."
    )
    assert second == (
        "Données non fournies : « Présences ». Cette table ouvrirait : taux de présence, écart de fréquentation, écart "
        "dû à l’absentéisme."
    )
    assert "Organisme prescripteur" in text(app), "the expected columns are listed"


def test_results_say_which_table_opens_what(opened, begun):
    app = opened(begun, "resultats")
    label = table("parcours").label
    assert answer(app) == f"Maine-et-Loire : pour dire ce que deviennent les personnes, il manque la table « {label} »."
    assert f"Données non fournies : « {label} ». Cette table ouvrirait : taux de sorties dynamiques." in infos(app)
    assert f"« {table('enquete_devenir').label} ». Cette table ouvrirait : en emploi 6 mois" in infos(app)


def test_the_page_and_the_template_say_the_same_of_a_table(opened, begun):
    told = added("prescriptions").removeprefix("Fréquentation : ").rstrip(".")
    assert told.lower() in infos(opened(begun, "frequentation")).lower()


def test_the_template_is_at_hand_and_the_deposit_for_who_may(opened, begun):
    reader, admin = (opened(replace(begun, admin=may), "frequentation") for may in (False, True))
    for app in (reader, admin):
        assert "Télécharger le modèle de ces tables (Excel)" in [one.proto.label for one in app.get("download_button")]
    links = [one.proto.label for one in admin.get("page_link")]
    assert links == ["Déposer ces données"] and not reader.get("page_link")
    assert "réservé à l’administration" in text(reader)


def test_quality_counts_what_is_there_and_tells_who_loaded_it(opened, begun):
    said = text(opened(begun, "qualite"))
    assert "Sur 15 tables du Département : 10 non fournies, 5 à jour." in said
    assert "cellule insertion" in said and "direction" in said and "premier.xlsx" in said


def test_a_list_of_actions_alone_is_shown_where_the_structures_are(opened, begun, first, tmp_path):
    home = kept(begun, first, tmp_path, "actions", "structures")
    for page in TOUCHED:
        app = opened(home, page)
        assert not app.exception and not app.error, page
    app = opened(home, "couverture")
    assert answer(app) == (
        "Maine-et-Loire : pour dire où est l’offre et où elle manque, il manque la table « Sessions »."
    )
    assert "« Sessions ». Cette table ouvrirait : places ouvertes." in infos(app)
    assert "« Effectifs de bénéficiaires du RSA ». Cette table ouvrirait : places pour 100" in infos(app)
    (places,) = [frame.value for frame in app.dataframe if "Action" in frame.value]
    placed = frames(TODAY)["structures"].dropna(subset=["latitude"])["structure_id"]
    assert len(places) == frames(TODAY)["actions"]["structure_id"].isin(placed).sum()
    assert set(places["Places"]) == {"non fournies"}
    assert "chez sa structure" in text(app)
    levels = app.selectbox(key="w_niveau").options
    assert levels and not any("action sociale" in level for level in levels)


def test_without_its_communes_the_levels_of_the_departement_are_not_offered(opened, begun, first, tmp_path):
    home = kept(begun, first, tmp_path, *(name for name in FIRST if name != "territoires"))
    for page in TOUCHED:
        app = opened(home, page)
        assert not app.exception and not app.error, page
        assert not any("action sociale" in level for level in app.selectbox(key="w_niveau").options)
    asked = opened(home, "couverture", niveau="territoire_action_sociale")
    assert any("n’est pas proposé ici" in warning.value for warning in asked.warning)


def test_places_without_recipients_still_make_a_map(opened, begun, first, tmp_path):
    home = kept(begun, first, tmp_path, "territoires", "structures", "actions", "sessions")
    app = opened(home, "couverture")
    assert not app.exception and app.get("plotly_chart")
    assert re.search(r"Maine-et-Loire : [\d\u202f]+ places ont été ouvertes en \d{4}\.", answer(app))
    assert text(app).count("Données non fournies : « Effectifs de bénéficiaires du RSA »") == 3 + 1  # cards, then why


def test_late_tables_and_old_places_are_told_where_they_are_read(opened, begun, first, tmp_path):
    """60 days: late for a monthly table (45), not for a yearly one (400); places are doubtful after 31 days."""
    loads = first.table("chargements")
    aged = loads.assign(date_donnees=pd.Timestamp(TODAY) - pd.Timedelta(days=60))
    held = first.table("sessions")
    held = held.assign(statut="ouverte", date_maj_places=pd.Timestamp(TODAY) - pd.Timedelta(days=60))
    home = kept(begun, first, tmp_path, *FIRST, chargements=aged, sessions=held)
    said = text(opened(home, "couverture", theme=""))
    assert "Données en retard" in said and said.count("(60 jours)") == 2
    assert re.search(r"« Effectifs de bénéficiaires du RSA », situation au \d\d/\d\d/\d{4} \(60 jours\)", said)
    assert re.search(r"Places à confirmer\*\* : \d+ lieux", said)
    assert "Données en retard" not in text(opened(begun, "couverture"))
