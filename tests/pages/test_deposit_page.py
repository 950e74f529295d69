"""The page Déposer in each of its states: what it says, what it offers, what it never does by itself."""

from __future__ import annotations

import shutil
from dataclasses import replace

import pandas as pd
import pytest
from test_pages import text

from disclosure.measures import TABLE
from etl.deposits import changes, entry, erasure, reading
from etl.deposits.deposit import RECEIVED, TO_COMPLETE
from etl.deposits.store import listed, opened
from warehouse import editions

HEAD = "structure_id;source;nom;date_maj;type_structure;active;siret\n"
WHOLE = HEAD + "s--1;service;Association fictive A;2026-05-01;association;oui;73282932000074\n"
LISTED = "Structure;Intitulé de l’action;Thématique\nRégie fictive;Atelier fictif;Permis B\n"
STARTED = "Lire les fichiers"


@pytest.fixture
def home(published, tmp_path):
    """The demonstration, whose reader may deposit."""
    shutil.copytree(published.home, tmp_path / "var")
    return replace(published, home=tmp_path / "var", admin=True, service="cellule insertion")


@pytest.fixture
def opened_page(opened):
    return lambda home, **query: opened(home, "deposer", **query)


@pytest.fixture
def ready(home):
    """One structure, whole and recognised."""
    found = entry.enter(home, {"structures.csv": WHOLE.encode()}, home.service)
    return changes.keep_mapping(home, found.id, reading.proposed(home, found).mapping, True)


def judged(home, found, accepted: bool):
    """The deposit after the gate: the edition that tells what was found, made by hand."""
    served = editions.current(home)
    mark = {"table": "structures", "fichier": "structures.csv", "synthetique": False}
    counts = {"nb_recues": 1, "nb_acceptees": 0, "nb_ecartees": 1, "nb_refusees": 0, "nb_lignes": 0, "nb_rejets": 1}
    load = {"chargement_id": "c1", "sha256": "0" * 64, "date_chargement": pd.Timestamp("2026-05-02"), **counts}
    rule = {
        "regle": "STR-01", "gravite": "bloquant", "portee": "fichier", "statut": "non_respectee",
        "phrase": "1 SIRET est invalide.", "nb_lignes": 1, "nb_ecarts": 1, "libelle": "SIRET", **mark,
    }  # fmt: skip
    row = {
        "feuille": "", "ligne": 2, "colonne": "siret", "entete": "siret", "valeur": "1", "regle": "STR-01",
        "phrase": "structures.csv, ligne 2, colonne « SIRET » : le SIRET 1 est invalide.", **mark,
    }  # fmt: skip
    told = {"chargements": [load | mark | {"verdict": "accepte" if accepted else "refuse"}], "rejets": [row]}
    if not accepted:
        told["regles_resultats"] = [rule]
    tables = {name: served.table(name) for name in ("faits", "zones", "sources", TABLE) if served.has(name)}
    reports = {name: pd.DataFrame(rows) for name, rows in told.items()}
    info = editions.publish(home, tables | reports, "accepte" if accepted else "refuse", serve=False)
    return changes.judged(home, found, accepted, info.number)


def buttons(app) -> set[str]:
    return {button.label for button in app.button}


def said(app) -> str:
    assert not app.exception
    return " ".join([text(app), *(one.value for one in (*app.error, *app.success))])


def test_who_has_no_right_is_told_whom_to_ask(opened_page, home):
    app = opened_page(replace(home, admin=None))
    assert "réservé à l’administration" in said(app) and buttons(app) == set()


def test_nothing_is_deposited_yet(opened_page, home):
    app = opened_page(home)
    told = said(app)
    assert "cinq tables suffisent" in told and "Dépôts en cours" not in told
    assert next(one for one in app.button if one.label == STARTED).disabled
    assert app.text_input(key="depot_service").value == "cellule insertion"


def test_an_address_that_names_no_deposit_says_so_and_begins_again(opened_page, home):
    app = opened_page(home, depot="20260101T000000000-abcdef")
    assert "Ce dépôt n’existe plus" in said(app) and STARTED in buttons(app)


def test_a_deposit_under_way_is_found_again_from_the_arrival(opened_page, home, ready):
    app = opened_page(home)
    (way,) = [one for one in app.button if one.key == f"depot_ouvrir_{ready.id}"]
    assert "structures.csv" in way.label and "À contrôler" in way.label
    app = way.click().run()
    assert "Comptez une à deux minutes" in said(app) and "Contrôler" in buttons(app)


def test_questions_stand_under_what_they_share_and_their_answers_are_kept(opened_page, home):
    found = entry.enter(home, {"liste.csv": LISTED.encode()}, home.service)
    assert found.state == RECEIVED
    app = opened_page(home, depot=found.id)
    told = said(app)
    asked = [one.label for one in app.selectbox] + [one.label for one in app.text_input]
    assert "avant le contrôle" in told and "ce qu’aucune colonne de votre fichier ne dit" in told
    assert asked and not [label for label in asked if "aucune colonne" in label], "said once, above"
    assert "Passer au contrôle" not in buttons(app)
    (accept,) = [one for one in app.button if one.key == "depot_accepter"]
    assert "la réponse déjà proposée ci-dessous" in told
    app = accept.click().run()
    assert not app.exception and opened(home, found.id).state == TO_COMPLETE
    before = len(asked)
    assert len([one.label for one in app.selectbox] + [one.label for one in app.text_input]) < before


def test_what_is_recognised_goes_on_to_the_gate_and_may_be_seen_again(opened_page, home):
    found = entry.enter(home, {"structures.csv": WHOLE.encode()}, home.service)
    app = opened_page(home, depot=found.id)
    assert "Tout est reconnu" in said(app)
    app = app.button(key="depot_suite").click().run()
    assert "Contrôler" in buttons(app)
    app = app.button(key="depot_revoir").click().run()
    assert "Tout est reconnu" in said(app) and "Passer au contrôle" in buttons(app)


def test_a_refusal_says_why_where_and_how_to_mend_it(opened_page, home, ready):
    judged(home, ready, accepted=False)
    app = opened_page(home, depot=ready.id)
    told = said(app)
    assert "Refusé par le contrôle ; ce qui est affiché n’a pas changé" in told
    assert "**Structures d’insertion** : 1 SIRET est invalide." in told
    assert "ligne 2, colonne « SIRET » : le SIRET 1 est invalide" in told
    assert "corrigez les cellules colorées" in told and "Contrôler de nouveau" in buttons(app)
    assert "Publier cette édition" not in buttons(app)


def test_what_is_prepared_is_compared_and_published_by_one_button_only(opened_page, home, ready):
    judged(home, ready, accepted=True)
    app = opened_page(home, depot=ready.id)
    told = said(app)
    assert "L’édition 2 est prête ; elle n’est pas encore affichée" in told
    assert "Ce que ce dépôt change" in told and editions.current(home).number == 1
    app = app.button(key="depot_publier").click().run()
    assert "L’édition 2 est affichée" in said(app) and editions.current(home).number == 2


def test_what_is_published_can_still_be_mended(opened_page, home, ready):
    found = judged(home, ready, accepted=True)
    editions.release(home, found.edition)
    erasure.published(home, found.id, found.edition)
    app = opened_page(home, depot=found.id)
    told = said(app)
    assert "L’édition 2 est affichée" in told and "le SIRET 1 est invalide" in told
    assert "Retirer ce dépôt" not in buttons(app)


def test_a_deposit_is_withdrawn_by_who_brought_it(opened_page, home, ready):
    app = opened_page(home, depot=ready.id)
    app = app.button(key="depot_retrait").click().run()
    assert STARTED in buttons(app) and not app.exception
    assert [one.state for one in listed(home)] == ["abandonne"]


def test_a_prepared_edition_that_is_gone_is_told_and_judged_again(opened_page, home, ready):
    found = judged(home, ready, accepted=True)
    editions.discard(home, found.edition)
    app = opened_page(home, depot=found.id)
    told = said(app) + " ".join(one.value for one in app.warning)
    assert "n’est plus gardée : contrôlez-le de nouveau" in told and "Contrôler de nouveau" in buttons(app)
    assert "Publier cette édition" not in buttons(app)
