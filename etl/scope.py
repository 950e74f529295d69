"""Which rows of national tables an edition keeps: its own territories, and those it is compared with."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace

import pandas as pd

from etl.inclusion.eligibility import offered, settled, silent
from etl.reading.cells import is_departement
from etl.staging import Staged
from geodata.levels import FRANCE
from geodata.passage import is_commune_code

COMPARED = ("departement", "region", "france")
STRUCTURES, SERVICES = OFFER = ("structures_externes", "services_externes")
LATER = ("appartenances", *OFFER)
COMMUNES = ("commune", "commune_publiee", "arrondissement_municipal")


def kept(staged: list[Staged], departement: str, known: Iterable[Staged] = ()) -> list[Staged]:
    """The same tables, without the rows of other départements; a table left without rows goes away.

    known: other tables whose memberships also tell which zones the département shares.
    A row whose commune or département cannot be read stays: no other edition would see it.
    """
    if departement == FRANCE:
        return staged
    links = [one.only(_of(one.frame, departement)) for one in staged if one.table == "appartenances"]
    told = [*links, *(one for one in known if one.table == "appartenances")]
    held = {pair for one in told for pair in zip(one.frame["niveau"], one.frame["code_zone"], strict=True)}
    others = [one.only(_chosen(one, departement, held)) for one in staged if one.table not in LATER]
    offer = _offer([one for one in staged if one.table in OFFER], departement)
    return [one for one in (*others, *offer, *links) if len(one.frame) or one.nb_aside]


def _offer(staged: list[Staged], departement: str) -> list[Staged]:
    """Services offered to the département, its structures, and those elsewhere that offer it a service."""
    served = [one.only(_near(one.frame, departement)) for one in staged if one.table == SERVICES]
    carriers = {name for one in served for name in one.frame["structure_id"]}
    carrying = [
        one.only(_near(one.frame, departement) | one.frame["structure_id"].isin(carriers))
        for one in staged
        if one.table == STRUCTURES
    ]
    return [_aside(one, departement, carriers) for one in (*carrying, *served)]


def _near(rows: pd.DataFrame, departement: str) -> pd.Series:
    near = offered(rows, departement) if "zone_eligibilite" in rows else settled(rows, departement)
    return near | _unreadable(rows["code_insee"])


def _aside(staged: Staged, departement: str, carriers: set[str]) -> Staged:
    """The same, with the records set aside that are near, or that nobody can place."""
    told = staged.aside
    if told is None:
        return staged
    kept = told[_near(told, departement) | told["structure_id"].isin(carriers) | silent(told)]
    return replace(staged, aside=kept.reset_index(drop=True) if len(kept) else None)


def _chosen(staged: Staged, departement: str, held: set[tuple[str, str]]) -> pd.Series:
    frame = staged.frame
    if staged.table == "faits":
        return _placed(frame, frame["code_territoire"], departement, held)
    if staged.table == "zones":
        return _placed(frame, frame["code"], departement, held)
    if staged.table == "lieux":
        return _of(frame, departement)
    if staged.table == "passage_communes":
        return _in(frame["code_ancien"], departement) | _in(frame["code_courant"], departement)
    return pd.Series(True, frame.index)


def _placed(frame: pd.DataFrame, codes: pd.Series, departement: str, held: set[tuple[str, str]]) -> pd.Series:
    """Rows at a level that is compared, of the département, of a zone it shares, or of no readable place."""
    where = frame["code_departement"]
    found = frame["niveau"].isin(COMPARED) | (where == departement)
    loose = ~found & where.isna()
    if loose.any():
        pairs = zip(frame.loc[loose, "niveau"], codes[loose], strict=True)
        found[loose] = [pair in held for pair in pairs]
    odd = ~found & where.notna() & ~where.isin(_readable(where))
    return found | odd | (frame["niveau"].isin(COMMUNES) & _unreadable(codes))


def _readable(where: pd.Series) -> list[str]:
    return [code for code in where.dropna().unique() if is_departement(code)]


def _of(frame: pd.DataFrame, departement: str) -> pd.Series:
    return _in(frame["code_insee"], departement) | _unreadable(frame["code_insee"])


def _in(communes: pd.Series, departement: str) -> pd.Series:
    return communes.str.startswith(departement).fillna(False).astype("bool")


def _unreadable(codes: pd.Series) -> pd.Series:
    odd = {code for code in codes.dropna().unique() if not is_commune_code(code)}
    return codes.isin(odd) if odd else pd.Series(False, codes.index)
