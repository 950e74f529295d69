"""The table of addresses: where each publisher's file is, as configuration.

One row per resource; `nom` is its key. A table named by OBS_ADRESSES replaces rows of the same `nom`, adds the
others, and takes a row away when it leaves its `mode` empty. Columns:

source      code of the source, as on the command line
millesime   vintage, empty when the file holds several
mode        direct: the file itself · datagouv: a data.gouv.fr dataset (identifier or API URL) · opendatasoft: page of
            a dataset on such a portal, its query kept · melodi: page of a dataset in INSEE's Melodi catalogue ·
            depot: no stable address, a person puts the file in a folder (`adresse` is the page where it is found)
motif       regular expression on the titles of a data.gouv.fr dataset
nom         name the file is kept under; its suffix says what is awaited
reconnait   regular expression on the names under which the file goes around
perimetre   france, or departement: `adresse` and `nom` then carry {departement}
"""

from __future__ import annotations

import csv
import re
from collections.abc import Iterable
from dataclasses import dataclass, fields, replace
from pathlib import Path

HERE = Path(__file__).parent / "adresses.csv"
MODES = ("direct", "datagouv", "opendatasoft", "melodi", "depot")
PERIMETERS = ("france", "departement")
PLACE = "{departement}"


class AddressesRefused(Exception):
    """A table of addresses that cannot be used; the message is a French sentence with its place."""


@dataclass(frozen=True)
class Address:
    """One row of the table, see above. Every field is text."""

    source: str
    millesime: str
    titre: str
    mode: str
    adresse: str
    motif: str
    nom: str
    reconnait: str
    licence: str
    perimetre: str

    def within(self, departement: str) -> Address:
        """The same resource for one département; itself when it covers France."""
        if self.perimetre == "france":
            return self
        filled = {name: getattr(self, name).replace(PLACE, departement) for name in ("adresse", "nom")}
        return replace(self, titre=f"{self.titre} ({departement})", **filled)


COLUMNS = tuple(field.name for field in fields(Address))


def addresses(completion: Path | None = None) -> list[Address]:
    """The project's table, completed by another one. AddressesRefused when that one cannot be used."""
    table = {row["nom"]: row for _, row in _rows(HERE)}
    for line, row in _rows(completion) if completion else ():
        if row["mode"]:
            _check(row, completion, line)
            table[row["nom"]] = row
        else:
            table.pop(row["nom"], None)
    return [Address(**row) for row in table.values()]


def sources(table: Iterable[Address]) -> list[str]:
    """Codes of the sources, in the order of the table."""
    return list(dict.fromkeys(address.source for address in table))


def _rows(path: Path) -> list[tuple[int, dict[str, str]]]:
    """Each row with its line; comma or semicolon, BOM or not, as a spreadsheet leaves them."""
    try:
        text = path.read_text(encoding="utf-8-sig")
    except (OSError, UnicodeDecodeError) as error:
        raise AddressesRefused(
            f"La table d’adresses « {path} » (OBS_ADRESSES) ne peut pas être lue : il faut un fichier CSV en UTF-8."
        ) from error
    first = text.partition("\n")[0]
    reader = csv.DictReader(text.splitlines(), delimiter=";" if first.count(";") > first.count(",") else ",")
    absent = [name for name in COLUMNS if name not in (reader.fieldnames or ())]
    if absent:
        raise AddressesRefused(
            f"Table d’adresses « {path} », ligne 1 : il manque la colonne {', '.join(absent)}. "
            f"Colonnes attendues : {', '.join(COLUMNS)}."
        )
    return [(reader.line_num, {name: (row[name] or "").strip() for name in COLUMNS}) for row in reader]


def _check(row: dict[str, str], path: Path, line: int) -> None:
    wrong = _first_mistake(row)
    if wrong:
        column, why = wrong
        raise AddressesRefused(
            f"Table d’adresses « {path} », ligne {line}, colonne {column} : « {row[column]} » {why}."
        )


def _first_mistake(row: dict[str, str]) -> tuple[str, str] | None:
    if row["mode"] not in MODES:
        return "mode", f"n’est pas un mode connu (au choix : {', '.join(MODES)})"
    if row["perimetre"] not in PERIMETERS:
        return "perimetre", f"n’est pas un périmètre connu (au choix : {', '.join(PERIMETERS)})"
    if not re.fullmatch(r"[a-z][a-z0-9_]*", row["source"]):
        return "source", "n’est pas un code de source (lettres minuscules sans accent, chiffres et _)"
    if not row["nom"] or Path(row["nom"]).name != row["nom"] or row["nom"].startswith("."):
        return "nom", "n’est pas un nom de fichier : donnez-le sans dossier, avec son suffixe"
    if row["mode"] != "depot" and not row["adresse"]:
        return "adresse", "est vide : donnez l’adresse, ou le mode « depot »"
    for column in ("motif", "reconnait"):
        try:
            re.compile(row[column])
        except re.error:
            return column, "n’est pas une expression régulière valide"
    if row["perimetre"] == "departement" and not all(PLACE in row[name] for name in ("adresse", "nom")):
        return "adresse", f"ne porte pas {PLACE} (ni le nom) alors que le périmètre est le département"
    return None
