"""Sums of a publisher's communes or basins, up to the département, the region and France.

They stand where the publisher gives no aggregate of its own; where it does, its figure is used and the sum is
only compared with it. A sum carries the bounds that rounded and secret parts leave to it, and is made only
of départements the file holds whole.
"""

from __future__ import annotations

import pandas as pd

from etl.reading.cells import DISPONIBLE, NON_DISPONIBLE, SECRET, STATES
from etl.reading.facts import SOMME
from geodata.communes import departements, listed
from geodata.levels import FRANCE

ABSENT_ELSEWHERE = frozenset(("976",))  # several publishers leave Mayotte out: France is then said without it
WHOLE = 0.9  # share of its communes under which a département is not in the file
BY = ["code", "periode", "modalite", "millesime", "source", "editeur", "licence"]


def bounded(rows: pd.DataFrame, low: float, high: float) -> pd.DataFrame:
    """The rows of a publisher that rounds: the true count lies between value + low (0 at least) and value + high."""
    value = pd.to_numeric(rows["valeur"], errors="coerce")
    return rows.assign(borne_basse=(value + low).clip(lower=0), borne_haute=value + high)


def totals(rows: pd.DataFrame) -> pd.DataFrame:
    """Rows of `faits` at levels departement, region and france: sums over rows, which share one grain.

    rows: columns of `faits`, counts only. Secret and missing parts are left out of the sum: the lower bound
    is then the sum of what is known, the upper bound stays open unless each part has one. A commune written
    twice in a file is counted once: the gate judges its second line.
    """
    if rows.empty:
        return rows
    if (rows["niveau"] == "commune").all():
        rows = rows.drop_duplicates([*BY, "code_territoire"])
    counted = _parts(rows)
    own = _sums(counted, counted["code_departement"])
    own = own[_held(rows, own)]
    if own.empty:
        return rows.iloc[:0]
    names = departements().set_index("code")["code_region"]
    every = own.rename(columns={"code_territoire": "part"})
    own = own[own["code_territoire"].isin(names.index)]  # Saint-Martin counts in France and is no département
    regions = _wider(every, every["part"].map(names), names.groupby(names).size())
    there = names.index.difference(list(ABSENT_ELSEWHERE))
    france = _wider(every[every["part"].isin(there)], FRANCE, pd.Series({FRANCE: len(there)}), every)
    levels = {"departement": own, "region": regions, "france": france}
    found = pd.concat([frame.assign(niveau=level) for level, frame in levels.items()], ignore_index=True)
    inside = found["code_territoire"].where(found["niveau"] == "departement", None)
    return _said(found.assign(code_departement=inside))


def _parts(rows: pd.DataFrame) -> pd.DataFrame:
    value = pd.to_numeric(rows["valeur"], errors="coerce").astype("float64")
    low = rows["borne_basse"].astype("float64").fillna(value).fillna(0.0)
    high = rows["borne_haute"].astype("float64").fillna(value)
    return rows[[*BY, "code_departement", "numerateur", "denominateur"]].assign(
        valeur=value, borne_basse=low, borne_haute=high, open=high.isna(), known=value.notna(),
        secret=(rows["statut"] == SECRET) & value.isna(), geographie=rows["geographie"],
    )  # fmt: skip


def _sums(parts: pd.DataFrame, territory: pd.Series) -> pd.DataFrame:
    groups = parts.groupby([*(parts[name] for name in BY), territory.rename("code_territoire")], observed=True)
    counts = ["valeur", "numerateur", "denominateur", "borne_basse", "borne_haute"]
    sums = groups[counts].sum(min_count=1)
    more = groups.agg(
        open=("open", "any"), known=("known", "any"), secret=("secret", "any"), geographie=("geographie", "first")
    )
    return sums.join(more).reset_index()


def _held(rows: pd.DataFrame, own: pd.DataFrame) -> pd.Series:
    """Départements the file holds whole, as far as communes tell."""
    if not (rows["niveau"] == "commune").all():
        return pd.Series(True, own.index)
    wanted = communes_by_departement()
    key = [*BY, "code_territoire"]
    counts = rows.groupby([*BY, "code_departement"], observed=True)["code_territoire"].nunique()
    counts = counts.rename_axis(key).rename("held").reset_index()
    held = own[key].merge(counts, on=key, how="left")
    return (held["held"] >= WHOLE * held["code_territoire"].map(wanted)).set_axis(own.index)


def communes_by_departement() -> pd.Series:
    """Number of communes of each département today."""
    return listed()["code_departement"].value_counts()


def _wider(every: pd.DataFrame, territory, needed: pd.Series, with_absent: pd.DataFrame | None = None) -> pd.DataFrame:
    """Sums of départements where all that are needed are there."""
    territory = pd.Series(territory, every.index) if isinstance(territory, str) else territory
    parts = every.groupby([*(every[name] for name in BY), territory.rename("code_territoire")], observed=True)["part"]
    complete = parts.nunique().reset_index()
    enough = complete["part"].astype("float64") >= complete["code_territoire"].map(needed).astype("float64")
    complete = complete[enough].drop(columns="part")
    source = every if with_absent is None else with_absent
    named = territory if with_absent is None else pd.Series(FRANCE, source.index)
    return _sums(source, named).merge(complete, on=[*BY, "code_territoire"])


def _said(found: pd.DataFrame) -> pd.DataFrame:
    exact = (found["borne_basse"] == found["valeur"]) & (found["borne_haute"] == found["valeur"]) & ~found["open"]
    state = pd.Series(DISPONIBLE, found.index, dtype="str").mask(
        ~found["known"], found["secret"].map({True: SECRET, False: NON_DISPONIBLE})
    )
    return found.assign(
        statut=state.astype(STATES),
        nature=SOMME,
        codes_publies=pd.Series(None, found.index, dtype="str"),
        borne_basse=found["borne_basse"].mask(exact | ~found["known"]),
        borne_haute=found["borne_haute"].mask(exact | found["open"] | ~found["known"]),
    ).drop(columns=["open", "known", "secret"])
