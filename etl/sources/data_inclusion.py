"""data·inclusion: structures and services of inclusion all over France, the offer the Département does not finance.

The open export (CSV, JSON, Parquet, XLSX) or pages of the API. Each record is held to the national schema;
one that breaks it is set aside with its reason. Nothing that may name a person is read.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import date

import pandas as pd

from etl.inclusion.doubles import counted_instead
from etl.inclusion.eligibility import silent
from etl.inclusion.exports import missing, one_export
from etl.inclusion.fiches import PERSONAL, SERVICES, STRUCTURES, Fiches, fiches
from etl.inclusion.schema import FIELDS, valid
from etl.reading.geography import current_communes
from etl.reading.library import Document, Library
from etl.reading.protocol import Notice, Reading, Source
from etl.staging import SourceRefused, Staged

READ = (
    "id", "structure_id", "source", "nom", "siret", "reseaux_porteurs", "type", "thematiques", "publics", "frais",
    "modes_accueil", "modes_mobilisation", "mobilisable_par", "zone_eligibilite", "commune", "code_postal",
    "code_insee", "latitude", "longitude", "lien_source", "date_maj", "score_qualite", "doublons",
)  # fmt: skip
SOURCE = Source(
    code="data_inclusion",
    titre="Référentiel de l’offre d’insertion (data·inclusion)",
    editeur="Plateforme de l’inclusion",
    licence="Licence Ouverte 2.0",
    url="https://www.data.gouv.fr/fr/datasets/referentiel-de-loffre-dinsertion-liste-des-structures-et-services-dinsertion/",
    calendrier="Chaque lundi",
    rythme_mois=1,
    grain="Structure ou service",
    colonnes=READ,
    ignorees=tuple(sorted((FIELDS[STRUCTURES] | FIELDS[SERVICES] | PERSONAL) - set(READ))),
)
TABLES = {STRUCTURES: "structures_externes", SERVICES: "services_externes"}
# What each table takes from a record as it stands; the rest is computed.
TAKEN = {
    STRUCTURES: ("nom", "siret", "reseaux_porteurs"),
    SERVICES: ("nom", "type", "thematiques", "publics", "frais", "modes_accueil", "modes_mobilisation",
               "mobilisable_par", "zone_eligibilite"),
}  # fmt: skip
SAID = ("commune", "code_postal", "code_insee", "latitude", "longitude", "lien_source", "date_maj", "score_qualite")
PLACE = ("code_insee", "code_postal", "zone_eligibilite", "structure_id")
ADDED = frozenset(("score_qualite", "doublons", "adresse_certifiee"))  # by the API, beside the schema
UNDATED = "non daté"
SURELY = re.compile(r"data[-_ ]?inclusion[-_ ]*(structures|services)|(structures|services)[-_]inclusion", re.IGNORECASE)
PERHAPS = re.compile(
    rb"\bstructure_id\b[^\n]*\bzone_eligibilite\b|\"structure_id\":\s*\"|\"reseaux_porteurs\":\s*[\[n]"
)
BOOK = re.compile(r"inclusion", re.IGNORECASE)


def read(library: Library, departement: str) -> Reading:
    """Structures and services of the library, for the whole country; refused files are listed."""
    del departement  # an export holds them all
    reading = Reading()
    found: dict[str, list[Fiches]] = {STRUCTURES: [], SERVICES: []}
    for document, sure in candidates(library):
        for one in _opened(document, sure, reading):
            found[one.kind].append(one)
    tables: dict[str, list[Staged]] = {STRUCTURES: [], SERVICES: []}
    links: list[tuple[str, str]] = []
    for kind, lists in found.items():
        try:
            for one in one_export(SOURCE, lists, reading.notices):
                reading.notices.extend(_changes(one))
                tables[kind].append(table(one))
                reading.notices.extend(_silent(tables[kind][-1]))
                links.extend(said_the_same(one))
        except SourceRefused as refused:
            reading.refusals.append(refused)
    reading.staged.extend(_without_doubles(tables, links))
    return reading


def candidates(library: Library) -> Iterator[tuple[Document, bool]]:
    """Files that may be an export, and whether their name leaves no doubt."""
    for document in library.of(".csv", ".json", ".parquet", ".xlsx"):
        sure = SURELY.search(document.name) is not None
        if sure or (BOOK.search(document.name) if document.suffix == ".xlsx" else PERHAPS.search(document.head)):
            yield document, sure


def _opened(document: Document, sure: bool, reading: Reading) -> list[Fiches]:
    """Lists of the file. What surely is an export must be readable; a form to fill in, or a table that borrows some
    fields, is left aside."""
    phrase = f"« {document.name} » n’est pas un export de data·inclusion (structures ou services, schéma v1)"
    try:
        lists = [one for one in fiches(document) if sure or not missing(one)]
        if sure and not lists:
            raise SourceRefused(f"{phrase}. Remettez-le tel que l’éditeur l’a publié, ou retirez-le.", document.name)
    except SourceRefused as refused:
        lists = []
        if sure:
            reading.refusals.append(refused)
    if not lists and not sure:
        reading.notices.append(Notice(SOURCE.code, "", document.name, "", "", f"{phrase} : il est laissé de côté."))
    return lists


def table(one: Fiches) -> Staged:
    """The records that follow the schema as rows of their table, and the others as faults."""
    rows, lines, aside = [], [], []
    for record, line in zip(one.records, one.lines, strict=True):
        verdict = valid(one.kind, record)
        if isinstance(verdict, date):
            rows.append(_row(one.kind, record) | {"date_maj": verdict})
            lines.append(line)
        else:
            where = {name: record.get(name) for name in PLACE} | {"structure_id": _carrier(one.kind, record)}
            told = [{"ligne": line, "colonne": f.champ, "valeur": f.valeur, "raison": f.raison} for f in verdict]
            aside.extend(where | fault for fault in told)
    own = ("service_id", "structure_id") if one.kind == SERVICES else ("structure_id",)
    frame = pd.DataFrame(rows, columns=[*own, "producteur", *TAKEN[one.kind], *SAID])
    latest = frame["date_maj"].max() if len(frame) else None
    frame = frame.assign(
        code_insee=current_communes(frame["code_insee"].astype("str")),
        doublon_de=None,
        millesime=f"{latest:%Y-%m}" if latest else UNDATED,
        source=SOURCE.code,
    )
    faults = pd.DataFrame(aside, columns=[*PLACE, "ligne", "colonne", "valeur", "raison"]) if aside else None
    return Staged(
        TABLES[one.kind], frame, one.document.name, one.feuille, one.document.sha256, latest,
        lines=pd.Series(lines, dtype="int64"), aside=faults,
    )  # fmt: skip


def _row(kind: str, record: dict) -> dict:
    said = {name: record.get(name) for name in (*TAKEN[kind], *SAID)}
    numbers = {name: _number(said[name]) for name in ("latitude", "longitude", "score_qualite")}
    identity = {"structure_id": _carrier(kind, record), "producteur": record["source"]}
    if kind == SERVICES:
        identity["service_id"] = full_id(record["source"], record["id"])
    return said | numbers | identity


def _carrier(kind: str, record: dict) -> str | None:
    """Identifier of the structure a record is, or belongs to."""
    source, written = record.get("source"), record.get("structure_id" if kind == SERVICES else "id")
    return full_id(source, written) if isinstance(source, str) and isinstance(written, str) else None


def full_id(source: str, written: str) -> str:
    """`source--id`: two producers may use the same number."""
    return written if written.startswith(f"{source}--") else f"{source}--{written}"


def _number(value: object) -> float | None:
    """None for what is no number: the score alone is not held to the schema."""
    try:
        return None if value is None else float(value)
    except (TypeError, ValueError):
        return None


def said_the_same(one: Fiches) -> Iterator[tuple[str, str]]:
    """Pairs of structures that data·inclusion says are one."""
    for record in one.records if one.kind == STRUCTURES else ():
        for other in record.get("doublons", ()):
            if isinstance(other.get("source"), str) and isinstance(other.get("id"), str):
                yield _carrier(STRUCTURES, record) or "", full_id(other["source"], other["id"])


def _without_doubles(tables: dict[str, list[Staged]], links: list[tuple[str, str]]) -> list[Staged]:
    """The same tables, each double naming the structure that is counted in its place."""
    every = [*tables[STRUCTURES], *tables[SERVICES]]
    if links:
        structures = pd.concat([one.frame for one in tables[STRUCTURES]], ignore_index=True)
        serving = {name for one in tables[SERVICES] for name in one.frame["structure_id"]}
        instead = counted_instead(structures.assign(offre=structures["structure_id"].isin(serving)), links)
        for one in every:
            one.frame["doublon_de"] = one.frame["structure_id"].map(instead)
    return every


def _silent(staged: Staged) -> list[Notice]:
    """Services nobody can place: they stay in the edition of all France only."""
    count = int(silent(staged.frame).sum()) if "zone_eligibilite" in staged.frame else 0
    phrase = (
        f"Dans « {staged.fichier} », services sans commune ni zone d’éligibilité, qui n’entrent donc dans l’édition "
        f"d’aucun département : {count}."
    )
    return [Notice(SOURCE.code, "", staged.fichier, staged.feuille, "", phrase)] if count else []


def _changes(one: Fiches) -> list[Notice]:
    """Fields the publisher added to its schema: they are not read."""
    known = FIELDS[one.kind] | PERSONAL | ADDED
    return [
        Notice(
            SOURCE.code, "", one.document.name, one.feuille, name,
            f"Dans « {one.document.name} », le champ « {name} » est nouveau : il n’est pas lu.",
        )
        for name in sorted(one.fields - known)
    ]  # fmt: skip
