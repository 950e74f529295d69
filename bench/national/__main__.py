"""`python -m bench.national chargement | autre`: one way, then the number of rows it wrote."""

from __future__ import annotations

import sys

from bench.national import ours, plain
from config import load

WAYS = {"chargement": ours.loaded, "autre": plain.loaded}

if __name__ == "__main__":
    print(WAYS[sys.argv[1]](load()))
