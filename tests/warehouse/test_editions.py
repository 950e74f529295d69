"""Editions are numbered, immutable, switched at once, rolled back, in a folder as in PostgreSQL."""

from __future__ import annotations

from dataclasses import replace

import duckdb
import pandas as pd
import pytest
from few_places import places

from warehouse import editions
from warehouse.dictionary import table as declared


def test_nothing_is_served_before_the_first_publication(config):
    assert editions.current(config) is None
    assert editions.history(config) == []


def test_a_published_table_is_read_back_as_it_was(config):
    sent = places("a", "b", "c")
    info = editions.publish(config, {"lieux": sent}, "accepte")
    got = editions.current(config).table("lieux")
    assert (info.number, info.rows, info.synthetic, info.current) == (1, {"lieux": 3}, False, True)
    assert list(got.columns) == list(declared("lieux").names)
    assert got["lieu_id"].tolist() == ["a", "b", "c"]
    assert got["nom"].tolist() == sent["nom"].tolist()
    assert got["type_lieu"].tolist() == ["", "", ""]
    assert got["code_insee"].isna().tolist() == [False, True, True]
    assert got["latitude"].tolist()[0] == 47.5 and got["latitude"].isna().sum() == 2


def test_dates_numbers_and_marks_keep_their_types(config):
    frame = pd.DataFrame(
        {
            "session_id": ["s1", "s2"],
            "date_debut": ["2025-01-31", None],
            "places_ouvertes": [12, 0],
            "jours_ouverture_semaine": [2.5, None],
            "synthetique": True,
        }
    )
    editions.publish(config, {"sessions": frame}, "accepte")
    edition = editions.current(config)
    got = edition.table("sessions")
    assert edition.synthetic
    assert got["date_debut"].iloc[0] == pd.Timestamp(2025, 1, 31) and pd.isna(got["date_debut"].iloc[1])
    assert got["places_ouvertes"].tolist() == [12, 0]
    assert got["jours_ouverture_semaine"].tolist()[0] == 2.5
    assert got["synthetique"].dtype == bool and got["synthetique"].all()


def test_the_distinct_rows_of_some_columns_are_read_alone(config):
    rows = [("bmo", "2025", 2025), ("bmo", "2025", 2025), ("bmo", "2024", 2025), ("cog", "2026", None)]
    facts = pd.DataFrame(rows, columns=["source", "millesime", "geographie"]).assign(code="x", synthetique=False)
    editions.publish(config, {"faits": facts}, "accepte")
    edition = editions.current(config)
    told = edition.distinct("faits", "geographie", "source", "millesime")
    assert list(told.columns) == ["geographie", "source", "millesime"]
    assert sorted(told.fillna(0).itertuples(index=False, name=None)) == [
        (0, "cog", "2026"), (2025, "bmo", "2024"), (2025, "bmo", "2025"),
    ]  # fmt: skip
    assert edition.distinct("parcours", "parcours_id").empty


def test_a_table_that_was_not_loaded_is_empty_with_its_columns(config):
    editions.publish(config, {"lieux": places("a")}, "accepte")
    empty = editions.current(config).table("parcours")
    assert empty.empty and list(empty.columns) == list(declared("parcours").names)


def test_a_refused_load_leaves_the_last_edition_served_and_a_readable_report(config):
    editions.publish(config, {"lieux": places("a")}, "accepte")
    report = pd.DataFrame({"regle": ["GEN-01"], "table": ["actions"], "phrase": ["Il manque une colonne."]})
    refused = editions.publish(config, {"regles_resultats": report}, "refuse")
    assert (refused.number, refused.statut, refused.current) == (2, "refusee", False)
    assert editions.current(config).number == 1
    assert editions.open_edition(config, 2).table("regles_resultats")["phrase"].tolist() == ["Il manque une colonne."]
    assert [info.number for info in editions.history(config)] == [2, 1]


def test_rollback_serves_the_old_edition_and_numbers_go_on(config):
    editions.publish(config, {"lieux": places("a")}, "accepte")
    editions.publish(config, {"lieux": places("b", "c")}, "accepte")
    editions.rollback(config, 1)
    assert editions.current(config).table("lieux")["lieu_id"].tolist() == ["a"]
    assert [info.number for info in editions.history(config) if info.current] == [1]
    assert editions.publish(config, {"lieux": places("d")}, "accepte").number == 3
    assert editions.current(config).number == 3


def test_rollback_refuses_what_cannot_be_served(config):
    editions.publish(config, {"lieux": places("a")}, "accepte")
    editions.publish(config, {}, "refuse")
    with pytest.raises(editions.UnknownEdition, match="7 n’existe pas"):
        editions.rollback(config, 7)
    with pytest.raises(editions.UnknownEdition, match="refusée"):
        editions.rollback(config, 2)
    assert editions.current(config).number == 1


def test_two_departements_keep_their_editions_apart(config):
    other = replace(config, departement=f"{config.departement}b")
    editions.publish(config, {"lieux": places("a")}, "accepte")
    assert editions.publish(other, {"lieux": places("b")}, "accepte").number == 1
    assert editions.current(config).table("lieux")["lieu_id"].tolist() == ["a"]
    assert editions.current(other).table("lieux")["lieu_id"].tolist() == ["b"]


def test_a_table_younger_than_the_edition_is_read_empty(blank):
    editions.publish(blank, {"lieux": places("a")}, "accepte")
    (base,) = blank.home.rglob("entrepot.duckdb")
    with duckdb.connect(str(base)) as connection:
        connection.execute("DROP TABLE services_externes")
        connection.execute("ALTER TABLE lieux DROP COLUMN itinerant")
    edition = editions.current(blank)
    assert not edition.has("services_externes")
    for name in ("services_externes", "lieux"):
        assert list(edition.table(name).columns) == list(declared(name).names)
    assert edition.table("lieux")["itinerant"].isna().all()
    assert edition.distinct("lieux", "lieu_id", "itinerant")["itinerant"].isna().tolist() == [True]
