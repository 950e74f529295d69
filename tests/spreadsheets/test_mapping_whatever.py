"""Whatever a sheet holds: nothing is lost, nothing lands twice, everything left out is told."""

from __future__ import annotations

from datetime import date, datetime

import pandas as pd
from hypothesis import Phase, given, settings
from hypothesis import strategies as st
from spreadsheets_blocks import block

from etl.spreadsheets.answering import accepted
from etl.spreadsheets.mapping import read, written
from etl.spreadsheets.memory import Memory
from etl.spreadsheets.proposal import propose, questions
from etl.spreadsheets.targets import is_mark, targets
from etl.spreadsheets.translation import translated

HEADERS = st.one_of(
    st.sampled_from(
        ["Porteur", "Action", "Intitulé", "Thématique", "Public", "Lieu", "CP", "Nb places", "Début", "Fin",
         "Montant 2025", "SIRET", "TAS", "Code INSEE", "Commune",
         "Statut", "Pseudonyme", "Prescripteur", "Observations", "synthetique"]
    ),
    st.text(min_size=1, max_size=12),
)  # fmt: skip
CELLS = st.one_of(
    st.none(),
    st.booleans(),
    st.integers(-5, 60_000),
    st.floats(allow_infinity=True),
    st.dates(),
    st.datetimes(datetime(1900, 1, 1), datetime(2100, 1, 1)),
    st.sampled_from(
        ["oui", "BRSA", "Permis B", "FLE, CV", "03/02/2025", "févr. 2025", "12 places", "s", "Angers", " "]
    ),
    st.text(max_size=8),
)


@st.composite
def blocks(draw):
    headers = draw(st.lists(HEADERS, min_size=1, max_size=9, unique=True))
    if draw(st.booleans()):  # half of them are lists of actions
        headers = list(dict.fromkeys(("Porteur", "Action", "Thématique", "Début", "Fin", "Nb places", *headers)))
    rows = draw(st.lists(st.lists(CELLS, min_size=len(headers), max_size=len(headers)), min_size=1, max_size=6))
    return block(headers, rows, draw(st.sampled_from(["", "Actions", "Feuil1"])))


@settings(max_examples=30, phases=(Phase.explicit, Phase.generate))
@given(blocks())
def test_a_proposal_is_whole_and_honest(sheet):
    proposal = propose([sheet], Memory(), "49")
    assert read(written(proposal.mapping)) == proposal.mapping
    told = {one.header for one in proposal.questions if one.kind == "colonne"}
    for one in proposal.mapping.sheets:
        assert set(one.columns) == set(sheet.headers)
        used = [key for key in one.columns.values() if key]
        assert len(used) == len(set(used))
        assert set(used) | set(one.keys) <= set(targets())
        made_from = {header for headers in one.keys.values() for header in headers}
        left = {header for header in sheet.headers if not one.columns[header] and not is_mark(header)} - made_from
        assert left <= told
        assert all(0 <= score <= 1 for score in proposal.scores[one.feuille].values())
    if not proposal.mapping.sheets:
        assert [(one.kind, one.blocking) for one in proposal.questions] == [("feuille", True)]


@settings(max_examples=30, phases=(Phase.explicit, Phase.generate))
@given(blocks())
def test_every_line_stays_and_no_value_is_emptied(sheet):
    mapping = accepted([sheet], propose([sheet], Memory(), "49").mapping)
    done = translated([sheet], mapping, "envoi.xlsx", "0" * 64, date(2025, 6, 1))
    for one in mapping.sheets:
        mine = [table for table in done.staged if table.feuille == one.feuille]
        assert {table.table for table in mine} == set(one.tables)
        lines = {int(line) for table in mine for line in table.lines} | {notice.ligne for notice in done.notices}
        assert set(one.tables) & {"budget_actions", "structures"} or lines >= set(sheet.lines)
        for table in mine:
            assert len(table.frame) == len(table.lines)
            assert table.frame.columns.is_unique
        if len(mine) == 1:
            for header, key in one.columns.items():
                filled = sheet.frame[header].map(lambda cell: not pd.isna(cell) and str(cell).strip() != "")
                answered_empty = () in dict(one.labels.get(key, {})).values()
                secret = key.endswith(".effectif")
                if key and not answered_empty and not secret:
                    assert mine[0].frame[key.partition(".")[2]].notna()[filled.to_numpy()].all()
    assert all(one.sentence[-1] in ".?" for one in questions([sheet], mapping))
