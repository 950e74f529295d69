"""Seven départements from the publishers' own files: one command each, published totals found again, maps that draw.

The expected figures are read here cell by cell in the publishers' workbooks, without the project's reading engine.
"""

from __future__ import annotations

import csv
from dataclasses import replace
from functools import cache

import pytest
from python_calamine import CalamineWorkbook
from test_browser import open_page, polygons

import config
from bench.navigateur import observatory
from commands.publish import published as publish
from disclosure import figures
from warehouse.editions import current

pytestmark = [pytest.mark.reel, pytest.mark.chromium]

# département → (number of its communes in the COG of 2026, territories to be drawn on its first map at least)
DEPARTEMENTS = {"49": 9, "59": 15, "2A": 7, "974": 5, "75": 1, "69": 10, "976": 5}

EVERY_TIME = ("49", "2A", "976")  # the default, letters in the code, absent from several sources


@cache
def workbook(mirror, name, sheet):
    return CalamineWorkbook.from_path(mirror / name).get_sheet_by_name(sheet).to_python(skip_empty_area=False)


def projects(mirror, departement, basin=""):
    """Sum of the published cells of BMO 2025, and how many are secret."""
    header, *lines = workbook(mirror, "bmo/Base_open_data_BMO_2025.xlsx", "BMO_2025_open_data")
    where, place, met = (header.index(name) for name in ("Dept", "BE25", "met"))
    mine = [line for line in lines if str(line[where]).strip() == departement]
    chosen = [line[met] for line in mine if not basin or str(line[place]).removesuffix(".0").zfill(4) == basin]
    return sum(int(float(cell)) for cell in chosen if cell != "*"), chosen.count("*")


def unemployment(mirror, departement):
    """Rate of the third quarter of 2025, None where Insee publishes none."""
    rows = workbook(mirror, "insee/sl_etc_2025T3.xls", "Département")
    quarter = rows[3].index("T3_2025")
    return next((row[quarter] for row in rows[4:] if str(row[0]).removesuffix(".0").zfill(2) == departement), None)


def poverty(mirror, departement):
    """Communes whose rate is secret, and those whose rate is published, in the geography of the file."""
    with (mirror / "insee/cc_filosofi_2021_COM.csv").open(encoding="utf-8", newline="") as stream:
        rates = [
            row["TP6021"] for row in csv.DictReader(stream, delimiter=";") if row["CODGEO"].startswith(departement)
        ]
    return rates.count("s"), [float(rate.replace(",", ".")) for rate in rates if rate != "s"]


@pytest.fixture(scope="module", params=list(DEPARTEMENTS))
def edition(request, mirror, on_demand, tmp_path_factory):
    """The département's edition, published from the mirror by the command's own function, and its configuration."""
    if request.param not in EVERY_TIME:
        on_demand("departements", "quarante secondes par département")
    home = tmp_path_factory.mktemp("departement")
    settings = replace(config.load(), home=home, departement=request.param, mirror=mirror, warehouse_url=None)
    outcome = publish(settings)
    assert outcome.info.current and outcome.blocking == ()
    loads = outcome.loads
    assert (loads["nb_recues"] == loads[["nb_acceptees", "nb_ecartees", "nb_refusees"]].sum(axis=1)).all()
    return current(settings), settings


def one(edition, code, niveau, territoire, periode=""):
    return figures.one(edition, code, niveau, territoire, periode).frame.iloc[0]


def test_published_totals_are_found_again(edition, mirror):
    opened, settings = edition
    code = settings.departement
    known, secret = projects(mirror, code)
    row = one(opened, "bmo_projets", "departement", code, "2025")
    assert row["valeur"] == known
    if secret:
        assert (row["ic_bas"], row["ic_haut"]) == (known, known + 4 * secret)
    for basin, _ in figures.territories(opened, "bassin_bmo"):
        told, row = projects(mirror, code, basin), one(opened, "bmo_projets", "bassin_bmo", basin, "2025")
        assert (0 if row["statut"] in ("secret", "non_disponible") else row["valeur"]) == told[0]
    rate = unemployment(mirror, code)
    row = one(opened, "taux_chomage_localise", "departement", code, "2025-T3")
    if rate is None:  # Mayotte: missing, not zero
        assert row["statut"] == "non_disponible"
    else:
        assert row["valeur"] == pytest.approx(rate)


def test_poverty_keeps_its_secrets(edition, mirror):
    opened, settings = edition
    secret, published = poverty(mirror, settings.departement)
    facts = opened.facts(["taux_pauvrete"]).query("periode == '2021'")
    # Figures as published, whatever has merged since, stand once each.
    merged = set("|".join(facts["codes_publies"].dropna()).split("|"))
    whole = facts[~((facts["niveau"] == "commune") & facts["codes_publies"].notna())]
    told = whole[whole["niveau"].isin(["commune", "commune_publiee", "arrondissement_municipal"])]
    assert (told["statut"] == "secret").sum() == secret
    assert sorted(told["valeur"].dropna()) == sorted(published)
    assert merged <= set(told["code_territoire"]) | {""}


def test_the_application_opens_on_it(edition, visit):
    _, settings = edition
    with observatory(settings) as url:
        open_page(visit, url, "")
        assert polygons(visit, at_least=DEPARTEMENTS[settings.departement]) >= DEPARTEMENTS[settings.departement]
        open_page(visit, url, "besoins", "?indicateur=bmo_projets")
        assert polygons(visit) >= 1
    assert visit.errors == [] and visit.hosts <= {"127.0.0.1", "local"}
