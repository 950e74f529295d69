"""Names that publishers write in capitals without accents, given back the spelling of the commune they name."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable
from functools import cache, lru_cache

from geodata.communes import listed


def all_spelled(names: Iterable[str], departements: Iterable[str]) -> list[str]:
    """Each name, spelled after the communes of its département."""
    known = _communes()
    return [spelled(name, known.get(where, ())) for name, where in zip(names, departements, strict=True)]


def spelled(name: str, communes: Iterable[str]) -> str:
    """« SEGRE » → « Segré », after the commune Segré-en-Anjou Bleu; « PAYS BASQUE » → « Pays Basque ».

    A commune gives its spelling when its name is that name, or begins with it and goes on after a hyphen or
    a space; the shortest such name wins. Names that are not all capitals are left as they are.
    """
    if name != name.upper():
        return name
    wanted = _plain(name)
    lengths = sorted((len(commune), commune) for commune in communes if _begins(_plain(commune), wanted))
    if lengths:
        return lengths[0][1][: len(wanted)]
    return re.sub(r"[^\W\d_]+", lambda word: word.group().capitalize(), name.lower())


@cache
def _communes() -> dict[str, list[str]]:
    """Names of the communes of each département."""
    return {where: names.tolist() for where, names in listed().groupby("code_departement")["nom"]}


@lru_cache(maxsize=50_000)
def _plain(name: str) -> str:
    """Same length as the name for composed letters: « é » → « e », « - » → « »."""
    if not name.isascii():
        name = "".join(unicodedata.normalize("NFD", letter)[0] for letter in unicodedata.normalize("NFC", name))
    return name.casefold().replace("-", " ").replace("’", "'")


def _begins(commune: str, wanted: str) -> bool:
    return commune == wanted or commune.startswith(wanted + " ")
