"""`bench`: play the speed measures of `bench/`, each against a named alternative, in the same run."""

from __future__ import annotations

import importlib
import json
import pkgutil
from argparse import Namespace

import bench
from commands import UserMistake
from config import Config


def main(arguments: Namespace, config: Config) -> int:
    """One line per measure. A measure that lacks a piece of the machine says so instead of a number."""
    known = {module.name: module.name for module in pkgutil.iter_modules(bench.__path__) if not module.ispkg}
    names = arguments.names or list(known)
    for name in names:
        if name not in known:
            raise UserMistake(f"La mesure « {name} » n’existe pas (au choix : {', '.join(known)}).")
        result = importlib.import_module(f"bench.{name}").measure(config)
        print(json.dumps(result, ensure_ascii=False) if arguments.json else bench.sentence(result), flush=True)
    return 0
