"""What was kept long enough is erased: dates counted by hand, no orphan refused, nothing lost in the count."""

from __future__ import annotations

from datetime import date

import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from quality_world import PEOPLE, TODAY, changed, clean, context, staged

from quality.gate import judge
from quality.judgement import Judgement, Retention
from quality.retention import departed, over

PERSONS = ("parcours", "prescriptions", "presences", "episodes_emploi", "enquete_devenir")
ACTIONS = ("territoires", "structures", "actions", "sessions")


def told(judgement: Judgement) -> dict[str, str]:
    broken = judgement.results.query("regle == 'CON-01' and statut == 'non_respectee'")
    return dict(zip(broken["table"], broken["phrase"], strict=True))


def load(judgement: Judgement, table: str) -> dict[str, int]:
    columns = ["nb_recues", "nb_acceptees", "nb_ecartees", "nb_refusees"]
    return judgement.loads.set_index("table").loc[table, columns].to_dict()


@pytest.mark.parametrize(
    ("day", "months", "today", "gone"),
    [
        ("2022-06-15", 36, "2025-06-15", False),  # the very day is still within the term
        ("2022-06-14", 36, "2025-06-15", True),
        ("2024-02-29", 36, "2027-02-28", False),  # no 29 February in 2027: the term is the 28th
        ("2024-02-29", 36, "2027-03-01", True),
        ("2025-02-28", 36, "2028-02-28", False),
        ("2025-02-28", 36, "2028-02-29", True),
        ("2024-02-29", 24, "2026-02-28", False),
        ("2024-02-29", 48, "2028-02-29", False),  # a leap year again: the term is the 29th
        ("2023-08-31", 30, "2026-02-28", False),
        ("2023-08-31", 30, "2026-03-01", True),
        (None, 36, "2025-06-15", False),
    ],
)
def test_a_term_in_months_ends_on_the_same_day_or_the_last_of_the_month(day, months, today, gone) -> None:
    days = pd.Series([day], dtype="datetime64[us]")
    assert over(days, months, date.fromisoformat(today)).tolist() == [gone]


def test_a_person_leaves_when_every_journey_ended_long_ago() -> None:
    journeys = pd.DataFrame(
        {
            "personne_key": ["a", "a", "b", "b", "c", "d", None],
            "date_sortie": pd.to_datetime(
                ["2020-01-01", "2021-01-01", "2020-01-01", None, "2020-01-01", "2024-01-01", "2020-01-01"]
            ),
        }
    )
    other = pd.DataFrame({"personne_key": ["c"], "date_sortie": pd.to_datetime(["2025-01-01"])})
    assert departed([journeys, other], Retention(), TODAY).tolist() == ["a"]
    assert departed([journeys], Retention(parcours=120), TODAY).empty
    assert departed([], Retention(), TODAY).empty


def past() -> dict[str, pd.DataFrame]:
    """The sample, where the first person left in January 2022; the others in December 2024 or not at all."""
    tables = clean()
    early = {"date_droit": "2020-01-01", "date_orientation": "2020-02-01", "date_premiere_entree": "2020-03-01"}
    tables["parcours"] = changed(tables["parcours"], {0: early | {"date_contrat": None, "date_sortie": "2022-01-31"}})
    return tables


def test_everything_of_a_person_who_left_goes_and_no_orphan_is_refused() -> None:
    tables = past()
    judgement = judge(staged(tables, *ACTIONS, *PERSONS), context())
    # One journey, one prescription, two attendances, one spell of employment, one answer: all of PEOPLE[0].
    counts = {"parcours": (12, 1), "prescriptions": (8, 1), "presences": (12, 2), "episodes_emploi": (2, 1),
              "enquete_devenir": (6, 1)}  # fmt: skip
    for name, (received, gone) in counts.items():
        assert load(judgement, name) == {
            "nb_recues": received, "nb_acceptees": received - gone, "nb_ecartees": gone, "nb_refusees": 0
        }  # fmt: skip
        assert PEOPLE[0] not in set(judgement.accepted[name]["personne_key"])
    assert told(judgement) == {
        name: "2 lignes ont été effacées : la durée de conservation est dépassée (24 mois après la séance, 36 mois "
        "après la sortie)."
        if name == "presences"
        else "1 ligne a été effacée : la durée de conservation est dépassée (36 mois après la sortie)."
        for name in counts
    }
    broken = judgement.results.query("statut == 'non_respectee' and gravite == 'bloquant'")
    assert broken.empty and judgement.verdict == "accepte_avec_alertes"
    assert judgement.rejected.empty


def test_an_old_attendance_goes_alone() -> None:
    tables = clean()
    tables["actions"] = changed(tables["actions"], {0: {"date_ouverture": "2022-01-01"}})
    tables["sessions"] = changed(tables["sessions"], {0: {"date_debut": "2023-01-01"}})
    tables["presences"] = changed(
        tables["presences"], {0: {"date_seance": "2023-06-14"}, 2: {"date_seance": "2023-06-15"}}
    )
    judgement = judge(staged(tables, *ACTIONS, "prescriptions", "presences"), context())
    assert load(judgement, "presences") == {"nb_recues": 12, "nb_acceptees": 11, "nb_ecartees": 1, "nb_refusees": 0}
    assert set(told(judgement)) == {"presences"}
    assert judgement.accepted["presences"]["date_seance"].min() == pd.Timestamp("2023-06-15")


def test_terms_are_those_of_the_context() -> None:
    judgement = judge(staged(past(), *ACTIONS, *PERSONS), context(retention=Retention(parcours=120, presences=120)))
    assert told(judgement) == {} and judgement.verdict == "accepte"


def test_lines_of_what_remains_are_still_those_of_the_file() -> None:
    tables = past()
    tables["parcours"] = changed(tables["parcours"], {3: {"motif_sortie": None}})
    judgement = judge(staged(tables, *ACTIONS, "parcours"), context())
    assert judgement.rejected["ligne"].tolist() == [4]


def test_a_table_where_everybody_left_is_empty_and_accepted() -> None:
    tables = past()
    for name in PERSONS:
        tables[name] = tables[name][tables[name]["personne_key"] == PEOPLE[0]]
    judgement = judge(staged(tables, *ACTIONS, *PERSONS), context())
    assert (judgement.loads["nb_refusees"] == 0).all()
    assert {name: len(judgement.accepted[name]) for name in PERSONS} == dict.fromkeys(PERSONS, 0)


def test_invented_tables_are_nobody_and_stay() -> None:
    judgement = judge(staged(past(), *ACTIONS, *PERSONS, synthetique=True), context())
    assert "CON-01" not in set(judgement.results["regle"])
    assert PEOPLE[0] in set(judgement.accepted["parcours"]["personne_key"])


EXITS = st.sampled_from([None, "2022-06-14", "2022-06-15", "2025-01-01", "illisible"])


@given(st.lists(st.tuples(st.sampled_from(PEOPLE[:4]), EXITS), min_size=1, max_size=8))
@settings(max_examples=12, deadline=None, derandomize=True)
def test_received_is_accepted_plus_set_aside_plus_refused_whatever_expires(journeys: list[tuple]) -> None:
    tables = clean()
    row = tables["parcours"].iloc[0].to_dict() | dict.fromkeys(
        ["date_droit", "date_orientation", "date_premiere_entree", "date_contrat", "organisme_referent"]
    )
    rows = [
        row | {"parcours_id": f"j{n}", "personne_key": key, "date_sortie": day, "motif_sortie": day and "cdi"}
        for n, (key, day) in enumerate(journeys)
    ]
    tables["parcours"] = pd.DataFrame(rows).astype("object")
    judgement = judge(staged(tables, *ACTIONS, "parcours", "prescriptions", "presences"), context())
    loads = judgement.loads.set_index("table")
    assert loads["nb_recues"].to_dict() == {name: len(tables[name]) for name in loads.index}
    assert (loads["nb_recues"] == loads[["nb_acceptees", "nb_ecartees", "nb_refusees"]].sum(axis=1)).all()
    assert {name: len(frame) for name, frame in judgement.accepted.items()} == {
        name: count for name, count in loads["nb_acceptees"].items() if name in judgement.accepted
    }
    old = {key for key, day in journeys if day == "2022-06-14"} - {key for key, day in journeys if day != "2022-06-14"}
    assert loads.loc["prescriptions", "nb_ecartees"] == len(old)
