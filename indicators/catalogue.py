"""What an indicator is, and the catalogue of them all.

An indicator is a numerator, a denominator and the words that say them. Each family file of this folder
(`besoins.py`, `couverture.py`…) holds a tuple `INDICATORS`; the catalogue finds the files by itself.
"""

from __future__ import annotations

import importlib
import pkgutil
from collections.abc import Callable
from dataclasses import dataclass
from functools import cache

import pandas as pd

from warehouse.edition import Edition

# What every computation returns: one row per (territoire, periode, modalite).
#   territoire   code of the territory at the level asked
#   periode      as its publisher writes it: "2024", "2024-12", "2025-T3", "2024-S1"
#   modalite     "" for the whole, else "clé=valeur" pairs joined by "|", keys in alphabetical order
#   numerateur, denominateur   raw counts (float, NaN when there is none)
#   valeur       in the indicator's unit (a rate in %: 12.3 says 12,3 %), NaN when not known
#   ic_bas, ic_haut            95 % interval in the same unit, NaN when the figure is not an estimate
#   base         number of persons (or answers) the figure rests on, for disclosure and reliability;
#                NaN when it rests on none (offer, travel times, publisher's own rates)
#   statut       "disponible" | "secret" (the publisher's) | "non_disponible" | "provisoire"
#   source       code of a row of the table `sources`;  millesime   its vintage;  synthetique   bool
MEASURE_COLUMNS = (
    "territoire", "periode", "modalite", "numerateur", "denominateur", "valeur",
    "ic_bas", "ic_haut", "base", "statut", "source", "millesime", "synthetique",
)  # fmt: skip

PAGES = ("accueil", "couverture", "frequentation", "besoins", "resultats")
THRESHOLDS = ("S1", "S2", "S3", "S4", "S5", "source")


@dataclass(frozen=True)
class Indicator:
    """One indicator of the catalogue (`indicateurs.csv` of the domain reference gives code and meaning).

    dimensions: names a modality may carry beside the whole ("theme", "famille", "sexe", "vague"…).
    nature: "taux" is drawn as an area, "effectif" as circles, "duree" and "montant" as areas.
    palette: what colour means — "besoin", "couverture", "frequentation", "resultats", "contexte".
    sensitive: what small cells must be hidden — threshold code S1…S5 of the reference (§ C.0), or "source".
    ecart: the figure is a difference, always shown with its sign.
    lecture: sentence with {valeur} {territoire} {periode} {ic_bas} {ic_haut} {modalite} to fill.
    compute: (edition, level code) → frame of MEASURE_COLUMNS. Pure: same edition, same frame.
    """

    code: str
    libelle: str
    unite: str
    page: str
    numerateur: str
    denominateur: str
    niveaux: tuple[str, ...]
    grain: str
    tables: tuple[str, ...]
    sens: str
    seuil: str
    nature: str
    palette: str
    lecture: str
    champ: str
    compute: Callable[[Edition, str], pd.DataFrame]
    note: str = ""
    dimensions: tuple[str, ...] = ()
    decimals: int = 1
    ecart: bool = False

    @property
    def bounded(self) -> bool:
        """Whether ic_bas and ic_haut are what rounding and secrets leave open in published counts: no estimate."""
        return self.page == "besoins"


@cache
def catalogue() -> dict[str, Indicator]:
    """Every indicator by code, in the order of the pages then of the family files."""
    import indicators

    found: list[Indicator] = []
    for module in pkgutil.iter_modules(indicators.__path__):
        found += getattr(importlib.import_module(f"indicators.{module.name}"), "INDICATORS", ())
    found.sort(key=lambda indicator: PAGES.index(indicator.page))
    return {indicator.code: indicator for indicator in found}


def indicator(code: str) -> Indicator:
    """The indicator of that code; KeyError when the catalogue has none."""
    return catalogue()[code]


def modality(**pairs: str) -> str:
    """Canonical text of a modality: modality(famille="V") → "famille=V"; no pair → ""."""
    return "|".join(f"{key}={pairs[key]}" for key in sorted(pairs) if pairs[key] not in ("", None))
