"""The door: what names a person in spreadsheets just opened, found in memory before anything is written."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable
from dataclasses import replace
from datetime import date

from etl.persons import names, numbers, values
from etl.persons.finding import Finding
from etl.persons.headers import AGENT_INSIDE, AGENTS, FREE_TEXT, PERSON_ALONE, PHONE_INSIDE, nature_of, plain
from etl.persons.kind import AGENTS as REFERENTS
from etl.persons.kind import INDIVIDUAL, kind
from etl.persons.sentences import phrase
from etl.persons.values import Cells
from etl.spreadsheets.block import Block
from etl.spreadsheets.mapping import Mapping
from warehouse.dictionary import SURVEY

NUMBERS = ("nir", "numero_caf", "date_naissance")  # refused whatever the table
NAMED_HEADERS = 3  # headers that are themselves names of persons: a sheet with a column a person


def persons_in(
    blocks: Iterable[Block], mapping: Mapping | None = None, today: date | None = None
) -> tuple[Finding, ...]:
    """Everything that names a person in these sheets, those left out of the load included. Nothing is written."""
    found: list[Finding] = []
    for block in blocks:
        found += _of_sheet(block, mapping, today or date.today())
        while (block := block.under) is not None:
            found += _of_sheet(block, None, today or date.today(), loaded=False)
    return tuple(found)


def _of_sheet(block: Block, mapping: Mapping | None, today: date, loaded: bool = True) -> Iterable[Finding]:
    """loaded: False for a table under another, whose columns cannot be left out alone: the whole file is refused."""
    about = kind(block, mapping)
    sheet = mapping.sheet(block.feuille) if mapping else None
    survey = sheet is not None and SURVEY in sheet.tables
    couple = any(re.fullmatch(r"prenoms?", plain(header)) for header in block.headers)
    yield from _around(block)
    naming = [header for header in block.headers if names.is_name(header) and len(header) > 5]
    for place, (header, letter) in enumerate(zip(block.headers, block.letters, strict=True)):
        cells = Cells(header, block.frame.iloc[:, place])
        nature, seen = _of_column(cells, about == INDIVIDUAL, couple, today)
        if about == REFERENTS and not nature and AGENTS.fullmatch(plain(header)) and not cells.says_nothing:
            nature, seen = ("nom", "agent") if values.distinct_texts(cells) else (None, "")
        if survey and not nature and FREE_TEXT.fullmatch(plain(header)) and not cells.says_nothing:
            nature, seen = "texte_libre", "avis"
        hidden = re.search(numbers.NIR, header) or (header in naming and len(naming) >= NAMED_HEADERS)
        if hidden:
            nature, seen = nature or ("nir" if re.search(numbers.NIR, header) else "nom"), "entete"
        if nature:
            removable = loaded and about not in (INDIVIDUAL, REFERENTS) and nature not in NUMBERS
            finding = Finding(block.feuille, f"Colonne {letter}" if hidden else header, nature, "", removable, letter)
            yield replace(finding, phrase=phrase(block.fichier, finding, seen))


def _around(block: Block) -> Iterable[Finding]:
    """Numbers of persons in the lines that are not rows of the table: a title, a note under it."""
    for line, text in zip(block.passed["ligne"], block.passed["texte"], strict=True):
        if re.search(numbers.NIR, str(text)):
            finding = Finding(block.feuille, "", "nir", "", False)
            yield replace(finding, phrase=phrase(block.fichier, finding, f"ligne {line}"))


def _of_column(cells: Cells, individual: bool, couple: bool, today: date) -> tuple[str | None, str]:
    """What a column holds of persons, and whether its header or its values say so ("entete", "valeurs", "texte")."""
    if cells.somewhere(numbers.NIR):
        return "nir", "valeurs"
    if cells.says_nothing:
        return None, ""
    nature = nature_of(cells.header, individual)
    if nature is None and couple and plain(cells.header) in ("nom", "noms"):
        nature = "nom"
    if nature:
        return nature, "titre"
    return _by_values(cells, individual, today)


def _by_values(cells: Cells, individual: bool, today: date) -> tuple[str | None, str]:
    name = plain(cells.header)
    someone = bool(AGENT_INSIDE.fullmatch(name))
    asked: list[tuple[str, str, Callable[[], bool]]] = [("nom", "valeurs", lambda: names.holds_names(cells.sample))]
    if individual:
        asked = [
            ("numero_caf", "valeurs", lambda: values.enrolment(cells)),
            ("date_naissance", "valeurs", lambda: values.born(cells, today)),
            ("telephone", "valeurs", lambda: values.phones(cells)),
            ("courriel", "valeurs", lambda: cells.mostly(numbers.MAIL)),
            ("adresse", "valeurs", lambda: _streets(cells)),
            *asked,
            ("nom", "valeurs", lambda: bool(PERSON_ALONE.fullmatch(name)) and values.distinct_texts(cells)),
            ("texte_libre", "texte", lambda: cells.somewhere(f"{numbers.PHONE}|{numbers.MAIL}")),
        ]
    else:
        told = PHONE_INSIDE.fullmatch(name) and not someone
        asked += [
            ("telephone", "valeurs", lambda: not told and values.mobiles(cells) and (someone or values.phones(cells))),
            ("courriel", "valeurs", lambda: values.personal_mails(cells)),
        ]
    asked.append(("texte_libre", "texte", lambda: values.names_in_text(cells)))
    return next(((nature, seen) for nature, seen, holds in asked if holds()), (None, ""))


def _streets(cells: Cells) -> bool:
    texts = cells.sample.map(lambda text: plain(text).replace("_", " "))
    return len(texts) >= values.FEW and float(texts.str.match(numbers.STREET).mean()) >= 0.5
