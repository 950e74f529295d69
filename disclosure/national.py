"""Protection of an edition of France: département by département, then between départements.

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

    appartenances: rows of the level "departement" too. Région and France are held to their départements.
    """
    safe = {niveau: protect(frame, indicator, audience) for niveau, frame in frames.items()}
    if indicator.seuil in ("S4", "source") or not any(len(frame) for frame in frames.values()):
        return safe
    home = appartenances[appartenances["niveau"] == "departement"].set_index("code_insee")["code_zone"]
    links = appartenances.assign(home=appartenances["code_insee"].map(home))
    links = links[links["niveau"].isin(frames) & ~links["niveau"].isin(NESTED[:-1])]
    pieces = {
        niveau: dict(list(_pieces(frame, niveau, frames, links, home, indicator).groupby("home")))
        for niveau, frame in frames.items()
        if niveau not in NESTED[:-1]
    }
    hidden = [
        _secret(protect_hierarchy(_of(pieces, frames, code), indicator, rows, audience))
        for code, rows in links.groupby("home")
    ]
    _hide(safe, pd.concat(hidden))
    _hide(safe, _between_departements(frames, safe, indicator, appartenances, home, audience))
    return safe


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
    communes = frames.get("commune", frame.head(0)).rename(columns={"territoire": "code_insee"}).merge(held)
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


def _between_departements(
    frames: Mapping[str, pd.DataFrame], safe: Mapping[str, pd.DataFrame], indicator: Indicator,
    appartenances: pd.DataFrame, home: pd.Series, audience: str,
) -> pd.DataFrame:  # fmt: skip
    """What régions and France would give back of a hidden département: here départements are the smallest places."""
    levels = [niveau for niveau in NESTED if niveau in frames]
    if "departement" not in levels:
        return _secret({})
    raw = {niveau: frames[niveau].assign(statut=safe[niveau]["statut"]) for niveau in levels}
    raw["commune"] = raw.pop("departement")
    links = appartenances[appartenances["niveau"].isin(NESTED)]
    links = links.assign(code_insee=links["code_insee"].map(home)).drop_duplicates()
    links["niveau"] = links["niveau"].replace("departement", "commune")
    out = protect_hierarchy(raw, indicator, links[["code_insee", "niveau", "code_zone"]], audience)
    return _secret({("departement" if niveau == "commune" else niveau): frame for niveau, frame in out.items()})


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
