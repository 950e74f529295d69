"""What a person typed as a place, taken to pieces: name, postal code, département, arrondissement."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cache

from geodata.communes import departements
from words import words_of

ARTICLES = frozenset(("le", "la", "les", "l"))
LONG = {"st": "saint", "ste": "sainte", "sts": "saints", "stes": "saintes", "lez": "les", "s": "sur", "ss": "sous"}
CITIES = {"paris": ("75056", "75100", 20), "lyon": ("69123", "69380", 9), "marseille": ("13055", "13200", 16)}
POSTAL = re.compile(r"(?<!\d)(\d{2}) ?(\d{3})(?!\d)")
CEDEX = re.compile(r"\b(?:cedex|cdx)\b.*$", re.IGNORECASE | re.DOTALL)
BRACKETS = re.compile(r"\(([^()]*)\)")
TRAILING = re.compile(r"(?:^|[\s,-])(\d{2,3}|2[ABab])\s*$")
CITY = re.compile(r"(paris|lyon|marseille) 0?(\d{1,2}) ?(?:er|ere|e|eme|nd)?(?: arrondissement| arrt?)?")
IN_ADDRESS = re.compile(r"(?<!\d)(\d{2} ?\d{3})(?!\d)[\s,-]+([^\d\s][^,;\n]*)\s*$")
SEPARATORS = re.compile(r"\s+[-–—]\s+|[,;/|\n]")


@dataclass(frozen=True)
class Asked:
    """One place as it was typed. words, key: its name, "" when there is none; said: the name as it was typed.

    postal: five digits, or "". departements: those it says itself to lie in. arrondissement: code of a municipal one.
    cedex: a code of distribution, which no list of communes holds. weak: the name was fished out of an address.
    entire: key of the name with what stands in brackets, for those few communes whose name has some.
    """

    said: str = ""
    words: str = ""
    postal: str = ""
    departements: frozenset[str] = frozenset()
    arrondissement: str = ""
    cedex: bool = False
    weak: bool = False
    entire: str = ""

    @property
    def key(self) -> str:
        return key(self.words)

    @property
    def parts(self) -> tuple[str, ...]:
        """Keys of the pieces of a name such as « Angers - quartier Roseraie »."""
        return tuple(filter(None, (key(words(part)) for part in SEPARATORS.split(self.said))))


def words(name: str) -> str:
    """« St-Georges s/ Loire » → "saint georges sur loire": no case, accent nor hyphen, abbreviations in full."""
    found = words_of(name)
    return " ".join(LONG.get(word, word) if word != "s" or place else word for place, word in enumerate(found))


def key(spelled: str) -> str:
    """Words without their first article nor spaces: "le plessis grammoire" → "plessisgrammoire"."""
    first, _, rest = spelled.partition(" ")
    return (rest if first in ARTICLES and rest else spelled).replace(" ", "")


def postal_code(text: str) -> str:
    """Five digits of a cell: « 49 000 », 49000.0, « 1400 » whose zero a spreadsheet ate; "" when there are none."""
    found = re.fullmatch(r"(\d{4,5})(?:[.,]0+)?", re.sub(r"[\s\u00a0\u202f]", "", text))
    return found.group(1).zfill(5) if found else ""


def asked(nom_commune: str = "", code_postal: str = "", adresse: str = "") -> Asked:
    """The place of these three cells; the end of the address serves when the cell of the commune is empty."""
    name, postal, weak = nom_commune.strip(), postal_code(code_postal), False
    if not postal and code_postal.strip():
        name = name or code_postal.strip()  # « 49000 Angers » in one cell
    if not name and adresse.strip():
        name, postal_told, weak = _end_of(adresse)
        postal = postal or postal_told
    return _read(name, postal, weak)


def _end_of(adresse: str) -> tuple[str, str, bool]:
    """(name, postal code, whether the name is a guess) at the end of « 3 rue du Mail, 49000 Angers »."""
    bare = CEDEX.sub("", adresse) if re.search(r"\d{2} ?\d{3}", adresse) else adresse
    found = IN_ADDRESS.search(bare.strip())
    if found:
        cedex = " cedex" if CEDEX.search(adresse) else ""
        return found.group(2) + cedex, found.group(1).replace(" ", ""), False
    pieces = [piece.strip() for piece in re.split(r"[,;\n]", adresse) if piece.strip()]
    return (pieces[-1], "", True) if len(pieces) > 1 else ("", "", False)


def _read(name: str, postal: str, weak: bool) -> Asked:
    cedex = CEDEX.search(name) is not None
    name = CEDEX.sub("", name)
    inside = POSTAL.search(name)
    if inside:
        postal = postal or "".join(inside.groups())
        name = name[: inside.start()] + " " + name[inside.end() :]
    entire = key(words(name))
    name, told = _departements(name)
    name = name.strip(" ,;-–\n\t")
    spelled = words(name)
    city = CITY.fullmatch(spelled)
    part = ""
    if city:
        commune, base, count = CITIES[city.group(1)]
        number = int(city.group(2))
        part = str(int(base) + number) if 1 <= number <= count else ""
        spelled, name = city.group(1), city.group(1).capitalize()
        told |= frozenset((commune[:2],))  # nobody numbers the arrondissements of a namesake
    return Asked(name, spelled, postal, told, part, cedex, weak, entire)


def _departements(name: str) -> tuple[str, frozenset[str]]:
    """The name without « (49) », « (Maine-et-Loire) », « (Le) » or a last « 49 », and the département they tell."""
    told: set[str] = set()
    for text in BRACKETS.findall(name):
        told |= {code for code in (_by_word().get(words(text)),) if code}
    name = BRACKETS.sub(" ", name).strip()
    last = TRAILING.search(name)
    if last and not CITY.fullmatch(words(name)) and (code := _by_word().get(last.group(1).lower())):
        told.add(code)
        name = name[: last.start()]
    return name, frozenset(told)


@cache
def _by_word() -> dict[str, str]:
    """ "49" and "maine et loire" → "49"."""
    known = departements()
    return {code.lower(): code for code in known["code"]} | {
        words(name): code for code, name in zip(known["code"], known["nom"], strict=True)
    }
