"""Comparisons and changes as exhibits: rows, words and passports, on an edition small enough to be worked by hand."""

from __future__ import annotations

import math

import pandas as pd
import pytest

from disclosure import figures
from warehouse.dictionary import table as declared
from warehouse.edition import in_memory
from warehouse.schema import typed

NAN = math.nan
# Population of each département, all of 100 km²: density follows, and the nearest are those of nearest size.
# From 600: 700 and 500 are at ln(7/6) = 0.15 and ln(6/5) = 0.18, then 100 (1.79), 5,000 (2.12) and 6,000 (2.30).
PEOPLE = {"49": 600, "44": 5000, "72": 500, "53": 700, "85": 6000, "35": 100}
NEAREST = ["53", "72", "35", "44", "85"]
NAMES = {"49": "Anjou", "44": "Estuaire", "72": "Maine", "53": "Bocage", "85": "Marais", "35": "Landes"}


def rows(columns: str, *values: tuple) -> pd.DataFrame:
    return pd.DataFrame(list(values), columns=columns.split()).assign(synthetique=False)


def fact(code, niveau, territoire, periode, valeur, bas=NAN, haut=NAN, statut="disponible", num=NAN, den=NAN):
    return (code, niveau, territoire, periode, valeur, statut, bas, haut, num, den)


@pytest.fixture(scope="module")
def edition():
    people = [fact("population_municipale", "departement", code, "2023", float(n)) for code, n in PEOPLE.items()]
    people += [fact("population_municipale", "region", "52", "2023", 12_000.0),
               fact("population_municipale", "france", "FR", "2023", 66_000.0)]  # fmt: skip
    shares = [("49", 60), ("53", 50), ("72", 62)]
    hard = [fact("bmo_projets_difficiles", "departement", code, year, NAN, num=float(k), den=100.0)
            for code, k in shares for year in ("2023", "2024")]  # fmt: skip
    hard += [fact("bmo_projets_difficiles", "region", "52", "2024", NAN, num=580.0, den=1000.0)]
    rsa = [fact("foyers_rsa", "commune", "49001", "2023-12", 50.0, 48.0, 54.0),
           fact("foyers_rsa", "commune", "49001", "2024-12", 60.0, 58.0, 64.0),
           fact("foyers_rsa", "commune", "49002", "2023-12", 20.0, 18.0, 24.0),
           fact("foyers_rsa", "commune", "49002", "2024-12", 25.0, 23.0, 29.0),
           fact("foyers_rsa", "commune", "49003", "2024-12", 30.0, 28.0, 34.0)]  # fmt: skip
    poverty = [fact("taux_pauvrete", "commune", "49001", year, rate) for year, rate in (("2021", 12.0), ("2023", 14.0))]
    wages = [fact("taux_chomage_localise", "departement", "49", "2025-T1", 6.7)]
    communes = {"49001": "Angle", "49002": "Bourg", "49003": "Combe"}
    names = "niveau code libelle code_departement superficie_km2"
    zones = rows(
        names, *(("commune", code, name, "49", 10.0) for code, name in communes.items()),
        *(("departement", code, NAMES[code], code, 100.0) for code in PEOPLE),
        ("region", "52", "Loire", None, 600.0), ("france", "FR", "France entière", None, 9000.0),
    )  # fmt: skip
    held = (("departement", "49"), ("region", "52"), ("france", "FR"))
    links = [(c, niveau, zone, "2026") for c in communes for niveau, zone in (("commune", c), *held)]
    columns = "code niveau code_territoire periode valeur statut borne_basse borne_haute numerateur denominateur"
    facts = rows(columns, *people, *hard, *rsa, *poverty, *wages).assign(
        modalite="", source="insee", millesime="2023", code_departement="49", geographie="2025"
    )
    tables = {
        "faits": facts,
        "zones": zones,
        "appartenances": rows("code_insee niveau code_zone millesime", *links),
        "sources": rows("source millesime titre editeur", ("insee", "2023", "Fichier national", "Insee")),
    }
    return in_memory({name: typed(frame, declared(name)) for name, frame in tables.items()}, number=3)


def keys(exhibit) -> list[str]:
    return exhibit.frame["cle"].tolist()


def test_a_departement_beside_its_region_france_and_its_peers(edition):
    beside = figures.comparison(edition, "population_municipale", "departement", "49")
    assert keys(beside) == ["DEP:49", "REG:52", "FRANCE:FR", *(f"DEP:{code}" for code in NEAREST)]
    assert beside.frame["valeur"].tolist() == [600, 12_000, 66_000, 700, 500, 100, 5000, 6000]
    assert beside.roles == ("territoire", "englobant", "englobant", *["pair"] * 5)
    assert beside.titre == "Population municipale – Anjou et territoires de comparaison, 2023"
    assert beside.frame["libelle"].tolist()[:3] == ["Anjou", "Loire (région)", "France entière"]
    assert "C’est 5,0\u202f% du total de la région." in beside.lecture  # 600 of 12,000
    assert "les 5 départements qui lui ressemblent le plus par la population et la densité" in beside.note
    assert "Insee, Fichier national" in beside.source


def test_a_chart_of_counts_leaves_out_what_holds_the_territory(edition):
    beside = figures.comparison(edition, "population_municipale", "departement", "49")
    assert beside.drawn["cle"].tolist() == ["DEP:49", *(f"DEP:{code}" for code in NEAREST)]
    assert "ne montre que ceux de même niveau" in beside.note
    rate = figures.comparison(edition, "bmo_tension", "departement", "49")
    assert len(rate.drawn) == len(rate.frame) == 8


def test_what_is_not_in_the_edition_is_said_with_the_file_that_would_bring_it(edition):
    beside = figures.comparison(edition, "bmo_tension", "departement", "49")
    assert beside.periode == "2024"
    known = beside.frame.set_index("cle")
    assert known.loc[["DEP:49", "REG:52", "DEP:53", "DEP:72"], "valeur"].tolist() == [60, 58, 50, 62]
    assert known.loc["FRANCE:FR", "statut"] == "non_disponible" == known.loc["DEP:35", "statut"]
    assert "C’est 2,0\u00a0points de plus que la région (58,0\u202f%)" in beside.lecture.replace(
        " points", "\u00a0points"
    )
    assert "Pas de chiffre dans cette édition pour : France entière, Landes, Estuaire, Marais." in beside.note
    assert "Le fichier national du producteur les donnerait (Insee, Fichier national (2023))" in beside.note


def test_a_region_of_one_departement_is_not_what_it_is_read_against(edition):
    """La Réunion is its own region: its figure is then read against that of France, 600 of 66,000."""
    facts = edition.table("faits")
    alone = facts["valeur"].where(~((facts["niveau"] == "region") & facts["valeur"].notna()), 600.0)
    tables = {name: edition.table(name) for name in ("zones", "appartenances", "sources")}
    island = in_memory(tables | {"faits": facts.assign(valeur=alone)})
    beside = figures.comparison(island, "population_municipale", "departement", "49")
    assert "C’est 0,9\u202f% du total de la France." in beside.lecture


def test_a_territory_without_any_figure_is_told_with_the_others(edition):
    beside = figures.comparison(edition, "demandeurs_emploi_abc", "departement", "49")
    assert set(beside.frame["statut"]) == {"non_disponible"}
    assert "Pas de chiffre dans cette édition pour : Anjou, Loire (région)" in beside.note
    assert "Le fichier national du producteur les donnerait." in beside.note


def test_a_level_where_nothing_is_published_has_no_row_and_a_reason(edition):
    """The DREES gives départements and France, no region."""
    beside = figures.comparison(edition, "part_brsa_orientes", "departement", "49")
    assert keys(beside)[:3] == ["DEP:49", "FRANCE:FR", "DEP:53"]
    assert "Cet indicateur n’est pas publié pour la région." in beside.note


def test_the_tables_of_the_departement_know_no_region(edition):
    beside = figures.comparison(edition, "taux_remplissage", "departement", "49")
    assert keys(beside) == ["DEP:49"]
    assert "il n’existe ni pour la région ni pour la France" in beside.note
    assert "Aucun découpage du département" in beside.note


def test_peers_may_be_chosen_and_the_note_says_so(edition):
    chosen = figures.comparison(edition, "population_municipale", "departement", "49", pairs=("44", "85"))
    assert keys(chosen)[3:] == ["DEP:44", "DEP:85"]
    assert "choisis par le lecteur" in chosen.note and "ressemblent" not in chosen.note
    alone = figures.comparison(edition, "population_municipale", "departement", "49", pairs=())
    assert keys(alone) == ["DEP:49", "REG:52", "FRANCE:FR"]


@pytest.mark.parametrize(
    "make",
    [
        lambda e: figures.comparison(e, "population_municipale", "departement", "49"),
        lambda e: figures.comparison(e, "population_municipale", "departement", "49", pairs=("44",)),
        lambda e: figures.comparison(e, "population_municipale", "departement", "49", pairs=()),
        lambda e: figures.comparison(e, "foyers_rsa", "commune", "49001", "2023-12"),
        lambda e: figures.evolution(e, "foyers_rsa", "commune", "2023-12", "2024-12"),
        lambda e: figures.evolution(e, "taux_pauvrete", "commune", "2021", "2023"),
    ],
)
def test_a_passport_rebuilds_the_very_same_exhibit(edition, make):
    first = make(edition)
    again = figures.rebuild(edition, first.passeport)
    pd.testing.assert_frame_equal(first.frame, again.frame)
    assert (first.titre, first.mentions) == (again.titre, again.mentions)


def test_no_word_ranks_nor_explains(edition):
    for exhibit in (figures.comparison(edition, "bmo_tension", "departement", "49"),
                    figures.evolution(edition, "foyers_rsa", "commune", "2023-12", "2024-12")):  # fmt: skip
        said = " ".join([exhibit.titre, *(text for _, text in exhibit.mentions)]).lower()
        assert not any(
            word in said for word in ("meilleur", "pire", "classement", "rang", "grâce", "impact", "progrès")
        )


def test_changes_of_counts_and_what_rounding_leaves(edition):
    """Angle 50 → 60: +20 %. Bourg 20 (18 to 24) → 25 (23 to 29): within rounding. Combe has no first date."""
    moved = figures.evolution(edition, "foyers_rsa", "commune", "2024-12", "2023-12")  # put in order
    told = moved.frame.set_index("cle")
    assert told.loc["49001", "valeur"] == pytest.approx(20)
    assert told["statut"].tolist() == ["fiable", "non_significatif", "non_disponible"]
    assert told.loc["49002", ["denominateur", "numerateur"]].tolist() == [20, 25]
    assert moved.titre == (
        "Évolution des foyers allocataires du RSA entre décembre 2023 et décembre 2024 – communes, Anjou"
    )
    assert moved.lecture.startswith("Angle, entre décembre 2023 et décembre 2024\u00a0: hausse de 20,0")
    assert "(de 50\u00a0foyers à 60\u00a0foyers)" in moved.lecture
    assert "1 territoire dont l’évolution n’est pas significative." in moved.note


def test_nothing_is_computed_across_a_break(edition):
    """Filosofi 2 begins in 2023: 12 % in 2021 and 14 % in 2023 are both told, and no difference."""
    broken = figures.evolution(edition, "taux_pauvrete", "commune", "2021", "2023")
    assert set(broken.frame["statut"]) == {"non_comparable"} and broken.frame["valeur"].isna().all()
    assert broken.frame.iloc[0][["denominateur", "numerateur"]].tolist() == [12, 14]
    assert broken.lecture == "Non comparable : rupture de série en 2023."
    assert "Filosofi 2" in broken.note


def test_a_series_across_a_break_says_it_and_one_before_does_not(edition):
    across = figures.over_time(edition, "bmo_tension", "departement", "49")
    assert across.frame["cle"].tolist() == ["2023", "2024"] and "FAP 2021" in across.note
    assert "FAP 2021" not in figures.by_territory(edition, "bmo_tension", "departement", "2024").note


def test_the_geography_shown_and_the_one_published(edition):
    shown = figures.by_territory(edition, "foyers_rsa", "commune")
    assert shown.geographie == "Communes au 1er janvier 2026 ; chiffres publiés dans le découpage de 2025."
    assert ("Géographie", shown.geographie) in shown.mentions
    alone = in_memory({"faits": edition.table("faits").assign(geographie=None), "zones": edition.table("zones"),
                       "appartenances": edition.table("appartenances")})  # fmt: skip
    assert figures.by_territory(alone, "foyers_rsa", "commune").geographie == "Communes au 1er janvier 2026."
