"""A real browser on the real application: maps that draw, clicks that select, files that say what the screen says."""

from __future__ import annotations

import csv
import io
import json
import re
import subprocess
import sys
from urllib.parse import urlsplit

import pytest
from e2e_server import DESKTOP, PHONE, Visit

from bench.navigateur import DRAWN, MAP
from config import ROOT, for_child

PAGES = {
    "": "Portrait du territoire",
    "couverture": "Couverture de l’offre",
    "frequentation": "Fréquentation des actions",
    "besoins": "Besoins des territoires",
    "resultats": "Résultats et devenir des personnes",
    "qualite": "Qualité des données",
    "methode": "Méthode et définitions",
}
ANGERS = {"epci": "244900015", "lat": 47.47, "lon": -0.56}

pytestmark = pytest.mark.chromium


def open_page(visit: Visit, address: str, name: str, query: str = "") -> None:
    visit.page.goto(f"{address}/{name}{query}")
    visit.page.get_by_role("heading", level=1, name=PAGES[name]).wait_for(timeout=30_000)


def polygons(visit: Visit, at_least: int = 1) -> int:
    """Number of different territories really drawn on the map, once there are that many."""
    visit.page.wait_for_selector(MAP, timeout=30_000)
    seen = visit.page.wait_for_function(
        f"() => {{ const n = ({DRAWN})(); return n >= {at_least} && n; }}", timeout=30_000
    )
    return seen.json_value()


def click_map(visit: Visit, latitude: float, longitude: float) -> None:
    """Click where that point of the world is on the map."""
    visit.page.locator(MAP).first.scroll_into_view_if_needed()
    spot = visit.page.evaluate(
        """([lat, lon, css]) => {
          const plot = document.querySelector(css), map = plot._fullLayout.map._subplot.map;
          const box = map.getCanvas().getBoundingClientRect(), scale = box.width / map.getCanvas().offsetWidth;
          const at = map.project([lon, lat]);
          return [box.left + at.x * scale, box.top + at.y * scale];
        }""",
        [latitude, longitude, MAP],
    )
    visit.page.mouse.move(*spot)
    visit.page.wait_for_timeout(400)
    visit.page.mouse.click(*spot)


def figure(published, *arguments: str) -> dict:
    command = [sys.executable, "-m", "commands", "figure", *arguments, "--json"]
    done = subprocess.run(command, cwd=ROOT, env=for_child(published), capture_output=True, text=True, check=True)
    return json.loads(done.stdout)


@pytest.mark.parametrize("name", list(PAGES))
def test_every_page_draws_its_map_and_asks_nobody_else(visit, address, name):
    open_page(visit, address, name)
    assert polygons(visit, at_least=8) >= 8
    assert visit.hosts <= {"127.0.0.1", "local"}
    assert visit.errors == []
    assert "Traceback" not in visit.page.content()


def test_a_click_selects_the_territory_for_every_page(visit, address):
    open_page(visit, address, "")
    polygons(visit, at_least=8)
    click_map(visit, ANGERS["lat"], ANGERS["lon"])
    visit.page.wait_for_url(f"**territoire={ANGERS['epci']}**", timeout=15_000)
    visit.page.get_by_text("Communauté urbaine Angers Loire Métropole compte").wait_for(timeout=15_000)
    visit.page.get_by_role("link", name="Besoins").click()
    visit.page.get_by_role("heading", level=1, name=PAGES["besoins"]).wait_for()
    visit.page.wait_for_url(f"**territoire={ANGERS['epci']}**", timeout=15_000)
    assert "niveau=epci" in visit.page.url


def choose_level(visit: Visit, name: str) -> None:
    visit.page.get_by_role("combobox", name="Niveau territorial").click()
    visit.page.get_by_role("option", name=name, exact=True).click()


def opened_and_weighed(visit: Visit, address: str, name: str) -> list[int]:
    """Open a page and wait for its map; from then on, the weight of each message received."""
    received: list[int] = []
    visit.page.on("websocket", lambda wire: wire.on("framereceived", lambda frame: received.append(len(frame))))
    open_page(visit, address, name)
    polygons(visit, at_least=8)
    visit.page.wait_for_timeout(1000)
    received.clear()
    return received


@pytest.mark.parametrize("name", ["", "couverture", "besoins"])
def test_a_change_of_level_draws_the_communes_in_less_than_30_kb(visit, address, name):
    received = opened_and_weighed(visit, address, name)
    choose_level(visit, "Communes")
    visit.page.wait_for_url("**niveau=commune**", timeout=15_000)
    assert polygons(visit, at_least=170) >= 170
    first = sum(received)
    assert 10_000 < first < 30_000
    choose_level(visit, "Intercommunalités")
    visit.page.wait_for_url("**niveau=epci**", timeout=15_000)
    visit.page.wait_for_timeout(1000)
    received.clear()
    choose_level(visit, "Communes")
    assert polygons(visit, at_least=170) >= 170
    assert 0 < sum(received) < 15_000  # what was sent once is only named


def test_the_name_and_the_figure_of_a_territory_stand_under_the_pointer(visit, address):
    open_page(visit, address, "besoins", "?niveau=commune&indicateur=taux_pauvrete")
    polygons(visit, at_least=170)
    click_map(visit, ANGERS["lat"], ANGERS["lon"])
    visit.page.locator(".hovertext", has_text="Angers").first.wait_for(timeout=15_000)


def test_the_scripts_announced_with_the_page_are_the_ones_it_asks_for(visit, address):
    asked = []
    visit.page.on("request", lambda request: asked.append(urlsplit(request.url).path))
    link = visit.page.goto(address).all_headers()["link"]
    polygons(visit, at_least=8)
    announced = re.findall(r"<([^>]+)>; rel=modulepreload", link)
    assert announced and set(announced) <= set(asked)
    started = re.compile(r"/static/js/PlotlyChart\.")
    order = {path: place for place, path in reversed(list(enumerate(asked)))}
    assert all(order[path] < min(order[p] for p in order if started.match(p)) for path in announced)
    assert len([path for path in asked if path in announced]) == len(announced)  # each once, not preloaded in vain


def test_a_link_opens_what_it_names(visit, address):
    open_page(visit, address, "besoins", "?niveau=commune&territoire=49007&indicateur=taux_pauvrete")
    assert polygons(visit, at_least=170) >= 170
    visit.page.get_by_role("heading", name="Taux de pauvreté").first.wait_for()
    assert visit.page.get_by_text("Angers", exact=False).first.is_visible()


def test_a_wrong_link_says_so_and_still_shows_the_departement(visit, address):
    open_page(visit, address, "", "?niveau=epci&territoire=999")
    visit.page.get_by_text("« 999 » n’existe pas").wait_for()
    visit.page.get_by_text("Maine-et-Loire compte").wait_for()


def test_the_csv_of_the_map_says_what_the_figure_command_says(visit, address, published):
    open_page(visit, address, "besoins", "?niveau=epci&indicateur=foyers_rsa")
    polygons(visit, at_least=8)
    visit.page.get_by_role("button", name="Télécharger la carte").click()
    with visit.page.expect_download(timeout=20_000) as waiting:
        visit.page.get_by_role("button", name="Tableau (CSV)").first.click()
    text = waiting.value.path().read_text(encoding="utf-8-sig")
    lines = [line for line in text.splitlines() if not line.startswith("#")]
    rows = {row["cle"]: row for row in csv.DictReader(io.StringIO("\n".join(lines)), delimiter=_delimiter(lines[0]))}
    told = figure(published, "foyers_rsa", "--niveau", "epci", "--territoire", ANGERS["epci"])
    assert float(rows[ANGERS["epci"]]["valeur"].replace(",", ".")) == told["valeur"] > 0
    assert len(rows) == 10
    assert told["source"].split(",")[0] in text


def _delimiter(header: str) -> str:
    return ";" if ";" in header else ","


@pytest.mark.parametrize("button", ["Tableau (Excel)", "Image (SVG)", "Image (PNG)"])
def test_other_files_are_made_on_demand(visit, address, button):
    open_page(visit, address, "frequentation")
    polygons(visit, at_least=8)
    visit.page.get_by_role("button", name="Télécharger la carte").click()
    with visit.page.expect_download(timeout=40_000) as waiting:
        visit.page.get_by_role("button", name=button).first.click()
    content = waiting.value.path().read_bytes()
    starts = {"Tableau (Excel)": b"PK", "Image (SVG)": b"<?xml", "Image (PNG)": b"\x89PNG"}
    assert content.startswith(starts[button])
    assert waiting.value.suggested_filename.startswith("demo_taux_remplissage_epci_2025")
    if button == "Image (SVG)":
        assert "démonstration" in content.decode("utf-8").lower()


def test_the_places_of_the_offer_are_clustered_on_a_map_of_ours(visit, address):
    open_page(visit, address, "couverture")
    frame = visit.page.frame_locator("iframe").first
    frame.locator(".leaflet-container").wait_for(timeout=20_000)
    frame.locator(".leaflet-marker-icon").first.wait_for(timeout=20_000)
    assert frame.locator(".leaflet-marker-icon").count() >= 5
    assert visit.errors == [] and visit.hosts <= {"127.0.0.1", "local"}


@pytest.mark.parametrize("name", ["", "couverture", "frequentation", "besoins", "resultats"])
def test_the_section_to_compare_opens_alone_and_light(visit, address, name):
    """The fragment runs by itself: the map is not sent again, and the section weighs less than a change of level."""
    received = opened_and_weighed(visit, address, name)
    visit.page.get_by_text("Comparer à d’autres territoires").click()
    visit.page.get_by_role("heading", name="et territoires de comparaison").wait_for(timeout=15_000)
    visit.page.locator(".st-key-comparer_graphique .js-plotly-plot .bars").first.wait_for(timeout=15_000)
    visit.page.wait_for_timeout(500)
    assert 2_000 < sum(received) < 30_000
    assert "comparer=" in visit.page.url and visit.errors == []


def test_the_files_of_a_comparison_say_each_level(visit, address):
    open_page(visit, address, "", "?comparer=population_municipale")
    visit.page.get_by_role("heading", name="et territoires de comparaison").wait_for(timeout=15_000)
    # The list opens where its button is: the page above must have its height.
    polygons(visit, at_least=8)
    visit.page.locator(".st-key-comparer_graphique .js-plotly-plot").wait_for(timeout=20_000)
    visit.page.get_by_role("button", name="Télécharger le graphique").last.click()
    with visit.page.expect_download(timeout=20_000) as waiting:
        visit.page.get_by_role("button", name="Tableau (CSV)").last.click()
    text = waiting.value.path().read_text(encoding="utf-8-sig")
    lines = [line for line in text.splitlines() if not line.startswith("#")]
    told = {(row["niveau"], row["territoire"]): row["valeur"] for row in csv.DictReader(lines)}
    assert told["departement", "49"] == "833776" and told["region", "52"] == "3907156"


def test_two_dates_draw_their_change_and_say_it_in_words(visit, address):
    open_page(visit, address, "", "?niveau=epci&depuis=2020-12")
    assert polygons(visit, at_least=8) >= 8
    visit.page.locator(".obs-legend", has_text="baisse").wait_for(timeout=15_000)
    visit.page.get_by_role("heading", name="Évolution des foyers allocataires du RSA").wait_for()


@pytest.mark.parametrize("visit", [PHONE], indirect=True)
@pytest.mark.parametrize("name", ["", "couverture", "frequentation", "besoins", "resultats"])
def test_on_a_phone_a_comparison_does_not_scroll_sideways(visit, address, name):
    open_page(visit, address, name, "?comparer=oui")
    visit.page.locator(".st-key-comparer_graphique .js-plotly-plot").wait_for(timeout=20_000)
    assert visit.page.evaluate("document.querySelector('[data-testid=stMain]').scrollWidth") <= PHONE["width"]


@pytest.mark.parametrize("visit", [DESKTOP, PHONE], indirect=True)
def test_every_layer_of_places_can_be_hidden_and_an_empty_one_says_why(visit, address):
    open_page(visit, address, "couverture")
    visit.page.get_by_text("Autre offre (data·inclusion) : aucun export data·inclusion n’a été chargé").wait_for()
    frame = visit.page.frame_locator("iframe").first
    frame.locator(".leaflet-marker-icon").first.wait_for(timeout=20_000)
    boxes = frame.locator(".leaflet-control-layers-overlays input")
    assert boxes.count() == 5
    for place in range(5):
        boxes.nth(place).click()
    frame.locator(".leaflet-marker-icon").first.wait_for(state="detached")
    assert frame.locator(".leaflet-marker-icon, path.leaflet-interactive").count() == 0
    boxes.nth(2).click()
    frame.locator(".leaflet-marker-icon").first.wait_for()
    assert visit.errors == []


@pytest.mark.parametrize("visit", [PHONE], indirect=True)
@pytest.mark.parametrize("name", list(PAGES))
def test_on_a_phone_nothing_scrolls_sideways(visit, address, name):
    open_page(visit, address, name)
    polygons(visit, at_least=8)
    wide = visit.page.evaluate(
        "Math.max(document.documentElement.scrollWidth, document.querySelector('[data-testid=stMain]').scrollWidth)"
    )
    assert wide <= PHONE["width"]


@pytest.mark.parametrize("visit", [PHONE], indirect=True)
def test_on_a_phone_a_tap_still_selects(visit, address):
    open_page(visit, address, "")
    polygons(visit, at_least=8)
    click_map(visit, ANGERS["lat"], ANGERS["lon"])
    visit.page.wait_for_url(f"**territoire={ANGERS['epci']}**", timeout=15_000)
