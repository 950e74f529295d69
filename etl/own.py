"""The département's own tables of an edition: those just deposited, those carried over, or the demonstration."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date

import pandas as pd

from etl.demonstration.generate import generate
from etl.staging import Staged
from quality.judgement import REFUSED
from warehouse.dictionary import tables
from warehouse.edition import Edition

SEVERAL = ", "  # between the files one table came from


@dataclass(frozen=True)
class Load:
    """What a publication brings beside the open data.

    deposited: the département's tables of a deposit, keys of persons already hashed again. demonstration: put the
    invented tables back in place of the real ones. confirmed: for a rule and a table, why a person says that all is
    well. serve: put the edition in service at once; otherwise it is prepared. service: who loads.
    """

    deposited: tuple[Staged, ...] = ()
    demonstration: bool = False
    confirmed: Mapping[tuple[str, str], str] = field(default_factory=dict)
    serve: bool = True
    service: str = ""


def own_tables(departement: str, served: Edition | None, load: Load) -> list[Staged]:
    """Every own table of the edition to come: an edition is the whole state.

    What the deposit does not bring is carried over from the edition served. Real tables replace the whole
    demonstration (GEN-13): the pages then say what is not provided.
    """
    if load.demonstration:
        return demonstration(departement)
    real = [*carried_over(served, {one.table for one in load.deposited}), *load.deposited]
    return real or demonstration(departement)


def demonstration(departement: str) -> list[Staged]:
    """The département's own tables, invented and marked so, ready for the gate."""
    return [
        Staged(name, frame, f"demo_{name}", synthetique=True, date_donnees=date(2025, 12, 31))
        for name, frame in generate(departement).items()
        if not frame.empty
    ]


def own_names() -> list[str]:
    """The tables that are the département's."""
    return [name for name, table in tables().items() if table.origin == "departement"]


def carried_over(served: Edition | None, replaced: set[str]) -> list[Staged]:
    """The real own tables of the edition served, but those that are replaced; keys of persons stay as they are."""
    if served is None:
        return []
    found = []
    for name in own_names():
        frame = served.table(name) if name not in replaced else pd.DataFrame()
        if len(frame) and not frame["synthetique"].any():
            found.append(_carried(name, frame.drop(columns="synthetique"), served))
    return found


def _carried(name: str, frame: pd.DataFrame, served: Edition) -> Staged:
    """The table with the name, digest and day of the files it came from, all of them when there were several."""
    journal = files_of(served, name)
    days = pd.to_datetime(journal["date_donnees"]).dropna()
    return Staged(
        name,
        frame.astype("object").where(frame.notna(), None).reset_index(drop=True),
        fichier=SEVERAL.join(journal["fichier"].drop_duplicates()),
        sha256=SEVERAL.join(journal["sha256"].dropna().drop_duplicates()),
        date_donnees=days.max().date() if len(days) else None,
        carried=True,
    )


def files_of(served: Edition, name: str) -> pd.DataFrame:
    """Rows of `chargements` for the files of which the edition holds that table."""
    journal = served.table("chargements")
    return journal[(journal["table"] == name) & (journal["verdict"] != REFUSED)]


def loaded(served: Edition | None) -> dict[str, date]:
    """For each file of the département in the edition served, by digest: the day it was loaded."""
    if served is None:
        return {}
    journal = served.table("chargements")
    own = journal["table"].isin(own_names()) & (journal["verdict"] != REFUSED) & journal["sha256"].fillna("").ne("")
    days = {}
    for row in journal[own].itertuples():
        for digest in {row.sha256, *row.sha256.split(SEVERAL)}:
            days[digest] = row.date_chargement.date()
    for name in own_names():
        joined = SEVERAL.join(files_of(served, name)["sha256"].dropna().drop_duplicates())
        known = [days[digest] for digest in joined.split(SEVERAL) if digest in days]
        if SEVERAL in joined and known:
            days[joined] = max(known)
    return days
