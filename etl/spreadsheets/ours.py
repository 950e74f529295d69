"""The sheets of our own workbooks: their names, and those that hold no table."""

from __future__ import annotations

from warehouse.dictionary import table

GUIDE, LISTS = "Mode d’emploi", "Listes"  # of a template
READING, DEPOSIT = "À lire", "Dépôt"  # of a correction workbook
LONGEST = 31  # a spreadsheet accepts no longer name
# Labels too long to name a sheet.
SHORT = {"brsa_effectifs": "Effectifs au RSA", "enquete_qualite": "Enquête sur la qualité"}


def sheet_name(name: str) -> str:
    """The sheet of that table in a template: its label, or a shorter one."""
    return SHORT.get(name, table(name).label)


def holds_no_table(feuille: str) -> bool:
    """Whether that sheet is one of ours that only explains or lists: it is not to be read as a table."""
    return feuille.strip() in (GUIDE, LISTS, READING, DEPOSIT)
