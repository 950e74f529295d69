"""Words by which what people typed is compared."""

from __future__ import annotations

import pytest

from words import words_of


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("L’Œuvre d’été, n° 2", ["l", "oeuvre", "d", "ete", "n", "2"]),
        ("l'action", ["l", "action"]),
        ("L’ACTION", ["l", "action"]),
        ("nb_places", ["nb", "places"]),
        ("Saint-Barthélemy-d’Anjou", ["saint", "barthelemy", "d", "anjou"]),
        ("Ex æquo", ["ex", "aequo"]),
        ("✓ - ", []),
        (2025, ["2025"]),
    ],
)
def test_no_case_accent_ligature_nor_mark(text, words):
    assert words_of(text) == words
