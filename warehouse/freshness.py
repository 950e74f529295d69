"""How old data may be before they are late, and before they are refused: one place for the gate and for the screens."""

from __future__ import annotations

from datetime import date

import pandas as pd

# Days, by rhythm (GEN-11 and GEN-10 of the reference).
LATE = {"mensuel": 45, "annuel": 400}
CRITICAL = {"mensuel": 100, "annuel": 500}
PLACES = 31  # of the places of a session, received in a file (SES-07)

FRESH, OLD, TOO_OLD, UNDATED, ABSENT, INVENTED = (
    "a_jour",
    "en_retard",
    "trop_ancien",
    "sans_date",
    "absente",
    "demonstration",
)
STATES = {
    FRESH: "À jour",
    OLD: "En retard",
    TOO_OLD: "Trop ancien",
    UNDATED: "Sans date",
    ABSENT: "Non fournie",
    INVENTED: "Démonstration",
}


def age_state(rhythm: str, when: date | None, today: date) -> str:
    """State of a table of the département by the day its data speak of: FRESH, OLD, TOO_OLD or UNDATED."""
    if when is None or pd.isna(when):
        return UNDATED
    days = (today - when).days
    return FRESH if days <= LATE[rhythm] else OLD if days <= CRITICAL[rhythm] else TOO_OLD


def due_state(expected: date | None, today: date) -> str:
    """State of a published source: OLD once its next vintage should be out; FRESH while none is awaited."""
    return OLD if expected is not None and pd.notna(expected) and expected < today else FRESH
