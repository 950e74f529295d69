"""What the gate writes down while it judges: results of rules, rows set aside, loads."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

import pandas as pd

from etl.staging import Staged
from quality.rule import BLOCKING, FILE, Finding, Rule
from quality.sentences import EXAMPLES, fill, in_words, label, place, say, shown, shows_a_person
from warehouse.dictionary import table as declared

KEPT, BROKEN, UNPLAYED = "respectee", "non_respectee", "non_executee"
UNPLAYED_SENTENCE = "La règle « {libelle} » n’a pas pu être jouée : il manque {manque}."


@dataclass
class Ledger:
    """Collects plain rows; `frames` gives the tables `regles_resultats` and `rejets`."""

    results: list[dict] = field(default_factory=list)
    rejected: list[pd.DataFrame] = field(default_factory=list)

    def record(self, rule: Rule, finding: Finding, rows: int, fichier: str, **fills: object) -> None:
        """One result. `fills` are the words of the sentence; counts, column and file are filled here."""
        words = {"n": len(finding.rows), "pct": _percent(len(finding.rows), rows), "fichier": fichier or "reçu"}
        words |= {"colonne": label(rule.table, rule.columns[0]) if rule.columns else ""} | finding.fills | fills
        examples = words.pop("exemples", [])
        words.setdefault("exemple", examples[0] if examples else "non précisé")
        status = UNPLAYED if not finding.played else KEPT if finding.ok else BROKEN
        template = {UNPLAYED: UNPLAYED_SENTENCE, BROKEN: rule.sentence, KEPT: ""}[status]
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
                "libelle": rule.label,
                "phrase": say(template, words | {"libelle": rule.label}) if template else "",
                "exemples": "|".join(examples) if status == BROKEN else "",
            }
        )

    def set_aside(self, rule: Rule, rows: pd.DataFrame, origin: pd.DataFrame, headers: pd.Series | None = None) -> None:
        """Rows kept out and why. rows: the rows at fault; origin: their fichier, feuille and ligne.

        headers: the column of the file each value stands under, when it is not the column of the table.
        """
        column = rule.columns[0] if rule.columns else ""
        hidden = shows_a_person(column)
        values = ["" if hidden or column not in rows else shown(value) for value in rows.get(column, origin["ligne"])]
        words = {"colonne": label(rule.table, column), "n": 1}
        reasons = {value: fill(rule.reason or rule.label, words | {"valeur": value or "vide"}) for value in set(values)}
        title = label(rule.table, column) if column else ""
        titles = [title] * len(rows) if headers is None else list(headers)
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
        self.rejected.append(told[["ligne", "colonne", "valeur"]].assign(**same, phrase=sentences))

    def frames(self, marks: Mapping[str, bool]) -> tuple[pd.DataFrame, pd.DataFrame]:
        """The tables of results and of rows set aside. marks: whether each table judged is a demonstration."""
        results = _shaped("regles_resultats", pd.DataFrame(self.results), marks)
        parts = [part for part in self.rejected if len(part)]
        rejected = _shaped("rejets", pd.concat(parts, ignore_index=True) if parts else pd.DataFrame(), marks)
        return _compact(results), rejected


def blocks(rule: Rule, finding: Finding) -> bool:
    """Whether that finding refuses files: a file-wide blocking fault, or a blocking rule nobody could play."""
    return rule.severity == BLOCKING and (not finding.played or (rule.scope == FILE and not finding.ok))


def quotes(rule: Rule, frame: pd.DataFrame, finding: Finding, lines: pd.Series) -> list[str]:
    """At most five distinct examples; a line number where the value would lead to a person."""
    column = rule.example or (rule.columns[0] if rule.columns else "")
    places = [f"ligne {line}" for line in lines.loc[finding.rows[:EXAMPLES]]]
    if column not in frame or shows_a_person(column):
        return places
    values = frame.loc[finding.rows, column].dropna().drop_duplicates()[:EXAMPLES]
    return [in_words(rule.table, column, value) for value in values] or [
        f"ligne {line}" for line in lines.loc[finding.rows[:EXAMPLES]]
    ]


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
    group = results.groupby(["regle", "table", "fichier"], sort=False)["statut"]
    holds = group.transform(lambda statuses: (statuses == KEPT).all())
    kept = results[holds].assign(colonne="").drop_duplicates(["regle", "table", "fichier"])
    chosen = pd.concat([kept, results[~holds & (results["statut"] != KEPT)]])
    return chosen.sort_index().reset_index(drop=True)
