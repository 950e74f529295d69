"""Déposer, as a département lives it: its files, what is refused, what is mended, what is then displayed."""

from __future__ import annotations

import re
import shutil
import time
import zipfile
from collections.abc import Iterator
from dataclasses import dataclass, replace
from pathlib import Path

import openpyxl
import pytest
from deposit_workbooks import (
    ACTIONS,
    DOUBTFUL,
    EACH,
    FAULTY,
    LINES,
    LIST_PLACES,
    WRONG_SIRET,
    YEAR,
    action_list,
    correct,
    fill,
)
from e2e_server import DESKTOP, Visit
from playwright.sync_api import Browser, Page

from bench.navigateur import observatory
from config import Config
from etl.deposits.store import listed
from warehouse import editions

pytestmark = pytest.mark.chromium
LONG = 300_000  # milliseconds: a check, on a machine that does much else
AT_MOST = {"clicks": 8, "questions": 11, "accueil": 60}  # seconds, on a machine that does much else


@dataclass
class Screen:
    """A person before the page: does only what the screen offers, and counts what it takes."""

    page: Page
    address: str
    clicks: int = 0

    def open(self, name: str = "deposer") -> None:
        self.page.goto(f"{self.address}/{name}", timeout=LONG)
        self.page.get_by_role("heading", level=1).wait_for(timeout=LONG)

    def click(self, name: str) -> None:
        self.page.get_by_role("button", name=name).first.click(timeout=LONG)
        self.clicks += 1

    def choose(self, file: Path, label: str = "Vos fichiers") -> None:
        self.page.get_by_test_id("stFileUploader").filter(has_text=label).locator("input").set_input_files(file)
        self.clicks += 2

    def download(self, name: str, folder: Path) -> Path:
        with self.page.expect_download(timeout=LONG) as waiting:
            self.click(name)
        done = folder / waiting.value.suggested_filename
        waiting.value.save_as(done)
        return done

    def says(self, text: str | re.Pattern) -> None:
        self.page.get_by_text(text).first.wait_for(timeout=LONG)

    def text(self) -> str:
        return self.page.get_by_test_id("stMain").inner_text()


@pytest.fixture(scope="module")
def home(published: Config, tmp_path_factory) -> Config:
    """The demonstration, on a machine whose user may publish."""
    copied = tmp_path_factory.mktemp("depots") / "var"
    shutil.copytree(published.home, copied)
    return replace(published, home=copied, admin=True, service="cellule insertion")


@pytest.fixture(scope="module")
def open_house(home: Config) -> Iterator[str]:
    with observatory(home) as url:
        yield url


@pytest.fixture
def screen(visit: Visit, open_house: str) -> Screen:
    shown = Screen(visit.page, open_house)
    shown.open()
    return shown


@pytest.fixture
def another(browser: Browser, open_house: str) -> Iterator[Screen]:
    """Somebody else, in a browser of their own."""
    context = browser.new_context(viewport=DESKTOP, locale="fr-FR")
    yield Screen(context.new_page(), open_house)
    context.close()


def test_from_the_template_to_the_figure_and_back(screen, visit, home, tmp_path):
    template = screen.download("Télécharger le modèle", tmp_path)
    screen.choose(fill(template, tmp_path))
    screen.click("Lire les fichiers")
    screen.says("Tout est reconnu")
    screen.click("Passer au contrôle")
    screen.click("Contrôler")
    screen.says(re.compile(r"L’édition \d+ est prête"))
    _refusals_are_told(screen.text())

    back = correct(screen.download("Télécharger le classeur de correction", tmp_path), tmp_path)
    screen.choose(back, "Renvoyer le classeur corrigé")
    screen.says("Votre correction : 4 défauts corrigés.")
    figures = screen.page.get_by_role("region", name="Chiffres qui bougent", exact=True)
    figures.wait_for(timeout=LONG)
    said, moved = screen.text(), figures.inner_text()
    received = 176 + 30 + ACTIONS + ACTIONS * EACH + 4
    assert f"{received} lignes sur {received} sont acceptées" in said
    assert re.search(rf"Sessions\s+{ACTIONS * EACH}\s", said), "rows added"
    assert re.search(rf"^Places ouvertes\s+{YEAR}\s.*\s1.440\s", moved, re.M), "120 sessions of 12 places"
    assert "Vos tables remplacent toutes les données de démonstration" in said

    deposit = screen.page.url.rpartition("/")[2]
    before = _answer(screen, "couverture")
    screen.open(deposit)
    screen.says("Votre correction : 4 défauts corrigés.")
    screen.click("Publier cette édition")
    screen.says(re.compile(r"L’édition \d+ est affichée"))
    assert editions.current(home).number == listed(home)[0].edition > 1

    after = _answer(screen, "couverture")
    assert before != after and re.search(r"Places pour 100 bénéficiaires du RSA\s+12", after), "1 440 for 12 000"
    assert "Données de démonstration" not in after
    assert "Données non fournies : « Prescriptions »" in _answer(screen, "frequentation")

    screen.open("qualite")
    screen.click("Revenir à une autre édition")
    screen.click("Afficher cette édition")
    screen.page.locator(".obs-banner", has_text="édition 1 du").wait_for(timeout=LONG)
    assert editions.current(home).number == 1
    assert _answer(screen, "couverture") == before
    assert visit.errors == [] and visit.hosts <= {"127.0.0.1", "local"}


def _refusals_are_told(said: str) -> None:
    lines = {"siret": 9, "fin": 20, "action": 35, "commune": 49}  # as a person sees them in the workbook
    for fault, line in lines.items():
        sheet = "Structures d’insertion" if fault == "siret" else "Sessions"
        assert f"feuille « {sheet} », ligne {line}, colonne « {FAULTY[fault][1]} » :" in said
    assert f"le SIRET {WRONG_SIRET} est invalide" in said and "la session finit avant de commencer" in said
    assert "« A99 » est inconnu" in said and "le code commune « 49999 » n’existe pas" in said


def _answer(screen: Screen, name: str) -> str:
    """What a page says: its ribbon, its sentence, its three figures, once they are there."""
    screen.open(name)
    screen.page.locator(".obs-answer, [data-testid=stAlert]").first.wait_for(timeout=LONG)
    screen.page.wait_for_timeout(1500)
    return screen.page.evaluate(
        "[...document.querySelectorAll('.obs-ribbon, .obs-answer, .obs-key, [data-testid=stAlert]')]"
        ".map(one => one.innerText).join('\\n')"
    )


def test_an_action_list_of_their_own_is_loaded_by_following_the_screen(screen, another, home, tmp_path):
    screen.choose(action_list(tmp_path))
    screen.click("Lire les fichiers")
    screen.says("colonne « Contact (nom) »")
    screen.click("Retirer cette colonne et continuer")
    questions = _answered(screen)
    screen.says("1 lieu est à confirmer")
    screen.says(f"« {DOUBTFUL} »")
    screen.click("Confirmer la proposition")
    screen.says("1 lieu est confirmé")
    screen.click("Passer au contrôle")
    screen.click("Contrôler")
    screen.says("Contrôle en cours")
    begun = time.monotonic()
    another.open("")
    waited = time.monotonic() - begun
    screen.says(re.compile(r"L’édition \d+ est prête"))
    assert questions <= AT_MOST["questions"] and screen.clicks <= AT_MOST["clicks"]
    assert waited < AT_MOST["accueil"], "others do not wait for a check"

    deposit = listed(home)[0]
    made = editions.open_edition(home, deposit.edition)
    sessions, actions = made.table("sessions"), made.table("actions")
    assert (len(actions), len(sessions), sessions["places_ouvertes"].sum()) == (LINES, LINES, LIST_PLACES)
    assert set(sessions["date_debut"].dt.strftime("%Y-%m-%d")) == {f"{YEAR}-02-03"}, "typed in three ways"
    assert set(sessions["date_fin"].dt.strftime("%Y-%m-%d")) == {f"{YEAR}-10-30"}
    assert sessions["code_insee"].notna().all() and (sessions["code_insee"] == "49283").sum() == 1, "as confirmed"
    assert _lying(home, "Modèle Inventée") == []


def _answered(screen: Screen) -> int:
    """Say what the screen asks until it asks no more; the number of questions met."""
    met = 0
    page = screen.page
    while True:
        page.get_by_text(re.compile(r"questions? avant le contrôle|Tout est reconnu")).first.wait_for(timeout=LONG)
        told = page.get_by_text(re.compile(r"^\d+ questions? avant le contrôle"))
        if not told.count():
            return met
        left = int(told.inner_text().split()[0])
        met = met or left
        if page.get_by_role("button", name="Accepter les").count():
            screen.click("Accepter les")
        else:
            screen.click("Enregistrer les réponses")
        page.wait_for_function(
            f"!document.querySelector('[data-testid=stMain]').innerText.match(/^{left} questions? avant/m)",
            timeout=LONG,
        )


def test_two_people_who_deposit_at_once_both_find_their_deposit(screen, another, home, tmp_path):
    another.open()
    for name, one in (("un", screen), ("deux", another)):
        (tmp_path / name).mkdir()
        one.choose(action_list(tmp_path / name))
    for one in (screen, another):
        one.page.get_by_role("button", name="Lire les fichiers").click(timeout=LONG)
    known = {deposit.id for deposit in listed(home)}
    for one in (screen, another):
        one.click("Retirer cette colonne et continuer")
    for one in (screen, another):
        one.says("Les colonnes de vos feuilles")
    asked = {re.search(r"depot=([^&]+)", one.page.url)[1] for one in (screen, another)}
    assert len(asked) == 2 and {deposit.id for deposit in listed(home)} - known == asked


def test_a_file_that_names_persons_is_refused_and_nothing_of_it_is_kept(screen, home, tmp_path):
    number = "2 99 99 99 999 999 99"
    book = openpyxl.Workbook()
    book.active.title = "Prescriptions"
    book.active.append(["N° prescription", "Numéro de la personne", "Action", "Date de prescription"])
    for place in range(5):
        book.active.append([f"P{place}", number, "A01", f"0{place + 1}/03/{YEAR}"])
    file = tmp_path / "prescriptions.xlsx"
    book.save(file)
    before = len(listed(home))
    screen.choose(file)
    screen.click("Lire les fichiers")
    screen.says("Rien n’a été gardé")
    screen.says("colonne « Numéro de la personne »")
    assert number not in screen.text()
    assert len(listed(home)) == before and _lying(home, number) == []


def _lying(home: Config, text: str) -> list[Path]:
    """The files of that home in which the text lies, as it is or without its spaces, inside workbooks too."""
    wanted = {text.encode(), text.replace(" ", "").encode()}
    return [
        path
        for path in home.home.rglob("*")
        if path.is_file() and any(one in content for content in _contents(path) for one in wanted)
    ]


def _contents(path: Path) -> Iterator[bytes]:
    yield path.read_bytes()
    if zipfile.is_zipfile(path):
        with zipfile.ZipFile(path) as book:
            yield from (book.read(name) for name in book.namelist())
