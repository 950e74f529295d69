"""What the gate writes down while it judges: results of rules, rows set aside, loads."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field

import pandas as pd

from etl.staging import Staged
from quality.rule import BLOCKING, FILE, Finding, Rule
from quality.sentences import EXAMPLES, fill, in_words, label, place, say, shown, shows_a_person
from quality.tuning import exact
from warehouse.dictionary import table as declared

KEPT, BROKEN, UNPLAYED = "respectee", "non_respectee", "non_executee"
# What these find may be a person's: a birth date, a free comment. It is neither quoted nor kept.
UNQUOTED = ("GEN-05", "PAR-06", "PRE-05", "PRE-06", "QUA-02", "REF-04")
SHORTENED = re.compile(r"\d(?:[.,]\d+)?[eE]\+\d+")  # « 7,3283E+13 »
UNPLAYED_SENTENCE = "La règle « {libelle} » n’a pas pu être jouée : il manque {manque}."


@dataclass
class Ledger:
    """Collects plain rows; `frames` gives the tables `regles_resultats` and `rejets`.

    titles: for each file by its number, the header under which each of our columns stands in it.
    """

    results: list[dict] = field(default_factory=list)
    rejected: list[pd.DataFrame] = field(default_factory=list)
    titles: dict[int, Mapping[str, str]] = field(default_factory=dict)

    def record(self, rule: Rule, finding: Finding, rows: int, fichier: str, **fills: object) -> None:
        """One result. `fills` are the words of the sentence; counts, column and file are filled here."""
        words = {"n": len(finding.rows), "pct": _percent(len(finding.rows), rows), "fichier": fichier or "reçu"}
        words |= {"colonne": label(rule.table, rule.columns[0]) if rule.columns else "", "seuil": seuil(rule)}
        words |= finding.fills | fills
        examples = words.pop("exemples", [])
        examples = [] if rule.code in UNQUOTED else examples
        words.setdefault("exemple", examples[0] if examples else "non précisé")
        status = UNPLAYED if not finding.played else KEPT if finding.ok else BROKEN
        template = {UNPLAYED: UNPLAYED_SENTENCE, BROKEN: rule.sentence, KEPT: words.get("a_dire", "")}[status]
        words["libelle"] = fill(rule.label, words)
        self.results.append(
            {
                "regle": rule.code,
                "table": rule.table,
                "fichier": fichier,
                "colonne": rule.columns[0] if rule.columns else "",
                "gravite": rule.severity,
                "portee": rule.scope,
                "statut": status,
                "nb_lignes": rows,
                "nb_ecarts": max(int(words["n"]), 1) if status == BROKEN else 0,
                "libelle": words["libelle"],
                "phrase": say(template, words) if template else "",
                "exemples": "|".join(examples) if status == BROKEN else "",
                "reglage": rule.tuned,
                "confirmation": words.get("confirmation", "") if status == BROKEN else "",
            }
        )

    def set_aside(
        self,
        rule: Rule,
        rows: pd.DataFrame,
        origin: pd.DataFrame,
        headers: pd.Series | None = None,
    ) -> None:
        """Rows kept out and why. rows: the rows at fault; origin: their fichier, feuille and ligne.

        headers: the column of the file each value stands under, when a wide file became a long table.
        """
        column = rule.columns[0] if rule.columns else ""
        hidden = shows_a_person(column)
        values = ["" if hidden or column not in rows else shown(value) for value in rows.get(column, origin["ligne"])]
        words = {"colonne": label(rule.table, column), "n": 1}
        words["seuil"] = seuil(rule)
        reasons = {value: fill(rule.reason or rule.label, words | {"valeur": value or "vide"}) for value in set(values)}
        reasons = {value: f"{reason}{rounded(value)}" for value, reason in reasons.items()}
        title = label(rule.table, column) if column else ""
        own = [self.titles.get(number, {}).get(column, "") for number in origin["number"]]
        titles = [theirs or title for theirs in own] if headers is None else list(headers)
        sentences = [
            f"{place(fichier, feuille, ligne, told)} : {reasons[value]}."
            for fichier, feuille, ligne, told, value in zip(
                origin["fichier"], origin["feuille"], origin["ligne"], titles, values, strict=True
            )
        ]
        self.rejected.append(
            pd.DataFrame(
                {
                    "table": rule.table,
                    "fichier": origin["fichier"].to_numpy(),
                    "feuille": origin["feuille"].to_numpy(),
                    "ligne": origin["ligne"].to_numpy(),
                    "colonne": column if headers is None else titles,
                    "entete": own if headers is None else titles,
                    "valeur": values,
                    "regle": rule.code,
                    "phrase": sentences,
                }
            )
        )

    def tell_aside(self, rule: Rule, staged: Staged) -> None:
        """Rows set aside before the gate, each with the reason it came with."""
        told = staged.aside
        sentences = [
            f"{place(staged.fichier, staged.feuille, ligne, colonne)} : {raison}."
            for ligne, colonne, raison in zip(told["ligne"], told["colonne"], told["raison"], strict=True)
        ]
        same = {"table": staged.table, "fichier": staged.fichier, "feuille": staged.feuille, "regle": rule.code}
        told = told[["ligne", "colonne", "valeur"]].assign(**same, entete=told["colonne"], phrase=sentences)
        self.rejected.append(told)

    def frames(self, marks: Mapping[str, bool]) -> tuple[pd.DataFrame, pd.DataFrame]:
        """The tables of results and of rows set aside. marks: whether each table judged is a demonstration."""
        results = _shaped("regles_resultats", pd.DataFrame(self.results), marks)
        parts = [part for part in self.rejected if len(part)]
        rejected = _shaped("rejets", pd.concat(parts, ignore_index=True) if parts else pd.DataFrame(), marks)
        return _compact(results), rejected


def seuil(rule: Rule) -> str:
    """The threshold of the rule as a sentence says it."""
    return "" if rule.threshold is None else exact(rule.threshold)


def blocks(rule: Rule, finding: Finding) -> bool:
    """Whether that finding refuses files: a file-wide blocking fault, or a blocking rule nobody could play."""
    return rule.severity == BLOCKING and (not finding.played or (rule.scope == FILE and not finding.ok))


def quotes(rule: Rule, frame: pd.DataFrame, finding: Finding, lines: pd.Series) -> list[str]:
    """At most five distinct examples; a line number where the value would lead to a person."""
    if rule.code in UNQUOTED:
        return []
    column = rule.example or (rule.columns[0] if rule.columns else "")
    places = [f"ligne {line}" for line in lines.loc[finding.rows[:EXAMPLES]]]
    if column not in frame or shows_a_person(column):
        return places
    values = frame.loc[finding.rows, column].dropna().drop_duplicates()[:EXAMPLES]
    return [in_words(rule.table, column, value) for value in values] or [
        f"ligne {line}" for line in lines.loc[finding.rows[:EXAMPLES]]
    ]


def rounded(value: str) -> str:
    """What to do about a number that a spreadsheet shortened: its last digits are lost."""
    if not SHORTENED.fullmatch(value):
        return ""
    return " (le tableur a arrondi ce numéro : mettez la colonne au format texte et ressaisissez-le)"


def _percent(part: int, whole: int) -> float:
    return round(100 * part / whole, 1) if whole else 0.0


def _shaped(name: str, frame: pd.DataFrame, marks: Mapping[str, bool]) -> pd.DataFrame:
    columns = list(declared(name).names)
    if frame.empty:
        return pd.DataFrame({column: pd.Series(dtype="object") for column in columns})
    return frame.assign(synthetique=frame["table"].map(marks).fillna(False).astype("bool"))[columns]


def _compact(results: pd.DataFrame) -> pd.DataFrame:
    """One line where a rule holds on every column it looks at; one line a column where it does not."""
    if results.empty:
        return results
    same = [results[column] for column in ("regle", "table", "fichier")]
    holds = (results["statut"] == KEPT).groupby(same, sort=False).transform("all").astype("bool")
    tuned = results["reglage"].groupby(same, sort=False).transform("max")
    kept = results[holds].assign(colonne="", reglage=tuned[holds]).drop_duplicates(["regle", "table", "fichier"])
    chosen = pd.concat([kept, results[~holds & (results["statut"] != KEPT)]])
    return chosen.sort_index().reset_index(drop=True)
