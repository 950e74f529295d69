"""Protection of an edition of France: département by département, and what is wider with them.

The 35,000 communes as one table would be one system of equations too large to solve. Cut at the borders of
départements it hides at least as much: whoever is supposed to know both pieces of a zone that crosses a border
knows more than its readers do. And a commune is hidden in the edition of France where it is hidden in that of
its département, so that one edition never gives back what the other hides.
"""

from __future__ import annotations

from collections.abc import Mapping

import numpy as np
import pandas as pd

from disclosure.control import DIFFUSION, FIGURES, protect
from disclosure.hierarchy import protect_hierarchy
from geodata.arrondissements import commune_of_arrondissement
from geodata.levels import ARRONDISSEMENT_MUNICIPAL, NESTED
from indicators.catalogue import Indicator

KEYS = ["territoire", "periode", "modalite"]
ADDED = ["numerateur", "denominateur", "base"]


def protect_france(
    frames: Mapping[str, pd.DataFrame],
    indicator: Indicator,
    appartenances: pd.DataFrame,
    audience: str = DIFFUSION,
) -> dict[str, pd.DataFrame]:
    """As `protect_hierarchy`, for the communes of all France. A zone is hidden as soon as one of its pieces is.

    appartenances: rows of the level "departement" too. Région and France are hidden with their département. A
    period without communes holds few enough zones to be protected in one piece.
    """
    safe = {niveau: protect(frame, indicator, audience) for niveau, frame in frames.items()}
    if indicator.seuil in ("S4", "source"):
        return safe
    told = frames["commune"]["periode"].unique() if "commune" in frames else ()
    cut = {niveau: frame[frame["periode"].isin(told)] for niveau, frame in frames.items()}
    rest = {niveau: frame[~frame["periode"].isin(told)] for niveau, frame in frames.items()}
    if any(len(frame) for frame in cut.values()):
        _hide_by_departement(cut, safe, indicator, appartenances, audience)
    if any(len(frame) for frame in rest.values()):
        links = appartenances[appartenances["niveau"].isin(rest)]
        _hide(safe, _secret(protect_hierarchy(rest, indicator, links, audience)))
    return safe


def _hide_by_departement(
    frames: Mapping[str, pd.DataFrame], safe: dict[str, pd.DataFrame], indicator: Indicator,
    appartenances: pd.DataFrame, audience: str,
) -> None:  # fmt: skip
    home = appartenances[appartenances["niveau"] == "departement"].set_index("code_insee")["code_zone"]
    links = appartenances.assign(home=appartenances["code_insee"].map(home))
    inside = links[links["niveau"].isin(frames) & ~links["niveau"].isin(NESTED[:-1])]
    pieces = {
        niveau: dict(list(_pieces(frame, niveau, frames, inside, home, indicator).groupby("home")))
        for niveau, frame in frames.items()
        if niveau not in NESTED[:-1]
    }
    hidden = [
        _secret(protect_hierarchy(_of(pieces, frames, code), indicator, rows, audience))
        for code, rows in inside.groupby("home")
    ]
    _hide(safe, pd.concat(hidden))
    _hide(safe, _above(frames, safe, links))


def _pieces(
    frame: pd.DataFrame, niveau: str, frames: Mapping[str, pd.DataFrame], links: pd.DataFrame, home: pd.Series,
    indicator: Indicator,
) -> pd.DataFrame:  # fmt: skip
    """Rows of a level, each once per département it touches (`home`); what crosses a border counts its own part."""
    if niveau in ("commune", ARRONDISSEMENT_MUNICIPAL):
        return frame.assign(home=frame["territoire"].map(commune_of_arrondissement).map(home))
    held = links.loc[links["niveau"] == niveau, ["code_insee", "code_zone", "home"]]
    pairs = held[["code_zone", "home"]].drop_duplicates().rename(columns={"code_zone": "territoire"})
    rows = frame.merge(pairs, on="territoire")
    crossing = rows["territoire"].isin(pairs.loc[pairs["territoire"].duplicated(), "territoire"])
    if not crossing.any():
        return rows
    communes = frames["commune"].rename(columns={"territoire": "code_insee"}).merge(held)
    communes = communes.rename(columns={"code_zone": "territoire"})
    sums = communes.groupby([*KEYS, "home"])[[*ADDED, "valeur"]].sum(min_count=1)
    part = sums.reindex(pd.MultiIndex.from_frame(rows.loc[crossing, [*KEYS, "home"]])).to_numpy()
    changed = [*ADDED, "valeur"] if indicator.nature == "effectif" else ADDED
    rows.loc[crossing, changed] = part[:, : len(changed)]
    return rows


def _of(pieces: dict[str, dict], frames: Mapping[str, pd.DataFrame], code: str) -> dict[str, pd.DataFrame]:
    """The frames of one département, at every level it has rows of."""
    columns = {niveau: list(frame.columns) for niveau, frame in frames.items()}
    return {niveau: parts[code][columns[niveau]] for niveau, parts in pieces.items() if code in parts}


def _above(frames: Mapping[str, pd.DataFrame], safe: Mapping[str, pd.DataFrame], links: pd.DataFrame) -> pd.DataFrame:
    """Région and France of each hidden département: minus the others, which add up from communes, they would tell it.

    A département its publisher keeps secret tells nothing: nobody here knows its figure, nor is it in a sum of ours.
    """
    if "departement" not in frames:
        return _secret({})
    of_these = safe["departement"].loc[frames["departement"].index]
    ours = (of_these["statut"] == "secret") & frames["departement"]["valeur"].notna()
    hidden = of_these.loc[ours, KEYS].rename(columns={"territoire": "home"})
    wider = links.loc[links["niveau"].isin(NESTED[:-1]), ["niveau", "code_zone", "home"]].drop_duplicates()
    return hidden.merge(wider, on="home").rename(columns={"code_zone": "territoire"})[[*KEYS, "niveau"]]


def _secret(frames: Mapping[str, pd.DataFrame]) -> pd.DataFrame:
    """Keys of the secret rows: niveau, territoire, periode, modalite."""
    found = [frame.loc[frame["statut"] == "secret", KEYS].assign(niveau=niveau) for niveau, frame in frames.items()]
    return pd.concat(found) if found else pd.DataFrame(columns=[*KEYS, "niveau"])


def _hide(safe: dict[str, pd.DataFrame], hidden: pd.DataFrame) -> None:
    """Make these rows of `safe` secret, those that have no figure anyway excepted."""
    for niveau, frame in safe.items():
        keys = pd.MultiIndex.from_frame(hidden.loc[hidden["niveau"] == niveau, KEYS])
        here = pd.MultiIndex.from_frame(frame[KEYS]).isin(keys) & (frame["statut"] != "non_disponible")
        frame.loc[here, list(FIGURES)] = np.nan
        frame.loc[here, "statut"] = "secret"
