"""What the lines of a composition leave to decide, each decision as a French sentence.

Frames: WRITTEN (code of the file), COMMUNE (today's), ZONE, libelle and LINE. words: what a person calls the level.
"""

from __future__ import annotations

import pandas as pd

from etl.reading.facts import LINE
from geodata.codes import among
from geodata.communes import listed

COMMUNE, ZONE, WRITTEN = "code_insee", "code_zone", "code_publie"
SHOWN = 5  # examples in a sentence


def lacking(lines: pd.DataFrame) -> list[str]:
    """Lines without a commune or without a zone."""
    said = []
    for column, what in ((WRITTEN, "de code de commune"), (ZONE, "de zone")):
        empty = lines[lines[column] == ""]
        if len(empty):
            said.append(
                f"{_count(len(empty), 'ligne n’a', 'lignes n’ont')} pas {what} ({_examples(empty[LINE], 'ligne')}) : "
                f"{'elle n’est pas lue' if len(empty) == 1 else 'elles ne sont pas lues'}."
            )
    return said


def repeated(told: pd.DataFrame, once: pd.DataFrame, first: pd.DataFrame) -> list[str]:
    """Lines that say again, or say otherwise. once: without the copies; first: one line per commune."""
    said = []
    copies = told.drop(once.index)
    if len(copies):
        said.append(
            f"{_count(len(copies), 'ligne répète', 'lignes répètent')} une ligne déjà lue "
            f"({_examples(copies[LINE], 'ligne')})."
        )
    others = once.drop(first.index)
    if len(others):
        said.append(
            f"{_count(len(others), 'ligne donne', 'lignes donnent')} une seconde zone à une commune "
            f"({_examples(others[WRITTEN])}) : la première est gardée."
        )
    return said


def torn(first: pd.DataFrame, kept: pd.DataFrame, words: str) -> list[str]:
    """Communes of today whose parts lie in several zones. kept: the line that speaks for each."""
    several = first.groupby(COMMUNE)[ZONE].nunique()
    torn = kept[kept[COMMUNE].isin(several[several > 1].index)]
    if torn.empty:
        return []
    return [
        f"{_count(len(torn), 'commune réunit', 'communes réunissent')} depuis des communes de zones différentes "
        f"({_examples(torn[COMMUNE])}) : niveau « {words} », la zone retenue est celle de la commune dont "
        "le code est resté."
    ]


def missing(lines: pd.DataFrame) -> list[str]:
    """Communes of today that no line names, by whole départements where it can be said so."""
    known = listed()
    absent = known[~among(known["code"], lines[COMMUNE])]
    if absent.empty:
        return []
    counts = known.groupby("code_departement").size()
    lacking = absent.groupby("code_departement").size()
    whole = [where for where, count in lacking.items() if count == counts[where]]
    said = []
    if whole:
        absent_ones = "Le département {} est absent" if len(whole) == 1 else "Les départements {} sont absents"
        said.append(f"{absent_ones.format(', '.join(whole))} du fichier : sans zone, ce qui n’est pas zéro.")
    rest = absent[~absent["code_departement"].isin(whole)]
    if len(rest):
        said.append(
            f"{_count(len(rest), 'commune actuelle manque', 'communes actuelles manquent')} au fichier "
            f"({_examples(rest['code'])}) : sans zone."
        )
    return said


def renamed(told: pd.DataFrame, words: str) -> list[str]:
    """Codes under which the file names several zones."""
    names = told[told["libelle"] != ""].drop_duplicates([ZONE, "libelle"]).groupby(ZONE)["libelle"].agg(list)
    return [
        f"Le code « {code} » ({words}) porte plusieurs noms, {' et '.join(f'« {name} »' for name in several)} : "
        "le premier est gardé."
        for code, several in names[names.map(len) > 1].items()
    ]


def _count(count: int, one: str, many: str) -> str:
    return f"1 {one}" if count == 1 else f"{count} {many}"


def _examples(found: pd.Series, what: str = "") -> str:
    shown = [str(one) for one in found.drop_duplicates()[:SHOWN]]
    more = "…" if found.nunique() > SHOWN else ""
    plural = "s" if what and found.nunique() > 1 else ""
    return f"{what}{plural} ".lstrip() + ", ".join(shown) + more
