"""From a place as it was typed to communes, the likeliest first, and how sure one may be.

1 is a name and a postal code that agree. From `SURE` on, nobody has to look; below, a person confirms. A name that
had to be corrected, or that its postal code contradicts, or that several communes share, never reaches it.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from rapidfuzz import process
from rapidfuzz.distance import OSA

from geodata.geocoding.gazetteer import Gazetteer, Name, gazetteer, neighbours
from geodata.geocoding.spelling import Asked
from geodata.levels import FRANCE

SURE = 0.9
AGREED, ALONE, PART, FORMER = 1.0, 0.95, 0.92, 0.97
# A corrected name is at most this sure, where it was looked for: same postal code, département, neighbours, France.
CORRECTED = {"postal": 0.85, "departement": 0.75, "voisins": 0.65, "france": 0.55}
LIKE = {"postal": 0.7, "departement": 0.68, "voisins": 0.84, "france": 0.88}  # least similarity there
MOST = 8  # candidates shown


@dataclass(frozen=True)
class Match:
    """codes: communes, the proposal first, none when the place is unknown. former: the name borne no more, or ""."""

    codes: tuple[str, ...] = ()
    score: float = 0.0
    raison: str = ""
    former: str = ""
    arrondissement: str = ""


def match(asked: Asked, departement: str) -> Match:
    """departement: the one observed, where a name without postal code is looked for first; FRANCE for none."""
    known = gazetteer()
    found = _match(asked, departement, known)
    if not asked.weak or found.score < SURE:
        return found if not asked.weak or found.score >= 0.7 else Match(raison=found.raison or NOTHING)
    return Match(found.codes, 0.85, "nom lu à la fin de l’adresse, sans code postal", found.former)


NOTHING = "ni commune ni code postal"


def _match(asked: Asked, home: str, known: Gazetteer) -> Match:
    places = known.postal.get(asked.postal, frozenset())
    if not asked.key:
        return _by_postal(asked, places, known)
    exact = known.by_key.get(asked.entire) or known.by_key.get(asked.key, [])
    agreed = [name for name in exact if name.commune in places]
    if agreed:
        return _chosen(asked, agreed, AGREED, "nom et code postal concordent", known)
    pieces = {name.commune: name for part in asked.parts for name in known.by_key.get(part, ())}
    inside = [name for code, name in pieces.items() if code in places]
    if len(inside) == 1:
        return _chosen(asked, inside, PART, "une partie du nom et le code postal concordent", known)
    if places and not asked.cedex:
        return _against_postal(asked, home, exact, places, known)
    told = asked.departements or _of_postal(asked.postal)
    return _by_name(asked, home, told, exact or list(pieces.values()), known, bool(exact))


def _by_postal(asked: Asked, places: frozenset[str], known: Gazetteer) -> Match:
    if not places:
        postal = f"le code postal {asked.postal} n’existe pas et aucune commune n’est dite" if asked.postal else NOTHING
        return Match(raison=postal)
    codes = sorted(places, key=lambda code: (-known.population(code), code))
    if len(codes) == 1:
        part = known.part_of_postal.get(asked.postal, "")
        return Match((codes[0],), SURE, f"seule commune du code postal {asked.postal}", arrondissement=part)
    raison = f"le code postal {asked.postal} est celui de {len(codes)} communes et aucune n’est nommée"
    return Match(tuple(codes[:MOST]), 0.3, raison)


def _chosen(asked: Asked, names: list[Name], score: float, raison: str, known: Gazetteer) -> Match:
    """The one name of that key, or the likeliest of several, which is then to be confirmed."""
    to_the_letter = [name for name in names if name.words == asked.words]
    today = [name for name in names if not name.former]
    for fewer, worth in ((names, score), (to_the_letter, score), (today, min(score, 0.8))):
        if len(fewer) == 1:
            (name,) = fewer
            if worth < SURE <= score:
                raison = f"nom d’une commune et d’une ancienne commune ({_told(_others(names, name), known)})"
            return _one(asked, name, worth, raison, [name, *_others(names, name)], known)
    ordered = _by_population(names, known)
    raison = f"{len(names)} communes portent ce nom"
    return _one(asked, ordered[0], 0.5, raison, ordered, known)


def _one(asked: Asked, name: Name, score: float, raison: str, ordered: Iterable[Name], known: Gazetteer) -> Match:
    codes = tuple(dict.fromkeys(one.commune for one in ordered))[:MOST]
    if name.former:
        raison = f"{raison} ; « {name.nom} » est une ancienne commune de {known.nom(name.commune)}"
    part = known.part_of_postal.get(asked.postal, "")
    said = asked.arrondissement
    if said and part and said != part:
        raison = f"{raison} ; l’arrondissement dit et celui du code postal diffèrent"
        said = part = ""
    worth = score * FORMER if name.former else score
    ours = {said, part} - {""}
    part = next((one for one in sorted(ours) if one[:2] == name.commune[:2]), "")
    return Match(codes, round(worth, 3), raison, name.nom if name.former else "", part)


def _against_postal(asked: Asked, home: str, exact: list[Name], places: frozenset[str], known: Gazetteer) -> Match:
    """The postal code exists and none of its communes bears that name: corrected there, or the code is wrong."""
    here = [name for code in sorted(places) for name in known.by_commune[code]]
    beginning = _by_population([name for name in here if name.words.startswith(asked.words + " ")], known)
    near = _similar(asked, here, "postal")
    told = _of_postal(asked.postal) | asked.departements
    elsewhere = [name for name in exact if name.departement in told or name.departement == home]
    codes = sorted(places, key=lambda code: (-known.population(code), code))
    if elsewhere:
        first = _by_population(elsewhere, known)
        raison = f"le code postal {asked.postal} n’est pas celui de {first[0].nom}, mais de {_names(codes, known)}"
        postal = [known.by_commune[code][0] for code in codes]
        score = 0.7 if len(first) == 1 else 0.5
        return _one(asked, first[0], score, raison, [*first, *(name for name, _ in near), *postal], known)
    if beginning:
        score = 0.8 if len({name.commune for name in beginning}) == 1 else 0.5
        raison = f"nom abrégé : {_told(beginning, known)} au code postal {asked.postal}"
        return _one(asked, beginning[0], score, raison, [*beginning, *(name for name, _ in near)], known)
    if near:
        return _corrected(asked, near, "postal", known)
    found = _by_name(asked, home, asked.departements or told, exact, known, True)
    where = f"le code postal {asked.postal} est celui de {_names(codes, known)}"
    if found.codes:
        return Match(found.codes, min(found.score, 0.5), f"{found.raison} ; {where}", found.former)
    part = known.part_of_postal.get(asked.postal, "")
    return Match(tuple(codes[:MOST]), 0.4, f"aucune commune ne s’appelle « {asked.said} » ; {where}", "", part)


def _by_name(asked: Asked, home: str, told: frozenset[str], exact: list[Name], known: Gazetteer, whole: bool) -> Match:
    """Without a postal code to lean on: in the département it says, or the one observed, then further."""
    most = 1.0 if whole else 0.8
    where = told or (frozenset((home,)) if home != FRANCE else frozenset(known.by_departement))
    near = frozenset().union(*(neighbours(one) for one in where)) if len(where) < 5 else frozenset()
    inside = [name for name in exact if name.departement in where]
    if inside:
        score, raison = _alone(inside, exact, told, near)
        return _chosen(asked, inside, min(score, most), raison, known)
    next_door = [name for name in exact if name.departement in near]
    if next_door:
        return _chosen(asked, next_door, 0.75, "commune d’un département voisin", known)
    names = [name for one in sorted(where) for name in known.by_departement.get(one, ())]
    beginning = _by_population([name for name in names if name.words.startswith(asked.words + " ")], known)
    if beginning:
        score = 0.7 if len({name.commune for name in beginning}) == 1 else 0.4
        return _one(asked, beginning[0], score, f"nom abrégé : {_told(beginning, known)}", beginning, known)
    if close := _similar(asked, names, "departement"):
        return _corrected(asked, close, "departement", known)
    if exact:
        ordered = _by_population(exact, known)
        score = 0.6 if len({name.commune for name in exact}) == 1 else 0.3
        return _one(asked, ordered[0], score, "aucune commune de ce nom dans le département", ordered, known)
    for scope, there in (("voisins", near), ("france", frozenset(known.by_departement))):
        names = [name for one in sorted(there) for name in known.by_departement.get(one, ())]
        if close := _similar(asked, names, scope):
            return _corrected(asked, close, scope, known)
    return Match(raison=f"aucune commune ne s’appelle « {asked.said} »")


def _alone(inside: list[Name], exact: list[Name], told: frozenset[str], near: frozenset[str]) -> tuple[float, str]:
    """How sure a name is that one commune of the département bears: less when a neighbour's bears it as well."""
    others = [name for name in exact if name not in inside]
    if told:
        return ALONE, "nom et département concordent"
    if not others:
        return ALONE, "seule commune de ce nom en France"
    if not any(name.departement in near for name in others):
        return SURE, "seule commune de ce nom dans le département et ses voisins"
    return 0.8, "une commune d’un département voisin porte le même nom et le code postal n’est pas dit"


def _similar(asked: Asked, names: list[Name], scope: str) -> list[tuple[Name, float]]:
    """Names close to the one typed, closest first; a swap of two letters counts for one fault."""
    keys = {place: name.key for place, name in enumerate(names)}
    found = process.extract(asked.key, keys, scorer=OSA.normalized_similarity, score_cutoff=LIKE[scope], limit=MOST)
    ordered = sorted(found, key=lambda one: (-one[1], names[one[2]].former, names[one[2]].commune))
    return [(names[place], likeness) for _, likeness, place in ordered]


def _corrected(asked: Asked, near: list[tuple[Name, float]], scope: str, known: Gazetteer) -> Match:
    name, likeness = near[0]
    rivals = [one for one, other in near if one.commune != name.commune and likeness - other < 0.08]
    score = CORRECTED[scope] * likeness * (0.7 if rivals else 1)
    raison = f"« {asked.said} » ressemble à {_told([name, *rivals], known)}"
    return _one(asked, name, score, raison, [one for one, _ in near], known)


def _by_population(names: Iterable[Name], known: Gazetteer) -> list[Name]:
    """Today's names first, then the most peopled communes."""
    return sorted(names, key=lambda name: (name.former, -known.population(name.commune), name.commune))


def _others(names: Iterable[Name], name: Name) -> list[Name]:
    return [one for one in names if one.commune != name.commune]


def _told(names: Iterable[Name], known: Gazetteer) -> str:
    return _listed(list(dict.fromkeys(name.nom for name in names)))


def _names(codes: Iterable[str], known: Gazetteer) -> str:
    return _listed([known.nom(code) for code in codes])


def _listed(names: list[str]) -> str:
    more = len(names) - 3
    return ", ".join(names[:3]) + (f" et {more} autre{'s' if more > 1 else ''}" if more > 0 else "")


def _of_postal(postal: str) -> frozenset[str]:
    """Départements that share the first digits of a postal code; none when there is no code."""
    if not postal:
        return frozenset()
    if postal[:2] == "20":
        return frozenset(("2A", "2B"))
    return frozenset((postal[:3],)) if postal[:2] == "97" else frozenset((postal[:2],))
