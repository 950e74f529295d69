"""Territories an edition is compared with: figures of their own, a name, and no place in its sums nor maps."""

from __future__ import annotations

import pandas as pd
import pytest
from small_departement import PLACES, geography, rows

from disclosure import figures
from disclosure.measures import measures
from indicators import aggregation
from warehouse.dictionary import table as declared
from warehouse.edition import in_memory
from warehouse.schema import typed

NAMES = (("departement", "49", "Anjou", "49"), ("departement", "44", "Voisin", "44"), ("region", "52", "Loire", None),
         ("france", "FR", "France entière", None))  # fmt: skip


def fact(niveau, code, periode, value):
    return ("population_municipale", niveau, code, periode, float(value), "disponible")


@pytest.fixture
def edition():
    """Three communes of 100, 200 and 300; the neighbour, the region and France as published, the last to 2024."""
    own = [fact("commune", code, "2023", 100 * n) for n, code in enumerate(("49001", "49002", "49003"), start=1)]
    wide = [fact("departement", "44", "2023", 5000), fact("departement", "44", "2024", 5100),
            fact("region", "52", "2024", 9000), fact("france", "FR", "2024", 70_000)]  # fmt: skip
    places = geography()
    home = [code for code, place in PLACES.items() if place[1] == "49"]
    links = [(code, niveau, zone, "2026") for code in home for niveau, zone in (("region", "52"), ("france", "FR"))]
    tables = {
        "faits": rows("code niveau code_territoire periode valeur statut", *own, *wide).assign(modalite=""),
        "zones": pd.concat([places["zones"], rows("niveau code libelle code_departement", *NAMES)]),
        "territoires": places["territoires"],
        "appartenances": pd.concat([places["appartenances"], rows("code_insee niveau code_zone millesime", *links)]),
    }
    return in_memory({name: typed(frame.reset_index(drop=True), declared(name)) for name, frame in tables.items()})


def test_measures_hold_every_row_and_the_own_departement_is_the_sum_of_its_communes(edition):
    found = measures(edition, "population_municipale", "departement").set_index(["territoire", "periode"])["valeur"]
    assert found.to_dict() == {("44", "2023"): 5000, ("44", "2024"): 5100, ("49", "2023"): 600}
    assert measures(edition, "population_municipale", "region")["territoire"].tolist() == ["52"]


def test_a_region_is_never_the_sum_of_the_communes_of_one_departement(edition):
    assert aggregation.zone_of(edition, "region").empty
    assert measures(edition, "population_municipale", "region")["valeur"].tolist() == [9000]
    assert not {"region", "france"} & set(aggregation.memberships(edition)["niveau"])


def test_what_is_drawn_keeps_to_the_edition(edition):
    assert list(aggregation.territories(edition, "departement")) == ["49"]
    assert list(aggregation.territories(edition, "region")) == []
    assert figures.territories(edition, "departement") == [("49", "Anjou")]
    assert "region" not in figures.levels(edition) and "france" not in figures.levels(edition)
    drawn = figures.by_territory(edition, "population_municipale", "departement")
    assert drawn.frame["cle"].tolist() == ["49"] and drawn.periode == "2023"  # 2024 is known of the neighbour only
    assert figures.periods(edition, "population_municipale", "departement") == ["2023"]
    assert figures.known(edition, "departement").frame["cle"].tolist() == ["49"]


def test_a_level_known_by_name_only_is_not_drawn(edition):
    """A basin of the survey whose communes nobody gave: it has figures, and no contour."""
    named = rows("niveau code libelle code_departement", ("bassin_bmo", "5201", "Angle", "49"))
    zones = pd.concat([edition.table("zones"), named], ignore_index=True)
    other = in_memory({name: edition.table(name) for name in ("faits", "appartenances")} | {"zones": zones})
    assert figures.named(other, "bassin_bmo") == {"5201": "Angle"}
    assert "bassin_bmo" not in figures.levels(other) and "epci" in figures.levels(other)


def test_one_figure_of_a_territory_to_compare_with(edition):
    neighbour = figures.one(edition, "population_municipale", "departement", "44")
    assert (neighbour.frame.iloc[0]["valeur"], neighbour.periode) == (5100, "2024")
    assert neighbour.titre == "Population municipale – Voisin, 2024"
    region = figures.one(edition, "population_municipale", "region", "52")
    assert region.frame.iloc[0]["valeur"] == 9000 and "Loire compte 9\u202f000" in region.lecture
    assert figures.one(edition, "population_municipale", "france", "FR").frame.iloc[0]["valeur"] == 70_000
    same = figures.rebuild(edition, region.passeport)
    assert same.frame.equals(region.frame)


def test_its_own_figure_keeps_the_period_of_the_map(edition):
    own = figures.one(edition, "population_municipale", "departement", "49")
    assert (own.frame.iloc[0]["valeur"], own.periode) == (600, "2023")


def test_a_territory_nobody_published_is_not_available_and_keeps_its_name(edition):
    figure = figures.one(edition, "taux_chomage_localise", "region", "52")
    assert figure.frame.iloc[0]["statut"] == "non_disponible" and "Loire" in figure.titre


def test_what_surrounds_a_departement(edition):
    assert aggregation.surroundings(edition) == (("region", "52"), ("france", "FR"))
    assert edition.whole == ("departement", "49")


def test_a_page_without_any_figure_has_empty_exhibits(edition):
    assert figures.by_modality(edition, "bmo_projets", "departement", "49", "famille").frame.empty
