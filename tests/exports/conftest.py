"""Exhibits made by hand, with the four states in each."""

import pandas as pd
import pytest

from disclosure.exhibit import EXHIBIT_COLUMNS, Exhibit
from indicators.catalogue import Indicator

NAN = float("nan")


@pytest.fixture
def an_exhibit():
    """make(rows, axis=…, unite=…) where a row is (key, words, numerator, denominator, value, low, high, statut)."""

    def make(rows, *, axis="territoire", synthetique=True, unite="%", nature="taux", palette="couverture", **other):
        chosen = Indicator(
            code="part_brsa_zone_blanche", libelle="Part des bénéficiaires en zone blanche", unite=unite,
            page="couverture", numerateur="bénéficiaires en zone blanche", denominateur="bénéficiaires du RSA",
            niveaux=("commune",), grain="année", tables=("sessions",), sens="bas", seuil="S2", nature=nature,
            palette=palette, lecture="{valeur}", champ="", compute=lambda edition, niveau: None,
            decimals=other.pop("decimals", 1),
        )  # fmt: skip
        frame = pd.DataFrame([(*row, synthetique) for row in rows], columns=list(EXHIBIT_COLUMNS))
        words = {
            "titre": "Part des bénéficiaires en zone blanche, en %, communes de Maine-et-Loire, 2024",
            "lecture": "Allonnes : 12,5 % des bénéficiaires du RSA vivent en zone blanche.",
            "champ": "Bénéficiaires du RSA soumis aux droits et devoirs.",
            "note": "Deux communes sont couvertes par le secret statistique.",
            "source": "Département, sessions et effectifs (2024)",
            "date_edition": "03/02/2025",
            "passeport": "49-7.territoire.part_brsa_zone_blanche.commune.49.2024.",
        }
        return Exhibit(
            indicator=chosen, axis=axis, niveau=other.pop("niveau", "commune"), territoire="49", periode="2024",
            modalite="", frame=frame, edition=7, synthetique=synthetique, millesime="2024", **(words | other),
        )  # fmt: skip

    return make


@pytest.fixture
def four_states(an_exhibit):
    """A figure, a fragile one with its interval, a true zero, a secret and a missing one."""

    def make(**other):
        return an_exhibit(
            [
                ("49002", "Allonnes", 25.0, 200.0, 12.5, 8.6, 17.8, "fiable"),
                ("49003", "Tuffalun", 10.0, 24.0, 41.666667, 24.5, 61.2, "fragile"),
                ("49007", "Angers", 0.0, 4210.0, 0.0, 0.0, 0.1, "fiable"),
                ("49010", "Les Alleuds", NAN, NAN, NAN, NAN, NAN, "secret"),
                ("49011", "Ambillou", NAN, NAN, NAN, NAN, NAN, "non_disponible"),
            ],
            **other,
        )

    return make
