"""Our way: read, hash the keys again under a secret, through the whole gate."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from pathlib import Path

import pandas as pd

from bench.registre.invented import TODAY
from commands.bar import Bar
from etl.persons.rekey import rekeyed
from etl.staging import Staged
from quality.gate import Context, judge
from warehouse.dictionary import table

ORDER = ("territoires", "structures", "actions", "sessions", "prescriptions")
STEPS = 3 * len(ORDER)  # read, keys, judged
SECRET = b"secret de la mesure, jamais une vraie cle"


def judged(folder: Path) -> int:
    """Rows of prescriptions that the gate accepts."""
    bar = Bar(sys.stderr, STEPS)
    places = pd.read_csv(folder / "territoires.csv", sep=";", dtype="str")["code_insee"]
    context = Context("49", frozenset(places), TODAY)
    judgement = judge(_staged(folder, bar), context, bar)
    bar.close()
    loads = judgement.loads.set_index("table").loc["prescriptions"]
    parts = loads[["nb_acceptees", "nb_ecartees", "nb_refusees"]]
    if loads["nb_recues"] != parts.sum():
        raise RuntimeError(f"{loads['nb_recues']} lignes reçues, {parts.to_dict()}")
    return len(judgement.accepted["prescriptions"])


def _staged(folder: Path, bar: Bar) -> Iterator[Staged]:
    for name in ORDER:
        bar(f"Lecture : {table(name).label}")
        frame = pd.read_csv(folder / f"{name}.csv", sep=";", dtype="str", keep_default_na=False)
        frame = frame.reindex(columns=[column for column in table(name).names if column != "synthetique"])
        bar(f"Protection des clés : {table(name).label}")
        yield rekeyed(Staged(name, frame, f"{name}.csv"), SECRET)
