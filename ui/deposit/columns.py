"""Every column of a sheet beside what it becomes, with values as examples; any of them may be changed."""

from __future__ import annotations

from dataclasses import replace

import pandas as pd
import streamlit as st

from etl.deposits.deposit import Deposit
from etl.spreadsheets.block import EMPTY, HEADER, OTHER, Block
from etl.spreadsheets.mapping import IGNORED, Mapping, SheetMapping
from etl.spreadsheets.spelling import shown
from etl.spreadsheets.targets import OFFER, targets
from indicators.wording import number
from ui.deposit import state
from warehouse.dictionary import table

LEFT_OUT = "Ne pas charger"
EXAMPLES = 3
HEADS = ("Votre colonne", "Devient", "Exemples", "Certitude")  # the answer stays in sight on a phone


def columns(found: Deposit, block: Block, mapping: Mapping) -> None:
    """One folded table a sheet. Changing a cell of « Devient » asks the questions again."""
    sheet = mapping.sheet(block.feuille) or SheetMapping(block.feuille, block.headers)
    taken = sum(1 for header in block.headers if sheet.columns.get(header))
    title = f"{block.feuille or block.fichier} : {taken} colonnes reconnues sur {len(block.headers)}"
    with st.expander(title, expanded=taken < len(block.headers)):
        _passed(block)
        offered = _offered(sheet)
        before = _rows(found, block, sheet, offered)
        names = [LEFT_OUT, *offered.values()]
        after = st.data_editor(
            before,
            hide_index=True,
            width="stretch",
            disabled=["Votre colonne", "Exemples", "Certitude"],
            column_config={"Devient": st.column_config.SelectboxColumn(options=names, required=True)},
            key=f"depot_colonnes_{found.id}_{block.feuille}_{len(found.history)}",
        )
        if not after["Devient"].equals(before["Devient"]):
            _change(found, mapping, sheet, block, after["Devient"], offered)


def _passed(block: Block) -> None:
    """Lines of the sheet that are not rows of its table: said, because nothing is dropped in silence."""
    if block.passed.empty:
        return
    told = block.passed[~block.passed["nature"].isin([HEADER, EMPTY, OTHER])]
    if len(told):
        listed = ", ".join(f"ligne {line} ({kind})" for line, kind in zip(told["ligne"], told["nature"], strict=True))
        st.caption(f"Lignes qui ne sont pas des données : {listed}.")


def _offered(sheet: SheetMapping) -> dict[str, str]:
    """What a column may become, by key: the tables the sheet feeds; those of the offer together; else all."""
    names = set(sheet.tables)
    if names & set(OFFER):
        names |= set(OFFER)
    chosen = {key: column for key, column in targets().items() if not names or column.table in names}
    return {key: f"{table(column.table).label} : {column.label}" for key, column in chosen.items()}


def _rows(found: Deposit, block: Block, sheet: SheetMapping, offered: dict[str, str]) -> pd.DataFrame:
    rows = []
    for header in block.headers:
        key = sheet.columns.get(header, IGNORED)
        score = state.score(found, block.feuille, header)
        sure = "" if score is None or not key else f"{number(round(100 * score))} %"
        rows.append((header, offered.get(key, LEFT_OUT), _examples(block.frame[header]), sure))
    return pd.DataFrame(rows, columns=list(HEADS))


def _examples(values: pd.Series) -> str:
    return " · ".join(shown(value) for value in values.dropna().drop_duplicates().head(EXAMPLES))


def _change(
    found: Deposit, mapping: Mapping, sheet: SheetMapping, block: Block, said: pd.Series, offered: dict[str, str]
) -> None:
    """Keep what was chosen; a column of ours goes to the last header that claimed it."""
    keys = {name: key for key, name in offered.items()}
    chosen = {header: keys.get(name, IGNORED) for header, name in zip(block.headers, said, strict=True)}
    changed = {header for header, key in chosen.items() if key != sheet.columns.get(header, IGNORED)}
    taken = {chosen[header] for header in changed if chosen[header]}
    chosen = {h: IGNORED if key in taken and h not in changed else key for h, key in chosen.items()}
    filled = {key for key in chosen.values() if key}
    fresh = replace(
        sheet,
        columns=chosen,
        keys={key: headers for key, headers in sheet.keys.items() if key not in filled},
        constants={key: value for key, value in sheet.constants.items() if key not in filled},
    )
    others = tuple(one for one in mapping.sheets if one.feuille != block.feuille)
    left_out = tuple(name for name in mapping.left_out if name != block.feuille)
    state.keep(found, Mapping((*others, fresh), left_out), False)
    st.rerun()
