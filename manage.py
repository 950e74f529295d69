#!/usr/bin/env python3
"""The front door: prepares the environment, then hands over to `commands`. Standard library only."""

from __future__ import annotations

import argparse
import hashlib
import os
import subprocess
import sys
import threading
import time
import venv
from pathlib import Path

ROOT = Path(__file__).resolve().parent
ENVIRONMENT = ROOT / ".venv"
REQUIREMENTS = ROOT / "requirements.txt"
OLDEST_PYTHON = (3, 11)

DONE, MISUSE, REFUSED, UNREADABLE = 0, 2, 3, 4
EXIT_CODES = (
    "Codes de retour : 0 fait, 2 mauvaise utilisation, 3 refusé par la barrière de qualité, "
    "4 une source n’a pas pu être lue."
)

# argparse speaks English; these are all the words it may print here.
FRENCH = {
    "usage: ": "usage : ",
    "positional arguments": "arguments",
    "options": "options",
    "show this help message and exit": "affiche cette aide",
    "the following arguments are required: %s": "il manque : %s",
    "unrecognized arguments: %s": "argument inconnu : %s",
    "invalid choice: %(value)r (choose from %(choices)s)": "« %(value)s » inconnu (au choix : %(choices)s)",
    "invalid %(type)s value: %(value)r": "« %(value)s » n’est pas un nombre entier",
    "argument %(argument_name)s: %(message)s": "%(argument_name)s : %(message)s",
    "%(prog)s: error: %(message)s\n": "%(prog)s : %(message)s\n",
    "expected one argument": "une valeur est attendue",
    "expected at least one argument": "au moins une valeur est attendue",
}
argparse._ = lambda text: FRENCH.get(text, text)


def parser() -> argparse.ArgumentParser:
    """Every command and option, in French. Shared with `commands`, which reads the same arguments."""
    top = argparse.ArgumentParser(
        prog="manage.py", description="Observatoire départemental de l’insertion.", epilog=EXIT_CODES
    )
    commands = top.add_subparsers(dest="command", metavar="COMMANDE", required=True)

    run = commands.add_parser("run", help="prépare tout ce qui manque, puis ouvre l’observatoire")
    run.add_argument("--port", type=int, default=8501, help="port d’écoute (8501)")
    run.add_argument("--host", default="127.0.0.1", help="adresse d’écoute (127.0.0.1)")
    _departement(run)

    test = commands.add_parser("test", help="prépare tout ce qui manque, puis joue tous les essais")
    test.add_argument("pytest", nargs="*", metavar="…", help="arguments transmis à pytest")

    collect = commands.add_parser("collect", help="rapporte les fichiers des producteurs dans le dépôt brut")
    collect.add_argument("source", metavar="SOURCE", nargs="*", help="sources à collecter (toutes par défaut)")
    _departement(collect)
    collect.add_argument("--mirror", metavar="DOSSIER", help="dossier des fichiers des producteurs, au lieu du réseau")
    collect.add_argument("--offline", action="store_true", help="ne demande rien au réseau, dit ce qui est déjà là")
    collect.add_argument("--json", action="store_true", help="écrit le bilan en JSON")

    check = commands.add_parser("check", help="reçoit des fichiers du département, les contrôle, prépare une édition")
    check.add_argument("fichiers", metavar="FICHIER", nargs="*", help="classeurs ou CSV (avec --depot : corrigés)")
    check.add_argument("--depot", metavar="ID", help="contrôle de nouveau un dépôt déjà reçu")
    check.add_argument("--correspondance", metavar="FICHIER", help="ce que sont les colonnes, au lieu de le proposer")
    check.add_argument("--date", metavar="AAAA-MM-JJ", help="jour dont parlent les données")
    check.add_argument("--confirmer", metavar="RAISON", help="pourquoi un volume inhabituel est normal")
    check.add_argument("--mirror", metavar="DOSSIER", help="dossier des fichiers des producteurs")
    check.add_argument("--json", action="store_true", help="écrit du JSON")
    _departement(check)
    _service(check)
    _suivi(check)

    publish = commands.add_parser("publish", help="construit une édition, la contrôle et la met en service")
    publish.add_argument("--depot", metavar="ID", help="met en service l’édition préparée d’un dépôt")
    publish.add_argument(
        "--demonstration", action="store_true", help="remplace les tables du département par la démonstration"
    )
    _departement(publish)
    publish.add_argument("--mirror", metavar="DOSSIER", help="dossier des fichiers des producteurs")
    _service(publish)
    _suivi(publish)

    deposits = commands.add_parser("deposits", help="liste les dépôts du département")
    deposits.add_argument("--retirer", metavar="ID", help="retire un dépôt et efface ses fichiers")
    deposits.add_argument("--json", action="store_true", help="écrit du JSON")
    _departement(deposits)
    _service(deposits)

    template = commands.add_parser("template", help="écrit le modèle de classeur que le Département remplit")
    _departement(template)
    template.add_argument(
        "--sortie", metavar="FICHIER", help="classeur à écrire (modele_observatoire_CODE.xlsx dans le dossier courant)"
    )
    template.add_argument("--csv", metavar="DOSSIER", help="écrit plutôt un fichier CSV par table dans ce dossier")
    template.add_argument("--force", action="store_true", help="remplace les fichiers qui existent déjà")

    editions = commands.add_parser("editions", help="liste les éditions : servies, préparées, refusées")
    editions.add_argument("--journal", action="store_true", help="ce qui s’est passé, quand et par quel service")
    _departement(editions)
    editions.add_argument("--json", action="store_true", help="écrit du JSON")

    rollback = commands.add_parser("rollback", help="remet en service une édition précédente")
    rollback.add_argument("number", metavar="N", type=int, help="numéro de l’édition")
    _departement(rollback)
    _service(rollback)

    figure = commands.add_parser("figure", help="donne un chiffre avec son intervalle et sa source")
    figure.add_argument("code", metavar="INDICATEUR", nargs="?", help="code de l’indicateur (voir --list)")
    figure.add_argument("--niveau", help="niveau territorial (le département, ou la France, par défaut)")
    figure.add_argument("--territoire", help="code du territoire (celui de l’édition par défaut)")
    figure.add_argument("--periode", default="", help="2024, 2024-12, 2025-T3… (la dernière par défaut)")
    figure.add_argument("--modalite", action="append", default=[], metavar="CLÉ=VALEUR", help="modalité, répétable")
    figure.add_argument("--list", action="store_true", help="liste le catalogue des indicateurs")
    figure.add_argument("--json", action="store_true", help="écrit du JSON")
    _departement(figure)

    bench = commands.add_parser("bench", help="mesure les vitesses annoncées, face à une autre façon de faire")
    bench.add_argument("names", metavar="NOM", nargs="*", help="mesures à jouer (toutes par défaut)")
    bench.add_argument("--json", action="store_true", help="une ligne de JSON par mesure")
    return top


def _departement(command: argparse.ArgumentParser) -> None:
    command.add_argument("--departement", metavar="CODE", help="département (49 par défaut) ; FR : la France")


def _service(command: argparse.ArgumentParser) -> None:
    command.add_argument("--service", metavar="SERVICE", help="service ou rôle qui agit, jamais un nom de personne")


def _suivi(command: argparse.ArgumentParser) -> None:
    # For the application, which follows a child process by this file.
    command.add_argument("--suivi", metavar="FICHIER", help=argparse.SUPPRESS)


def interpreter() -> Path:
    """The Python of the environment, on every system."""
    return ENVIRONMENT / ("Scripts/python.exe" if os.name == "nt" else "bin/python")


def wanted() -> str:
    """What the environment must match: the requirements and the Python that made it."""
    text = f"{sys.version_info[:2]} {REQUIREMENTS.read_text(encoding='utf-8')}"
    return hashlib.sha256(text.encode()).hexdigest()


def ensure_environment() -> Path:
    """Make `.venv` and install the requirements unless that is done already; say how long it takes."""
    stamp = ENVIRONMENT / "observatoire.sha256"
    if stamp.exists() and stamp.read_text(encoding="utf-8") == wanted() and interpreter().exists():
        return interpreter()
    started = time.monotonic()
    if not usable():
        with _Clock("Préparation de l’environnement Python (.venv)"):
            venv.create(ENVIRONMENT, with_pip=True, clear=ENVIRONMENT.exists())
    with _Clock("Installation des bibliothèques (une à cinq minutes la première fois)"):
        _install()
    stamp.write_text(wanted(), encoding="utf-8")
    print(f"Environnement prêt en {time.monotonic() - started:.0f} s.", file=sys.stderr, flush=True)
    return interpreter()


def usable() -> bool:
    """Whether the environment there is was made by this version of Python: new libraries are added to it as it is."""
    told = ENVIRONMENT / "pyvenv.cfg"
    version = ".".join(map(str, sys.version_info[:2]))
    return interpreter().exists() and told.exists() and f"version = {version}." in told.read_text(encoding="utf-8")


def _install() -> None:
    command = [str(interpreter()), "-m", "pip", "install", "--quiet", "--disable-pip-version-check"]
    result = subprocess.run([*command, "-r", str(REQUIREMENTS)], capture_output=True, text=True, check=False, cwd=ROOT)
    if result.returncode:
        print(result.stderr[-2000:], file=sys.stderr)
        print(
            "L’installation des bibliothèques a échoué (détail ci-dessus). Vérifiez l’accès à PyPI, "
            "puis relancez la même commande.",
            file=sys.stderr,
        )
        raise SystemExit(UNREADABLE)


class _Clock:
    """Says what is going on, and since when, while something long runs."""

    def __init__(self, what: str) -> None:
        self.what = what
        self.over = threading.Event()
        self.thread = threading.Thread(target=self._tell, daemon=True)

    def __enter__(self) -> None:
        print(f"{self.what}…", file=sys.stderr, flush=True)
        self.started = time.monotonic()
        self.thread.start()

    def __exit__(self, *_: object) -> None:
        self.over.set()
        self.thread.join()
        print(f"  fait en {time.monotonic() - self.started:.0f} s", file=sys.stderr, flush=True)

    def _tell(self) -> None:
        while not self.over.wait(10):
            print(f"  … {time.monotonic() - self.started:.0f} s", file=sys.stderr, flush=True)


def hand_over(arguments: list[str]) -> int:
    """Run the environment's Python; on POSIX it takes this process's place, so signals reach it."""
    environment = {**os.environ, "PYTHONUTF8": "1", "OBS_ICI": os.environ.get("OBS_ICI", str(Path.cwd()))}
    if os.name == "posix":
        sys.stdout.flush()
        os.chdir(ROOT)
        os.execve(arguments[0], arguments, environment)
    return subprocess.call(arguments, cwd=ROOT, env=environment)


def main(argv: list[str]) -> int:
    if sys.version_info < OLDEST_PYTHON:
        print("Python 3.11 ou plus récent est nécessaire.", file=sys.stderr)
        return MISUSE
    to_pytest = argv[1:] if argv[:1] == ["test"] and argv[1:2] not in (["-h"], ["--help"]) else None
    parser().parse_args(["test"] if to_pytest is not None else argv)
    try:
        python = str(ensure_environment())
    except (OSError, subprocess.CalledProcessError) as error:  # no disk, no right, no ensurepip
        print(
            f"L’environnement Python n’a pas pu être préparé : {error}. Vérifiez l’espace disque et les droits "
            "sur le dossier ; sous Debian ou Ubuntu, installez le paquet python3-venv.",
            file=sys.stderr,
        )
        return MISUSE
    except KeyboardInterrupt:
        print("\nInterrompu. Relancez la même commande pour reprendre.", file=sys.stderr)
        return MISUSE
    if to_pytest is not None:
        return hand_over([python, "-m", "pytest", *to_pytest])
    return hand_over([python, "-m", "commands", *argv])


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
