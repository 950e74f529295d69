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
    sha256, correspondance = _together(journal)
    days = pd.to_datetime(journal["date_donnees"]).dropna()
    return Staged(
        name,
        frame.astype("object").where(frame.notna(), None).reset_index(drop=True),
        fichier=SEVERAL.join(journal["fichier"].drop_duplicates()),
        sha256=sha256,
        date_donnees=days.max().date() if len(days) else None,
        carried=True,
        correspondance=correspondance,
    )


def files_of(served: Edition, name: str) -> pd.DataFrame:
    """Rows of `chargements` for the files of which the edition holds that table."""
    journal = _journal(served)
    return journal[(journal["table"] == name) & (journal["verdict"] != REFUSED)]


def loaded(served: Edition | None) -> dict[tuple[str, str], date]:
    """For each file of the département in the edition served, by its digest and that of its mapping: the day it was
    loaded."""
    if served is None:
        return {}
    journal = _journal(served)
    own = journal["table"].isin(own_names()) & (journal["verdict"] != REFUSED) & journal["sha256"].fillna("").ne("")
    days = {}
    for row in journal[own].itertuples():
        for one in {(row.sha256, row.correspondance), *_apart(row.sha256, row.correspondance)}:
            days[one] = row.date_chargement.date()
    for name in own_names():
        joined = _together(files_of(served, name))
        known = [days[one] for one in _apart(*joined) if one in days]
        if SEVERAL in joined[0] and known:
            days[joined] = max(known)
    return days


def _together(journal: pd.DataFrame) -> tuple[str, str]:
    """Digests of the files of a table, and of the way each was read."""
    once = journal.loc[journal["sha256"].notna(), ["sha256", "correspondance"]].drop_duplicates()
    return SEVERAL.join(once["sha256"]), SEVERAL.join(once["correspondance"])


def _apart(sha256: str, correspondance: str) -> list[tuple[str, str]]:
    return list(zip(sha256.split(SEVERAL), correspondance.split(SEVERAL), strict=True))


def _journal(served: Edition) -> pd.DataFrame:
    """`chargements`; what an edition older than a column does not say is empty."""
    return served.table("chargements").assign(correspondance=lambda journal: journal["correspondance"].fillna(""))
