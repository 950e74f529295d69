"""Loads spoilt on purpose, one fault each, so that the gate can be tried from end to end (§ F.3, 12)."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta

import numpy as np
import pandas as pd

from etl.demonstration.dates import EXTRACTION

Tables = dict[str, pd.DataFrame]

# Rules that must not be respected once the fault is in; the other files stay clean.
EXPECTED: dict[str, tuple[str, ...]] = {
    "a": ("GEN-02",),
    "b": ("TER-02",),
    "c": ("PRE-04",),
    "d": ("SES-02", "SES-08"),
    "e1": ("GEN-07",),
    "e2": ("GEN-08",),
    "f": ("GEN-10",),
    "g": ("GEN-01",),
    "h": ("GEN-05", "PRE-06"),
    "i": ("OPN-03",),
    "j": ("BRS-04",),
}
STALE_DAYS = 140
# Communes of Maine-et-Loire that no longer exist → today's; the first changed code with its chief town, the
# second joined Loire-Atlantique.
OBSOLETE = {
    "49069": "49126",
    "49144": "44180",
    "49277": "49331",
    "49079": "49018",
    "49072": "49023",
    "49074": "49092",
    "49088": "49248",
    "49034": "49244",
}


def faulty(tables: Tables, kind: str) -> Tables:
    """A copy of the tables with one fault; EXPECTED says which rules must object. KeyError for another kind.

    a: duplicate keys. b: obsolete communes (49 only). c: entries over places. d: impossible dates. e1, e2: a
    quarter, 45 % of the rows missing (the clean load came before). f: a file 140 days old, said by
    `attrs["date_donnees"]` of every frame. g: a column renamed. h: keys that look like registration numbers.
    i: secrets read as zeros, in `faits` when it is there. j: households and persons swapped.
    """
    return FAULTS[kind]({name: frame.copy() for name, frame in tables.items()})


def _duplicate_keys(tables: Tables) -> Tables:
    rows = tables["prescriptions"]
    again = rows.head(12).assign(date_prescription=rows["date_prescription"].head(12) - pd.Timedelta(days=1))
    return tables | {"prescriptions": pd.concat([rows, again], ignore_index=True)}


def _obsolete_communes(tables: Tables) -> Tables:
    rows = tables["territoires"].reset_index(drop=True)
    position = pd.Series(rows.index, rows["code_insee"])
    for old, current in OBSOLETE.items():
        if current in position:
            rows.loc[position[current], "code_insee"] = old
        else:
            rows = pd.concat([rows, rows.head(1).assign(code_insee=old)], ignore_index=True)
    return tables | {"territoires": rows}


def _more_entries_than_places(tables: Tables) -> Tables:
    entries = tables["prescriptions"].dropna(subset=["date_entree"]).groupby("session_id").size()
    crowded = entries[entries >= 4].index[:15]
    rows = tables["sessions"]
    held = rows["session_id"].isin(crowded)
    rows.loc[held, "places_ouvertes"] = (rows.loc[held, "session_id"].map(entries) // 2).astype("Int64")
    return tables | {"sessions": rows}


def _impossible_dates(tables: Tables) -> Tables:
    rows = tables["sessions"]
    backwards, later = rows.index[:6], rows.index[-4:]
    rows.loc[backwards, "date_fin"] = rows.loc[backwards, "date_debut"] - pd.Timedelta(days=3)
    length = rows.loc[later, "date_fin"] - rows.loc[later, "date_debut"]
    rows.loc[later, "date_debut"] = pd.Timestamp("2031-03-03")
    rows.loc[later, "date_fin"] = pd.Timestamp("2031-03-03") + length
    return tables | {"sessions": rows}


def _rows_missing(part: float) -> Callable[[Tables], Tables]:
    def drop(tables: Tables) -> Tables:
        rows = tables["presences"]
        kept = np.random.default_rng(0).permutation(len(rows))[: round(len(rows) * (1 - part))]
        return tables | {"presences": rows.iloc[np.sort(kept)].reset_index(drop=True)}

    return drop


def _stale(tables: Tables) -> Tables:
    for frame in tables.values():
        frame.attrs["date_donnees"] = EXTRACTION.item() - timedelta(days=STALE_DAYS)
    return tables


def _column_renamed(tables: Tables) -> Tables:
    return tables | {"sessions": tables["sessions"].rename(columns={"places_ouvertes": "colonne_12"})}


def _registration_numbers(tables: Tables) -> Tables:
    """Ten keys shaped like a social security number (its check key, 00, is never given), ten like an enrolment."""
    rows = tables["prescriptions"]
    rows.loc[rows.index[:10], "personne_key"] = [f"2999999000{rank:03d}00" for rank in range(10)]
    rows.loc[rows.index[10:20], "personne_key"] = [f"{rank:07d}" for rank in range(10)]
    return tables | {"prescriptions": rows}


def _secret_as_zero(tables: Tables) -> Tables:
    if "faits" in tables:
        rows = tables["faits"]
        rows.loc[rows["statut"] == "secret", ["valeur", "statut"]] = [0.0, "disponible"]
        return tables | {"faits": rows}
    rows = tables["brsa_effectifs"]
    small = rows["effectif"] < 5
    rows.loc[small, ["effectif", "statut_secret"]] = [0, "secret"]
    return tables | {"brsa_effectifs": rows}


def _households_for_persons(tables: Tables) -> Tables:
    rows = tables["brsa_effectifs"]
    swapped = {"foyers_droit_versable": "personnes", "personnes": "foyers_droit_versable"}
    return tables | {"brsa_effectifs": rows.assign(concept=rows["concept"].replace(swapped))}


FAULTS: dict[str, Callable[[Tables], Tables]] = {
    "a": _duplicate_keys,
    "b": _obsolete_communes,
    "c": _more_entries_than_places,
    "d": _impossible_dates,
    "e1": _rows_missing(0.25),
    "e2": _rows_missing(0.45),
    "f": _stale,
    "g": _column_renamed,
    "h": _registration_numbers,
    "i": _secret_as_zero,
    "j": _households_for_persons,
}
