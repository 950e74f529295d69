"""The page Qualité: what a director reads first, what an analyst finds, and the way back to an earlier edition."""

from __future__ import annotations

import re
import shutil
from dataclasses import replace

import pandas as pd
import pytest
from test_pages import text

from etl.deposits.store import receive
from ui.history import loaded
from warehouse import editions


@pytest.fixture
def twice(published, tmp_path):
    """A home with two published editions, whose reader may go back."""
    shutil.copytree(published.home, tmp_path / "var")
    home = replace(published, home=tmp_path / "var", admin=True)
    first = editions.current(home)
    editions.publish(
        home, {name: first.table(name) for name in ("faits", "zones", "sources", "territoires")}, "accepte"
    )
    return home


def test_the_first_sentence_tells_tables_sources_checks_and_rows(opened, published):
    said = text(opened(published, "qualite"))
    assert "Les 15 tables du Département sont des données de démonstration. Sur " in said
    assert re.search(r"Sur \d+ sources publiques : (\d+ en retard, )?\d+ non fournies?, \d+ à jour\.", said)
    assert "Les tables du Département" in said and "Les sources publiques" in said


def test_one_button_serves_the_earlier_edition_again_and_it_can_be_undone(opened, twice):
    app = opened(twice, "qualite")
    assert editions.current(twice).number == 2
    app.selectbox(key="retour_edition").select(1)
    app.button(key="retour_valide").click().run()
    assert editions.current(twice).number == 1
    assert not app.exception and "édition 1 du" in text(app)
    assert re.search(r"\bRemise en service \(affichée\)", text(app))
    assert editions.journal(twice)[-1].service == twice.service and re.search(
        r"Remise en service\s+poste local", text(app)
    )
    app.selectbox(key="retour_edition").select(2)
    app.button(key="retour_valide").click().run()
    assert editions.current(twice).number == 2


def test_who_may_not_go_back_is_told_so_and_has_no_button(opened, twice):
    app = opened(replace(twice, admin=False), "qualite")
    assert "réservé à l’administration" in text(app)
    assert "retour_valide" not in [button.key for button in app.button]


def test_nobody_said_so_means_no(opened, twice):
    app = opened(replace(twice, admin=None), "qualite")
    assert "retour_valide" not in [button.key for button in app.button]


def test_a_load_under_way_is_listed_and_leads_to_its_page_for_who_may(opened, twice):
    deposit = receive(twice, {"sessions.csv": b"a;b\n1;2\n"}, "cellule insertion")
    told = f"Dépôt du {deposit.received:%d/%m/%Y à %H:%M} par « cellule insertion » : reçu"
    app = opened(twice, "qualite")
    assert told in [one.proto.label for one in app.get("page_link")] and "1 dépôt en cours" in text(app)
    assert told in text(opened(replace(twice, admin=False), "qualite"))


def test_a_load_is_told_once_by_the_service_that_brought_it():
    rows = pd.DataFrame(
        [
            {
                "table": "actions", "fichier": "actions.csv", "sha256": "ab", "verdict": "accepte",
                "date_donnees": pd.Timestamp(2026, 1, 31), "date_chargement": pd.Timestamp(2026, 2, 1, 9, 30),
                "nb_recues": 3, "nb_acceptees": 2, "nb_ecartees": 1, "nb_refusees": 0,
            }
        ]
    )  # fmt: skip
    later = pd.concat([rows.assign(table="sessions", fichier="sessions.csv"), rows], ignore_index=True)
    told = loaded([(1, "service 1", rows), (2, "service 2", later)])
    assert told[["Fichier", "Par", "Édition"]].to_dict("records") == [
        {"Fichier": "sessions.csv", "Par": "service 2", "Édition": "2"},
        {"Fichier": "actions.csv", "Par": "service 1", "Édition": "1"},
    ]
