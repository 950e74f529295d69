"""Against the edition served: numbers of rows (GEN-07, GEN-08), distributions (GEN-09), totals (GEN-16).

Nothing is read of the edition served but the own tables that are loaded again.
"""

from __future__ import annotations

from collections.abc import Iterator

import pandas as pd

from quality.examine import validate
from quality.ledger import Ledger, blocks
from quality.pile import Pile
from quality.psi import noise, psi, shares, terms
from quality.rule import BLOCKING, FILE, WARNING, Around, Finding, Rule, as_a_whole, expect
from quality.rules.brsa_effectifs import SPLITS, whole_counts
from quality.sentences import label
from quality.tuning import applied
from warehouse.dictionary import Column, table, vocabulary

OWN = "departement"
COMMON, FEW = 0.05, 5  # a category that vanishes is told when it held more than 5 %, and five rows
# Totals that move together with what they count, and the column of their period, if any.
TOTALS = {
    "actions": (("places_conventionnees",), ""),
    "sessions": (("places_ouvertes",), ""),
    "brsa_effectifs": (("effectif",), "date_observation"),
    "freins_agreges": (("effectif",), "date_observation"),
    "referents_file_active": (("personnes_affectees",), "mois"),
    "budget_actions": (("montant_prevu", "montant_realise"), "exercice"),
}


def judge_drift(whole: Pile, around: Around, ledger: Ledger) -> None:
    """Record how the pile differs from the edition served; a collapse that nobody confirmed refuses its files."""
    if _beside_a_demonstration(whole, around):
        return
    _volume(whole, around, ledger)
    before = _before(whole, around)
    if before is None:
        return
    for rule, finding in (*_distributions(whole, before, around), *_totals(whole, before, around)):
        ledger.record(rule, finding, len(whole.frame), whole.fichier)
        if blocks(rule, finding):
            whole.refuse()


def _beside_a_demonstration(whole: Pile, around: Around) -> bool:
    """Real rows are not compared with the invented ones that they replace."""
    real = not any(received.synthetic for received in whole.files)
    return around.context.invented and real and table(whole.table).origin == OWN


def _before(whole: Pile, around: Around) -> pd.DataFrame | None:
    """The same table as it is served, or None: rows carried over are the same, published figures have their own."""
    read = around.context.before
    if read is None or whole.carried or table(whole.table).origin != OWN:
        return None
    frame = read(whole.table)
    return frame if len(frame) else None


def _volume(whole: Pile, around: Around, ledger: Ledger) -> None:
    context, before = around.context, around.context.previous.get(whole.table)
    if not before:
        return
    rows = len(whole.frame)
    gap = round(100 * (rows / before - 1), 1)
    fills = {"lignes": rows, "n_avant": before, "ecart": gap, "baisse": -gap}
    for rule in (
        applied(context.tuning, volume_rule(whole.table)),
        applied(context.tuning, collapse_rule(whole.table)),
    ):
        reason = context.reason(rule.code, whole.table)
        finding = Finding(True, _within(rule, whole.frame, before), fills=fills | {"confirmation": reason})
        rule = confirmed(rule) if reason else rule
        ledger.record(rule, finding, rows, whole.fichier)
        if blocks(rule, finding):
            whole.refuse()


def _within(rule: Rule, frame: pd.DataFrame, before: int) -> bool:
    gap = rule.threshold / 100
    most = None if rule.code == "GEN-08" else round(before * (1 + gap))
    least = max(round(before * (1 - gap)), 0)
    return validate(expect("table_row_count_to_be_between", min_value=least, max_value=most), frame).ok


def volume_rule(name: str) -> Rule:
    """GEN-07: about as many rows as the last time."""
    sentence = "{lignes} lignes, contre {n_avant} la fois précédente ({ecart} %). Confirmez que c’est normal."
    label = "Le nombre de lignes est comparable au précédent"
    return Rule("GEN-07", name, WARNING, FILE, label, sentence, threshold=20, unit="% d’écart")


def collapse_rule(name: str) -> Rule:
    """GEN-08: blocking for what the département keeps; open data are as many as the files one has, only told."""
    words = {"label": "Le nombre de lignes ne s’effondre pas", "threshold": 40, "unit": "% de lignes de moins"}
    if table(name).origin == "ouverte":
        sentence = (
            "{baisse} % de lignes de moins que dans l’édition servie : vérifiez qu’aucun fichier d’éditeur ne manque "
            "(manage.py collect)."
        )
        return Rule("GEN-08", name, WARNING, FILE, sentence=sentence, **words)
    sentence = (
        "Le fichier contient {baisse} % de lignes de moins qu’au dernier chargement. Il est bloqué en attendant "
        "votre confirmation."
    )
    return Rule("GEN-08", name, BLOCKING, FILE, sentence=sentence, **words)


def confirmed(rule: Rule) -> Rule:
    """The same, once a person has said that all is well: told, with the reason kept beside it."""
    sentences = {
        "GEN-07": "{lignes} lignes, contre {n_avant} la fois précédente ({ecart} %). Le service l’a confirmé.",
        "GEN-08": "{baisse} % de lignes de moins qu’au dernier chargement. Le service l’a confirmé.",
    }
    return Rule(
        rule.code, rule.table, WARNING, FILE, rule.label, sentences[rule.code],
        threshold=rule.threshold, unit=rule.unit, tuned=rule.tuned,
    )  # fmt: skip


def _distributions(whole: Pile, before: pd.DataFrame, around: Around) -> Iterator[tuple[Rule, Finding]]:
    for column in closed_columns(whole.table):
        if column.name in whole.frame and column.name in before:
            rule = applied(around.context.tuning, distribution_rule(column))
            counts = [_counts(frame[column.name], column) for frame in (before, whole.standing())]
            if all(len(one) for one in counts):
                yield rule, _moved(column, *counts, rule.threshold)


def closed_columns(name: str) -> list[Column]:
    """Columns of that table whose values are in a closed list."""
    return [one for one in table(name).columns if one.values and one.type in ("text", "list")]


def distribution_rule(column: Column) -> Rule:
    """GEN-09, for one column."""
    sentence = (
        "La répartition de « {colonne} » a nettement changé depuis le dernier chargement (« {exemple} » : {avant} % "
        "puis {apres} %)."
    )
    label = "Les répartitions restent proches de celles du dernier chargement"
    return Rule(
        "GEN-09", column.table, WARNING, FILE, label, sentence, None, (column.name,), threshold=0.2,
        unit="d’indice de stabilité",
    )  # fmt: skip


def _counts(values: pd.Series, column: Column) -> pd.Series:
    known = values.dropna().astype("str")
    return (known.str.split("|").explode() if column.type == "list" else known).value_counts()


def _moved(column: Column, before: pd.Series, after: pd.Series, threshold: float) -> Finding:
    both = shares(before, after)
    gone = both[(both["avant"] > COMMON) & (both["apres"] == 0)]
    gone = gone[before.reindex(gone.index) >= FEW]
    beyond = max(threshold, noise(before, after))
    if gone.empty and psi(before, after) <= beyond:
        return as_a_whole(True)
    most = gone["avant"].idxmax() if len(gone) else terms(both).idxmax()
    words = vocabulary(column.vocabulary) if column.vocabulary else {}
    avant, apres = (round(100 * float(both.loc[most, when]), 1) for when in ("avant", "apres"))
    return as_a_whole(False, exemples=[words.get(most, most)], avant=avant, apres=apres)


def _totals(whole: Pile, before: pd.DataFrame, around: Around) -> Iterator[tuple[Rule, Finding]]:
    columns, period = TOTALS.get(whole.table, ((), ""))
    frames = [_everybody(whole.table, frame) for frame in (before, whole.standing())]
    for column in columns:
        if all({column, *filter(None, [period])} <= set(frame.columns) for frame in frames):
            rule = applied(around.context.tuning, total_rule(whole.table, column))
            was, now = _comparable(*frames, column, period)
            gap = round(100 * (now / was - 1), 1) if was > 0 else 0.0
            fills = {"avant": round(was), "apres": round(now), "ecart": gap, "colonne": label(whole.table, column)}
            yield rule, as_a_whole(abs(gap) <= rule.threshold, **fills)


def _everybody(name: str, frame: pd.DataFrame) -> pd.DataFrame:
    whole = name == "brsa_effectifs" and set(SPLITS) <= set(frame.columns)
    return whole_counts(frame) if whole else frame


def _comparable(before: pd.DataFrame, after: pd.DataFrame, column: str, period: str) -> tuple[float, float]:
    """The two totals over the periods that both hold; over the latest of each when they hold none in common."""
    if period:
        common = set(before[period].dropna()) & set(after[period].dropna())
        kept = [common or {frame[period].max()} for frame in (before, after)]
        before, after = (frame[frame[period].isin(days)] for frame, days in zip((before, after), kept, strict=True))
    return tuple(float(frame[column].astype("Float64").sum()) for frame in (before, after))  # type: ignore[return-value]


def total_rule(name: str, column: str) -> Rule:
    """GEN-16, for one column."""
    sentence = (
        "Le total de « {colonne} » passe de {avant} à {apres} depuis le dernier chargement ({ecart} %). Vérifiez "
        "l’unité et les lignes manquantes."
    )
    label = "Les totaux restent proches de ceux du dernier chargement"
    return Rule("GEN-16", name, WARNING, FILE, label, sentence, None, (column,), threshold=20, unit="% d’écart")


def drift_rules(name: str) -> list[Rule]:
    """Every rule of this file that looks at that table."""
    rules = [volume_rule(name), collapse_rule(name)]
    if table(name).origin == OWN:
        rules += [distribution_rule(column) for column in closed_columns(name)]
        rules += [total_rule(name, column) for column in TOTALS.get(name, ((), ""))[0]]
    return rules
