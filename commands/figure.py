"""`figure`: one figure with its interval, its status and its source, without starting the application."""

from __future__ import annotations

import json
from argparse import Namespace
from difflib import get_close_matches

from commands import UserMistake
from config import Config
from disclosure import figures
from disclosure.exhibit import Exhibit
from disclosure.measures import measures
from geodata.levels import LEVELS, resolve
from geodata.names import edition_name
from indicators.catalogue import Indicator, catalogue, modality
from indicators.wording import shown, state
from warehouse.edition import Edition
from warehouse.editions import current


def main(arguments: Namespace, config: Config) -> int:
    """Print one figure, or the catalogue with --list. Exit 2 for a code nobody knows."""
    edition = current(config)
    if edition is None:
        raise UserMistake(
            f"Aucune édition n’est servie ({edition_name(config.departement)}). Lancez « manage.py publish »."
        )
    if arguments.list:
        rows = [_entry(edition, entry) for entry in catalogue().values()]
        print(json.dumps(rows, ensure_ascii=False) if arguments.json else "\n".join(map(_listed, rows)))
        return 0
    exhibit = asked(arguments, edition)
    print(json.dumps(as_json(exhibit), ensure_ascii=False) if arguments.json else spoken(exhibit))
    return 0


def asked(arguments: Namespace, edition: Edition) -> Exhibit:
    """The exhibit the command line describes. UserMistake names the word that is unknown and what is near."""
    code = _known(arguments.code or "", list(catalogue()), "L’indicateur")
    asked_for = arguments.niveau or edition.whole[0]
    niveau = resolve(asked_for) or _known(asked_for, list(LEVELS), "Le niveau")
    territoire = arguments.territoire or dict([edition.whole]).get(niveau, "")
    codes = list(figures.named(edition, niveau))
    if codes:
        _known(territoire, codes, f"Le territoire de niveau « {niveau} »")
    modalite = _modality(arguments.modalite, catalogue()[code])
    periode = arguments.periode
    if periode:
        _known(periode, figures.periods(edition, code, niveau) or [periode], "La période")
    return figures.one(edition, code, niveau, territoire, periode, modalite)


def as_json(exhibit: Exhibit) -> dict:
    """What analysts script with: plain numbers, null where there is none."""
    row = exhibit.frame.iloc[0]
    numbers = {name: _number(row[name]) for name in ("numerateur", "denominateur", "valeur", "ic_bas", "ic_haut")}
    return {
        "indicateur": exhibit.indicator.code,
        "libelle": exhibit.indicator.libelle,
        "niveau": exhibit.niveau,
        "territoire": exhibit.territoire,
        "periode": exhibit.periode,
        "unite": exhibit.indicator.unite,
        **numbers,
        "statut": row["statut"],
        "source": exhibit.source,
        "millesime": exhibit.millesime,
        "edition": exhibit.edition,
        "passeport": exhibit.passeport,
        "synthetique": exhibit.synthetique,
    }


def spoken(exhibit: Exhibit) -> str:
    """The same for a person: title, figure, then the mentions that travel with it."""
    row = exhibit.frame.iloc[0]
    mark = ["Données de démonstration"] if exhibit.synthetique else []
    lines = [exhibit.titre, f"{shown(exhibit.indicator, row)} ({state(row['statut'])})", *mark]
    return "\n".join([*lines, *(f"{name} : {text}" for name, text in exhibit.mentions)])


def _entry(edition: Edition, entry: Indicator) -> dict:
    known = edition.table("sources").drop_duplicates("source").set_index("source")["editeur"]
    niveau = next(iter(entry.niveaux))
    codes = measures(edition, entry.code, niveau)["source"].dropna().unique()
    return {
        "code": entry.code,
        "libelle": entry.libelle,
        "unite": entry.unite,
        "niveaux": list(entry.niveaux),
        "source": " ; ".join(known.get(code, code) for code in codes) or "aucun chiffre dans cette édition",
    }


def _listed(row: dict) -> str:
    return f"{row['code']}  ·  {row['libelle']} ({row['unite']})  ·  {', '.join(row['niveaux'])}  ·  {row['source']}"


def _known(asked_for: str, known: list[str], what: str) -> str:
    if asked_for in known:
        return asked_for
    near = get_close_matches(asked_for, known, n=3, cutoff=0.4)
    hint = f" Proche : {', '.join(near)}." if near else " « manage.py figure --list » donne le catalogue."
    raise UserMistake(f"{what} « {asked_for} » n’existe pas.{hint}")


def _modality(asked_for: list[str], entry: Indicator) -> str:
    parts = [part.partition("=") for part in asked_for]
    for key, equal, value in parts:
        if not equal or not value or key not in entry.dimensions:
            dimensions = ", ".join(entry.dimensions) or "aucune"
            raise UserMistake(
                f"La modalité « {key}{equal}{value} » n’est pas de la forme clé=valeur "
                f"(clés de cet indicateur : {dimensions})."
            )
    return modality(**{key: value for key, _, value in parts})


def _number(value: float) -> float | int | None:
    if value != value:  # NaN
        return None
    return int(value) if float(value).is_integer() else round(float(value), 6)
