"""The table twin as the browser reads it."""

import pandas as pd

from disclosure import figures
from ui.tables import markup, twin


def test_data_are_shown_to_the_letter():
    text = pd.DataFrame({"<i>Niveau": ["<script>alert(1)</script>"], "Valeur": ["1 & 2"]})
    drawn = markup(text, 'Titre "dit"')
    assert "<script>" not in drawn and "<i>" not in drawn
    assert "<th>&lt;script&gt;alert(1)&lt;/script&gt;<td>1 &amp; 2" in drawn
    assert 'aria-label="Titre &quot;dit&quot;"' in drawn


def test_one_row_a_territory_and_a_keyboard_reaches_it(edition):
    exhibit = figures.by_territory(edition, "taux_pauvrete", "commune")
    drawn = markup(twin(exhibit), exhibit.titre)
    assert drawn.count("<tr>") == 1 + 176
    assert 'tabindex="0"' in drawn and 'role="region"' in drawn


def test_bounds_of_published_counts_are_not_called_a_confidence_interval(edition):
    """RSA households are rounded: what surrounds them is no estimate. A rate of employment is one."""
    households = twin(figures.by_territory(edition, "foyers_rsa", "epci"))
    assert "Bornes" in households and "Intervalle à 95\u202f%" not in households
    jobs = twin(figures.over_time(edition, "taux_emploi_6m", "departement", "49"))
    assert "Intervalle à 95\u202f%" in jobs and "Bornes" not in jobs
