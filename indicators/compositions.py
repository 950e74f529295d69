"""Indicators that are read together, in order: the parts of a gap, the same people at three dates."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True)
class Composition:
    """A title and the codes of its rows. cascade: the first row is the sum of the others."""

    titre: str
    codes: tuple[str, ...]
    cascade: bool = False


COMPOSITIONS = {
    "ecart": Composition(
        "Où se perdent les places : décomposition de l’écart de fréquentation",
        ("ecart_frequentation", "ecart_manque_prescription", "ecart_deperdition_entree", "ecart_absenteisme"),
        cascade=True,
    ),
    "devenir": Composition(
        "En emploi 6, 12 et 24 mois après la sortie, mêmes sortants",
        ("taux_emploi_6m", "taux_emploi_12m", "taux_emploi_24m"),
    ),
}
