"""Published totals beside sums, in words: figures worked out by hand."""

from __future__ import annotations

import math

import pandas as pd

from ui.totals import compared
from warehouse.edition import in_memory

PLACES = [("departement", "49", "Maine-et-Loire", "49"), ("region", "52", "Pays de la Loire", None)]


def test_a_total_within_the_bounds_of_the_sum_is_told_apart_from_one_outside():
    zones = pd.DataFrame(PLACES, columns=["niveau", "code", "libelle", "code_departement"]).assign(synthetique=False)
    rows = pd.DataFrame(
        [
            ("foyers_rsa", "departement", "49", "2024-12", 13900.0, 13860.0, 13534.0, 14564.0),
            ("foyers_rsa", "region", "52", "2024-12", 60000.0, 50000.0, 49000.0, 51000.0),
            ("population_1564", "departement", "49", "2018", 10.0, 12.0, math.nan, math.nan),
        ],
        columns=["code", "niveau", "territoire", "periode", "publie", "somme", "borne_basse", "borne_haute"],
    )
    told = compared(in_memory({"zones": zones}), rows)
    assert told["Territoire"].tolist() == ["Maine-et-Loire", "Pays de la Loire", "Maine-et-Loire"]
    assert told["Mesure"].iloc[0] == "Foyers bénéficiaires du RSA"
    assert told["Total publié"].tolist()[:2] == ["13\u202f900", "60\u202f000"]
    assert told["Écart"].tolist() == ["−40", "−10\u202f000", "2"]
    assert [text.split()[0] for text in told["Explication"]] == ["dans", "hors", "hors"]
