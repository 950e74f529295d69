"""Personal data: what must never enter, neither as a column nor as a value (GEN-05, PRE-06, REF-04, QUA-02)."""

from __future__ import annotations

import re
import unicodedata

import pandas as pd

from quality.convert import text
from quality.examine import validate
from quality.generic import declared_rules
from quality.ledger import Ledger
from quality.pile import Received
from quality.rule import BLOCKING, FILE, Rule, as_a_whole, expect
from quality.sentences import label
from warehouse.dictionary import Table

# A French social security number of 13 digits, or 15 with its key, alone or inside a text, with or without spaces.
NIR = (
    r"(?<![0-9A-Za-z.,])[12] ?[0-9]{2} ?(?:0[1-9]|1[0-2]|[2-9][0-9]) ?(?:[0-9]{2}|2[AB]) ?[0-9]{3} ?[0-9]{3}"
    r"(?: ?[0-9]{2})?(?![0-9A-Za-z])"
)
ENROLMENT = r"^[0-9]{7,13}$"
PROTECTED = r"[0-9a-f]{64}"  # a key as it should be: it may hold digits in a row by chance
SHAPES = {"GEN-05": NIR, "PRE-06": ENROLMENT}
BIG = 10**12  # a number this long may be a person's

FORBIDDEN = re.compile(
    r"^(nir|nom_(personne|usager|beneficiaire|allocataire|candidat|patronymique|usage|naissance|famille)"
    r"|nom_prenom|prenoms?(_.*)?|numero_allocataire|num(ero)?_(caf|msa|allocataire|secu.*|securite_sociale)"
    r"|matricule(_caf|_msa)?|identifiant_(caf|france_travail)|date_naissance|ddn|ne_le"
    r"|(courriel|email|e_mail|mail)(_personnel|_personne|_usager|_candidat)?"
    r"|(telephone_)?(mobile|portable)(_personnel)?|tel_portable|adresse_(personnelle|postale_personne|domicile))$"
)
AGENTS = re.compile(r"^((nom|prenom|mail|courriel|identite)_)?(agent|referent|conseiller|salarie)s?(_.*)?$|^nom$")
ARTICLES = ("de", "d", "du", "des", "l", "la", "le", "les")
FREE_TEXT = re.compile(r"^(verbatim|commentaires?|remarques?|texte_libre|observations?)(_.*)?$")


def plain(name: str) -> str:
    """A header without accent, case, punctuation or article: « Nom de l’agent » is NOM_AGENT."""
    bare = unicodedata.normalize("NFKD", str(name).replace("’", " ")).encode("ascii", "ignore").decode()
    words = re.split(r"[^a-z0-9]+", bare.lower())
    return "_".join(word for word in words if word and word not in ARTICLES)


def forbidden_columns(frame: pd.DataFrame, table: Table) -> dict[str, list[str]]:
    """Undeclared columns that must not be there, by the code of the rule that forbids them."""
    extra = [str(name) for name in frame.columns if name not in table.names]
    individual = "personne_key" in table.names
    found = {"GEN-05": [n for n in extra if FORBIDDEN.match(plain(n)) or (individual and plain(n) == "nom")]}
    if table.name == "referents_file_active":
        found["REF-04"] = [name for name in extra if AGENTS.match(plain(name)) and name not in found["GEN-05"]]
    if table.name == "enquete_qualite":
        found["QUA-02"] = [name for name in extra if FREE_TEXT.match(plain(name))]
    return found


SENTENCES = {
    "GEN-05": "Le fichier contient des données personnelles ({colonne}). Il a été refusé et n’a pas été conservé.",
    "REF-04": "Le fichier nomme des agents. Il a été refusé.",
    "QUA-02": "Le fichier contient des commentaires libres. Ils doivent être codés avant dépôt.",
    "PRE-06": "Des numéros d’allocataire ont été reconnus. Le fichier est refusé et effacé.",
}
LABELS = {
    "GEN-05": "Aucune donnée personnelle",
    "REF-04": "Aucun nom d’agent",
    "QUA-02": "Aucun commentaire libre",
    "PRE-06": "Aucun identifiant réel de personne",
}


def names_nobody(received: Received, raw: pd.DataFrame, declared: Table, ledger: Ledger) -> bool:
    """No forbidden column, no value shaped like a person's number; nothing found is ever quoted."""
    found = forbidden_columns(raw, declared)
    found["GEN-05"] += _values_like(raw, "GEN-05")
    if "personne_key" in raw:
        found["PRE-06"] = _values_like(raw[["personne_key"]], "PRE-06")
    for code, columns in found.items():
        rule = Rule(code, declared.name, BLOCKING, FILE, LABELS[code], SENTENCES[code])
        named = ", ".join(f"« {label(declared.name, column)} »" for column in dict.fromkeys(columns))
        finding = as_a_whole(not columns, colonne=named)
        ledger.record(rule, finding, received.rows, received.staged.fichier)
    if any(found.values()) and "personne_key" in raw:
        _keys(received, raw, declared, ledger)
    return not any(found.values())


def _keys(received: Received, raw: pd.DataFrame, declared: Table, ledger: Ledger) -> None:
    """Say also whether keys are protected (PRE-05): nothing of this file will be looked at any further."""
    keys = pd.DataFrame({"personne_key": text(raw["personne_key"])})
    for rule in declared_rules(declared):
        if rule.code == "PRE-05":
            ledger.record(rule, validate(rule.check, keys), received.rows, received.staged.fichier)


def _values_like(raw: pd.DataFrame, code: str) -> list[str]:
    """Columns holding values shaped like a person's number: one question on the distinct texts of the file."""
    texts = [_distinct_texts(raw[column]) for column in raw.columns]
    cells = pd.DataFrame(
        {
            "valeur": pd.concat([pd.Series(dtype="str"), *texts], ignore_index=True),
            "colonne": [column for column, values in zip(raw.columns, texts, strict=True) for _ in range(len(values))],
        }
    )
    if cells.empty:
        return []
    finding = validate(expect("column_values_to_not_match_regex", column="valeur", regex=SHAPES[code]), cells)
    return list(cells.loc[finding.rows, "colonne"].drop_duplicates())


def _distinct_texts(values: pd.Series) -> pd.Series:
    if pd.api.types.is_datetime64_any_dtype(values) or pd.api.types.is_bool_dtype(values):
        return pd.Series(dtype="str")
    if pd.api.types.is_numeric_dtype(values):
        values = values[values.abs() >= BIG]
    distinct = values.map(str, na_action="ignore") if values.dtype == "object" else values
    texts = text(distinct.drop_duplicates()).dropna()
    texts = texts[texts.str.len() >= 7].drop_duplicates()  # shorter texts hold no such number
    return texts[~texts.str.fullmatch(PROTECTED)].reset_index(drop=True)
