"""The door of the demonstration: every table of the département, and what was hidden in them for the tests."""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache

import numpy as np
import pandas as pd

from etl.demonstration.attendance import attendance, presences_table
from etl.demonstration.bearers import bearers, structures
from etl.demonstration.catalogue import catalogue
from etl.demonstration.demands import counts, demands
from etl.demonstration.employment import episodes_table, jobs
from etl.demonstration.files import files_table
from etl.demonstration.headcounts import brsa_table, obstacles_table, targets_table, territories_table
from etl.demonstration.leavers import leavers
from etl.demonstration.money import budget_table
from etl.demonstration.offer import actions_table
from etl.demonstration.opinions import opinions_table
from etl.demonstration.pathways import homes, pathways_table, referents
from etl.demonstration.people import keys, people
from etl.demonstration.prescriptions import dated, prescriptions_table
from etl.demonstration.sessions import sessions_table
from etl.demonstration.survey import survey, survey_table
from etl.demonstration.territory import Territory, territory
from etl.demonstration.timetable import places_and_points, timetable
from etl.demonstration.truth import Hidden, blank_zones, hidden_truth

PROFILES = {"departement": 1.0, "mini": 0.1}
ROOMS = (
    "offer", "calendar", "people", "demands", "answers", "attendance", "pathways", "jobs", "survey",
    "structures", "money", "obstacles", "opinions", "files",
)  # fmt: skip
Rooms = dict[str, np.random.Generator]


@dataclass(frozen=True)
class World:
    """tables: the canonical tables by name. truth: what only the generator knows."""

    tables: dict[str, pd.DataFrame]
    truth: dict


def generate(departement: str = "49", seed: int = 49, profile: str = "departement") -> dict[str, pd.DataFrame]:
    """The département's tables, typed as the dictionary says, every row marked synthetic.

    profile: "departement" (full size) or "mini" (a tenth of the people, one action in five or so). Same
    arguments, same frames. KeyError for another profile.
    """
    return {name: frame.copy(deep=False) for name, frame in world(departement, seed, profile).tables.items()}


def truth(departement: str = "49", seed: int = 49, profile: str = "departement") -> dict:
    """What the generator planted or knows: see `truth.hidden_truth`. For tests only, never shown."""
    return world(departement, seed, profile).truth


def streams(seed: int) -> Rooms:
    """One stream of draws per room, known by its name: adding or changing a room leaves the others as they were."""
    return {room: np.random.default_rng([seed, *room.encode()]) for room in ROOMS}


@dataclass(frozen=True)
class Drawn:
    """What was drawn, before it is written as tables. See the room of each for its columns.

    key: pseudonym of each person.
    """

    land: Territory
    scale: float
    actions: pd.DataFrame
    listed: pd.DataFrame
    sessions: pd.DataFrame
    persons: pd.DataFrame
    asked: pd.DataFrame
    due: pd.DataFrame
    gone: pd.DataFrame
    held: pd.DataFrame
    answers: pd.DataFrame
    key: np.ndarray


@lru_cache(maxsize=2)
def world(departement: str, seed: int, profile: str) -> World:
    """Everything at once: what happens, then how the département would write it down."""
    rng = streams(seed)
    drawn = _draw(rng, departement, seed, PROFILES[profile])
    blank = blank_zones(drawn.land)
    hidden = Hidden(departement, seed, drawn.land, drawn.actions, drawn.gone, drawn.held, blank)
    territories = _territories(rng, drawn, blank["mobilite"]["territoires"])
    return World(territories | _offer(rng, drawn) | _people(rng, drawn), hidden_truth(hidden))


def _draw(rng: Rooms, departement: str, seed: int, part: float) -> Drawn:
    land = territory(departement)
    scale = part * land.size
    actions = catalogue(rng["offer"], land, scale)
    listed, holder = bearers(actions)
    actions = actions.assign(holder=holder)
    sessions = places_and_points(rng["calendar"], timetable(rng["calendar"], actions, scale), actions, land)
    sessions = counts(rng["demands"], sessions, actions)
    persons = people(rng["people"], land, scale)
    persons = persons.assign(home=homes(persons, land), referent=referents(rng["pathways"], persons))
    asked = dated(rng["answers"], demands(rng["demands"], sessions, actions, persons, land), sessions, persons)
    due = attendance(rng["attendance"], asked, sessions)
    gone = leavers(persons, asked, actions)
    held = jobs(rng["jobs"], gone)
    answers = survey(rng["survey"], gone, held, scale)
    key = keys(departement, seed, len(persons))
    return Drawn(land, scale, actions, listed, sessions, persons, asked, due, gone, held, answers, key)


def _territories(rng: Rooms, drawn: Drawn, without_mobility: set[str]) -> dict[str, pd.DataFrame]:
    return {
        "territoires": territories_table(drawn.land),
        "brsa_effectifs": brsa_table(drawn.land),
        "freins_agreges": obstacles_table(rng["obstacles"], drawn.land, without_mobility),
        "cibles": targets_table(drawn.land.departement),
    }


def _offer(rng: Rooms, drawn: Drawn) -> dict[str, pd.DataFrame]:
    actions = actions_table(rng["offer"], drawn.actions, drawn.sessions, drawn.land)
    return {
        "structures": structures(rng["structures"], drawn.listed, drawn.actions, drawn.land),
        "actions": actions,
        "sessions": sessions_table(rng["calendar"], drawn.sessions, drawn.land),
        "budget_actions": budget_table(rng["money"], drawn.actions, actions, drawn.sessions, drawn.scale),
    }


def _people(rng: Rooms, drawn: Drawn) -> dict[str, pd.DataFrame]:
    persons, key, gone_key = drawn.persons, drawn.key, drawn.key[drawn.gone["person"]]
    return {
        "prescriptions": prescriptions_table(rng["answers"], drawn.asked, persons, key),
        "presences": presences_table(drawn.due, key),
        "parcours": pathways_table(rng["pathways"], persons, drawn.asked, drawn.due, key),
        "episodes_emploi": episodes_table(rng["jobs"], drawn.held, gone_key),
        "enquete_devenir": survey_table(rng["survey"], drawn.answers, drawn.gone, drawn.held, gone_key),
        "enquete_qualite": opinions_table(rng["opinions"], drawn.land, drawn.scale),
        "referents_file_active": files_table(rng["files"], persons),
    }
