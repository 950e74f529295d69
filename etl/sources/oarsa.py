"""OARSA (DREES): how départements orient and accompany the people who receive the RSA, year by year.

Each table of the workbook is one measure, told by its title. « / », « NR », « NC » and « ND » (not asked, not
answered, not concerned, not available) are no figures. The Rhône (69D) and the Métropole de Lyon (69M) answer
apart. National figures are the publisher's. Since 2025 the « contrat d'engagement » replaces the CER.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import date

import numpy as np
import pandas as pd

from etl.reading.facts import HEADER, facts, staged
from etl.reading.harvest import Candidate, Found, harvest
from etl.reading.library import Document, Library
from etl.reading.overlap import once
from etl.reading.protocol import Notice, Reading, Source
from etl.reading.sheets import Rows
from etl.reading.workbook import sheet_names, typed_sheets
from etl.vintages import headers
from geodata.levels import FRANCE

MODELS = headers("oarsa")
NATIONAL, YEARS = "national", "annee:"
# Title of a table of départements → its measure; « vers Pôle emploi » is now « vers France Travail ».
TITLES = {
    "part_brsa_orientes": r"personnes orientées parmi les personnes soumises aux droits et devoirs$",
    "part_orientes_france_travail": r"personnes orientées vers (Pôle emploi|France Travail) parmi",
    "part_orientes_autre_spe": r"personnes orientées vers une? organisme du SPE",
    "part_orientes_departement": r"personnes orientées vers le conseil dé?part",
    "part_orientes_autre_hors_spe": r"personnes orientées vers une? organisme hors SPE",
    "part_cer": r"ayant un CER parmi .* orientées vers un organisme autre que (Pôle emploi|France Travail)$",
    "delai_orientation": r"Délai moyen .* date d'entrée dans le RSA et la date de primo-orientation",
    "delai_cer": r"Délai moyen .* date de primo-orientation et la date de signature",
}
KNOWN = re.compile(r"dont l'ancienneté|ayant un CER|au moins une action|Evolution|nationaux", re.IGNORECASE)
# The national table: what the row says, then its precision.
NATIONAL_ROWS = {
    "part_brsa_orientes": (r"personnes orientées parmi les personnes soumises aux droits et devoirs$", r"^$"),
    "part_orientes_france_travail": (r"et orientées, des personnes", r"vers (?:Pôle emploi|France Travail)$"),
    "part_orientes_autre_spe": (r"et orientées, des personnes", r"vers un organisme du SPE"),
    "part_orientes_departement": (r"et orientées, des personnes", r"vers le conseil"),
    "part_orientes_autre_hors_spe": (r"et orientées, des personnes", r"vers un organisme hors SPE"),
    "part_cer": (r"ayant un CER parmi", r"^$"),
    "delai_orientation": (r"date d'entrée dans le RSA et la date de primo-orientation", r"^$"),
    "delai_cer": (r"date de primo-orientation .*et la date de signature", r"^$"),
}
SOURCE = Source(
    code="oarsa",
    titre="Enquête sur l’orientation et l’accompagnement des bénéficiaires du RSA (OARSA)",
    editeur="DREES",
    licence="Licence Ouverte 2.0",
    url="https://data.drees.solidarites-sante.gouv.fr/",
    calendrier="Chaque année, environ deux ans après la vague",
    rythme_mois=12,
    delai_mois=24,
    grain="Département ou collectivité, et France",
    marques_absence=frozenset(("/", "NR", "NC", "ND")),
    colonnes=("territoire", "indicateur", "precision", "annee"),
)
SURELY = re.compile(r"oarsa", re.IGNORECASE)
TABLE = re.compile(r"^Tableau [AB]\d+$")


def read(library: Library, departement: str) -> Reading:
    """Every workbook of the library, for the whole country; the newest publication of a year stands."""
    del departement  # a workbook holds them all
    reading, parts = Reading(), []
    for one in harvest(SOURCE, candidates(library), MODELS, reading, dated_by_rows=True):
        title = titled(one)
        rows = national(one) if one.grid.millesime == NATIONAL else of_departements(one, title)
        if rows is None and not KNOWN.search(title):
            grid = one.grid
            phrase = f"{grid.where} : le tableau « {title} » n’est pas connu, il n’est pas lu."
            reading.notices.append(Notice(SOURCE.code, "", grid.fichier, grid.feuille, "", phrase))
        elif rows is not None and len(rows):
            parts.append((rows, one))
    parts.sort(key=lambda part: part[0]["millesime"].iloc[0], reverse=True)
    for rows, one in once(parts, SOURCE, reading, revised=True):
        reading.staged.append(staged("faits", rows, one, date(int(rows["periode"].max()), 12, 31)))
    return reading


def titled(found: Found) -> str:
    """The title above a table, without its number."""
    above = (str(cell) for row in found.grid.sheet.head[: found.grid.header] for cell in row if cell)
    title = next((plain(cell) for cell in above if cell.startswith("Tableau")), "")
    return title.partition(" - ")[2]


def plain(text: str) -> str:
    """One line, straight apostrophes."""
    return " ".join(text.replace("’", "'").split())


def of_departements(found: Found, title: str) -> pd.DataFrame | None:
    """Facts of one table of départements; None when its title is no measure we read."""
    measure = next((code for code, wanted in TITLES.items() if re.search(wanted, title, re.IGNORECASE)), None)
    if measure is None:
        return None
    cells = found.grid.cells
    code = cells["territoire"].str.extract(r"^(\d{2,3}[A-Z]?|2[AB])\s*-", expand=False)
    own = code.where(~code.str.fullmatch(r"69[DM]").fillna(False), "69")
    kept = code.notna()
    return _yearly(found, cells[kept], measure, "departement", code[kept], own[kept])


def national(found: Found) -> pd.DataFrame | None:
    """Facts of the table of France; None for the table of changes, which has other columns."""
    cells = found.grid.cells
    told = cells["indicateur"].where(cells["indicateur"] != "").ffill().fillna("").map(plain)
    precision = cells["precision"].map(plain)
    parts = [
        _yearly(found, chosen, measure, "france", pd.Series(FRANCE, chosen.index), None)
        for measure, (row, more) in NATIONAL_ROWS.items()
        if len(chosen := cells[told.str.contains(row) & precision.str.contains(more)])
    ]
    return pd.concat(parts, ignore_index=True) if parts else None


def _yearly(found: Found, cells: pd.DataFrame, measure: str, level: str, place: pd.Series, own) -> pd.DataFrame:
    years = {column.removeprefix(YEARS)[:4]: column for column in cells if column.startswith(YEARS)}
    long = pd.concat([pd.DataFrame({"share": cells[column], "year": year}) for year, column in years.items()])
    rows = facts(
        long, {measure: "share"}, SOURCE, niveau=level, code_territoire=np.tile(place, len(years)),
        code_departement=None if own is None else np.tile(own, len(years)), periode=long["year"].to_numpy(),
        millesime=max(years),
    )  # fmt: skip
    return rows.assign(**{HEADER: rows["periode"]})


def tables(document: Document) -> Iterator[Rows]:
    """The sheets of the workbook; the national one, whose first columns have no header, gets one."""
    for sheet in typed_sheets(document):
        yield Rows(sheet.name, [_headed(row) for row in sheet.rows])


def _headed(row: list[object]) -> list[object]:
    years = [place for place, cell in enumerate(row) if re.fullmatch(r"20\d\d(\.0)?", str(cell))]
    if len(years) > 1 and years[0] >= 2 and not any(row[: years[0]]):
        return [*row[: years[0] - 2], "Indicateur", "Précision", *row[years[0] :]]
    return row


def candidates(library: Library) -> Iterator[Candidate]:
    """Workbooks that may be the survey, by their name or by the names of their sheets."""
    for document in library.of(".xlsx", ".xls"):
        sure = SURELY.search(document.name) is not None
        if sure or any(map(TABLE.match, sheet_names(document))):
            yield Candidate(document, sure, tables)
