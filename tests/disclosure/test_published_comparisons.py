"""Census and OARSA beside the region, France and other départements: figures read by eye in the publishers' files."""

from __future__ import annotations

import pandas as pd
import pytest

from disclosure import figures
from etl.reading.library import library
from etl.sources import comparateur, oarsa
from warehouse.dictionary import table as declared
from warehouse.edition import in_memory
from warehouse.schema import typed

pytestmark = pytest.mark.reel
PAIRS = ("29", "14", "56", "64")


@pytest.fixture(scope="module")
def known(mirror, edition):
    """The map of the demonstration edition, and nothing but what these two publishers say."""
    shelf = library(mirror)
    staged = [one for source in (comparateur, oarsa) for one in source.read(shelf, "49").staged]
    facts = pd.concat([one.frame for one in staged if one.table == "faits"], ignore_index=True)
    kept = {name: edition.table(name) for name in ("zones", "appartenances", "territoires")}
    return in_memory(kept | {"faits": typed(facts.assign(synthetique=False), declared("faits"))})


@pytest.mark.parametrize(
    ("code", "expected"),
    [  # DREES, « Principaux indicateurs 2015-2018 », tables A1, B1, B5 and B9: « ND » for the Pyrénées-Atlantiques
        ("part_brsa_orientes", {"DEP:49": 95, "FRANCE:FR": 83, "DEP:29": 82, "DEP:14": 82, "DEP:56": 90}),
        ("part_orientes_france_travail", {"DEP:49": 53, "FRANCE:FR": 43, "DEP:29": 57, "DEP:14": 56, "DEP:56": 35}),
        ("part_cer", {"DEP:49": 78, "FRANCE:FR": 51, "DEP:29": 44, "DEP:14": 47, "DEP:56": 42}),
    ],
)
def test_orientation_of_2018(known, code, expected):
    beside = figures.comparison(known, code, "departement", "49", pairs=PAIRS)
    told = beside.frame.set_index("cle")
    assert beside.periode == "2018"
    assert told["valeur"].dropna().to_dict() == expected
    assert told.loc["DEP:64", "statut"] == "non_disponible"
    assert "Cet indicateur n’est pas publié pour la région." in beside.note


def test_a_delay_the_departement_did_not_give(known):
    """Table B13: « ND » in Maine-et-Loire, 106 days in Finistère, 95 in France."""
    told = figures.comparison(known, "delai_orientation", "departement", "49", pairs=PAIRS).frame.set_index("cle")
    assert told.loc["DEP:49", "statut"] == "non_disponible"
    assert told.loc[["FRANCE:FR", "DEP:29"], "valeur"].tolist() == [95, 106]


def test_unemployment_of_the_census_is_the_sum_of_the_communes(known):
    """Σ P18_CHOM1564 / Σ P18_ACT1564 of the file of 2021: 44,831.63 / 377,470.95 in the 177 communes of the 49."""
    told = figures.comparison(known, "taux_chomage_rp", "departement", "49", "2018", pairs=("29",)).frame
    rates = told.set_index("cle")["valeur"]
    assert rates["DEP:49"] == pytest.approx(100 * 44_831.632399 / 377_470.951105)
    assert rates["DEP:29"] == pytest.approx(12.052111, abs=1e-6)
    assert {"REG:52", "FRANCE:FR"} <= set(rates.dropna().index)
