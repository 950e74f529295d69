"""What an exhibit says: title, reading note, source, vintage and passport, all made from the figures."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

import pandas as pd

from disclosure.geography import shown_geography
from geodata.levels import ARRONDISSEMENT_MUNICIPAL, FRANCE, LEVELS, NESTED
from geodata.names import of_departement
from indicators import aggregation
from indicators.catalogue import Indicator
from indicators.compositions import COMPOSITIONS
from indicators.remember import per_edition
from indicators.series import breaks_between
from indicators.wording import lecture as read_aloud
from indicators.wording import period_words, territory_words
from warehouse.dictionary import vocabularies
from warehouse.edition import Edition

SEPARATOR = "."
AXES = {
    "T": "territoire",
    "P": "periode",
    "M": "modalite",
    "I": "indicateur",
    "C": "chiffre",
    "K": "comparaison",
    "E": "evolution",
}
OWN = "departement"  # source of what a département loaded itself
LETTERS = {axis: letter for letter, axis in AXES.items()}
SHOWN = ("fiable", "fragile", "provisoire")
# Rows that are not plain figures, as the note counts them.
TOLD = {
    "secret": "sous secret statistique",
    "non_disponible": "sans chiffre disponible",
    "fragile": "au chiffre fragile",
    "non_significatif": "dont l’évolution n’est pas significative",
}
INSETS = "Sur la carte, les départements d’outre-mer sont rapprochés de l’Hexagone, chacun à son échelle."


def _own_source(departement: str, days: list[str]) -> str:
    """Who gave the département's own tables, and of which days (ISO; "" when their journal does not say)."""
    known = ", ".join(f"{date.fromisoformat(day):%d/%m/%Y}" for day in days if day)
    return f"Département {of_departement(departement)}, ses propres tables" + (
        f" (situation au {known})" if known else ""
    )


def origin(edition: Edition) -> str:
    """First part of every passport: the département and the number of the edition."""
    return f"{edition.departement}-{edition.number}"


@per_edition
def named(edition: Edition, niveau: str) -> dict[str, str]:
    """Name of every territory of a level the edition knows, those it is only compared with included, by code.

    The département's own names for its action territories.
    """
    if niveau == "territoire_action_sociale":
        known = edition.table("territoires")[["code_tas", "nom_tas"]].drop_duplicates("code_tas")
    else:
        zones = edition.table("zones")
        known = zones.loc[zones["niveau"] == niveau, ["code", "libelle"]].drop_duplicates("code")
    return dict(known.itertuples(index=False, name=None))


@per_edition
def territories(edition: Edition, niveau: str) -> list[tuple[str, str]]:
    """(code, name) of every territory of a level that is the edition's own, by name."""
    known = named(edition, niveau)
    if niveau in (*NESTED, "commune", ARRONDISSEMENT_MUNICIPAL):
        own = set(aggregation.territories(edition, niveau))
        known = {code: name for code, name in known.items() if code in own}
    return sorted(known.items(), key=lambda pair: pair[1])


def names(edition: Edition) -> dict[str, dict[str, str]]:
    """Level → code → name of all the territories there are."""
    return {niveau: dict(territories(edition, niveau)) for niveau in LEVELS}


def territory_name(edition: Edition, niveau: str, code: str) -> str:
    """Name of a territory in words that can stand in a sentence; its code when the edition does not know it."""
    return territory_words(niveau, named(edition, niveau).get(code, code))


def whole_name(edition: Edition) -> str:
    """Name of the territory the edition observes: « Maine-et-Loire », « France entière »."""
    return territory_name(edition, *edition.whole)


def pairs(modalite: str) -> dict[str, str]:
    """{"famille": "V"} of "famille=V"; {} of ""."""
    return dict(part.split("=", 1) for part in modalite.split("|") if part)


@per_edition
def modality_words(edition: Edition, dimension: str, value: str) -> str:
    """A value of a dimension as people say it: the edition's nomenclatures, then the dictionary's vocabularies."""
    named = edition.table("nomenclatures")
    found = named.loc[named["nomenclature"].str.startswith(dimension, na=False) & (named["code"] == value), "libelle"]
    if len(found):
        return found.iloc[-1]
    vocabularies_of = VOCABULARIES.get(dimension, (dimension,))
    known = [vocabularies()[name].get(value) for name in vocabularies_of if name in vocabularies()]
    return next(filter(None, known), value.replace("--", " : ").replace("-", " ").replace("_", " "))


def said(edition: Edition, modalite: str) -> str:
    """A whole modality in words, "" for the whole."""
    return ", ".join(modality_words(edition, dimension, value) for dimension, value in pairs(modalite).items())


@dataclass(frozen=True)
class Spoken:
    """The words of one exhibit, from what it shows (`frame`) and the measures behind it (`rows`)."""

    edition: Edition
    indicator: Indicator
    axis: str
    niveau: str
    territoire: str
    periode: str
    modalite: str
    frame: pd.DataFrame
    rows: pd.DataFrame

    def title(self) -> str:
        """Indicator, modality, level or territory, period."""
        where = self.territory()
        if self.axis == "territoire":
            where = f"{LEVELS[self.niveau].within}, {whole_name(self.edition)}"
        subject = COMPOSITIONS[self.modalite].titre if self.axis == "indicateur" else self.indicator.libelle
        what = self.modality_title()
        when = period_words(self.periode) if self.periode else self._span()
        return ", ".join(part for part in (f"{subject}{what} – {where}", when) if part)

    def lecture(self) -> str:
        """The reading of one row that has a figure: the selected or the first one, else why there is none."""
        shown = self.frame[self.frame["statut"].isin(SHOWN)]
        telling = shown[shown["valeur"] != 0]
        row = next(rows for rows in (telling, shown, self.frame) if len(rows) or rows is self.frame).head(1)
        if row.empty:
            return ""
        first = row.iloc[0]
        spoken = self.indicator
        if self.axis == "periode":
            last = (shown if len(shown) else self.frame).iloc[-1]
            return read_aloud(spoken, last, self.territory(), period_words(last["cle"]), self.modality())
        where, when = self.territory(), period_words(self.periode)
        if self.axis == "territoire":
            where = territory_words(self.niveau, first["libelle"])
        modality = first["libelle"] if self.axis == "modalite" else self.modality()
        told = read_aloud(spoken, first, where, when, modality)
        unsaid = self.axis == "modalite" and "{modalite}" not in spoken.lecture
        return f"{modality} – {told}" if unsaid else told

    def note(self) -> str:
        """The indicator's standing note, then what this very exhibit hides or lacks."""
        counts = self.frame["statut"].value_counts()
        noun = "chiffre" if self.axis in ("periode", "modalite", "indicateur", "chiffre") else "territoire"
        states = [_counted(counts.get(statut, 0), noun, what) for statut, what in TOLD.items()]
        moved = INSETS if self.axis in ("territoire", "evolution") and self.edition.departement == FRANCE else ""
        return " ".join(part for part in (self.indicator.note, *self.breaks(), *states, moved) if part)

    def breaks(self) -> list[str]:
        """The breaks that interrupt the series, each in its sentence."""
        if self.axis != "periode" or self.frame.empty:
            return []
        return [one.sentence for one in breaks_between(self.indicator.code, *self.frame["cle"].iloc[[0, -1]])]

    def geography(self) -> str:
        """Year of the territories shown, and of those the figures were published in."""
        return shown_geography(self.edition, self.niveau, self.rows)

    def source(self) -> str:
        """Publisher, title and vintage of every source behind the rows."""
        known = self.edition.table("sources").drop_duplicates("source").set_index("source")
        cited = []
        for code in self.rows["source"].dropna().unique():
            if code in known.index:
                row = known.loc[code]
                vintage = ", ".join(sorted(self.rows.loc[self.rows["source"] == code, "millesime"].dropna().unique()))
                cited.append(f"{row['editeur']}, {row['titre']}" + (f" ({vintage})" if vintage else ""))
        if days := sorted(self.rows.loc[self.rows["source"] == OWN, "millesime"].dropna().unique()):
            cited.append(_own_source(self.edition.departement, days))
        if not cited and self.rows["synthetique"].any():
            return "Données de démonstration, inventées"
        return " ; ".join(cited)

    def vintage(self) -> str:
        """Vintages of the rows, joined."""
        return ", ".join(sorted(self.rows["millesime"].dropna().unique()))

    def passport(self) -> str:
        """Everything needed to rebuild the exhibit from the same edition, in one short text."""
        return SEPARATOR.join(
            (
                origin(self.edition),
                LETTERS[self.axis],
                self.indicator.code,
                LEVELS[self.niveau].short,
                self.subject(),
                self.periode,
                self.modalite,
            )
        )

    def subject(self) -> str:
        """Which territory, in the passport."""
        return self.territoire

    def territory(self) -> str:
        """The territory in words."""
        return territory_name(self.edition, self.niveau, self.territoire)

    def modality(self) -> str:
        """The modality in words, "" for the whole."""
        return said(self.edition, self.modalite) if "=" in self.modalite else ""

    def modality_title(self) -> str:
        """What follows the name of the indicator in a title."""
        if self.axis == "modalite":
            return f" par {DIMENSIONS.get(self.modalite, self.modalite)}"
        text = self.modality()
        return f" ({text})" if text else ""

    def _span(self) -> str:
        keys = list(self.frame["cle"])
        if self.axis != "periode" or not keys:
            return ""
        ends = dict.fromkeys((period_words(keys[0]), period_words(keys[-1])))  # one point has one date
        return " à ".join(ends)


# Which vocabularies of the dictionary name the values of a dimension, when they bear another name.
VOCABULARIES = {
    "theme": ("famille_thematique", "thematiques"),
    "type": ("type_service",),
    "type_programme": ("type_dispositif",),
    "sexe": ("sexe",),
    "type_parcours": ("type_parcours",),
}

# How a dimension is named after « par ».
DIMENSIONS = {
    "famille": "famille de métiers",
    "theme": "thématique",
    "type": "type d’action",
    "type_parcours": "type de parcours",
    "type_programme": "type de programme",
    "sexe": "sexe",
    "vague": "vague d’enquête",
}


def listed(parts: list[str]) -> str:
    """ "a", "a et b", "a, b et c"."""
    return " et ".join((", ".join(parts[:-1]), parts[-1])) if len(parts) > 1 else parts[0]


def _counted(count: int, noun: str, what: str) -> str:
    """ "3 territoires sous secret statistique." or nothing."""
    if not count:
        return ""
    return f"{count} {noun}{'s' if count > 1 else ''} {what}."
