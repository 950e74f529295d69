"""A template that comes back is read, mapped and translated without a question; its example is left out."""

from __future__ import annotations

from datetime import date

import pandas as pd

from etl.deposits.reading import opened
from etl.spreadsheets import opening
from etl.spreadsheets.examples import examples
from etl.spreadsheets.memory import Memory
from etl.spreadsheets.ours import holds_no_table
from etl.spreadsheets.proposal import propose
from etl.spreadsheets.translation import staged
from exports.templates import own_tables, workbook


def test_a_template_nobody_filled_holds_its_communes_only():
    (found,) = opened([("modele.xlsx", workbook("49"))])
    assert found.feuille == "Communes et rattachements" and len(found.frame) == 176
    assert found.passed["nature"].tolist() == ["entete", "exemple"]


def test_every_word_of_the_template_is_ours_without_a_question():
    blocks = [one for one in opening.blocks("m.xlsx", workbook("49")) if not holds_no_table(one.feuille)]
    proposal = propose(blocks, Memory(), "49")
    assert proposal.questions == ()
    tables = {one.table: one.frame for one in staged(blocks, proposal.mapping, "m.xlsx", "0" * 64, date(2026, 6, 1))}
    assert set(tables) == set(own_tables())
    for name, row in examples().items():
        first = tables[name].iloc[0]
        assert {column: told(first[column]) for column in row} == {c: expected(text) for c, text in row.items()}


def expected(text: str) -> str:
    return text.replace("T08:00", " 08:00:00").lower()


def told(value: object) -> str:
    """A cell in the words of `examples.csv`, without capitals."""
    if isinstance(value, bool):
        return "oui" if value else "non"
    if isinstance(value, pd.Timestamp):
        return str(value).removesuffix(" 00:00:00")
    return f"{value:g}" if isinstance(value, float) else str(value).lower()
