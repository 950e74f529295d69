"""The gate: everything staged goes in, a verdict comes out, and nothing is published without it."""

from __future__ import annotations

import uuid
from collections import defaultdict
from collections.abc import Callable, Iterable
from dataclasses import replace
from datetime import datetime
from graphlib import TopologicalSorter

import pandas as pd

from etl.staging import Staged
from quality.communes import passage
from quality.judgement import ACCEPTED, REFUSED, WARNED, Context, Judgement
from quality.ledger import BROKEN, UNPLAYED, Ledger
from quality.pile import Pile, Received
from quality.receive import receive
from quality.retention import expire
from quality.rule import BLOCKING, FILE, Around, Rule, as_a_whole
from quality.rules import rules_of
from quality.served import tell_what_stays
from quality.weigh import play, typed_for_good, weigh
from warehouse.dictionary import table, tables

__all__ = ["Context", "Judgement", "judge"]

OWN = "departement"


def judge(staged: Iterable[Staged], context: Context, progress: Callable[[str], None] = lambda step: None) -> Judgement:
    """Judge every file, then every table, in the order of their references. Nothing is read nor written.

    progress: told the label of each table as its judging begins, once a table.
    """
    ledger = Ledger()
    files = [receive(number, one, ledger, context) for number, one in enumerate(staged)]
    _never_mixed(files, ledger)
    expire(files, context, ledger)
    by_table: dict[str, list[Received]] = defaultdict(list)
    for received in files:
        by_table[received.staged.table].append(received)
    around = Around({}, context, pd.Timestamp(context.today))
    former: dict[str, str] = passage(context.passage, context.known_communes)
    piles: dict[str, Pile] = {}
    for name in _ordered(by_table):
        progress(f"Contrôle : {table(name).label}")
        whole = weigh(name, by_table[name], _on_its_day(around, by_table[name]), former, ledger)
        if whole is None or all(received.refused for received in whole.files):
            continue
        piles[name] = whole
        whole.frame = around.tables[name] = whole.standing()  # type: ignore[index]
        if name == "passage_communes":
            former |= passage(around.tables[name], context.known_communes)
    _late(piles, around, ledger)
    return _judgement(files, piles, ledger, context)


def _ordered(by_table: dict[str, list[Received]]) -> list[str]:
    """Tables after those they lean on; former communes are known before anything else."""
    graph: dict[str, set[str]] = {}
    for name in tables():
        leans = {column.reference.partition(".")[0] for column in table(name).columns if column.reference}
        leans |= {other for rule in rules_of(name) if not rule.late for other in rule.needs}
        graph[name] = (leans - {name, "sources"}) | ({"passage_communes"} - {name})
    return [name for name in TopologicalSorter(graph).static_order() if name in by_table]


def _on_its_day(around: Around, files: list[Received]) -> Around:
    around = replace(around, invented=any(received.synthetic for received in files))
    days = [received.staged.date_donnees for received in files if received.staged.date_donnees]
    return replace(around, when=pd.Timestamp(max(days))) if days else around


def _never_mixed(files: list[Received], ledger: Ledger) -> None:
    """GEN-13: invented and real tables of the département are never published together."""
    own = [received for received in files if table(received.staged.table).origin == OWN]
    mixed = len({received.synthetic for received in own}) > 1
    for received in own:
        ok = not (mixed and received.synthetic)
        ledger.record(mixing_rule(received.staged.table), as_a_whole(ok), received.rows, received.staged.fichier)
        received.refused = received.refused or not ok


def mixing_rule(name: str) -> Rule:
    """GEN-13."""
    sentence = (
        "Le fichier {fichier} contient des données fictives. Il ne peut pas être chargé avec des données réelles."
    )
    return Rule("GEN-13", name, BLOCKING, FILE, "Données fictives et réelles ne sont pas mêlées", sentence)


def _late(piles: dict[str, Pile], around: Around, ledger: Ledger) -> None:
    """Warnings that look across every table, once all are known; without the other table they say nothing."""
    for name, whole in piles.items():
        for rule in rules_of(name):
            if rule.late and set(rule.needs) <= set(around.tables):
                play(rule, whole, _on_its_day(around, whole.files), ledger)


def _judgement(files: list[Received], piles: dict[str, Pile], ledger: Ledger, context: Context) -> Judgement:
    marks: dict[str, bool] = defaultdict(bool)
    for received in files:
        marks[received.staged.table] |= received.synthetic
    refused = any(received.refused for received in files)
    tell_what_stays(not refused, context.served, ledger)
    results, rejected = ledger.frames(marks)
    loads = _loads(files, piles, results, context)
    verdict = REFUSED if refused else WARNED if _warned(results, loads) else ACCEPTED
    return Judgement(verdict, _accepted(files, piles), results, rejected, loads)


def _warned(results: pd.DataFrame, loads: pd.DataFrame) -> bool:
    return bool(results["statut"].isin([BROKEN]).any() or loads["nb_ecartees"].sum())


def _accepted(files: list[Received], piles: dict[str, Pile]) -> dict[str, pd.DataFrame]:
    accepted = {}
    for name, whole in piles.items():
        frame = whole.standing()
        if not all(received.refused for received in whole.files):
            synthetic = {received.number: received.synthetic for received in whole.files}
            mark = whole.origin.loc[frame.index, "number"].map(synthetic).astype("bool")
            frame = frame.assign(synthetique=mark)[list(table(name).names)]
            accepted[name] = typed_for_good(frame.reset_index(drop=True))
    return accepted


def _loads(files: list[Received], piles: dict[str, Pile], results: pd.DataFrame, context: Context) -> pd.DataFrame:
    """One row of the journal a file: received = accepted + set aside + refused, always. Sums are not received.

    A file carried over keeps the day it was loaded.
    """
    now = datetime.now().replace(microsecond=0)
    journal = []
    for received in (one for one in files if not one.staged.derived):
        staged, whole = received.staged, piles.get(received.staged.table)
        aside = 0 if received.refused or whole is None else whole.of(received, whole.aside)
        kept = 0 if received.refused else received.rows - aside
        rows, aside = received.rows + received.aside, aside + received.aside
        day = context.loaded.get((staged.sha256, staged.correspondance)) if staged.carried else None
        own = results[(results["table"] == staged.table) & results["fichier"].isin([staged.fichier, ""])]
        warned = aside > 0 or bool(own["statut"].isin([BROKEN, UNPLAYED]).any())
        journal.append(
            {
                "chargement_id": str(uuid.uuid4()),
                "table": staged.table,
                "fichier": staged.fichier,
                "sha256": staged.sha256,
                "correspondance": staged.correspondance,
                "date_donnees": pd.Timestamp(staged.date_donnees) if staged.date_donnees else pd.NaT,
                "date_chargement": datetime.combine(day, datetime.min.time()) if day else now,
                "nb_lignes": rows,
                "nb_rejets": rows - kept,
                "nb_recues": rows,
                "nb_acceptees": kept,
                "nb_ecartees": aside,
                "nb_refusees": rows - kept - aside,
                "verdict": REFUSED if received.refused else WARNED if warned else ACCEPTED,
                "synthetique": received.synthetic,
            }
        )
    return pd.DataFrame(journal, columns=list(table("chargements").names))
