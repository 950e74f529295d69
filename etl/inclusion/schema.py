"""One record against the national schema, by the publisher's own library; each fault in words.

The only door to `data_inclusion` and to the words of pydantic.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from data_inclusion.schema.v1 import Service, Structure
from pydantic import ValidationError

from etl.inclusion.fiches import PERSONAL, SERVICES, STRUCTURES

MODELS = {STRUCTURES: Structure, SERVICES: Service}
FIELDS = {kind: frozenset(model.model_fields) - PERSONAL for kind, model in MODELS.items()}
SHOWN = 60  # characters of a value quoted


@dataclass(frozen=True)
class Fault:
    """What is wrong with one field of a record. raison ends a sentence that begins with its place."""

    champ: str
    valeur: str
    raison: str


def valid(kind: str, record: dict) -> date | list[Fault]:
    """The day the record was last revised when it follows the schema, else its faults, one per field."""
    try:
        return MODELS[kind].model_validate(record).date_maj
    except ValidationError as error:
        faults: dict[str, Fault] = {}
        for told in error.errors(include_url=False):
            name = str(told["loc"][0])
            faults.setdefault(name, _fault(name, record, told))
        return list(faults.values())


def _fault(name: str, record: dict, told: dict) -> Fault:
    value = _shown(record.get(name)) if told["type"] == "missing" or len(told["loc"]) == 1 else _shown(told["input"])
    wrong, mend = _words(told)
    who = _shown(record.get("source")) or "son producteur"
    quoted = f"« {value} » " if value else ""
    reason = (
        f"{quoted}{wrong}. {mend} Fiche « {_shown(record.get('id')) or 'sans identifiant'} », à corriger chez {who}"
    )
    return Fault(name, value, reason)


def _shown(value: object) -> str:
    written = ", ".join(map(str, value)) if isinstance(value, list) else "" if value is None else str(value)
    return written if len(written) <= SHOWN else f"{written[:SHOWN]}…"


def _words(told: dict) -> tuple[str, str]:
    """What is wrong, and how to mend it."""
    kind, context = told["type"], told.get("ctx") or {}
    if kind == "missing":
        return "cette information obligatoire manque", "Renseignez-la."
    if kind == "string_too_short":
        return f"est trop court ({context['min_length']} caractères au moins)", "Complétez-le."
    if kind == "string_too_long":
        return f"est trop long ({context['max_length']} caractères au plus)", "Raccourcissez-le."
    if kind == "string_pattern_mismatch":
        return f"n’a pas la forme attendue ({_shape(context['pattern'])})", "Corrigez ce code."
    if kind in ("enum", "literal_error"):
        return "n’est pas dans la liste du schéma data·inclusion", "Choisissez une valeur de cette liste."
    if kind.startswith("url"):
        return "n’est pas une adresse web complète", "Écrivez-la en entier, avec https://."
    if kind.startswith(("float", "int")):
        return "n’est pas un nombre attendu", "Écrivez un nombre, en chiffres."
    if kind.startswith("date"):
        return "n’est pas une date", "Écrivez-la AAAA-MM-JJ."
    if kind == "greater_than_equal":
        return f"est trop petit ({context['ge']:g} ou plus)", "Corrigez ce nombre ou laissez la case vide."
    if kind == "value_error":
        return f"est refusé : {str(context.get('error', '')).rstrip('.').replace('`', '')}", "Corrigez cette valeur."
    return "ne suit pas le schéma data·inclusion", "Comparez avec la documentation du schéma."


def _shape(pattern: str) -> str:
    return {r"^\d{5}$": "5 chiffres", r"^\w{5}$": "5 caractères", r"^\d{14}$": "14 chiffres"}.get(pattern, pattern)
