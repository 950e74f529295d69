"""CNAF: households that receive the RSA, the prime d'activité or any benefit, in December of each year.

By commune, counts are rounded to 5; by département, monthly, they are exact and are the publisher's totals. CAF
only: households of the MSA are not there. Paris, Lyon and Marseille stand by arrondissement only. A household
without a commune ("" or "49XXX") is counted apart, at level `non_localise`. « RSA seul » (without prime
d'activité) is another concept, and another measure.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

import pandas as pd

from etl.reading.cells import codes
from etl.reading.delimited import delimited, first_line
from etl.reading.facts import KEY, facts
from etl.reading.geography import COMMUNE, today
from etl.reading.harvest import Candidate, Found, harvest
from etl.reading.library import Library
from etl.reading.overlap import deliver
from etl.reading.periods import last_day
from etl.reading.protocol import Notice, Reading, Source
from etl.reading.totals import bounded
from etl.vintages import headers
from geodata.communes import departements

MODELS = headers("cnaf_foyers")
BY_TYPE, ALONE, DEPARTEMENTS = "rsa_type", "rsa_seul", "departements"
NOWHERE, UNLOCATED = "XXXXX", "non_localise"
MEASURES = (
    "foyers_allocataires", "personnes_couvertes_caf", "foyers_rsa", "foyers_prime_activite",
    "personnes_couvertes_rsa", "foyers_rsa_seul", "personnes_couvertes_rsa_seul",
)  # fmt: skip
READ = tuple(dict.fromkeys(name for model in MODELS.values() for name in model.read))
SOURCE = Source(
    code="cnaf_foyers",
    titre="Foyers allocataires des CAF par commune, en décembre (arrondis à 5)",
    editeur="CNAF",
    licence="Licence Ouverte 2.0",
    url="https://data.caf.fr/explore/dataset/s_ben_com_f/",
    calendrier="Chaque année, en janvier, situation de décembre de l’avant-dernière année",
    rythme_mois=12,
    delai_mois=13,
    grain="Commune et arrondissement municipal (décembre), département (chaque mois)",
    colonnes=READ,
    ignorees=tuple(dict.fromkeys(name for model in MODELS.values() for name in model.ignored)),
    additives=frozenset(MEASURES),
    arrondi=(-2.0, 4.0),  # 7 is published 5, 12 is published 10: cut or rounded, nobody says
)
SURELY = re.compile(r"s_ben_com|s_ben_dep|rsa_s_type_com|rsa_seul_communes", re.IGNORECASE)
HEADER_ROW = re.compile(r"^\W*(dtreffre|Date référence)\W.*\b(numcomdo|numdep|Numéro commune)\b", re.IGNORECASE)
OTHER_GRAIN = re.compile(r"\b(age|sexe|numepci|iris|numqpv|qf)\w*\b", re.IGNORECASE)


def read(library: Library, departement: str) -> Reading:
    """Every file of the library, for the whole country; refused files are listed."""
    del departement  # a file may hold them all
    reading, parts = Reading(), []
    for one in harvest(SOURCE, candidates(library), MODELS, reading, dated_by_rows=True):
        rows = published(one)
        reading.notices.extend(unlocated(rows, one))
        parts.append((rows, one))
    # A count rounded once comes before a sum of two rounded counts.
    parts.sort(key=lambda part: part[1].grid.millesime == BY_TYPE)
    deliver(parts, SOURCE, reading, lambda rows: last_day(rows["periode"].max()))
    return reading


def published(found: Found) -> pd.DataFrame:
    """Facts of a file, in today's communes."""
    cells, named, model = found.grid.cells, found.grid.named, found.grid.millesime
    measures = [name for name in MEASURES if name in named]
    if model == DEPARTEMENTS:
        return of_departements(cells, measures, named)
    if model == ALONE:
        cells = cells[cells["prestation"].str.casefold() == "rsa seul"]
    return faits(cells, measures, named, by_type=model == BY_TYPE)


def faits(cells: pd.DataFrame, measures: list[str], named: dict[str, str] | None = None, by_type: bool = False):
    """Facts of communes with their bounds. cells: date, code_insee and the measures as texts."""
    period = _month(cells["date"])
    place = cells["code_insee"].mask(cells["code_insee"].isin(["", "XXX"]), NOWHERE)
    lost = place.str.contains("X", regex=False)
    rows = facts(
        cells,
        measures,
        SOURCE,
        named,
        niveau=lost.map({True: UNLOCATED, False: COMMUNE}),
        code_territoire=place,
        code_departement=_departement(place.str.replace("X", "", regex=False)).where(lost),
        periode=period,
        millesime=period,
        geographie=period.str[:4].astype("int64") + 1,
    )
    rows = bounded(rows, *SOURCE.arrondi)
    return today(_added(rows) if by_type else rows, SOURCE.additives)


def of_departements(cells: pd.DataFrame, measures: list[str], named: dict[str, str]) -> pd.DataFrame:
    """Exact counts of départements, month by month."""
    period, where = _month(cells["date"]), codes(cells["code_departement"], 2)
    return facts(
        cells,
        measures,
        SOURCE,
        named,
        niveau="departement",
        code_territoire=where,
        code_departement=where,
        periode=period,
        millesime=period,
    )


def _month(dates: pd.Series) -> pd.Series:
    """« 2024-12 », « 2024-12-31 » and « 31/12/2024 » as « 2024-12 »."""
    return dates.str.replace(r"^\d\d/(\d\d)/(\d{4})$", r"\2-\1", regex=True).str[:7]


def _departement(start: pd.Series) -> pd.Series:
    return start.where(start.isin(set(departements()["code"])))


def _added(rows: pd.DataFrame) -> pd.DataFrame:
    """RSA with and without its supplement, summed; a part that is no figure leaves its rows as they are."""
    number = pd.to_numeric(rows["valeur"], errors="coerce")
    keys = [rows[name].astype("str").fillna("") for name in KEY]
    whole = number.notna().groupby(keys).transform("all")
    sums = {name: pd.to_numeric(rows[name]).groupby(keys).transform("sum") for name in ("borne_basse", "borne_haute")}
    added = rows[whole].assign(
        valeur=number.groupby(keys).transform("sum")[whole], **{name: one[whole] for name, one in sums.items()}
    )
    return pd.concat([added.drop_duplicates(list(KEY)), rows[~whole]], ignore_index=True)


def unlocated(rows: pd.DataFrame, found: Found) -> Iterator[Notice]:
    """How many households the publisher places in no commune, in the latest period."""
    lost = rows[(rows["niveau"] == UNLOCATED) & rows["code"].isin(["foyers_rsa", "foyers_rsa_seul"])]
    lost = lost[lost["periode"] == lost["periode"].max()]
    count = pd.to_numeric(lost["valeur"], errors="coerce").sum()
    if count:
        grid, period = found.grid, lost["periode"].iloc[0]
        phrase = (
            f"Dans {grid.where}, {count:.0f} foyers bénéficiaires du RSA de {period} n’ont pas de commune : ils sont "
            "gardés à part et n’entrent dans aucune somme de communes."
        )
        yield Notice(SOURCE.code, period, grid.fichier, grid.feuille, "", phrase)


def candidates(library: Library) -> Iterator[Candidate]:
    """Files that may be the source's, by their name or by their header."""
    for document in library.of(".csv"):
        sure = SURELY.search(document.name) is not None
        line = "" if sure else first_line(document)
        if sure or (HEADER_ROW.search(line) and not OTHER_GRAIN.search(line)):
            yield Candidate(document, sure, delimited)
