"""BMO: the yearly survey of recruitment projects, by basin × département × occupation.

A « * » is a figure kept secret, never a zero; a basin × occupation that is absent is unknown, not zero.
Basin codes look like those of INSEE's zones d'emploi and mean other places: the level always travels along.
Occupations are those of FAP 2009 until 2023 and of FAP 2021 since: their codes do not compare.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import date

import numpy as np
import pandas as pd

from etl.reading.cells import SECRET, codes
from etl.reading.facts import KEY, LINE, facts, staged, summed
from etl.reading.harvest import Candidate, Found, harvest
from etl.reading.library import Library
from etl.reading.protocol import Notice, Reading, Source
from etl.reading.spelling import all_spelled
from etl.reading.totals import totals
from etl.reading.workbook import sheet_names, sheets
from etl.vintages import headers

VINTAGES = headers("bmo")
LATEST = VINTAGES[max(VINTAGES)]
PROJECTS, HARD, SEASONAL = MEASURES = ("bmo_projets", "bmo_projets_difficiles", "bmo_projets_saisonniers")
NOWHERE = "sans bassin "  # then the département
FAP_2021_SINCE = "2024"
SOURCE = Source(
    code="bmo",
    titre="Enquête Besoins en main-d’œuvre (BMO)",
    editeur="France Travail",
    licence="Licence Ouverte 2.0",
    url="https://www.data.gouv.fr/fr/datasets/enquete-besoins-en-main-doeuvre-bmo/",
    calendrier="Chaque année, en avril",
    rythme_mois=12,
    delai_mois=4,
    grain="Bassin d’emploi BMO × département × métier",
    marques_secret=frozenset(("*",)),
    colonnes=tuple(LATEST.read),
    ignorees=tuple(LATEST.ignored),
    additives=frozenset(MEASURES),
)
SURELY = re.compile(r"base_open_data|resmet|donnees_consolidees", re.IGNORECASE)
PERHAPS = re.compile(r"bmo", re.IGNORECASE)
FAMILY = re.compile(r"(famille=[^|]+)")


def read(library: Library, departement: str) -> Reading:
    """Every declared vintage of the library, for the whole country; refused files are listed."""
    del departement  # a workbook holds them all
    reading, latest = Reading(), None
    for one in harvest(SOURCE, candidates(library), VINTAGES, reading):
        rows, vintage = projects(one.grid.cells), one.grid.millesime
        reading.notices.extend(_odd_basins(rows, one))
        when = collected(vintage)
        cells = faits(rows, vintage, one.grid.named)
        reading.staged.append(staged("faits", cells, one, when))
        reading.staged.append(summed(wider(cells), one, when))
        reading.staged.append(staged("nomenclatures", nomenclatures(rows, vintage), one, when))
        latest = max(latest, (vintage, one), key=lambda pair: pair[0]) if latest else (vintage, one)
    if latest:
        vintage, one = latest
        reading.staged.append(staged("zones", zones(projects(one.grid.cells), vintage), one, collected(vintage)))
    return reading


def collected(millesime: str) -> date:
    """End of the collection: employers are asked from October to December of the year before."""
    return date(int(millesime) - 1, 12, 31)


def projects(cells: pd.DataFrame) -> pd.DataFrame:
    """Lines of the survey: columns named as in the table of headers, codes of one width, index = line.

    Lines without a basin, or under the code of another one (both are met in 2021), get a code of their own:
    they count in their département, and no basin is given what is not its own.
    """
    basin, where = codes(cells["code_bassin"], 4), codes(cells["code_departement"], 2)
    name = cells["nom_bassin"]
    first = name.groupby([basin, where]).transform("first")
    basin = basin.mask(name != first, basin + " " + name).mask(basin == "", NOWHERE + where)
    return cells.assign(code_departement=where, code_bassin=basin)


def _odd_basins(rows: pd.DataFrame, found: Found) -> list[Notice]:
    """One notice for the lines whose basin the publisher did not write, or wrote under another's code."""
    odd = rows[rows["code_bassin"].str.startswith(NOWHERE) | rows["code_bassin"].str.contains(" ")]
    if odd.empty:
        return []
    where = ", ".join(sorted(odd["code_departement"].unique()))
    grid = found.grid
    phrase = (
        f"Dans {grid.where}, {_lines(len(odd))} pas de bassin, ou le code d’un autre (départements : {where}) : "
        "ces projets comptent dans leur département, et dans aucun bassin."
    )
    return [Notice(SOURCE.code, grid.millesime, grid.fichier, grid.feuille, grid.named["code_bassin"], phrase)]


def _lines(count: int) -> str:
    return "1 ligne n’a" if count == 1 else f"{count} lignes n’ont"


def faits(rows: pd.DataFrame, millesime: str, named: dict[str, str] | None = None) -> pd.DataFrame:
    """One fact per line and measure, measure by measure; parts of projects carry theirs as numerator and denominator.

    A secret cell may hold at most one less than the smallest count the publisher shows in that vintage.
    """
    local = ("clpe=" + rows["clpe"] + "|").where(rows["clpe"] != "", "") if "clpe" in rows else ""
    found = facts(
        rows,
        MEASURES,
        SOURCE,
        named,
        niveau="bassin_bmo",
        code_territoire=rows["code_bassin"],
        code_departement=rows["code_departement"],
        periode=millesime,
        modalite=local + "famille=" + rows["code_famille"] + "|metier=" + rows["code_metier"],
        millesime=millesime,
    )
    return _bounded(_paired(found, len(rows)))


def _paired(found: pd.DataFrame, lines: int) -> pd.DataFrame:
    """Numerator and denominator of a share, where both are published: the only cells a share may be made of."""
    value = pd.to_numeric(found["valeur"], errors="coerce")
    whole = pd.Series(np.tile(value.to_numpy()[:lines], len(MEASURES)), found.index)
    pair = value.notna() & whole.notna() & (found["code"] != PROJECTS)
    return found.assign(numerateur=value.where(pair), denominateur=whole.where(pair))


def _bounded(found: pd.DataFrame) -> pd.DataFrame:
    shown = pd.to_numeric(found.loc[found["code"] == PROJECTS, "valeur"], errors="coerce")
    secret, most = found["statut"] == SECRET, max(float(shown.min()) - 1, 0) if shown.notna().any() else None
    return found.assign(
        borne_basse=found["borne_basse"].mask(secret, 0.0), borne_haute=found["borne_haute"].mask(secret, most)
    )


def wider(cells: pd.DataFrame) -> pd.DataFrame:
    """Sums by département, region and France, for all occupations together and for each family.

    A line that stands twice (Mayotte in 2020) counts once.
    """
    cells = cells.drop_duplicates([*KEY, "valeur", "statut"])
    told = {modality: FAMILY.search(modality) for modality in cells["modalite"].unique()}
    family = cells["modalite"].map({modality: found and found[1] for modality, found in told.items()}).astype("str")
    return totals(pd.concat([cells.assign(modalite=""), cells.assign(modalite=family)], ignore_index=True))


def nomenclatures(rows: pd.DataFrame, millesime: str) -> pd.DataFrame:
    """Families and occupations these lines name, with the first line that does.

    The list of occupations names its FAP: a few codes stand in both, for other occupations.
    """
    jobs = "metier_bmo_fap2021" if millesime >= FAP_2021_SINCE else "metier_bmo_fap2009"
    kinds = {"famille_bmo": ("code_famille", "nom_famille"), jobs: ("code_metier", "nom_metier")}
    named = [
        pd.DataFrame({"nomenclature": kind, "code": rows[code], "libelle": rows[name], LINE: rows.index})
        for kind, (code, name) in kinds.items()
    ]
    first = pd.concat(named).drop_duplicates(["nomenclature", "code"])
    return first.sort_values(["nomenclature", "code"], ignore_index=True).assign(
        millesime=millesime, source=SOURCE.code
    )


def zones(rows: pd.DataFrame, millesime: str) -> pd.DataFrame:
    """Basins these lines name, by département, spelled after its communes of that name; the file places none."""
    named = rows[~rows["code_bassin"].str.contains(" ")].assign(**{LINE: lambda kept: kept.index})
    first = named.drop_duplicates(["code_departement", "code_bassin"])
    first = first.sort_values(["code_departement", "code_bassin"], ignore_index=True)
    return pd.DataFrame(
        {
            "niveau": "bassin_bmo",
            "code": first["code_bassin"],
            "libelle": all_spelled(first["nom_bassin"], first["code_departement"]),
            "code_departement": first["code_departement"],
            "millesime": millesime,
            "source": SOURCE.code,
            LINE: first[LINE],
        }
    )


def candidates(library: Library) -> Iterator[Candidate]:
    """Workbooks that may be the survey, by their name or by the name of a sheet."""
    for document in library.of(".xlsx", ".xls"):
        sure = SURELY.search(document.name) is not None
        if sure or PERHAPS.search(document.name) or any(map(PERHAPS.search, sheet_names(document))):
            yield Candidate(document, sure, sheets)
