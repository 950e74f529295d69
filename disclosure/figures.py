"""The builders of exhibits: the one way from an edition's indicators to anything a person sees.

Measures are computed, protected for the audience and kept with the edition; an exhibit is then a choice
of rows, put into words. Every exhibit has a passport, from which `rebuild` gives the very same exhibit.
"""

from __future__ import annotations

import pandas as pd

from disclosure import words
from disclosure.building import exhibit, framed, latest, own, select
from disclosure.comparison import comparison, of_passport
from disclosure.evolution import JOIN, evolution
from disclosure.exhibit import Exhibit
from disclosure.measures import TABLE, measures
from disclosure.peering import offered, peering
from disclosure.words import Spoken
from geodata.levels import BY_SHORT, LEVELS, is_drawn
from indicators import aggregation
from indicators.catalogue import MEASURE_COLUMNS, Indicator, catalogue, indicator
from indicators.compositions import COMPOSITIONS
from indicators.remember import per_edition
from indicators.wording import period_words
from warehouse.edition import Edition

__all__ = ["comparison", "evolution", "offered", "peering"]  # built in rooms of their own

NAN = float("nan")

# What is known of the territories themselves: not one of the catalogue, since it counts the others.
KNOWN = Indicator(
    code="completude_indicateurs",
    libelle="Indicateurs disponibles",
    unite="%",
    page="accueil",
    numerateur="indicateurs qui ont un chiffre",
    denominateur="indicateurs publiés à ce niveau",
    niveaux=tuple(LEVELS),
    grain="édition",
    tables=(TABLE,),
    sens="haut",
    seuil="S4",
    nature="taux",
    palette="contexte",
    lecture="{territoire} : {valeur} des indicateurs publiés à ce niveau ont un chiffre ; les autres sont sous secret "
    "statistique ou ne sont pas disponibles.",
    champ="Dernière période de chaque indicateur publié à ce niveau.",
    compute=lambda edition, niveau: pd.DataFrame(columns=list(MEASURE_COLUMNS)),
    decimals=0,
)


@per_edition
def periods(edition: Edition, code: str, niveau: str) -> list[str]:
    """Periods that hold at least one figure of the edition's own territories, oldest first."""
    frame = own(edition, measures(edition, code, niveau), niveau)
    return sorted(frame.loc[frame["statut"] != "non_disponible", "periode"].unique())


def common_periods(edition: Edition, codes: tuple[str, ...], niveau: str) -> list[str]:
    """Periods at which every one of these indicators has a figure, oldest first."""
    told = [set(periods(edition, code, niveau)) for code in codes]
    return sorted(set.intersection(*told))


@per_edition
def modalities(edition: Edition, code: str, dimension: str) -> list[tuple[str, str]]:
    """(value, words) of a dimension, for example the themes of the offer; the whole is not among them."""
    found: set[str] = set()
    for niveau in indicator(code).niveaux:
        texts = measures(edition, code, niveau)["modalite"].unique()
        found |= {pairs[dimension] for pairs in map(words.pairs, texts) if list(pairs) == [dimension]}
    return sorted(((value, words.modality_words(edition, dimension, value)) for value in found), key=lambda p: p[1])


def territories(edition: Edition, niveau: str) -> list[tuple[str, str]]:
    """(code, name) of every territory of the level that is the edition's own, by name."""
    return words.territories(edition, niveau)


def named(edition: Edition, niveau: str) -> dict[str, str]:
    """Name by code of every territory of the level, those the edition is only compared with included."""
    return words.named(edition, niveau)


def whole_name(edition: Edition) -> str:
    """Name of the territory the edition observes: « Maine-et-Loire », « France entière »."""
    return words.whole_name(edition)


def levels(edition: Edition) -> list[str]:
    """Levels a person may choose and see on a map, the widest first.

    A level whose territories have names but no known communes has no contour: its figures are read one by one.
    """
    drawn = (niveau for niveau in LEVELS if is_drawn(niveau, edition.departement))
    return [niveau for niveau in drawn if len(aggregation.territories(edition, niveau))]


@per_edition
def by_territory(edition: Edition, code: str, niveau: str, periode: str = "", modalite: str = "") -> Exhibit:
    """One row per territory of the level; a territory without figure has its row, « non disponible »."""
    periode = periode or latest(edition, code, niveau)
    rows = select(own(edition, measures(edition, code, niveau), niveau), periode=periode, modalite=modalite)
    keys = territories(edition, niveau)
    frame = framed(rows.set_index("territoire"), keys)
    return exhibit(
        Spoken(edition, indicator(code), "territoire", niveau, edition.departement, periode, modalite, frame, rows)
    )


@per_edition
def over_time(edition: Edition, code: str, niveau: str, territoire: str, modalite: str = "") -> Exhibit:
    """One row per period for one territory."""
    rows = select(measures(edition, code, niveau), territoire=territoire, modalite=modalite)
    keys = [(periode, period_words(periode)) for periode in periods(edition, code, niveau)]
    frame = framed(rows.set_index("periode"), keys)
    return exhibit(Spoken(edition, indicator(code), "periode", niveau, territoire, "", modalite, frame, rows))


@per_edition
def by_modality(
    edition: Edition, code: str, niveau: str, territoire: str, dimension: str, periode: str = ""
) -> Exhibit:
    """One row per value of the dimension for one territory and one period, the largest first."""
    periode = periode or latest(edition, code, niveau)
    rows = select(measures(edition, code, niveau), territoire=territoire, periode=periode)
    keys = modalities(edition, code, dimension)
    rows = rows[rows["modalite"].isin([f"{dimension}={value}" for value, _ in keys])]
    indexed = rows.set_index(rows["modalite"].str.removeprefix(f"{dimension}="))
    frame = framed(indexed, keys).sort_values("valeur", ascending=False, na_position="last", kind="stable")
    frame = frame.reset_index(drop=True)
    return exhibit(Spoken(edition, indicator(code), "modalite", niveau, territoire, periode, dimension, frame, rows))


@per_edition
def composition(edition: Edition, name: str, niveau: str, territoire: str, periode: str = "") -> Exhibit:
    """One row per indicator of a named composition, for one territory and the latest period they all have."""
    codes = COMPOSITIONS[name].codes
    periode = periode or max(common_periods(edition, codes, niveau), default="")
    parts = [select(measures(edition, c, niveau), territoire=territoire, periode=periode, modalite="") for c in codes]
    rows = pd.concat([part.assign(code=code) for part, code in zip(parts, codes, strict=True)])
    frame = framed(rows.set_index("code"), [(code, indicator(code).libelle) for code in codes])
    return exhibit(Spoken(edition, indicator(codes[0]), "indicateur", niveau, territoire, periode, name, frame, rows))


@per_edition
def known(edition: Edition, niveau: str) -> Exhibit:
    """Share of the indicators published at a level that have a figure, at the latest period of each, by territory."""
    codes = [code for code, entry in catalogue().items() if niveau in entry.niveaux]
    told = [by_territory(edition, code, niveau).frame.set_index("cle")["valeur"].notna() for code in codes]
    counts = pd.concat(told, axis=1).sum(axis=1).astype(float)
    rows = counts.rename("numerateur").rename_axis("territoire").reset_index()
    rows = rows.assign(
        denominateur=float(len(codes)),
        valeur=100 * rows["numerateur"] / len(codes),
        ic_bas=NAN,
        ic_haut=NAN,
        statut="fiable",
        source="",
        millesime="",
        synthetique=edition.synthetic,
    )
    frame = framed(rows.set_index("territoire"), territories(edition, niveau))
    return exhibit(Spoken(edition, KNOWN, "territoire", niveau, edition.departement, "", "", frame, rows))


@per_edition
def one(edition: Edition, code: str, niveau: str, territoire: str, periode: str = "", modalite: str = "") -> Exhibit:
    """A single figure, of a territory to compare with too: one row, « non disponible » when it is not held."""
    periode = periode or latest(edition, code, niveau, modalite, territoire)
    chosen = select(measures(edition, code, niveau), territoire=territoire, periode=periode, modalite=modalite)
    name = named(edition, niveau).get(territoire, territoire)
    frame = framed(chosen.set_index("territoire"), [(territoire, name)])
    return exhibit(Spoken(edition, indicator(code), "chiffre", niveau, territoire, periode, modalite, frame, chosen))


def rebuild(edition: Edition, passeport: str) -> Exhibit:
    """The exhibit a passport names. ValueError when it was issued by another edition or is not a passport."""
    try:
        origin, letter, code, short, territoire, periode, modalite = passeport.split(".")
        axis, niveau = words.AXES[letter], BY_SHORT[short]
    except (ValueError, KeyError):
        raise ValueError(f"« {passeport} » n’est pas un passeport de chiffre.") from None
    if origin != words.origin(edition):
        raise ValueError(f"Ce chiffre vient de l’édition {origin} ; l’édition ouverte est {words.origin(edition)}.")
    makers = {
        "territoire": lambda: (
            known(edition, niveau) if code == KNOWN.code else by_territory(edition, code, niveau, periode, modalite)
        ),
        "periode": lambda: over_time(edition, code, niveau, territoire, modalite),
        "modalite": lambda: by_modality(edition, code, niveau, territoire, modalite, periode),
        "indicateur": lambda: composition(edition, modalite, niveau, territoire, periode),
        "chiffre": lambda: one(edition, code, niveau, territoire, periode, modalite),
        "comparaison": lambda: of_passport(edition, code, niveau, territoire, periode, modalite),
        "evolution": lambda: evolution(edition, code, niveau, *periode.split(JOIN), modalite),
    }
    return makers[axis]()
