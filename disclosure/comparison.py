"""A territory beside what holds it and beside others like it: one indicator, one period, no ranking."""

from __future__ import annotations

import pandas as pd

from disclosure.building import exhibit, framed, latest, select
from disclosure.exhibit import Exhibit
from disclosure.measures import measures
from disclosure.peering import is_public, peering
from disclosure.words import Spoken, listed, named, territory_name
from geodata.levels import BY_SHORT, LEVELS, NESTED
from indicators import gaps
from indicators.aggregation import holders
from indicators.catalogue import indicator
from indicators.remember import per_edition
from indicators.wording import lecture as read_aloud
from indicators.wording import number, period_words, shown, territory_words, typography
from warehouse.edition import Edition

JOIN, COLON = "+", ":"
HOLDERS = {"departement": "le département", "region": "la région", "france": "la France"}
OF_HOLDERS = {"departement": "du département", "region": "de la région", "france": "de la France"}


@per_edition
def comparison(
    edition: Edition, code: str, niveau: str, territoire: str, periode: str = "", modalite: str = "",
    pairs: tuple[str, ...] | None = None,
) -> Exhibit:  # fmt: skip
    """The territory, its département, its region, France, then `pairs` (its peers unless told), in that order.

    Keys are "DEP:49". A level where the indicator is not published has no row: the note says so.
    """
    beside = peering(edition, code, niveau, territoire)
    codes = beside.codes if pairs is None else pairs
    held = [place for place in holders(edition, niveau, territoire) if place[0] in indicator(code).niveaux]
    places = [(niveau, territoire), *held, *((beside.niveau, one) for one in codes)]
    places = list(dict.fromkeys(places))
    known = pd.concat([_rows(edition, code, level, place) for level, place in places])
    known = known[known["modalite"] == modalite]
    periode = periode or _common(known, places[0]) or latest(edition, code, niveau, modalite, territoire)
    rows = select(known, periode=periode)
    keys = [(key(*place), _label(edition, place, beside.niveau, places[0])) for place in places]
    frame = framed(rows.set_index("cle"), keys)
    said = Compared(edition, indicator(code), "comparaison", beside.niveau, territoire, periode, modalite, frame, rows)
    return exhibit(said)


def of_passport(edition: Edition, code: str, niveau: str, members: str, periode: str, modalite: str) -> Exhibit:
    """The comparison a passport names. members: "49+44+35", the territory's level before it when it is another."""
    first, *pairs = members.split(JOIN)
    short, colon, place = first.partition(COLON)
    level, place = (BY_SHORT[short], place) if colon else (niveau, first)
    return comparison(edition, code, level, place, periode, modalite, tuple(pairs))


def key(niveau: str, code: str) -> str:
    """Key of a territory among those of several levels: "DEP:49"."""
    return f"{LEVELS[niveau].short}{COLON}{code}"


class Compared(Spoken):
    """The words of a comparison: the territory's own reading, then its gap with the nearest that holds it."""

    @property
    def looked_at(self) -> tuple[str, str]:
        """(level, code) of the territory compared."""
        short, _, code = self.frame["cle"].iloc[0].partition(COLON)
        return BY_SHORT[short], code

    def territory(self) -> str:
        """The one compared, in words."""
        return territory_name(self.edition, *self.looked_at)

    def title(self) -> str:
        what = f"{self.indicator.libelle}{self.modality_title()} – {self.territory()} et territoires de comparaison"
        return ", ".join(part for part in (what, period_words(self.periode)) if part)

    def lecture(self) -> str:
        mine = self.frame.iloc[0]
        alike = [niveau in (self.looked_at[0], *NESTED) for niveau, _ in self._places()[1:]]
        others = self.frame.iloc[1:].loc[alike]  # a part of the département is not what it is read against
        own = read_aloud(self.indicator, mine, self.territory(), period_words(self.periode), self.modality())
        known = others[others["valeur"].notna()]
        if pd.isna(mine["valeur"]) or known.empty:
            return own
        other = known[known["valeur"] != mine["valeur"]]  # a region of one département says nothing more than it
        return f"{own} {self._beside(mine, (other if len(other) else known).iloc[0])}"

    def note(self) -> str:
        parts = (super().note(), self._peers(), self._unpublished(), self._unknown(), self._scale())
        return " ".join(part for part in parts if part)

    def subject(self) -> str:
        pairs = [code for niveau, code in self._places()[1:] if niveau == self.niveau]
        own = self.looked_at
        return JOIN.join((own[1] if own[0] == self.niveau else key(*own), *pairs))

    def _places(self) -> list[tuple[str, str]]:
        parts = (cle.partition(COLON) for cle in self.frame["cle"])
        return [(BY_SHORT[short], code) for short, _, code in parts]

    def _beside(self, mine: pd.Series, other: pd.Series) -> str:
        """One sentence: larger, smaller, alike, or not to be told apart."""
        niveau, told = BY_SHORT[other["cle"].partition(COLON)[0]], shown(self.indicator, other.to_dict())
        name = HOLDERS.get(niveau, other["libelle"]) if niveau != self.looked_at[0] else other["libelle"]
        if self.indicator.nature == "effectif":
            if niveau not in OF_HOLDERS or niveau == self.looked_at[0] or not other["valeur"]:
                return f"{other['libelle']} : {told}."
            part = number(100 * mine["valeur"] / other["valeur"], 1)
            return typography(f"C’est {part} % du total {OF_HOLDERS[niveau]}.")
        gap = gaps.said(self.indicator, mine, other)
        if gap == gaps.UNCERTAIN:
            return typography(f"L’écart avec {name} ({told}) n’est pas significatif.")
        return typography(f"C’est {gap} que {name} ({told}).".replace("même valeur que", "la même valeur que"))

    def _peers(self) -> str:
        beside = peering(self.edition, self.indicator.code, *self.looked_at)
        codes = tuple(code for niveau, code in self._places()[1:] if niveau == beside.niveau)
        if codes == beside.codes or not codes:
            return beside.reason
        return "Les territoires comparés ont été choisis par le lecteur."

    def _unpublished(self) -> str:
        """Why the département, the region or France are not there."""
        held = [niveau for niveau, _ in holders(self.edition, *self.looked_at)]
        absent = [HOLDERS[niveau] for niveau in held if niveau not in self.indicator.niveaux]
        if not absent:
            return ""
        if not is_public(self.indicator):
            nowhere = "".join(f" ni pour {name}" for name in absent)
            return f"Cet indicateur vient des tables du Département : il n’existe{nowhere}."
        return f"Cet indicateur n’est pas publié pour {listed(absent)}."

    def _unknown(self) -> str:
        """Whose figures are not in this edition, and which file would bring them."""
        told = set(self.rows["cle"])
        lacking = [row["libelle"] for row in self.frame.to_dict("records") if row["cle"] not in told]
        if not lacking or not is_public(self.indicator):
            return ""
        file = f" ({self.source()})" if self.source() else ""
        names = f"Pas de chiffre dans cette édition pour : {', '.join(lacking)}."
        return f"{names} Le fichier national du producteur les donnerait{file}."

    def _scale(self) -> str:
        if self.indicator.nature != "effectif" or len(self._places()) < 2:
            return ""
        return "Un effectif dépend de la taille du territoire : le graphique ne montre que ceux de même niveau."


def _rows(edition: Edition, code: str, niveau: str, territoire: str) -> pd.DataFrame:
    return select(measures(edition, code, niveau), territoire=territoire).assign(cle=key(niveau, territoire))


def _common(known: pd.DataFrame, first: tuple[str, str]) -> str:
    """Latest period at which the territory has a figure and another one too; its own latest if there is none."""
    told = known[known["valeur"].notna()]
    mine = set(told.loc[told["cle"] == key(*first), "periode"])
    theirs = set(told.loc[told["cle"] != key(*first), "periode"])
    return max(mine & theirs or mine, default="")


def _label(edition: Edition, place: tuple[str, str], peers: str, own: tuple[str, str]) -> str:
    """Name of a territory; what holds the one looked at says what it is: « Pays de la Loire (région) »."""
    niveau, code = place
    name = named(edition, niveau).get(code, code)
    if niveau in NESTED and niveau not in (peers, own[0], "france"):
        return f"{name} ({LEVELS[niveau].label.lower()})"
    told = territory_words(niveau, name) if place == own else name
    return told[:1].upper() + told[1:]
