"""Points on the map: structures, sessions and places stand near the town hall of their commune (TER-05)."""

from __future__ import annotations

import numpy as np
import pandas as pd

from quality.rule import FILE, WARNING, Around, Finding, Rule, at_fault

EARTH = 6371.0  # kilometres


def kilometres(one: pd.DataFrame, other: pd.DataFrame) -> pd.Series:
    """Great-circle distance between two frames of latitude and longitude in degrees (haversine)."""
    a, b = np.radians(one.astype("float64")), np.radians(other.astype("float64"))
    half = np.sin((b["latitude"] - a["latitude"]) / 2) ** 2
    half += np.cos(a["latitude"]) * np.cos(b["latitude"]) * np.sin((b["longitude"] - a["longitude"]) / 2) ** 2
    return 2 * EARTH * np.arcsin(np.sqrt(half.clip(0, 1)))


def _far(frame: pd.DataFrame, around: Around) -> Finding:
    zones = around.tables["zones"]
    halls = zones[zones["niveau"] == "commune"].drop_duplicates("code").set_index("code")[["latitude", "longitude"]]
    theirs = halls.reindex(frame["code_insee"]).set_index(frame.index)
    return at_fault(kilometres(frame[["latitude", "longitude"]], theirs) > around.threshold)


def _rule(table: str, example: str) -> Rule:
    return Rule(
        "TER-05", table, WARNING, FILE, "Les lieux sont près de leur commune",
        "{n|lieu est placé|lieux sont placés} à plus de {seuil} km de la mairie de la commune (exemple : {exemple}).",
        _far, ("latitude", "longitude", "code_insee"), example=example, needs=("zones",), late=True,
        threshold=15, unit="km",
    )  # fmt: skip


RULES = (_rule("structures", "nom"), _rule("sessions", "session_id"), _rule("lieux", "nom"))
