"""Whom the external offer serves: its place, and the territories it says are eligible."""

from __future__ import annotations

from functools import cache

import pandas as pd

from etl.reading.geography import current_communes
from geodata.communes import communes
from geodata.passage import is_commune_code

EVERYWHERE = frozenset(("france", "99100"))  # 99100: France among the codes of countries
CORSICA = {"2A": "20", "2B": "20"}  # postal codes do not tell one Corsica from the other


def offered(services: pd.DataFrame, departement: str) -> pd.Series:
    """Services whose place is in the département, or whose zone_eligibilite covers at least a part of it."""
    return settled(services, departement) | covering(services["zone_eligibilite"], departement)


def settled(rows: pd.DataFrame, departement: str) -> pd.Series:
    """Rows whose commune is in the département; where it has no code, the postal code tells."""
    commune, postal = (rows[name].astype("str") for name in ("code_insee", "code_postal"))
    start = CORSICA.get(departement, departement)
    return _starts(commune, departement) | (commune.isna() & _starts(postal, start))


def covering(zones: pd.Series, departement: str) -> pd.Series:
    """Zones, lists of codes, with France, the département, one of its EPCI or one of its communes in them."""
    codes = zones.explode().dropna().astype("str")
    distinct = pd.Series(codes.unique(), dtype="str")
    current = current_communes(distinct).to_numpy()
    wanted = {code for code, now in zip(distinct, current, strict=True) if _covers(code, now, departement)}
    return codes.isin(wanted).groupby(level=0).any().reindex(zones.index, fill_value=False).astype("bool")


def silent(rows: pd.DataFrame) -> pd.Series:
    """Rows that tell neither a place nor a zone: no département may claim them."""
    return rows["code_insee"].isna() & rows["code_postal"].isna() & rows["zone_eligibilite"].map(_empty).astype("bool")


def _empty(zone: object) -> bool:
    return not isinstance(zone, list) or not zone


def _covers(code: str, current: str, departement: str) -> bool:
    if code in EVERYWHERE or code == departement or code in intercommunalites(departement):
        return True
    return is_commune_code(code) and current.startswith(departement)


@cache
def intercommunalites(departement: str) -> frozenset[str]:
    """EPCI that hold a commune of the département."""
    return frozenset(communes(departement)["code_epci"].dropna())


def _starts(codes: pd.Series, start: str) -> pd.Series:
    return codes.str.startswith(start).fillna(False).astype("bool")
