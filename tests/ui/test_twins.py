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
