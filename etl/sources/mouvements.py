"""Movements of communes: the codes of former communes that the COG of the map does not tell.

The COG of the map speaks first: a file only adds to it, and is said to disagree where it does.
"""

from __future__ import annotations

import re
from datetime import date

from etl.reading.composition import files
from etl.reading.facts import staged
from etl.reading.harvest import Found, harvest
from etl.reading.library import Library
from etl.reading.mergers import UNTIL, by_events, by_years
from etl.reading.protocol import Notice, Reading, Source
from etl.staging import SourceRefused
from etl.vintages import headers
from geodata.communes import MILLESIME

VINTAGES = headers("mouvements")
SOURCE = Source(
    code="mouvements",
    titre="Mouvements de communes et tables de passage",
    editeur="Insee",
    licence="Licence Ouverte 2.0",
    url="https://www.insee.fr/fr/information/8740222",
    calendrier="Chaque année, en janvier",
    rythme_mois=12,
    delai_mois=3,
    grain="Commune",
    colonnes=tuple(VINTAGES["mouvements"].read),
    ignorees=tuple(VINTAGES["mouvements"].ignored),
)
SURELY = re.compile(r"^v_mvt_?commune|^table_passage_", re.IGNORECASE)
PERHAPS = re.compile(r"^\W*MOD\W.*\bCOM_AV\b.*\bCOM_AP\b", re.IGNORECASE)
YEAR = re.compile(r"(?<!\d)20\d\d(?!\d)")


def read(library: Library, departement: str) -> Reading:
    """Every file of the library, for the whole country; refused files are listed."""
    del departement  # a file holds them all
    reading = Reading()
    for one in harvest(SOURCE, files(library, SURELY, PERHAPS), VINTAGES, reading, dated_by_rows=True):
        events = one.grid.millesime == "mouvements"
        try:
            found = by_events(one.grid.cells) if events else by_years(one.grid.cells)
        except ValueError:
            reading.refusals.append(_circle(one))
            continue
        rows = found.assign(source=SOURCE.code)
        reading.staged.append(staged("passage_communes", rows, one, date(int(MILLESIME), 1, 1)))
        if events:
            reading.notices.extend(_dates(one))
    return reading


def _circle(one: Found) -> SourceRefused:
    grid = one.grid
    phrase = f"Dans {grid.where}, des communes fusionnent en rond : remettez le fichier tel que l’éditeur l’a publié."
    return SourceRefused(phrase, grid.fichier, grid.feuille)


def _dates(one: Found) -> list[Notice]:
    """A file older than its name says, or that tells of a year the map does not know yet."""
    grid, dates = one.grid, one.grid.cells["date"]
    named, last = YEAR.findall(grid.fichier), dates.max()
    said = []
    if named and last < named[-1]:
        said.append(
            f"« {grid.fichier} » s’annonce de {named[-1]}, mais son dernier mouvement est du {_day(last)} : c’est sans "
            "doute le fichier d’une année précédente."
        )
    later = int((dates > UNTIL).sum())
    if later:
        moves = "1 mouvement postérieur" if later == 1 else f"{later} mouvements postérieurs"
        said.append(f"Dans {grid.where}, {moves} au 1er janvier {MILLESIME}, date de la carte : rien n’en est suivi.")
    title = grid.named["date"]
    return [Notice(SOURCE.code, "", grid.fichier, grid.feuille, title, phrase) for phrase in said]


def _day(written: str) -> str:
    return "/".join(reversed(written.split("-")))
