"""France services: the ANCT's list of counters where nine public services can be reached together."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import date

import pandas as pd

from etl.reading.delimited import delimited, first_line
from etl.reading.facts import staged
from etl.reading.harvest import Candidate, harvest
from etl.reading.library import Library
from etl.reading.lieux import lieux
from etl.reading.protocol import Reading, Source
from etl.vintages import headers

VINTAGES = headers("france_services")
LATEST = VINTAGES[max(VINTAGES)]
SOURCE = Source(
    code="france_services",
    titre="Liste des France services",
    editeur="Agence nationale de la cohésion des territoires",
    licence="Licence Ouverte 2.0",
    url="https://www.data.gouv.fr/fr/datasets/liste-des-structures-france-services/",
    calendrier="Plusieurs fois par an",
    rythme_mois=6,
    grain="Lieu d’accueil",
    colonnes=tuple(LATEST.read),
    ignorees=tuple(LATEST.ignored),
)
UNDATED = "non daté"
SURELY = re.compile(r"liste[-_]fs|france[-_ ]?services", re.IGNORECASE)
PERHAPS = re.compile(r"\bid_fs\b.*\blib_fs\b", re.IGNORECASE)


def read(library: Library, departement: str) -> Reading:
    """The list of the library, for the whole country; refused files are listed."""
    del departement  # a file holds them all
    reading = Reading()
    for one in harvest(SOURCE, candidates(library), VINTAGES, reading):
        labelled = latest(one.grid.cells["labellisation"])
        vintage = str(labelled.year) if labelled else UNDATED
        rows = lieux(one.grid.cells, "france_services", SOURCE, vintage)
        reading.staged.append(staged("lieux", rows, one, labelled))
    return reading


def latest(labels: pd.Series) -> date | None:
    """The file bears no date: it is of the day of its last label (« Espace labellisé 15/11/2022 »), or later."""
    days = pd.to_datetime(labels.str.extract(r"(\d\d/\d\d/\d{4})")[0], format="%d/%m/%Y", errors="coerce").dropna()
    return days.max().date() if len(days) else None


def candidates(library: Library) -> Iterator[Candidate]:
    """Files that may be the list, by their name or by their header."""
    for document in library.of(".csv"):
        sure = SURELY.search(document.name) is not None
        if sure or PERHAPS.search(first_line(document)):
            yield Candidate(document, sure, delimited)
