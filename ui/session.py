"""The edition being served, opened once and shared by every session until another one is switched on."""

from __future__ import annotations

import pandas as pd
import streamlit as st

from config import Config, load
from etl.deposits.deposit import Deposit
from etl.deposits.store import listed
from warehouse.dictionary import tables
from warehouse.edition import Edition
from warehouse.editions import Event, history, journal, open_edition, store
from warehouse.report import blocking_sentences
from warehouse.statut import EditionInfo


def config() -> Config:
    """What the environment says."""
    return load()


def edition() -> Edition | None:
    """The edition served now, or None before the first publication. Looks at the pointer at every run."""
    settings = config()
    number = store(settings).current()
    return None if number is None else _opened(settings, number)


def opened(number: int) -> Edition:
    """Any edition that can be read, by its number; opened once for all. UnknownEdition when its data are gone."""
    return _opened(config(), number)


def refused_since(served: Edition) -> EditionInfo | None:
    """The last load, when the gate refused it after the served edition was published."""
    last = _history(config(), served.number)[0]
    return last if last.statut == "refusee" and last.number > served.number else None


@st.cache_resource(max_entries=3, show_spinner="Ouverture de l’édition…")
def _opened(settings: Config, number: int) -> Edition:
    return open_edition(settings, number)


@st.cache_data(ttl=10, show_spinner=False)
def _history(settings: Config, number: int) -> list[EditionInfo]:
    del number
    return history(settings)


@st.cache_data(max_entries=8, show_spinner=False)
def reasons(number: int) -> list[str]:
    """The sentences that refused a load, three at most."""
    return blocking_sentences(open_edition(config(), number).table("regles_resultats"))[:3]


def past() -> list[EditionInfo]:
    """Every edition, the newest first."""
    return history(config())


def events() -> list[Event]:
    """What happened to the editions, the oldest first."""
    return journal(config())


def deposits_under_way() -> list[Deposit]:
    """Loads received and not finished, the newest first."""
    return [one for one in listed(config()) if not one.over]


def own_loads(number: int) -> pd.DataFrame:
    """Rows of `chargements` of an edition for the tables of the département: an edition never changes."""
    return _own_loads(config(), number)


@st.cache_data(max_entries=200, show_spinner=False)
def _own_loads(settings: Config, number: int) -> pd.DataFrame:
    loads = open_edition(settings, number).table("chargements")
    return loads[loads["table"].map(lambda name: name in tables() and tables()[name].origin == "departement")]
