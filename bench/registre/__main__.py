"""`python -m bench.registre nous | autre DOSSIER`: one way, then the number of rows it found right."""

from __future__ import annotations

import sys
from importlib import import_module
from pathlib import Path

WAYS = {"nous": "bench.registre.ours", "autre": "bench.registre.plain"}

if __name__ == "__main__":
    print(import_module(WAYS[sys.argv[1]]).judged(Path(sys.argv[2])))
