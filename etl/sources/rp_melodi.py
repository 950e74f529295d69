"""The census since 2023, in INSEE's long form (Melodi): millions of rows, of which a few measures are kept.

The same measures as the wide files of the years before (see `rp`). The publisher's own EPCI, départements, régions
and France are used as they are; sums of communes are made too, to be compared with them.
"""

from __future__ import annotations

import csv
import re
from collections.abc import Iterator

import pandas as pd

from etl.reading.delimited import delimited, first_line
from etl.reading.facts import facts
from etl.reading.filtered import filtered
from etl.reading.geography import today
from etl.reading.harvest import Candidate, Found, harvest
from etl.reading.library import Library
from etl.reading.melodi import LEVELS, placed, stated
from etl.reading.overlap import deliver
from etl.reading.protocol import Notice, Reading, Source
from etl.sources import rp, rp_libelles
from etl.vintages import HERE, headers

MODELS = headers("rp_melodi")
DATASETS = {
    "emploi": "DS_RP_EMPLOI_LR_PRINC",
    "diplomes": "DS_RP_DIPLOMES_PRINC",
    "familles": "DS_RP_FAMILLE_COMP",
    "population": "DS_RP_POPULATION_PRINC",
    "population_csp": "DS_RP_POPULATION_COMP",
}
LABELLED = "_libelles"  # exports of the web site, in words
# Parts and their whole, for every territory and year: 1 + 2 = 1T2, 1T2 + 3 = _T.
IDENTITIES = (
    (("actifs_occupes_1564", "chomeurs_1564"), "actifs_1564"),
    (("actifs_1564", "inactifs_1564"), "population_1564"),
)
NEARLY = 1.0  # persons: weighted counts are rounded to five decimals


def _measures() -> dict[str, dict[str, dict[str, str]]]:
    """Model → measure → the one value each dimension must have."""
    with (HERE / "rp_melodi_mesures.csv").open(encoding="utf-8", newline="") as stream:
        rows = list(csv.DictReader(stream))
    found: dict[str, dict[str, dict[str, str]]] = {model: {} for model in DATASETS}
    for row in rows:
        found[row["modele"]][row["mesure"]] = dict(pair.split("=") for pair in row["modalites"].split("|"))
    return found


MEASURES = _measures()
SOURCE = Source(
    code="rp_melodi",
    titre="Recensement de la population (Melodi) : activité, diplômes, familles",
    editeur="Insee",
    licence="Licence Ouverte 2.0",
    url="https://catalogue-donnees.insee.fr/",
    calendrier="Chaque année, de fin juin à mi-juillet",
    rythme_mois=12,
    delai_mois=31,
    grain="Commune, intercommunalité, zone d’emploi, département, région et France hors Mayotte",
    colonnes=tuple(dict.fromkeys(name for model in MODELS.values() for name in model.read)),
    ignorees=tuple(dict.fromkeys(name for model in MODELS.values() for name in model.ignored)),
    additives=frozenset(measure for model in MEASURES.values() for measure in model),
)


def read(library: Library, departement: str) -> Reading:
    """Every data set that is known, for the whole country; refused files are listed."""
    del departement  # a file holds them all
    reading, parts = Reading(), []
    for model, headers_ in MODELS.items():
        for one in harvest(SOURCE, candidates(library, model), {model: headers_}, reading, dated_by_rows=True):
            cells = one.grid.cells
            if model not in DATASETS:
                cells, lost = rp_libelles.coded(cells)
                reading.notices.extend(unplaced(lost, one))
            rows = faits(cells, model.removesuffix(LABELLED), one.grid.named)
            if len(rows):
                parts.append((rows, one))
                reading.notices.extend(disagreements(rows, one))
    deliver(parts, SOURCE, reading, rp.taken)
    return reading


def unplaced(lost: list[str], found: Found) -> Iterator[Notice]:
    """One notice for the names of places that are several places, or none."""
    if lost:
        phrase = (
            f"Dans {found.grid.where}, {len(lost)} noms de territoires ne se reconnaissent pas (exemple : "
            f"« {lost[0]} ») : leurs lignes sont laissées de côté."
        )
        yield Notice(SOURCE.code, "", found.grid.fichier, found.grid.feuille, "", phrase)


def faits(cells: pd.DataFrame, model: str, named: dict[str, str] | None = None) -> pd.DataFrame:
    """One fact per territory, year and measure, in today's communes. The vintage is the latest census of the file."""
    kept = placed(cells)
    millesime = kept["periode"].max() if len(kept) else ""
    parts = [_measured(kept, measure, wanted, named, millesime) for measure, wanted in MEASURES[model].items()]
    return today(pd.concat(parts, ignore_index=True), SOURCE.additives)


def _measured(kept: pd.DataFrame, measure: str, wanted: dict[str, str], named, millesime: str) -> pd.DataFrame:
    chosen = pd.Series(True, kept.index)
    for dimension, value in wanted.items():
        # A file that has not this dimension tells of everyone together.
        chosen &= kept[dimension].isin([value, ""] if value == "_T" else [value])
    rows = kept[chosen]
    found = facts(
        rows,
        {measure: "valeur"},
        SOURCE,
        named,
        **{name: rows[name].to_numpy() for name in ("niveau", "code_territoire", "code_departement", "periode")},
        millesime=millesime,
        geographie=rows["geographie"].fillna(int(millesime or 0) + rp.GEOGRAPHY).astype("int64").to_numpy(),
    )
    return stated(found, *(rows[name].reset_index(drop=True) for name in ("conf_status", "obs_status")))


def disagreements(rows: pd.DataFrame, found: Found) -> Iterator[Notice]:
    """One notice per identity that does not hold, with how many times and where first."""
    first = rows.drop_duplicates(["code", "niveau", "code_territoire", "periode"])
    table = first.assign(valeur=pd.to_numeric(first["valeur"], errors="coerce")).pivot(
        index=["niveau", "code_territoire", "periode"], columns="code", values="valeur"
    )
    for parts, whole in IDENTITIES:
        if not {*parts, whole} <= set(table.columns):
            continue
        gap = (table[list(parts)].sum(axis=1, skipna=False) - table[whole]).abs()
        wrong = gap[gap > NEARLY]
        if len(wrong):
            level, place, period = wrong.index[0]
            yield Notice(
                SOURCE.code, rows["millesime"].iloc[0], found.grid.fichier, found.grid.feuille, "",
                f"Dans {found.grid.where}, « {' » + « '.join(parts)} » ne font pas « {whole} » : "
                f"{len(wrong)} cas (exemple : {level} {place}, {period}, écart de {wrong.iloc[0]:.0f}).",
            )  # fmt: skip


def candidates(library: Library, model: str) -> Iterator[Candidate]:
    """Files named after the data set, read piece by piece; exports of the web site, by their header."""
    if model not in DATASETS:
        for document in library.of(".csv"):
            if rp_libelles.HEADERS[model].search(first_line(document)):
                yield Candidate(document, False, delimited)
        return
    read, wanted = MODELS[model].read, {}
    for dimensions in MEASURES[model].values():
        for dimension, value in dimensions.items():
            wanted.setdefault(read[dimension], set()).add(value)
    opened = filtered(wanted | {read["geo_object"]: set(LEVELS)})
    for document in library.of(".csv"):
        if re.match(
            rf"{DATASETS[model]}(_20\d\d)?(_data)?\.csv$|{DATASETS[model]}.*_CSV_FR\.zip$", document.name, re.I
        ):
            yield Candidate(document, True, opened)
