"""The section « Comparer » and the two dates of a map, on the demonstration edition."""

from __future__ import annotations

import pytest
from test_pages import text, twins

from disclosure import figures
from indicators.families import of_page
from indicators.wording import number

FIRST = {  # page → first indicator of its section, and whether other départements have it
    "accueil": ("foyers_rsa_pour_100_1564", True),
    "couverture": ("temps_acces_theme_min", False),
    "frequentation": ("taux_remplissage", False),
    "besoins": ("foyers_rsa_pour_100_1564", True),
    "resultats": ("taux_sortie_dynamique", False),
}


@pytest.fixture
def spied(monkeypatch):
    """Names of the exhibits built from now on, in order."""
    built = []
    for name in ("comparison", "evolution"):
        real = getattr(figures, name)
        monkeypatch.setattr(figures, name, lambda *a, _real=real, _n=name, **k: built.append(_n) or _real(*a, **k))
    return built


@pytest.mark.parametrize("page", FIRST)
def test_nothing_is_compared_before_the_section_is_opened(opened, published, spied, page):
    app = opened(published, page)
    assert spied == [] and "comparer" not in app.query_params
    app.toggle(key="w_comparer_ouvert").set_value(True).run()
    assert not app.exception and spied == ["comparison"]
    assert app.query_params["comparer"] == FIRST[page][0]
    assert "et territoires de comparaison" in text(app)
    app.toggle(key="w_comparer_ouvert").set_value(False).run()
    assert "comparer" not in app.query_params and "territoires de comparaison" not in text(app)


@pytest.mark.parametrize("page", FIRST)
def test_an_open_section_says_where_the_others_are(opened, published, page):
    code, public = FIRST[page]
    app = opened(published, page, comparer=code)
    said = text(app)
    assert not app.exception
    if public:
        assert "Pas de chiffre dans cette édition pour : Pays de la Loire (région), France entière" in said
        assert "Le fichier national du producteur" in said
    else:
        assert "il n’existe ni pour la région ni pour la France" in said
        assert "du département." in said


def test_the_departement_beside_its_region_and_france_where_they_are_known(opened, published, edition):
    app = opened(published, "accueil", comparer="population_municipale")
    rows = {row[0]: row[1] for row in twins(app)[-1]}
    assert rows["Maine-et-Loire"] == number(833_776)
    assert rows["Pays de la Loire (région)"] == number(3_907_156)  # INSEE, populations légales 2023
    proposed = app.multiselect(key="w_pairs").value
    assert list(rows)[3:] == [figures.named(edition, "departement")[code] for code in proposed]
    assert "Distance, en écarts types : " in text(app)


def test_peers_are_changed_kept_in_the_link_and_given_back(opened, published):
    app = opened(published, "accueil", comparer="population_municipale")
    app.multiselect(key="w_pairs").set_value(["44", "35"]).run()
    assert app.query_params["pairs"] == "44,35"
    assert list({row[0]: 0 for row in twins(app)[-1]})[3:] == ["Loire-Atlantique", "Ille-et-Vilaine"]
    assert "choisis par le lecteur" in text(app)
    next(button for button in app.button if button.label == "Revenir aux territoires proches").click().run()
    assert "pairs" not in app.query_params and "ressemblent le plus" in text(app)


@pytest.mark.parametrize(
    ("pairs", "kept"),
    [("44,999", ["Loire-Atlantique"]), ("49,44", ["Loire-Atlantique"]), ("", [])],
)
def test_wrong_peers_in_the_link_are_told_and_left_out(opened, published, pairs, kept):
    app = opened(published, "accueil", comparer="population_municipale", pairs=pairs)
    assert not app.exception
    assert list({row[0]: 0 for row in twins(app)[-1]})[3:] == kept
    wrong = [code for code in pairs.split(",") if code in ("999", "49")]
    assert all(any(f"« {code} »" in warning.value for warning in app.warning) for code in wrong)


def test_peers_that_are_all_wrong_give_those_proposed(opened, published):
    app = opened(published, "accueil", comparer="population_municipale", pairs="abc")
    assert any("« abc »" in warning.value and "proposés" in warning.value for warning in app.warning)
    assert len(app.multiselect(key="w_pairs").value) == 5


def test_a_change_of_territory_forgets_the_peers(opened, published):
    app = opened(published, "accueil", comparer="population_municipale", pairs="44")
    app.selectbox(key="w_territoire").set_value("244900015").run()
    assert "pairs" not in app.query_params and app.query_params["comparer"] == "population_municipale"
    assert not app.exception and "Angers Loire Métropole et territoires de comparaison" in text(app)


def test_an_indicator_that_is_not_of_the_page_falls_back_to_the_first(opened, published):
    app = opened(published, "frequentation", comparer="bmo_tension")
    assert not app.exception and app.selectbox(key="w_comparer").value == "taux_remplissage"


def test_recruitment_basins_have_their_population_and_their_nearest(opened, published, edition):
    """Population of a basin: of its communes of the département (INSEE 2023), worked from the two publishers' files."""
    people = {code: figures.one(edition, "population_municipale", "bassin_bmo", code).frame["valeur"].iloc[0]
              for code in ("5205", "5206", "5218", "5219", "5229")}  # fmt: skip
    assert people == {"5205": 105_555, "5206": 132_572, "5218": 410_132, "5219": 62_149, "5229": 123_368}
    app = opened(published, "besoins", niveau="bassin_bmo", territoire="5218", comparer="bmo_tension")
    assert not app.exception
    assert app.multiselect(key="w_pairs").value == ["5205", "5229", "5206", "5219"]
    assert "les 4 bassins d’emploi (BMO) qui lui ressemblent le plus par la population et la densité" in text(app)
    assert "Cholet (2,39), Beaupréau (2,58), Saumur (3,03), Segré (4,12)" in text(app)
    names = [row[0] for row in twins(app)[-1]]
    assert names[:2] == ["Bassin d’emploi «\u00a0Angers\u00a0»", "Maine-et-Loire (département)"]


def families(app) -> list[str]:
    return app.selectbox(key="w_comparer_famille").options


def test_every_indicator_of_a_page_is_offered_by_family(opened, published):
    app = opened(published, "besoins", comparer="foyers_rsa_pour_100_1564")
    assert families(app)[0] == "Population et RSA" and len(families(app)) == 6
    held = []
    for family in of_page("besoins"):
        app.selectbox(key="w_comparer_famille").set_value(family).run()
        assert app.query_params["comparer"] == family.codes[0] and not app.exception
        held += app.selectbox(key="w_comparer").options
    assert len(held) == len(set(held)) == 18
    assert app.query_params["comparer"] == "part_brsa_orientes"  # a link opens the family of what it names
    assert opened(published, "besoins", comparer="part_cer").selectbox(key="w_comparer").value == "part_cer"


def test_what_no_source_of_the_edition_tells_says_so(opened, published):
    """The extract that travels with the project holds no OARSA: no figure, and nothing invented."""
    app = opened(published, "besoins", comparer="part_cer")
    assert not app.exception
    assert "ce chiffre n’est pas disponible" in " ".join(info.value for info in app.info)
    assert "Cet indicateur n’est pas publié pour la région." in text(app)


def test_a_territory_where_an_indicator_is_not_published_is_read_at_the_departement(opened, published):
    app = opened(published, "besoins", niveau="bassin_bmo", territoire="5218", comparer="taux_chomage_rp")
    assert "n’est pas publié au niveau « Bassin d’emploi (BMO) » : la comparaison porte sur Maine-et-Loire" in text(app)
    rows = {row[0]: row[1] for row in twins(app)[-1]}
    assert rows["Maine-et-Loire"] == "11,9"  # 44,832 unemployed of 377,471 in the census of 2018


def test_the_portrait_offers_its_own_then_the_whole_catalogue(opened, published):
    app = opened(published, "accueil", comparer="foyers_rsa_pour_100_1564")
    assert families(app)[:2] == ["Portrait du territoire", "Revenus et pauvreté"]
    assert {"Offre et accès", "Sorties et emploi"} <= set(families(app))
    app = opened(published, "accueil", comparer="taux_remplissage")
    assert not app.exception and "Taux de remplissage – Maine-et-Loire et territoires de comparaison" in text(app)


def test_the_portrait_of_open_data_offers_nothing_of_tables_that_were_not_given(opened, open_data_only):
    app = opened(open_data_only, "accueil", comparer="foyers_rsa_pour_100_1564")
    assert not app.exception and not {"Offre et accès", "Sorties et emploi"} & set(families(app))


def test_an_indicator_of_one_level_is_named_as_having_nothing_beside(opened, published):
    app = opened(published, "resultats", comparer="taux_emploi_24m")
    assert app.selectbox(key="w_comparer").value == "taux_sortie_dynamique"
    assert "Rien à mettre à côté : En emploi 24 mois après la sortie" in text(app)


@pytest.mark.parametrize("page", FIRST)
def test_a_page_with_several_periods_offers_them_and_a_second_one(opened, published, page):
    app = opened(published, page)
    assert app.selectbox(key="w_depuis").value == "" and app.selectbox(key="w_depuis").options[0] == "Aucune"
    assert app.selectbox(key="w_periode").value not in app.selectbox(key="w_depuis").options
    assert len(app.selectbox(key="w_periode").options) == len(app.selectbox(key="w_depuis").options) >= 3


def test_a_single_period_offers_nothing(opened, published):
    app = opened(published, "besoins", indicateur="population_municipale")
    assert not [box for box in app.selectbox if box.key in ("w_periode", "w_depuis")]


def test_two_dates_show_the_change(opened, published, edition):
    app = opened(published, "accueil", niveau="epci", periode="2024-12", depuis="2020-12")
    assert not app.exception
    assert "Évolution des foyers allocataires du RSA pour 100 habitants" in text(app)
    assert "entre décembre 2020 et décembre 2024" in text(app)
    rows = {row[0]: row[1:] for row in twins(app)[0]}
    before, after = (
        figures.one(edition, "foyers_rsa_pour_100_1564", "epci", "244900015", periode).frame.iloc[0]["valeur"]
        for periode in ("2020-12", "2024-12")
    )
    angers = rows["Communauté urbaine Angers Loire Métropole"]
    assert angers[0] == number(after - before, 1) and angers[1] == "baisse"
    assert number(after, 1) in angers and number(before, 1) in angers


def test_a_break_between_the_two_dates_gives_no_figure(opened, published):
    app = opened(published, "besoins", niveau="bassin_bmo", indicateur="bmo_tension", periode="2025", depuis="2023")
    assert not app.exception
    said = text(app)
    assert "Non comparable : rupture de série en 2024." in said and "nomenclature des métiers FAP 2021" in said
    assert {row[1] for row in twins(app)[0]} == {"///"}


def test_without_a_break_the_same_indicator_has_its_change(opened, published):
    app = opened(published, "besoins", niveau="bassin_bmo", indicateur="bmo_tension", periode="2025", depuis="2024")
    assert "Non comparable" not in text(app)
    assert {row[2] for row in twins(app)[0]} <= {"hausse", "baisse", "stable"}


def test_wrong_dates_in_the_link_are_left_out(opened, published):
    app = opened(published, "accueil", periode="1999", depuis="jamais")
    assert not app.exception and app.selectbox(key="w_depuis").value == ""
    assert "Évolution" not in text(app)


def test_the_page_says_which_geography_it_shows(opened, published):
    said = text(opened(published, "accueil", niveau="commune"))
    assert "Communes au 1er janvier 2026 ; chiffres publiés dans le" in said


def test_the_series_of_the_mapped_indicator_says_its_break(opened, published):
    app = opened(published, "besoins", niveau="bassin_bmo", indicateur="bmo_tension", metiers="serie")
    assert not app.exception
    assert "À partir de 2024, l’enquête BMO suit la nomenclature des métiers FAP 2021" in text(app)
    assert [row[0] for row in twins(app)[1]] == ["2021", "2023", "2024", "2025"]
