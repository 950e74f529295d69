"""The whole path of a load, from octets to the gate, and everything it tells."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from functools import cache

import pandas as pd
from clean_load import MONTH, TODAY

from config import Config
from etl.deposits import changes, entry, reading
from etl.deposits.placing import placed
from etl.deposits.store import opened
from etl.persons.rekey import rekeyed
from etl.persons.secret import secret
from etl.spreadsheets.answering import accepted
from etl.spreadsheets.asking import Question, questions
from etl.spreadsheets.block import Block
from etl.spreadsheets.memory import Memory
from etl.spreadsheets.proposal import propose
from etl.staging import SourceRefused, Staged
from geodata.communes import communes
from geodata.passage import passage
from quality.gate import Context, judge
from quality.judgement import Judgement
from warehouse.dictionary import table


@dataclass(frozen=True)
class Report:
    """What a person is told of a load.

    refused: the sentence of a file that cannot be read, or those of columns that name persons. asked: what is still to
    be said once every suggestion is taken; told: what is shown beside (remarks, notices, columns that are not ours).
    """

    refused: tuple[str, ...] = ()
    places: tuple[tuple[str, str], ...] = ()
    asked: tuple[Question, ...] = ()
    told: tuple[str, ...] = ()
    blocks: tuple[Block, ...] = ()
    staged: tuple[Staged, ...] = ()
    judgement: Judgement | None = field(default=None)

    @property
    def sentences(self) -> list[str]:
        """Every sentence, whoever says it."""
        asked = [question.sentence for question in self.asked]
        return [*self.refused, *asked, *self.told, *self.broken["phrase"], *self.rejected["phrase"]]

    @property
    def broken(self) -> pd.DataFrame:
        """Rules that were not met, or could not be played."""
        if self.judgement is None:
            return pd.DataFrame({"phrase": [], "regle": [], "gravite": []})
        results = self.judgement.results
        return results[results["statut"] != "respectee"]

    @property
    def rejected(self) -> pd.DataFrame:
        """Rows set aside, with their place."""
        return pd.DataFrame({"phrase": []}) if self.judgement is None else self.judgement.rejected

    @staticmethod
    def passed_of(block: Block) -> list[tuple[int, str, str]]:
        """Lines of a sheet that are no rows: line, nature, text."""
        return list(block.passed.itertuples(index=False, name=None))

    @property
    def verdict(self) -> str:
        """refuse, accepte, accepte_avec_alertes; a_completer when a question is left."""
        if self.refused:
            return "refuse"
        return "a_completer" if self.asked else self.judgement.verdict


def context() -> Context:
    """The gate of Maine-et-Loire, with all the communes of the country."""
    return Context("49", frozenset(communes()["code"]), TODAY, passage("49"))


def passed_through(config: Config, files: Mapping[str, bytes], insisting: bool = False) -> Report:
    """Deposit, propose, take every suggestion, translate, place, judge: nothing is published.

    A load with a question left is not judged; insisting: it is, the cell standing as it came.
    """
    try:
        deposit = entry.enter(config, files, service="cellule insertion", day=MONTH)
    except entry.PersonsFound as found:
        phrases = tuple(one.phrase for one in found.findings)
        return Report(phrases, places=tuple((one.feuille, one.header) for one in found.findings))
    except SourceRefused as refused:
        return Report((refused.phrase,), places=((refused.fichier, ""),))
    blocks = reading.read(deposit)
    mapping = accepted(blocks, propose(blocks, Memory(), config.departement).mapping)
    left = questions(blocks, mapping)
    asked = tuple(one for one in left if one.blocking)
    if asked and not insisting:
        return Report(asked=asked, blocks=tuple(blocks))
    changes.keep_mapping(config, deposit.id, mapping, complete=True)
    deposit = opened(config, deposit.id)
    tables, notices = reading.translated(deposit)
    staged = tuple(rekeyed(one, secret(config)) for one in placed(config, tables)[0])
    remarks = dict.fromkeys(remark for block in blocks for remark in block.remarks)
    told = (*remarks, *(one.phrase for one in notices), *(one.sentence for one in left if not one.blocking))
    judgement = judge(staged, context())
    return Report((), (), asked, told, tuple(blocks), staged, judgement)


def balanced(report: Report) -> None:
    """received = accepted + set aside + refused, and what is received is what the sheets hold."""
    if report.judgement is None:
        return
    loads = report.judgement.loads
    parts = loads[["nb_acceptees", "nb_ecartees", "nb_refusees"]]
    assert (parts >= 0).all(axis=None)
    assert loads["nb_recues"].tolist() == parts.sum(axis=1).tolist()
    assert loads["nb_recues"].tolist() == [len(one.frame) for one in report.staged]
    whole = report.judgement.accepted
    for name in loads["table"].unique():
        assert len(whole.get(name, ())) == loads.loc[loads["table"] == name, "nb_acceptees"].sum()


def says(sentences: Iterable[str], wanted: str) -> bool:
    """Whether one of these sentences holds that fragment; « … » stands for anything."""
    pattern = ".*".join(map(re.escape, wanted.split("…")))
    return any(re.search(pattern, sentence, re.DOTALL) for sentence in sentences)


@cache
def leans(name: str) -> tuple[str, ...]:
    """The tables that one leans on, the nearest last."""
    direct = dict.fromkeys(c.reference.partition(".")[0] for c in table(name).columns if c.reference)
    found = [
        far
        for one in direct
        if one not in (name, "sources") and not (name == "structures" and one == "territoires")
        for far in (*leans(one), one)
    ]
    return tuple(dict.fromkeys(found))
