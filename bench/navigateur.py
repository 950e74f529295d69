"""What a person waits for in a real browser: our first page and a change of level, against a page that says hello.

Opening: the browser runs, its cache is empty, the server is warm; from the navigation to the key figures, then to
the territories drawn on the map. Change of level: from the click on « Communes » to its 176 territories drawn.
"""

from __future__ import annotations

import importlib.util
import os
import shutil
import socket
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from bench import compared, lacking
from config import ROOT, Config, for_child
from warehouse.editions import current

NAME = "navigateur"
RUNS = 5
BROWSERS = ("chromium", "chromium-browser", "google-chrome")
FLAGS = (
    "--headless",
    "--no-sandbox",
    "--use-gl=swiftshader",
    "--enable-unsafe-swiftshader",
    "--disable-background-networking",
)
HELLO = """import streamlit as st
st.title("Bonjour")
st.title(f"Niveau : {st.selectbox('Niveau territorial', ['Intercommunalités', 'Communes'])}")
"""
MAP = "[class*='_carte_'] .js-plotly-plot"
# Number of different territories really drawn on the map.
DRAWN = f"""() => {{
  const map = document.querySelector("{MAP}")?._fullLayout?.map?._subplot?.map;
  if (!map || !map.loaded()) return 0;
  const areas = map.queryRenderedFeatures().filter(f => f.geometry.type.endsWith('Polygon'));
  return new Set(areas.map(f => JSON.stringify(f.geometry.coordinates).slice(0, 80))).size;
}}"""
SAYS = "(text) => [...document.querySelectorAll('h1')].some(title => title.innerText.includes(text))"
STOPWATCH = "() => addEventListener('pointerdown', () => window.clicked = performance.now(), {capture: true})"


def measure(config: Config) -> dict:
    """Fresh browsers in turn, hello then ours; seconds, and bytes of the messages of each change of level."""
    browser = installed()
    if browser is None or importlib.util.find_spec("playwright") is None:
        return lacking(NAME, "aucun Chromium sur cette machine")
    if current(config) is None:
        return lacking(NAME, "aucune édition publiée")
    with observatory(config) as ours, hello() as other:
        _visit_hello(browser, other), _visit_ours(browser, ours)
        turns = [(_visit_hello(browser, other), _visit_ours(browser, ours)) for _ in range(RUNS)]
    theirs, mine = ([turn[side] for turn in turns] for side in (0, 1))
    told = compared(
        NAME,
        "accueil jusqu’aux territoires dessinés",
        "page Streamlit qui dit bonjour",
        [visit["carte_s"] for visit in mine],
        [visit["bonjour_s"] for visit in theirs],
    )
    details = {name: round(statistics.median(visit[name] for visit in mine), 3) for name in mine[0]}
    rerun = round(statistics.median(visit["rejeu_bonjour_s"] for visit in theirs), 3)
    return told | details | {"rejeu_bonjour_s": rerun, "charge": _load(), "navigateur": _version(browser)}


def installed() -> str | None:
    """Path of a Chromium."""
    return next(filter(None, map(shutil.which, BROWSERS)), None)


def free_port() -> int:
    """A port of loopback that nobody listens to."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


@contextmanager
def observatory(config: Config) -> Iterator[str]:
    """Address of the application, started as a user starts it."""
    port = free_port()
    command = [sys.executable, "-m", "commands", "run", "--port", str(port)]
    with _served(command, port, cwd=ROOT, env=for_child(config)) as address:
        yield address


@contextmanager
def hello() -> Iterator[str]:
    """Address of a page of two titles and one list, on a Streamlit without anything of ours."""
    port = free_port()
    command = [sys.executable, "-m", "streamlit", "run", "bonjour.py", "--server.address", "127.0.0.1"]
    command += ["--server.port", str(port), "--server.headless", "true", "--browser.gatherUsageStats", "false"]
    with tempfile.TemporaryDirectory() as folder:
        Path(folder, "bonjour.py").write_text(HELLO, encoding="utf-8")
        with _served(command, port, cwd=folder) as address:
            yield address


@contextmanager
def _served(command: list[str], port: int, seconds: float = 60, **child) -> Iterator[str]:
    server = subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, **child)
    try:
        _wait(port, time.monotonic() + seconds)
        yield f"http://127.0.0.1:{port}"
    finally:
        server.terminate()
        server.wait(20)


def _wait(port: int, limit: float) -> None:
    while True:
        try:
            socket.create_connection(("127.0.0.1", port), timeout=2).close()
            return
        except OSError as error:
            if time.monotonic() > limit:
                raise TimeoutError(f"127.0.0.1:{port} ne répond pas") from error
            time.sleep(0.2)


@contextmanager
def _page(browser: str) -> Iterator:
    """A page of a browser that has just been started, with nothing in its cache."""
    from playwright.sync_api import sync_playwright

    with sync_playwright() as playwright:
        opened = playwright.chromium.launch(executable_path=browser, args=list(FLAGS))
        page = opened.new_context(viewport={"width": 1366, "height": 768}, locale="fr-FR").new_page()
        page.add_init_script(f"({STOPWATCH})()")
        page.wait_for_timeout(500)
        yield page
        opened.close()


def _visit_hello(browser: str, address: str) -> dict:
    with _page(browser) as page:
        page.goto(address, wait_until="commit")
        opened = _seconds(page, f"({SAYS})('Bonjour')")
        return {"bonjour_s": opened, "rejeu_bonjour_s": _choose(page, "Communes", f"({SAYS})('Communes')")}


def _visit_ours(browser: str, address: str) -> dict:
    with _page(browser) as page:
        received = []
        page.on("websocket", lambda wire: wire.on("framereceived", lambda frame: received.append(len(frame))))
        page.goto(address, wait_until="commit")
        seen = {"chiffres_s": _seconds(page, "document.querySelector('.obs-key-value')")}
        seen["carte_s"] = _seconds(page, f"({DRAWN})() >= 8")
        for name, level, least, most in (
            ("premier_passage_communes", "Communes", 170, 1000),
            ("retour_intercommunalites", "Intercommunalités", 8, 60),
            ("second_passage_communes", "Communes", 170, 1000),
        ):
            page.wait_for_timeout(800)
            received.clear()
            drawn = f"(n => n >= {least} && n <= {most})(({DRAWN})())"
            seen[f"{name}_s"] = _choose(page, level, drawn)
            page.wait_for_timeout(800)
            seen[f"{name}_octets"] = sum(received)
        return seen


def _choose(page, level: str, done: str) -> float:
    """Seconds from the click on that level of the list to `done`."""
    page.get_by_role("combobox", name="Niveau territorial").click()
    page.get_by_role("option", name=level, exact=True).click()
    return _seconds(page, done, "window.clicked")


def _seconds(page, done: str, since: str = "0") -> float:
    """Seconds of the page's clock from `since` (ms; 0 is the navigation) until `done` is true."""
    found = page.wait_for_function(f"() => ({done}) && performance.now() - {since}", polling=20, timeout=60_000)
    return found.json_value() / 1000


def _load() -> float | None:
    """Mean number of busy processes of the last minute; None where the system does not say."""
    return round(os.getloadavg()[0], 1) if hasattr(os, "getloadavg") else None


def _version(browser: str) -> str:
    told = subprocess.run([browser, "--version"], capture_output=True, text=True, check=False)
    return " ".join(told.stdout.split()[:2])
