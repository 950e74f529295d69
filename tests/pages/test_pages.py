"""Every page: full, without the département's tables, without edition, after a refused load, with a wrong link."""

from __future__ import annotations

import re
from dataclasses import replace
from html import unescape

import pytest

from disclosure import figures
from indicators.wording import number
from warehouse import editions

PAGES = {
    "accueil": "Portrait du territoire",
    "couverture": "Couverture de l’offre",
    "frequentation": "Fréquentation des actions",
    "besoins": "Besoins des territoires",
    "resultats": "Résultats et devenir des personnes",
    "qualite": "Qualité des données",
    "methode": "Méthode et définitions",
}
OWN = {"couverture": "Actions d’insertion", "frequentation": "Actions d’insertion", "resultats": "Parcours d’insertion"}
FORBIDDEN = ("Pôle emploi", "ANPE", "grâce à", "impact", "absentéisme »", "None", "nan", "Traceback", "_1564")


def text(app) -> str:
    """Everything the page says, tags taken out, unbreakable spaces as spaces."""
    parts = [element.value for element in (*app.title, *app.subheader, *app.caption, *app.info, *app.warning)]
    parts += [element.proto.body for element in app.get("html")] + [element.value for element in app.markdown]
    return re.sub(r"<[^>]+>", " ", " ".join(parts)).replace("\xa0", " ")


def twins(app) -> list[list[list[str]]]:
    """The table twins of the page: rows of cells, header left out."""
    bodies = [element.proto.body for element in app.get("html") if "obs-table" in element.proto.body]
    rows = [body.split("<tbody>")[1].removesuffix("</tbody></table></div>").split("<tr><th>")[1:] for body in bodies]
    return [[[unescape(cell) for cell in row.split("<td>")] for row in table] for table in rows]


@pytest.mark.parametrize("page", PAGES)
def test_a_full_edition_fills_the_page(opened, published, page):
    app = opened(published, page)
    assert not app.exception and not app.error
    assert [title.value for title in app.title] == [PAGES[page]]
    said = text(app)
    assert "édition 1 du" in said and "Données de démonstration" in said
    assert [word for word in FORBIDDEN if re.search(rf"(?<!\w){re.escape(word)}(?!\w)", said)] == []
    assert app.get("plotly_chart") and (twins(app) or app.dataframe)


def test_the_first_line_and_the_cards_say_the_figures_of_the_exhibits(opened, published, edition):
    said = text(opened(published, "accueil"))
    for code, decimals in (("population_municipale", 0), ("foyers_rsa", 0), ("taux_chomage_localise", 1)):
        value = figures.one(edition, code, "departement", "49").frame.iloc[0]["valeur"]
        assert number(value, decimals) in said


def test_a_territory_in_the_link_is_the_one_shown(opened, published, edition):
    said = text(opened(published, "accueil", niveau="commune", territoire="49007"))
    exhibit = figures.one(edition, "population_municipale", "commune", "49007")
    assert "Angers compte 159\u202f022" in re.sub(r"\s+(?=compte)", " ", said)
    assert exhibit.frame.iloc[0]["valeur"] == 159_022


@pytest.mark.parametrize("page", PAGES)
def test_a_wrong_link_is_told_and_the_departement_is_shown(opened, published, page):
    app = opened(published, page, niveau="epci", territoire="999")
    assert not app.exception
    assert any("« 999 » n’existe pas" in warning.value for warning in app.warning)
    wrong = opened(published, page, niveau="canton")
    assert any("« canton »" in warning.value for warning in wrong.warning)


@pytest.mark.parametrize("page", PAGES)
def test_before_the_first_publication_the_page_says_what_to_do(opened, blank, page):
    app = opened(blank, page)
    assert not app.exception
    assert "manage.py publish" in app.info[0].value


@pytest.mark.parametrize("page", PAGES)
def test_without_the_tables_of_the_departement_open_data_still_show(opened, open_data_only, page):
    app = opened(open_data_only, page)
    assert not app.exception and not app.error
    lacking = " ".join(info.value for info in app.info)
    if page in OWN:
        assert f"Données non fournies : « {OWN[page]} »" in lacking
        assert "Colonnes attendues" in [one.label for one in app.expander]
    else:
        assert app.get("plotly_chart")


@pytest.mark.parametrize("page", PAGES)
def test_after_a_refused_load_the_page_says_why_and_keeps_the_edition(opened, refused, page):
    app = opened(refused, page)
    assert not app.exception
    warning = " ".join(element.value for element in app.warning)
    assert "a été refusé : l’édition 1 reste affichée" in warning
    assert "La colonne « nom » manque" in warning
    assert "édition 1 du" in text(app)


def test_a_change_of_level_and_territory_stays_in_the_link(opened, published):
    app = opened(published, "besoins")
    app.selectbox(key="w_niveau").set_value("commune").run()
    app.selectbox(key="w_territoire").set_value("49007").run()
    assert app.query_params["niveau"] == "commune" and app.query_params["territoire"] == "49007"
    assert not app.exception
    app.selectbox(key="w_niveau").set_value("epci").run()
    assert "territoire" not in app.query_params


def test_a_secret_is_said_in_words_and_never_a_zero(opened, published):
    app = opened(published, "besoins", niveau="commune", territoire="49003", indicateur="taux_pauvrete")
    of_map = {row[0]: row[1:] for row in twins(app)[0]}
    assert len(of_map) == 176
    assert of_map["Tuffalun"] == ["s", "Secret statistique"]


def test_a_page_begins_with_an_indicator_that_is_known(opened, published, edition, tmp_path):
    """A département whose CAF figures are not at hand is not met by a grey map."""
    facts = edition.table("faits")
    tables = {name: edition.table(name) for name in ("zones", "appartenances", "sources", "territoires")}
    home = replace(published, home=tmp_path / "var")
    editions.publish(home, {**tables, "faits": facts[facts["source"] != "cnaf_foyers"]}, "accepte")
    assert opened(home, "besoins").selectbox(key="w_indicateur").value == "population_municipale"
    said = text(opened(home, "accueil"))
    assert "Taux de chômage au sens du recensement" in said
