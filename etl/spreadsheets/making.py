"""What a sheet lacks and its other columns can give: identifiers, an opening date, a description."""

from __future__ import annotations

from collections.abc import Collection, Mapping

from etl.spreadsheets.block import Block

PLACES = ("sessions.code_insee", "sessions.nom_commune", "sessions.code_postal")
# A column their sheet lacks ← the one that gives it, when both tables are fed.
COPIED = {
    "actions.description": "actions.nom",
    "actions.date_ouverture": "sessions.date_debut",
    "sessions.date_maj_places": "actions.date_maj",
    "territoires.code_tas": "territoires.nom_tas",
    "territoires.nom_tas": "territoires.code_tas",
    "territoires.code_departement": "territoires.code_insee",
}

Headers = tuple[str, ...]


def made(columns: Mapping[str, str], names: Collection[str], block: Block) -> dict[str, Headers]:
    """The columns of these tables that are made from others, and the headers each is made from."""
    by_key = {key: header for header, key in columns.items() if key}
    found = _identifiers(by_key, names, block)
    for key, source in COPIED.items():
        if key.partition(".")[0] in names and source in by_key:
            found[key] = (by_key[source],)
    return {key: headers for key, headers in found.items() if key not in by_key}


def _identifiers(by_key: Mapping[str, str], names: Collection[str], block: Block) -> dict[str, Headers]:
    found: dict[str, Headers] = {}
    carriers = ("structures.structure_id", "actions.structure_id", "structures.nom")
    carrier = next((by_key[key] for key in carriers if key in by_key), None)
    if carrier and "structures" in names:
        found["structures.structure_id"] = (carrier,)
    action = _action(by_key, block)
    if not action or "actions" not in names:
        return found | ({"sessions.session_id": _session(by_key, ())} if "sessions" in names else {})
    if carrier:
        found["actions.structure_id"] = (carrier,)
    found["actions.action_id"] = action
    for name in ("sessions", "budget_actions"):
        if name in names:
            found[f"{name}.action_id"] = action
    if "sessions" in names:
        found["sessions.session_id"] = _session(by_key, action)
    return found


def _action(by_key: Mapping[str, str], block: Block) -> Headers:
    """The number of an action, else its name, with its carrier where two carriers use the same name."""
    if "actions.action_id" in by_key:
        return (by_key["actions.action_id"],)
    name, carrier = by_key.get("actions.nom"), by_key.get("structures.nom")
    if not name:
        return ()
    if carrier:
        pairs = block.frame[[name, carrier]].dropna().astype("str").drop_duplicates()
        if pairs[name].duplicated().any():
            return (carrier, name)
    return (name,)


def _session(by_key: Mapping[str, str], action: Headers) -> Headers:
    own = action or tuple(filter(None, [by_key.get("sessions.action_id")]))
    place = next((by_key[key] for key in PLACES if key in by_key), None)
    return tuple(filter(None, (*own, place, by_key.get("sessions.date_debut"))))
