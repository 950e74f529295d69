"""Déposer des données: the département's tables, from its spreadsheets to what is displayed."""

from ui import frame
from ui.deposit.page import deposit

with frame.plain_page("Déposer des données"):
    deposit()
