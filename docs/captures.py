"""Screenshots of every page at both widths: `python docs/captures.py http://127.0.0.1:8501 DOSSIER`."""

from __future__ import annotations

import shutil
import sys
from pathlib import Path

from playwright.sync_api import sync_playwright

PAGES = ("", "couverture", "frequentation", "besoins", "resultats", "qualite", "methode")
WIDTHS = {"1366": (1366, 768), "390": (390, 844)}
FLAGS = ["--no-sandbox", "--use-gl=swiftshader", "--enable-unsafe-swiftshader", "--disable-background-networking"]


def main(address: str, folder: Path) -> None:
    """One PNG per page and width, of the whole page, and the first screen of the first page."""
    folder.mkdir(parents=True, exist_ok=True)
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=shutil.which("chromium"), args=FLAGS)
        for label, (width, height) in WIDTHS.items():
            page = browser.new_page(viewport={"width": width, "height": height}, locale="fr-FR")
            for name in PAGES:
                page.goto(f"{address}/{name}")
                page.wait_for_selector("h1", timeout=30_000)
                page.wait_for_selector(".js-plotly-plot canvas", timeout=30_000)
                page.wait_for_timeout(4_000)
                if (name, label) == ("", "1366"):
                    page.screenshot(path=folder / "accueil.png")  # the picture of the README
                tall = page.evaluate("document.querySelector('[data-testid=stMain]')?.scrollHeight ?? 0")
                page.set_viewport_size({"width": width, "height": max(height, min(int(tall), 6_000))})
                page.wait_for_timeout(1_500)
                page.screenshot(path=folder / f"{name or 'accueil'}-{label}.png")
                page.set_viewport_size({"width": width, "height": height})
        browser.close()


if __name__ == "__main__":
    main(sys.argv[1].rstrip("/"), Path(sys.argv[2]))
