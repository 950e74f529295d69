"""Small indicators and measures, made by hand."""

import pandas as pd
import pytest

from indicators.catalogue import MEASURE_COLUMNS, Indicator

NAN = float("nan")


@pytest.fixture
def an_indicator():
    def make(seuil="S2", nature="taux", unite="%", code="taux_essai") -> Indicator:
        return Indicator(
            code=code, libelle="Essai", unite=unite, page="besoins", numerateur="", denominateur="",
            niveaux=("commune",), grain="année", tables=(), sens="haut", seuil=seuil, nature=nature,
            palette="besoin", lecture="{valeur}", champ="", compute=lambda edition, niveau: None,
        )  # fmt: skip

    return make


@pytest.fixture
def measures():
    """Rows of MEASURE_COLUMNS from a few named columns; everything else takes a plain value."""

    def make(**columns) -> pd.DataFrame:
        size = max(len(values) for values in columns.values())
        plain = {
            "territoire": [f"{49000 + i}" for i in range(size)], "periode": ["2024"] * size, "modalite": [""] * size,
            "statut": ["disponible"] * size, "source": ["demonstration"] * size, "millesime": ["2024"] * size,
            "synthetique": [True] * size,
        }  # fmt: skip
        empty = {name: [NAN] * size for name in MEASURE_COLUMNS if name not in plain}
        return pd.DataFrame(empty | plain | columns)[list(MEASURE_COLUMNS)]

    return make


@pytest.fixture
def rates(measures):
    """Measures of rates from (numerator, denominator) pairs of persons."""

    def make(*pairs, **columns) -> pd.DataFrame:
        k, n = ([float(pair[side]) for pair in pairs] for side in (0, 1))
        percent = [100 * a / b if b else NAN for a, b in zip(k, n, strict=True)]
        return measures(numerateur=k, denominateur=n, base=n, valeur=percent, **columns)

    return make


@pytest.fixture
def counts(measures):
    """Measures of counts of persons."""

    def make(*values, **columns) -> pd.DataFrame:
        values = [float(value) for value in values]
        return measures(numerateur=values, base=values, valeur=values, **columns)

    return make
