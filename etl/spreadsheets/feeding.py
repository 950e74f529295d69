"""Which of our tables a sheet feeds, and which of its columns goes where: never two on one of ours."""

from __future__ import annotations

from collections.abc import Collection, Mapping

from rapidfuzz import fuzz

from etl.spreadsheets.defaults import may_be_said
from etl.spreadsheets.likeness import ACCEPTED
from etl.spreadsheets.targets import MADE, OFFER, OWN, keyed_by_person, required, target
from etl.spreadsheets.wording import plain
from warehouse.dictionary import table, tables

Scores = Mapping[str, Mapping[str, float]]  # header → "table.colonne" → 0 to 1
Assigned = dict[str, tuple[str, float]]  # header → "table.colonne", score

NEEDED = 0.34  # share of what a table cannot do without, for a sheet to be taken for it
ITS_OWN = 0.96  # its name or its label, not a usual header
WHOLE = 0.95  # share of the headers that are its own names: a sheet made for one table
HINT, NAMED = 0.15, 85
READ_ONLY = {"listes", "mode emploi"}  # sheets of our own workbooks that hold no table
FEWEST = 2  # columns
SURELY = 0.9  # a header that means a column with no other likelier, or surely

ESSENTIAL = {
    "actions": (("nom",), ("thematiques", "publics", "type", "description")),
    "budget_actions": (("action_id",), ("montant_prevu", "montant_realise")),
    "brsa_effectifs": (("effectif",), ("code_insee", "code_tas")),
    "freins_agreges": (("frein",), ("effectif",)),
    "territoires": (("code_insee",), ("nom_commune",), ("nom_tas", "code_tas")),
}
# What only a list that describes actions says of them.
DESCRIBES = {
    f"actions.{name}" for name in ("thematiques", "publics", "description", "type", "type_dispositif", "axe_pdi")
}
AMOUNTS = {"budget_actions.montant_prevu", "budget_actions.montant_realise"}


def fed(scores: Scores, feuille: str) -> tuple[str, ...]:
    """The tables a sheet feeds, the one it is about first; none when it looks like nothing known."""
    if plain(feuille) in READ_ONLY:
        return ()
    persons = _of_persons(scores)
    own = [name for name, one in tables().items() if one.origin == OWN and (keyed_by_person(name) or not persons)]
    worth = {name: _worth(name, scores, feuille) for name in own}
    family = () if persons else _family(scores)
    best = max(worth, key=lambda name: worth[name])
    if family:
        main = family[0]
        joint = _covered(scores, family) + worth[main] - _covered(scores, (main,))
        if best in OFFER and _made_for(best, scores):
            return (best,)
        if best in OFFER or joint > worth[best]:
            return family
    return (best,) if worth[best] > 0 else ()


def assigned(scores: Scores, names: Collection[str], taken: Assigned | None = None) -> Assigned:
    """Each header to the column of these tables it looks most like, best first; `taken` stands."""
    found = dict(taken or {})
    used = {key for key, _ in found.values() if key}
    order = list(scores)
    pairs = [
        (score, order.index(header), key, header)
        for header, keys in scores.items()
        for key, score in keys.items()
        if target(key).table in names and score >= ACCEPTED
    ]
    for score, _, key, header in sorted(pairs, key=lambda one: (-one[0], one[1], one[2])):
        if header not in found and key not in used:
            found[header] = (key, score)
            used.add(key)
    return found


def _covered(scores: Scores, names: Collection[str]) -> float:
    return sum(score for _, score in assigned(scores, names).values()) / max(len(scores), 1)


def _worth(name: str, scores: Scores, feuille: str) -> float:
    """How well a table explains a sheet: its headers, what the table needs, the name of the sheet. 0: not at all."""
    found = dict(assigned(scores, (name,)).values())
    needs = _needs(name)
    each = [max((found.get(key, 0.0) for key in either), default=0.0) for either in needs]
    reached = sum(each) / len(needs)
    if (name in ESSENTIAL and not each[0]) or reached < NEEDED or len(found) < FEWEST:
        return 0.0
    called = (plain(name.replace("_", " ")), plain(table(name).label))
    named = max(fuzz.token_set_ratio(plain(feuille), words) for words in called)
    return sum(found.values()) / len(scores) + reached / 2 + (HINT if named >= NAMED else 0.0)


def _needs(name: str) -> list[tuple[str, ...]]:
    """What a sheet must hold to be taken for that table; one of each is enough."""
    if name in ESSENTIAL:
        return [tuple(f"{name}.{column}" for column in either) for either in ESSENTIAL[name]]
    return [(key,) for key in required(name) if not may_be_said(key) and key not in MADE]


def _made_for(name: str, scores: Scores) -> bool:
    own = [header for header, (_, score) in assigned(scores, (name,)).items() if score >= ITS_OWN]
    return len(own) >= WHOLE * len(scores)


def _family(scores: Scores) -> tuple[str, ...]:
    """The tables of the offer that a list of actions feeds together; none when it is no list of actions."""
    has = {key for keys in scores.values() for key in _offered(keys)}
    if "actions.nom" not in has or not has & DESCRIBES:
        return ()
    found = ["actions"]
    if "structures.nom" in has:
        found.append("structures")
    if {"sessions.date_debut", "sessions.date_fin", "sessions.places_ouvertes"} <= has:
        found.append("sessions")
    if has & AMOUNTS:
        found.append("budget_actions")
    return tuple(found)


def _offered(keys: Mapping[str, float]) -> set[str]:
    best = max(keys.values(), default=1.0)
    found = {key for key, score in keys.items() if score >= min(best, SURELY) and score >= ACCEPTED}
    return {key for key in found if target(key).table in OFFER}


def _of_persons(scores: Scores) -> bool:
    surely = (key for keys in scores.values() for key, score in keys.items() if score >= SURELY)
    return any(target(key).name == "personne_key" for key in surely)
