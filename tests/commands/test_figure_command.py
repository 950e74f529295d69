"""`figure` as an analyst scripts it: the numbers of the issue, found in what the publishers say."""

from __future__ import annotations

import json
import subprocess
import sys
from dataclasses import dataclass

import pytest

from commands.__main__ import main
from config import ROOT, for_child

KEYS = [
    "indicateur", "libelle", "niveau", "territoire", "periode", "unite", "numerateur", "denominateur", "valeur",
    "ic_bas", "ic_haut", "statut", "source", "millesime", "edition", "passeport", "synthetique",
]  # fmt: skip


@dataclass(frozen=True)
class Done:
    """What a command left behind."""

    returncode: int
    stdout: str
    stderr: str


@pytest.fixture
def call(monkeypatch, capsys):
    """call(config, *arguments): the command inside this process, as `python -m commands figure …` would run it."""

    def run(config, *arguments: str) -> Done:
        for name, value in for_child(config).items():
            if name.startswith("OBS_"):
                monkeypatch.setenv(name, value)
        try:
            code = main(["figure", *arguments])
        except SystemExit as stopped:
            code = stopped.code
        told = capsys.readouterr()
        return Done(code, told.out, told.err)

    return run


@pytest.fixture
def figure(call):
    """figure(config, *arguments): what the command prints as JSON."""

    def run(config, *arguments: str) -> dict:
        done = call(config, *arguments, "--json")
        assert done.returncode == 0, done.stderr
        return json.loads(done.stdout)

    return run


def test_the_real_command_prints_one_line_of_json(published):
    command = [sys.executable, "-m", "commands", "figure", "population_municipale", "--json"]
    done = subprocess.run(command, cwd=ROOT, env=for_child(published), capture_output=True, text=True, check=True)
    assert json.loads(done.stdout)["valeur"] == 833_776
    assert done.stdout.count("\n") == 1 and done.stderr == ""


@pytest.mark.parametrize(
    ("arguments", "value"),
    [
        (("population_municipale",), 833_776),
        (("foyers_rsa", "--periode", "2024-12"), 13_860),
        (("foyers_rsa", "--periode", "2020-12"), 16_415),
        (("demandeurs_emploi_abc",), 64_100),
        (("taux_chomage_localise", "--periode", "2025-T3"), 6.7),
        (("bmo_projets", "--periode", "2025"), 38_686),
        (("bmo_projets", "--periode", "2024"), 43_391),
        (("bmo_projets", "--periode", "2023"), 46_609),
        (("bmo_projets", "--periode", "2021"), 46_257),
    ],
)
def test_published_totals_of_maine_et_loire(published, figure, arguments, value):
    told = figure(published, *arguments, "--niveau", "departement", "--territoire", "49")
    assert told["valeur"] == value
    assert told["synthetique"] is False
    assert told["source"] and told["millesime"]


def test_every_key_is_there_and_in_order(published, figure):
    told = figure(published, "foyers_rsa")
    assert list(told) == KEYS
    assert (told["territoire"], told["periode"], told["unite"]) == ("49", "2024-12", "foyers")


def test_secret_cells_are_an_interval_not_zeros(published, figure):
    told = figure(published, "bmo_projets", "--periode", "2025")
    # 159 secret cells in the publisher's file for the département; the smallest count it shows is 5.
    assert (told["ic_bas"], told["ic_haut"]) == (38_686, 38_686 + 159 * 4)


def test_a_secret_figure_is_null_and_says_so(published, figure):
    told = figure(published, "taux_pauvrete", "--niveau", "commune", "--territoire", "49003")
    assert (told["valeur"], told["statut"]) == (None, "secret")


def test_demonstration_figures_say_that_they_are(published, figure):
    told = figure(published, "taux_remplissage")
    assert told["synthetique"] is True and told["valeur"] == pytest.approx(74, abs=2)


def test_the_catalogue_lists_what_the_issue_asks(published, call):
    done = call(published, "--list", "--json")
    rows = json.loads(done.stdout)
    assert {"code", "libelle", "unite", "niveaux", "source"} == set(rows[0])
    asked = (
        "population_municipale foyers_rsa foyers_rsa_pour_100_1564 taux_pauvrete niveau_vie_median taux_chomage_rp "
        "taux_chomage_localise demandeurs_emploi_abc bmo_projets bmo_tension part_projets_saisonniers places_ouvertes "
        "places_pour_100_brsa temps_acces_theme_min nb_communes_zone_blanche part_brsa_zone_blanche taux_prescription "
        "taux_entree taux_remplissage taux_presence ecart_manque_prescription ecart_deperdition_entree "
        "ecart_absenteisme taux_sortie_dynamique taux_emploi_6m taux_emploi_12m taux_emploi_24m"
    )
    assert set(asked.split()) <= {row["code"] for row in rows}
    assert all(row["source"] for row in rows)


@pytest.mark.parametrize(
    ("arguments", "sentence"),
    [
        (("taux_pauvrette",), "taux_pauvrete"),
        (("foyers_rsa", "--niveau", "canton"), "Le niveau « canton » n’existe pas"),
        (("foyers_rsa", "--niveau", "commune", "--territoire", "49999"), "« 49999 » n’existe pas"),
        (("foyers_rsa", "--periode", "1999-12"), "« 1999-12 » n’existe pas"),
        (("foyers_rsa", "--modalite", "sexe"), "clé=valeur"),
    ],
)
def test_a_mistake_ends_in_a_sentence_and_code_2(published, call, arguments, sentence):
    done = call(published, *arguments)
    assert done.returncode == 2
    assert sentence in done.stderr and "Traceback" not in done.stderr


def test_without_edition_the_command_says_what_to_do(blank, call):
    done = call(blank, "foyers_rsa")
    assert done.returncode == 2 and "manage.py publish" in done.stderr
