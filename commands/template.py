"""`template`: the workbook, or the CSV files, that a département fills with its own tables."""

from __future__ import annotations

from argparse import Namespace
from pathlib import Path

import manage
from commands import UserMistake
from config import Config
from exports.templates import csv_templates, workbook
from geodata.communes import departements
from geodata.levels import FRANCE


def main(arguments: Namespace, config: Config) -> int:
    """Write the files and say where. Exit 2 when nothing could be written, or when it would replace a file."""
    code = config.departement
    if code == FRANCE or code not in set(departements()["code"]):
        raise UserMistake(
            f"Le modèle se prépare pour un département ; « {code} » n’en est pas un. "
            "Exemple : « manage.py template --departement 49 »."
        )
    if arguments.csv and arguments.sortie:
        raise UserMistake("Choisissez entre « --csv » (un fichier par table) et « --sortie » (un seul classeur).")
    written = _write(_files(arguments, config), force=arguments.force)
    print("\n".join(f"Écrit : {path}" for path in written))
    print("Commencez par la feuille « Mode d’emploi »." if not arguments.csv else "Séparateur « ; », accents en UTF-8.")
    return manage.DONE


def _files(arguments: Namespace, config: Config) -> dict[Path, bytes]:
    if arguments.csv:
        folder = config.here / arguments.csv
        return {folder / f"{name}.csv": content for name, content in csv_templates(config.departement).items()}
    name = arguments.sortie or f"modele_observatoire_{config.departement}"
    name += "" if name.lower().endswith(".xlsx") else ".xlsx"
    return {config.here / name: workbook(config.departement)}


def _write(files: dict[Path, bytes], force: bool) -> list[Path]:
    there = [path for path in files if path.exists()]
    if there and not force:
        more = f" (et {len(there) - 1} de plus)" if len(there) > 1 else ""
        raise UserMistake(
            f"« {there[0]} » existe déjà{more} : rien n’a été écrit, pour ne pas effacer ce que vous y auriez saisi. "
            "Donnez un autre nom, ou ajoutez « --force » pour le remplacer."
        )
    for path, content in files.items():
        try:
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_bytes(content)
        except OSError as error:
            raise UserMistake(
                f"« {path} » n’a pas pu être écrit ({error.strerror}). Vérifiez le dossier, vos droits et la place "
                "sur le disque."
            ) from error
    return list(files)
