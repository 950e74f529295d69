"""`python -m commands …`: the same arguments as `manage.py`, inside the environment."""

from __future__ import annotations

import argparse
import importlib
import os
import sys
import traceback
from dataclasses import replace
from datetime import datetime
from pathlib import Path

import manage
from commands import UserMistake
from commands.trail import trails
from config import Config, load
from warehouse.statut import NotWritten


def configured(arguments) -> Config:
    """The environment's configuration, overridden by the options of the command line."""
    config = load()
    if getattr(arguments, "departement", None):
        config = replace(config, departement=arguments.departement.strip().upper())
    if getattr(arguments, "mirror", None):
        config = replace(config, mirror=Path(arguments.mirror).resolve())
    if getattr(arguments, "service", None):
        config = replace(config, service=_service(arguments.service))
    return config


def _service(label: str) -> str:
    from etl.deposits.deposit import DepositRefused
    from etl.deposits.naming import service_named

    try:
        return service_named(label)
    except DepositRefused as refused:
        raise UserMistake(str(refused)) from refused


def main(argv: list[str]) -> int:
    """Run one command; whoever follows it is told of its end too (`--suivi`)."""
    arguments = manage.parser().parse_args(argv)
    code = _run(arguments)
    for trail in trails(arguments):
        trail.tell(code=code)
    return code


def _run(arguments: argparse.Namespace) -> int:
    """A user's mistake ends in a sentence and a code, never in a traceback."""
    command = importlib.import_module(f"commands.{arguments.command}")
    try:
        return command.main(arguments, configured(arguments))
    except UserMistake as mistake:
        print(mistake, file=sys.stderr)
        return mistake.code
    except KeyboardInterrupt:
        print("\nInterrompu : rien n’a été changé.", file=sys.stderr)
        return manage.MISUSE
    except BrokenPipeError:
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return manage.DONE
    except NotWritten as refused:
        print(refused, file=sys.stderr)
        return manage.MISUSE
    except Exception as error:
        return _unexpected(configured(arguments), error)


def _unexpected(config: Config, error: Exception) -> int:
    """Keep the details in a log and say where: a traceback is for us, not for the person who typed."""
    log = config.home / "erreurs.log"
    try:
        config.home.mkdir(parents=True, exist_ok=True)
        with log.open("a", encoding="utf-8") as stream:
            stream.write(f"{datetime.now():%Y-%m-%d %H:%M:%S} erreur inattendue\n")
            traceback.print_exception(error, file=stream)
        where = f"Détails : {log}"
    except OSError as full:
        where = f"Les détails n’ont pas pu être gardés dans {log} : {full.strerror or full}"
    print(f"Une erreur inattendue s’est produite ; l’édition servie n’a pas changé. {where}", file=sys.stderr)
    return 1


if __name__ == "__main__":
    code = main(sys.argv[1:])
    sys.stdout.flush()
    sys.stderr.flush()
    # Without the interpreter's teardown: great_expectations keeps references that make DuckDB's binding print
    # a page of warnings there, and everything worth keeping is already written and synced.
    os._exit(code)
