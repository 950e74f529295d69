"""The offer as it was opened: sessions held, year by year, with what their actions say of them."""

from __future__ import annotations

import numpy as np
import pandas as pd

from indicators.provenance import extraction
from indicators.remember import per_edition
from warehouse.edition import Edition

DAY = pd.Timedelta(days=1)
KEPT = (
    "session_id", "action_id", "code_insee", "lieu_type", "date_debut", "date_fin", "places_ouvertes",
    "jours_ouverture_semaine",
)  # fmt: skip
# Needs that working groups follow below the family, because the family is too wide to answer them.
SUB_THEMES = (
    "famille--garde-denfants",
    "lecture-ecriture-calcul--maitriser-le-francais",
    "sante--sante-mentale",
)
DAYS_A_MONTH = 52 / 12  # one day a week is 4.33 days a month
FIXED, ITINERANT, REMOTE = "fixe", "itinerant", "distance"


@per_edition
def sessions(edition: Edition) -> pd.DataFrame:
    """Sessions that were not cancelled, with `entree`, `type` and `modes_accueil` of their action."""
    own = edition.table("actions")[["action_id", "type", "entree", "modes_accueil"]]
    held = edition.table("sessions")
    held = held.loc[held["statut"] != "annulee", list(KEPT)].merge(own, on="action_id", how="left")
    return held.assign(
        places_ouvertes=held["places_ouvertes"].astype("float64"),
        date_debut=pd.to_datetime(held["date_debut"]),
        date_fin=pd.to_datetime(held["date_fin"]),
    )


@per_edition
def sessions_by_year(edition: Edition) -> pd.DataFrame:
    """One row per session and year it touches: `periode`, and `places` opened in that year.

    A session counts all its places in the year it starts; an action entered at any time counts
    places × days open / days of the year, so that twelve monthly rows of 10 places make 10 places.
    Years that had not begun on the day of extraction are left out.
    """
    held = sessions(edition)
    last = extraction(edition, "sessions").year
    years = range(held["date_debut"].min().year, min(held["date_fin"].max().year, last) + 1) if len(held) else ()
    nothing = held.iloc[:0].assign(periode=pd.Series(dtype="str"), places=pd.Series(dtype="float64"))
    return pd.concat([_within(held, year) for year in years] or [nothing], ignore_index=True)


def _within(held: pd.DataFrame, year: int) -> pd.DataFrame:
    first, last = pd.Timestamp(year, 1, 1), pd.Timestamp(year, 12, 31)
    open_then = held[(held["date_debut"] <= last) & (held["date_fin"] >= first)]
    days = (open_then["date_fin"].clip(upper=last) - open_then["date_debut"].clip(lower=first)) / DAY + 1
    share = np.where(
        open_then["entree"] == "permanente",
        days / ((last - first) / DAY + 1),
        open_then["date_debut"].dt.year == year,
    )
    return open_then.assign(periode=str(year), places=open_then["places_ouvertes"] * share)


@per_edition
def themes(edition: Edition) -> pd.DataFrame:
    """Pairs action_id, theme: the families of data·inclusion each action serves, and SUB_THEMES."""
    actions = edition.table("actions")[["action_id", "thematiques"]].dropna()
    codes = actions.assign(theme=actions["thematiques"].str.split("|")).explode("theme")
    families = codes.assign(theme=codes["theme"].str.split("--").str[0])
    chosen = pd.concat([families, codes[codes["theme"].isin(SUB_THEMES)]])
    return chosen.loc[chosen["theme"] != "", ["action_id", "theme"]].drop_duplicates(ignore_index=True)


@per_edition
def stops(edition: Edition) -> pd.DataFrame:
    """Where each theme could be met, year by year: distinct periode, theme ("" for any), code_insee, mode.

    mode: "fixe" (anyone may come), "itinerant" (a stop of at least one day a month, for its own commune),
    "distance" (no place). A stop whose days are not given, or a session without any place, is not counted.
    """
    held = sessions_by_year(edition)
    held = held[held["places_ouvertes"] > 0]
    often = held["jours_ouverture_semaine"].astype("float64") * DAYS_A_MONTH >= 1
    fixed = held["lieu_type"].isin(["local", "permanence"])
    remote = (held["lieu_type"] == "distance") | held["modes_accueil"].fillna("").str.contains("a-distance")
    met = pd.concat(
        [
            held[fixed].assign(mode=FIXED),
            held[(held["lieu_type"] == "itinerant") & often].assign(mode=ITINERANT),
            held[remote].assign(mode=REMOTE, code_insee=None),
        ]
    )[["periode", "action_id", "code_insee", "mode"]].drop_duplicates()
    known = met.merge(themes(edition), on="action_id")
    columns = ["periode", "theme", "code_insee", "mode"]
    return pd.concat([met.assign(theme=""), known])[columns].drop_duplicates(ignore_index=True)
