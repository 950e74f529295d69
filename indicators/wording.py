"""French words and numbers of figures: one place for every screen, chart and file.

Narrow no-break space between thousands and before a unit sign, decimal comma, true minus sign.
Missing numbers never read as zero: they are "…".
"""

from __future__ import annotations

import math
import re
from collections.abc import Callable, Mapping
from decimal import ROUND_HALF_UP, Decimal
from typing import Any

from indicators.catalogue import Indicator

FINE, NO_BREAK, MINUS = "\u202f", "\u00a0", "\u2212"
WHOLE_PERCENT_UNDER = 200  # under this denominator a decimal would pretend to a precision nobody has

# Status of a figure → (sign of the INSEE convention, words).
STATES = {
    "fiable": ("", "fiable"),
    "fragile": ("", "fragile"),
    "provisoire": ("p", "provisoire"),
    "secret": ("s", "secret statistique"),
    "non_disponible": ("…", "non disponible"),
    "sans_objet": ("///", "sans objet"),
    "non_significatif": ("n.s.", "non significatif"),
    "non_comparable": ("///", "non comparable"),
}
WITHOUT_VALUE = ("secret", "non_disponible", "sans_objet", "non_significatif", "non_comparable")

MONTHS = (
    "janvier", "février", "mars", "avril", "mai", "juin",
    "juillet", "août", "septembre", "octobre", "novembre", "décembre",
)  # fmt: skip
SHORT_MONTHS = (
    "janv.", "févr.", "mars", "avr.", "mai", "juin", "juill.", "août", "sept.", "oct.", "nov.", "déc.",
)  # fmt: skip

_SIGNS = ("%", "‰", "€")
_INVARIABLE = ("mois", "temps", "fois")
# What « de » becomes before the first word of an indicator's name.
_ARTICLES = {
    "du ": ("taux", "niveau", "temps", "nombre", "délai"),
    "de la ": ("part", "population", "durée", "file"),
    "des ": ("places", "foyers", "projets", "demandeurs", "communes", "personnes", "absences", "structures"),
    "de l’": ("écart",),
}
_LINKS = ("pour", "par", "de", "du", "des", "à", "en", "sur", "sans", "d’", "d'")


def number(x: float, decimals: int = 0) -> str:
    """number(1234.5, 1) → "1 234,5". Halves round away from zero, as people expect; NaN → "…"."""
    if x is None or math.isnan(x):
        return STATES["non_disponible"][0]
    rounded = Decimal(repr(float(x))).quantize(Decimal(1).scaleb(-decimals), ROUND_HALF_UP)
    text = f"{abs(rounded):,f}".replace(",", FINE).replace(".", ",")
    return (MINUS if rounded < 0 else "") + text


def signed(x: float, decimals: int = 1, unite: str = "") -> str:
    """Difference with its sign: signed(2.1, 1, "points") → "+2,1 points"; zero carries none."""
    text = number(x, decimals)
    plus = "+" if x is not None and x > 0 and any(figure in "123456789" for figure in text) else ""
    return plus + _with_unit(text, x, unite, decimals)


def percent(x: float, decimals: int = 1) -> str:
    """percent(12.3) → "12,3 %"."""
    return _with_unit(number(x, decimals), x, "%", decimals)


def points(x: float, decimals: int = 1) -> str:
    """Difference of two rates: points(2.1) → "+2,1 points"."""
    return signed(x, decimals, "points")


def euros(x: float, decimals: int = 0) -> str:
    """euros(1234) → "1 234 €"."""
    return _with_unit(number(x, decimals), x, "€", decimals)


def minutes(x: float) -> str:
    """minutes(39.4) → "39 minutes": a travel time is never known to the tenth."""
    return _with_unit(number(x, 0), x, "minutes", 0)


def value(indicator: Indicator, x: float, denominateur: float | None = None) -> str:
    """A figure with its unit, as the indicator is read. denominateur: persons under a rate, when known."""
    decimals = decimals_of(indicator, x, denominateur)
    if indicator.ecart or indicator.unite.startswith("point"):
        return signed(x, decimals, indicator.unite)
    return _with_unit(number(x, decimals), x, indicator.unite, decimals)


def shown(indicator: Indicator, row: Mapping[str, Any]) -> str:
    """What stands in a cell or beside a bar for a row of an exhibit: the figure, or the sign of its status."""
    if row["statut"] in WITHOUT_VALUE:
        return STATES[row["statut"]][0]
    return value(indicator, row["valeur"], row.get("denominateur"))


def sign(statut: str) -> str:
    """Sign of the INSEE convention: secret → "s". Empty for a plain figure."""
    return STATES[statut][0]


def state(statut: str) -> str:
    """The status in words: secret → "secret statistique"."""
    return STATES[statut][1]


def period_words(periode: str) -> str:
    """In words: 2025-T3 → "3e trimestre 2025". A period of no known form is said as it is written."""

    def part(letter: str, rank: str, year: str) -> str:
        name = "trimestre" if letter == "T" else "semestre"
        return f"{rank}{'er' if rank == '1' else 'e'} {name} {year}"

    return _period(periode, MONTHS, part)


def when(periode: str) -> str:
    """The period as a complement: "en 2024", "en décembre 2024", "au 3e trimestre 2025"."""
    words = period_words(periode)
    return f"au {words}" if re.fullmatch(r"\d{4}-[TS]\d", periode) else f"en {words}"


def period_short(periode: str) -> str:
    """For the axis of a chart: 2025-T3 → "T3 2025", 2024-12 → "déc. 2024"."""
    return _period(periode, SHORT_MONTHS, lambda letter, rank, year: f"{letter}{rank} {year}")


def territory_words(niveau: str, libelle: str) -> str:
    """Name of a territory that can open a sentence or follow a colon, whatever its gender and number.

    A zone named after a town says what it is, so that the zone d’emploi is never taken for the town.
    """
    kind = {
        "arrondissement": "arrondissement",
        "territoire_action_sociale": "territoire d’action sociale",
        "clpe": "comité local pour l’emploi",
        "bassin_bmo": "bassin d’emploi",
        "zone_emploi": "zone d’emploi",
    }.get(niveau)
    told = libelle.lower().replace("'", "’")
    if kind is None or told.startswith((kind, kind.split()[0] + " ", "tas ", "clpe ")):
        return libelle
    return f"{kind} «{NO_BREAK}{libelle}{NO_BREAK}»"


def of(libelle: str) -> str:
    """The name of an indicator after « de »: "Taux de pauvreté" → "du taux de pauvreté"."""
    first = libelle.split(" ")[0]
    link = next((link for link, names in _ARTICLES.items() if first.lower() in names), None)
    return (
        f"de l’indicateur «{NO_BREAK}{libelle}{NO_BREAK}»" if link is None else link + libelle[:1].lower() + libelle[1:]
    )


def typography(text: str) -> str:
    """French spaces before % € ; : ! ? and inside « », and the curly apostrophe, without touching addresses."""
    text = re.sub(r"[ \u00a0\u202f]+([%‰€;!?])", FINE + r"\1", text)
    text = re.sub(r"[ \u00a0\u202f]+([:»])", NO_BREAK + r"\1", text)
    return re.sub(r"«[ \u00a0\u202f]*", "«" + NO_BREAK, text).replace("'", "’")


def lecture(indicator: Indicator, row: Mapping[str, Any], territoire: str, periode: str, modalite: str = "") -> str:
    """The reading note: the indicator's template filled with one row of an exhibit, or why it cannot be.

    {valeur} is the bare number, followed by % or € when the template leaves them out. territoire, periode,
    modalite: already in words (`territory_words`, `period_words`). KeyError when the template names something else.
    """
    if row["statut"] in WITHOUT_VALUE:
        return _unsaid(indicator, row["statut"], territoire, periode, modalite)
    template = _without_interval(indicator.lecture) if _absent(row.get("ic_bas")) else indicator.lecture
    if not modalite:  # the whole: no modality to quote
        template = re.sub(r"\s*«\s*\{modalite\}\s*»", "", template)
    filled = template.format(
        valeur=_spoken(indicator, row, template),
        ic_bas=_bound(indicator, row, "ic_bas"),
        ic_haut=_bound(indicator, row, "ic_haut"),
        territoire=territoire,
        periode=periode,
        modalite=modalite,
    )
    caution = {
        "fragile": " Résultat fragile : peu de personnes ou intervalle large, à lire avec prudence.",
        "provisoire": " Chiffre provisoire.",
    }.get(row["statut"], "")
    filled = filled.strip()
    return typography(filled[:1].upper() + filled[1:] + caution)


def decimals_of(indicator: Indicator, x: float, denominateur: float | None = None) -> int:
    """Decimals to show: none for a whole count, none for a rate over fewer than 200, else the indicator's."""
    small = denominateur is not None and denominateur < WHOLE_PERCENT_UNDER
    if indicator.unite == "%" and small:
        return 0
    whole = indicator.nature == "effectif" and x is not None and float(x).is_integer()
    return 0 if whole else indicator.decimals


def _spoken(indicator: Indicator, row: Mapping[str, Any], template: str) -> str:
    """The bare number when the template names its unit ("{valeur} places", "sur 100 places, {valeur} ont…").

    A sign (%, €) the template leaves out is added, since no sentence can do without it.
    """
    x, denominateur = row["valeur"], row.get("denominateur")
    after = template.partition("{valeur}")[2].lstrip(" \u00a0\u202f")
    told = after.startswith(_SIGNS) or "100" in template
    if indicator.unite.startswith(_SIGNS) and not told:
        return value(indicator, x, denominateur)
    write = signed if indicator.unite.startswith("point") else number
    return write(x, decimals_of(indicator, x, denominateur))


def _bound(indicator: Indicator, row: Mapping[str, Any], name: str) -> str:
    x = row.get(name)
    if _absent(x):
        return STATES["non_disponible"][0]
    return number(x, decimals_of(indicator, x, row.get("denominateur")))


def _unsaid(indicator: Indicator, statut: str, territoire: str, periode: str, modalite: str) -> str:
    why = {
        "secret": "ce chiffre est couvert par le secret statistique (effectif trop faible pour être diffusé).",
        "non_disponible": "ce chiffre n’est pas disponible.",
        "sans_objet": "ce chiffre est sans objet.",
        "non_significatif": "l’évolution n’est pas significative.",
        "non_comparable": "les deux dates ne se comparent pas (rupture de série).",
    }[statut]
    where = ", ".join(part for part in (territoire, periode, modalite) if part)
    return typography(f"{where[:1].upper()}{where[1:]} – {indicator.libelle} : {why}")


def _without_interval(template: str) -> str:
    """The template without the words about an interval the row does not have."""
    shorter = re.sub(r"\s*\([^()]*\{ic_(?:bas|haut)\}[^()]*\)", "", template)
    return re.sub(r"\s*[,;][^,;.]*\{ic_bas\}[^.;]*\{ic_haut\}[^,;.]*", "", shorter)


def _absent(x: float | None) -> bool:
    return x is None or math.isnan(x)


def _with_unit(text: str, x: float, unite: str, decimals: int) -> str:
    """Text of a number followed by its unit, singular under two. Scales ("0–100") and no unit add nothing."""
    if text == STATES["non_disponible"][0] or not unite or unite[0].isdigit() or unite == "nb":
        return text
    if unite.startswith(_SIGNS):
        return f"{text}{FINE}{unite}"
    return f"{text}{NO_BREAK}{_singular(unite) if abs(round(x, decimals)) < 2 else unite}"


def _singular(unite: str) -> str:
    """The words of a unit up to the first link lose their s: foyers allocataires → foyer allocataire."""
    words = unite.split(" ")
    end = next((i for i, word in enumerate(words) if word in _LINKS or word[:2] in ("d’", "d'")), len(words))
    head = [w if w in _INVARIABLE or not w.endswith("s") else w[:-1] for w in words[:end]]
    return " ".join(head + words[end:])


def _period(periode: str, months: tuple[str, ...], part: Callable[[str, str, str], str]) -> str:
    if found := re.fullmatch(r"(\d{4})-([TS])([1-4])", periode):
        return part(found[2], found[3], found[1])
    if found := re.fullmatch(r"(\d{4})-(0[1-9]|1[0-2])", periode):
        return f"{months[int(found[2]) - 1]} {found[1]}"
    if found := re.fullmatch(r"(\d{4})-(0[1-9]|1[0-2])-(0[1-9]|[12]\d|3[01])", periode):
        day = "1er" if found[3] == "01" else str(int(found[3]))
        return f"{day} {months[int(found[2]) - 1]} {found[1]}"
    return periode
