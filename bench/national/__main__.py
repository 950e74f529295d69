"""`python -m bench.national chargement | autre`: one way, then the number of rows it wrote."""

from __future__ import annotations

import importlib
import sys

from config import load

WAYS = {"chargement": "ours", "autre": "plain"}  # neither waits for what the other imports

if __name__ == "__main__":
    print(importlib.import_module(f"bench.national.{WAYS[sys.argv[1]]}").loaded(load()))
