"""Write, audit, publish: an edition is prepared, compared, then put in service or abandoned; the journal tells it."""

from __future__ import annotations

import json
import uuid
from dataclasses import replace

import pytest
import sqlalchemy as sa
from few_places import places

from warehouse import editions
from warehouse.manifest import JOURNAL


def prepare(config, *codes: str):
    return editions.publish(config, {"lieux": places(*codes)}, "accepte", serve=False, service="cellule insertion")


def served(config) -> list[str] | None:
    edition = editions.current(config)
    return None if edition is None else edition.table("lieux")["lieu_id"].tolist()


def test_a_prepared_edition_is_readable_and_never_served(config):
    editions.publish(config, {"lieux": places("a")}, "accepte")
    info = prepare(config, "b")
    assert (info.number, info.statut, info.current, info.base, info.service) == (
        2, "preparee", False, 1, "cellule insertion",
    )  # fmt: skip
    assert served(config) == ["a"]
    assert editions.open_edition(config, 2).table("lieux")["lieu_id"].tolist() == ["b"]
    assert [(one.number, one.statut, one.current) for one in editions.history(config)] == [
        (2, "preparee", False), (1, "publiee", True),
    ]  # fmt: skip


def test_released_it_is_served_like_any_other(config):
    editions.publish(config, {"lieux": places("a")}, "accepte")
    prepare(config, "b")
    info = editions.release(config, 2, "direction")
    assert (info.number, info.statut, info.current) == (2, "publiee", True)
    assert served(config) == ["b"]
    assert editions.history(config)[0] == info
    editions.rollback(config, 1)
    assert served(config) == ["a"]
    editions.rollback(config, 2)
    assert served(config) == ["b"]


def test_the_first_edition_may_be_prepared_too(config):
    assert prepare(config, "a").base is None and served(config) is None
    editions.release(config, 1, "direction")
    assert served(config) == ["a"]


def test_abandoned_it_keeps_its_number_and_loses_its_data(config):
    editions.publish(config, {"lieux": places("a")}, "accepte")
    prepare(config, "b")
    info = editions.discard(config, 2, "cellule insertion")
    assert (info.statut, info.rows) == ("abandonnee", {"lieux": 1})
    with pytest.raises(editions.UnknownEdition, match="L’édition 2 a été abandonnée : ses données ont été effacées"):
        editions.open_edition(config, 2)
    assert prepare(config, "c").number == 3
    assert [one.statut for one in editions.history(config)] == ["preparee", "abandonnee", "publiee"]
    assert served(config) == ["a"]


def test_another_publication_makes_a_prepared_edition_stale(config):
    editions.publish(config, {"lieux": places("a")}, "accepte")
    prepare(config, "b")
    editions.publish(config, {"lieux": places("c")}, "accepte")
    with pytest.raises(editions.StaleEdition) as refused:
        editions.release(config, 2, "direction")
    assert str(refused.value) == (
        "L’édition 2 a été préparée quand l’édition 1 était servie ; depuis, l’édition 3 est servie. Contrôlez de "
        "nouveau le dépôt pour comparer avec ce qui est affiché aujourd’hui, puis publiez-le."
    )
    assert served(config) == ["c"]


def test_a_rollback_makes_it_stale_as_well(config):
    editions.publish(config, {"lieux": places("a")}, "accepte")
    editions.publish(config, {"lieux": places("b")}, "accepte")
    prepare(config, "c")
    editions.rollback(config, 1)
    with pytest.raises(editions.StaleEdition, match="l’édition 1 est servie"):
        editions.release(config, 3, "direction")


def test_what_cannot_be_done_says_why(config):
    editions.publish(config, {"lieux": places("a")}, "accepte")
    editions.publish(config, {}, "refuse", serve=False)
    prepare(config, "b")
    for call, sentence in (
        (lambda: editions.release(config, 1, "x"), "L’édition 1 n’attend pas d’être publiée : elle est déjà publiée"),
        (lambda: editions.release(config, 2, "x"), "elle a été refusée par la barrière de qualité"),
        (lambda: editions.release(config, 9, "x"), r"L’édition 9 n’existe pas \(éditions connues : 1, 2, 3\)"),
        (lambda: editions.discard(config, 1, "x"), "L’édition 1 ne peut pas être abandonnée : elle est déjà publiée"),
        (lambda: editions.rollback(config, 3), "L’édition 3 n’a jamais été publiée : elle est préparée"),
    ):
        with pytest.raises(editions.UnknownEdition, match=sentence):
            call()
    assert served(config) == ["a"]


def test_the_journal_says_what_happened_and_by_which_service(config):
    editions.publish(config, {"lieux": places("a")}, "accepte")
    prepare(config, "b")
    editions.release(config, 2, "direction")
    editions.rollback(config, 1, "administration")
    prepare(config, "c")
    editions.discard(config, 3)
    editions.publish(config, {}, "refuse", service="cellule insertion")
    assert [(one.what, one.number, one.service) for one in editions.journal(config)] == [
        ("publiee", 1, "poste local"),
        ("preparee", 2, "cellule insertion"),
        ("mise_en_service", 2, "direction"),
        ("remise_en_service", 1, "administration"),
        ("preparee", 3, "cellule insertion"),
        ("abandonnee", 3, "poste local"),
        ("refusee", 4, "cellule insertion"),
    ]
    moments = [one.when for one in editions.journal(config)]
    assert moments == sorted(moments)


def test_an_edition_written_before_preparation_existed_is_still_read(blank):
    editions.publish(blank, {"lieux": places("a")}, "accepte")
    folder = blank.home / "editions" / "49"
    path = folder / "000001" / "manifeste.json"
    old = json.loads(path.read_text(encoding="utf-8"))
    del old["base"], old["service"]
    path.write_text(json.dumps(old), encoding="utf-8")
    (folder / "courante").write_text("1", encoding="ascii")
    (folder / JOURNAL).unlink()
    (info,) = editions.history(blank)
    assert (info.statut, info.current, info.base, info.service) == ("publiee", True, None, "")
    assert editions.journal(blank) == []
    assert prepare(blank, "b").base == 1
    editions.release(blank, 2, "direction")
    assert served(blank) == ["b"]


@pytest.fixture
def old_register(postgresql):
    """URL of a database whose register was made before editions could be prepared; dropped at the end."""
    name = f"ancienne_{uuid.uuid4().hex[:12]}"
    server = sa.create_engine(_driver(postgresql), isolation_level="AUTOCOMMIT", poolclass=sa.pool.NullPool)
    with server.connect() as connection:
        connection.execute(sa.text(f"CREATE DATABASE {name}"))
    old = sa.create_engine(_driver(f"postgresql:///{name}"), poolclass=sa.pool.NullPool)
    with old.begin() as connection:
        for statement in (
            "CREATE SCHEMA observatoire",
            "CREATE TABLE observatoire.editions (departement text, number integer, statut text, verdict text, "
            "published timestamp, synthetic boolean, rows text, PRIMARY KEY (departement, number))",
            "CREATE TABLE observatoire.courante (departement text PRIMARY KEY, number integer)",
            "INSERT INTO observatoire.editions VALUES ('49', 1, 'publiee', 'accepte', '2026-01-02', false, '{}')",
            "INSERT INTO observatoire.courante VALUES ('49', 1)",
        ):
            connection.execute(sa.text(statement))
    yield f"postgresql:///{name}"
    with server.connect() as connection:
        connection.execute(sa.text(f"DROP DATABASE {name} WITH (FORCE)"))


def _driver(url: str) -> str:
    return url.replace("postgresql:", "postgresql+psycopg:")


@pytest.mark.postgresql
def test_a_register_made_before_preparation_existed_is_brought_up_to_date(blank, old_register):
    config = replace(blank, warehouse_url=old_register)
    (info,) = editions.history(config)
    assert (info.statut, info.current, info.base, info.service) == ("publiee", True, None, "")
    assert prepare(config, "b").base == 1
