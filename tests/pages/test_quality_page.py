"""The page Qualité: what a director reads first, what an analyst finds, and the way back to an earlier edition."""

from __future__ import annotations

import re
import shutil
from dataclasses import replace

import pytest
from test_pages import text

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
