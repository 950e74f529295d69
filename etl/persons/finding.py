"""What the door says of a column."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True)
class Finding:
    """One column that names persons. It never holds a value.

    header: as in the sheet, "" for a line above or under the table; « Colonne C » when the header itself names a
    person. nature: nom, nir, numero_caf, telephone, courriel, date_naissance, adresse, texte_libre. phrase: the French
    sentence. removable: a person may leave the column out and go on; otherwise the whole file is refused.
    """

    feuille: str
    header: str
    nature: str
    phrase: str
    removable: bool
    letter: str = ""
