"""From what INSEE tells of communes through the years to the code each former one has today.

Mergers and changes of code are followed from one to the next, until a commune of the map. What was shared out
between several communes (re-establishments, MOD 20 and 21) has no single heir: it is never converted.
"""

from __future__ import annotations

import pandas as pd

from etl.reading.facts import LINE
from geodata.communes import MILLESIME, listed
from geodata.passage import to_current

# Simple merger, commune nouvelle, merger-association, its end, change of département, of chef-lieu.
FOLLOWED = frozenset(("31", "32", "33", "34", "41", "50"))
COMMUNE = "COM"
UNTIL = f"{MILLESIME}-01-01"  # the map knows nothing of what came after
FAMILY, FIRST = "code:CODGEO_", "code:CODGEO_INI"


def by_events(cells: pd.DataFrame) -> pd.DataFrame:
    """code_ancien, code_courant, LINE, from movements: type, date, type_avant, code_avant, type_apres, code_apres."""
    kept = cells[
        cells["type"].isin(FOLLOWED)
        & (cells["type_avant"] == COMMUNE)
        & (cells["type_apres"] == COMMUNE)
        & (cells["code_avant"] != cells["code_apres"])
        & (cells["date"] <= UNTIL)
    ]
    last = kept[kept["date"] == kept.groupby("code_avant")["date"].transform("max")]
    return _followed(pd.DataFrame({"avant": last["code_avant"], "apres": last["code_apres"]}))


def by_years(cells: pd.DataFrame) -> pd.DataFrame:
    """The same from a table of passage, whose columns « code:CODGEO_2003 », … give the code of each year."""
    years = sorted(name for name in cells if name.startswith(FAMILY) and name != FIRST)
    years = [name for name in years if name <= FAMILY + MILLESIME]
    last = cells[years[-1]]
    former = [*([FIRST] if FIRST in cells else []), *years[:-1]]
    pairs = [pd.DataFrame({"avant": cells[name], "apres": last}) for name in former]
    told = pd.concat(pairs) if pairs else pd.DataFrame({"avant": last[:0], "apres": last[:0]})
    return _followed(told[(told["avant"] != "") & (told["apres"] != "") & (told["avant"] != told["apres"])])


def _followed(told: pd.DataFrame) -> pd.DataFrame:
    """Chains to their end, without the codes in use today nor those of several heirs. told: index = line.

    ValueError when a chain comes back to its beginning.
    """
    known = set(listed()["code"])
    pairs = told.assign(**{LINE: told.index}).drop_duplicates(["avant", "apres"])
    pairs = pairs[~pairs["avant"].isin(known)]
    pairs = pairs[pairs.groupby("avant")["apres"].transform("size") == 1]
    table = pairs.rename(columns={"avant": "code_ancien", "apres": "code_courant"})
    table = table.assign(code_courant=to_current(table["code_courant"], table))
    return table[table["code_courant"].isin(known)].sort_values("code_ancien", ignore_index=True)
