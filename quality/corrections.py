"""What the gate corrects by itself, always said: merged communes (TER-02), communes that would name people (PAR-08)."""

from __future__ import annotations

import pandas as pd

from quality.communes import commune_columns
from quality.ledger import Ledger
from quality.pile import Pile
from quality.rule import FILE, ROW, WARNING, Rule, at_fault
from warehouse.dictionary import Table

SMALLEST_GROUP = 5
PROFILE = ["code_insee_domicile", "sexe", "classe_age", "type_parcours"]


def merge_former_communes(pile: Pile, declared: Table, changed: pd.Index, ledger: Ledger) -> None:
    """Where a former commune joined one already there: add up counts of people, else keep the current one.

    A sum with a secret or missing part is itself missing: it would otherwise pass for a whole.
    """
    if changed.empty or not set(declared.key) <= set(pile.frame.columns) or declared.key[0] not in _columns(declared):
        return
    key = list(declared.key)
    named = pile.frame[pile.frame.duplicated(key, keep=False)]
    met = named.set_index(key).index.isin(pile.frame.loc[changed].set_index(key).index)
    joined = named[met]
    if joined.empty:
        return
    kept = _kept(joined, key, changed)
    if declared.name == "brsa_effectifs":
        _add_up(pile, joined, key, kept)
    gone = joined.index.difference(kept)
    reason = "cette ancienne commune est réunie à la commune actuelle, déjà présente"
    rule = Rule("TER-02", declared.name, WARNING, ROW, "", "", None, key[:1], reason)
    ledger.set_aside(rule, pile.frame.loc[gone], pile.origin.loc[gone])
    pile.drop(gone)


def _columns(declared: Table) -> set[str]:
    return {column for column, level in commune_columns(declared.name) if not level}


def _kept(joined: pd.DataFrame, key: list[str], changed: pd.Index) -> pd.Index:
    """One row a key: the one that already had the current code, when there is one."""
    order = joined.assign(_changed=joined.index.isin(changed)).sort_values("_changed", kind="stable")
    return order.index[~order.duplicated(key, keep="first")]


def _add_up(pile: Pile, joined: pd.DataFrame, key: list[str], kept: pd.Index) -> None:
    group = joined.groupby(key, dropna=False, sort=False)
    whole = group["effectif"].transform(lambda values: values.sum(skipna=False)).astype("Int64")
    missing = joined.loc[joined["effectif"].isna()].groupby(key, dropna=False)["statut_secret"].first()
    pile.frame.loc[kept, "effectif"] = whole.loc[kept]
    for row in kept[whole.loc[kept].isna()]:
        status = missing.loc[tuple(joined.loc[row, key])] if len(missing) == 1 else "secret"
        pile.frame.loc[row, "statut_secret"] = status


def hide_small_groups(pile: Pile, ledger: Ledger) -> None:
    """PAR-08: the commune of residence goes where fewer than five journeys share commune, sex, age and type."""
    if pile.table != "parcours" or not set(PROFILE) <= set(pile.frame.columns):
        return
    standing = pile.standing()
    located = standing[standing["code_insee_domicile"].notna()]
    size = located.groupby(PROFILE, dropna=False)["code_insee_domicile"].transform("size")
    finding = at_fault(size < SMALLEST_GROUP)
    rule = small_group_rule()
    pile.frame.loc[finding.rows, "code_insee_domicile"] = None
    ledger.record(rule, finding, len(standing), pile.fichier)


def small_group_rule() -> Rule:
    """PAR-08."""
    sentence = (
        "Pour protéger les personnes, la commune de {n|parcours|parcours} a été remplacée par le territoire "
        "d’action sociale."
    )
    return Rule(
        "PAR-08", "parcours", WARNING, FILE, "Une commune ne désigne jamais un très petit groupe", sentence,
        None, ("code_insee_domicile",),
    )  # fmt: skip
