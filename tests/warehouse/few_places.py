"""A table small enough to be read at a glance."""

from __future__ import annotations

import pandas as pd


def places(*codes: str) -> pd.DataFrame:
    """A few rows of `lieux`, with an empty text, a missing text, a missing number and an accent."""
    return pd.DataFrame(
        {
            "lieu_id": list(codes),
            "type_lieu": "",
            "nom": 'Maison « été »; l\'abri, "là"\tet\\',
            "code_insee": ["49007", *[None] * (len(codes) - 1)],
            "latitude": [47.5, *[None] * (len(codes) - 1)],
            "longitude": -0.5,
            "millesime": "2024",
            "source": "france_services",
            "synthetique": False,
        }
    )
