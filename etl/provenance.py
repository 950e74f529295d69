"""The table `sources`: where each vintage of each source was read, and how much it gave."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date

import pandas as pd

from etl.embedded import extract
from etl.reading.periods import last_day
from etl.reading.protocol import Source
from etl.staging import Staged

COLUMNS = (
    "source",
    "titre",
    "editeur",
    "licence",
    "url",
    "millesime",
    "date_donnees",
    "lecture",
    "fichier",
    "sha256",
    "nb_lignes",
    "attendue_le",
)
ABSENT = "aucun"  # the vintage of a source that gave nothing  # fmt: skip


def described(staged: Iterable[Staged], declared: Iterable[Source]) -> pd.DataFrame:
    """One row per source and vintage, over every table it stands in, and one for each source that gave nothing.

    nb_lignes counts rows received in those tables. attendue_le: the day the next vintage should be out, on the latest
    one only.
    """
    declared = list(declared)
    known = {(row["source"], row["millesime"]): row for row in extract.sources().to_dict("records")}
    identities = {source.code: source.identity for source in declared}
    rows: dict[tuple[str, str], dict] = {}
    for one in staged:
        if one.derived or "millesime" not in one.frame:
            continue
        for pair, count in one.frame.groupby(["source", "millesime"]).size().items():
            row = rows.setdefault(pair, _fresh(pair, one, known, identities))
            row["nb_lignes"] += int(count)
            row["fichier"] = ", ".join(dict.fromkeys([*filter(None, row["fichier"].split(", ")), one.fichier]))
    for source in declared:
        own = [row for row in rows.values() if row["source"] == source.code]
        dated = [row for row in own if pd.notna(row["date_donnees"])]
        if dated:
            latest = max(dated, key=lambda row: pd.Timestamp(row["date_donnees"]))
            latest["attendue_le"] = source.following(latest["date_donnees"])
        if not own:
            rows[source.code, ABSENT] = _nothing(source)
    return pd.DataFrame([rows[pair] for pair in sorted(rows)], columns=list(COLUMNS))


def _nothing(source: Source) -> dict:
    blank = {"millesime": ABSENT, "date_donnees": None, "lecture": "absente", "fichier": "", "sha256": ""}
    return {**source.identity, **blank, "nb_lignes": 0, "attendue_le": None}


def _fresh(
    pair: tuple[str, str], staged: Staged, known: dict[tuple[str, str], dict], identities: dict[str, dict]
) -> dict:
    from_file = bool(staged.sha256)
    embedded = known.get(pair, {})
    identity = identities.get(pair[0]) or {name: embedded[name] for name in COLUMNS[:5]}
    return {
        **identity,
        "millesime": pair[1],
        "date_donnees": _dated(pair[1], staged) if from_file else embedded.get("date_donnees", staged.date_donnees),
        "lecture": "fichier_editeur" if from_file else "embarque",
        "fichier": "",
        "sha256": staged.sha256,
        "nb_lignes": 0,
        "attendue_le": None,
    }


def _dated(millesime: str, staged: Staged) -> date | None:
    """Day a vintage speaks of: the file's, or the end of its own period where a file holds several vintages."""
    if staged.frame["millesime"].nunique() == 1:
        return staged.date_donnees
    return last_day(millesime) or staged.date_donnees
