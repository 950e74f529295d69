"""What a sheet holds besides its values, and its extent, known before a reader is let loose on it."""

from __future__ import annotations

from dataclasses import dataclass, field

from openpyxl.utils.cell import get_column_letter

from etl.spreadsheets import limits
from etl.staging import SourceRefused

SHOWN = 5  # places named in a remark


@dataclass
class Survey:
    """One sheet. height, width: its rectangle from the first cell, trailing empty ones left out; places are (line,
    column) from 0.

    unvalued: formulas whose result was never stored. errors: place → « #N/A » as shown. merged: as in `Grid`.
    text: octets of all its texts, at most.
    """

    height: int = 0
    width: int = 0
    unvalued: list[tuple[int, int]] = field(default_factory=list)
    errors: dict[tuple[int, int], str] = field(default_factory=dict)
    merged: list[tuple[int, int, int, int]] | None = None
    text: int = 0

    def refuse_excess(self, name: str, feuille: str) -> None:
        """SourceRefused when the sheet is larger than what is read."""
        corner = f"{get_column_letter(min(max(self.width, 1), 18_278))}{self.height}"
        if self.height > limits.LINES or self.width > limits.COLUMNS or self.height * self.width > limits.CELLS:
            raise SourceRefused(
                f"Dans « {name} », la feuille « {feuille} » va jusqu’à la cellule {corner} : c’est plus que "
                f"{limits.spelled(limits.LINES)} lignes, {limits.spelled(limits.COLUMNS)} colonnes ou "
                f"{limits.spelled(limits.CELLS)} cellules. Supprimez les lignes et les colonnes inutiles (souvent une "
                "cellule oubliée loin du tableau), ou enregistrez cette feuille en CSV.",
                name,
                feuille,
            )
        if self.text > limits.SHEET_TEXT:
            raise SourceRefused(
                f"Dans « {name} », les textes de la feuille « {feuille} » dépassent "
                f"{limits.megabytes(limits.SHEET_TEXT)} : elle n’est pas ouverte. Retirez les colonnes de longs "
                "textes, puis déposez le classeur de nouveau.",
                name,
                feuille,
            )

    def remarks(self, feuille: str) -> tuple[str, ...]:
        """What a person should know of the cells of that sheet."""
        said = []
        if self.unvalued:
            said.append(
                f"Feuille « {feuille} » : {_counted(len(self.unvalued), 'formule')} sans résultat enregistré "
                f"({_named(self.unvalued)}), lue{_plural(self.unvalued)} comme vide{_plural(self.unvalued)}. Ouvrez le "
                "fichier dans Excel ou LibreOffice, enregistrez-le, puis déposez-le de nouveau."
            )
        if self.errors:
            said.append(
                f"Feuille « {feuille} » : {_counted(len(self.errors), 'cellule')} en erreur "
                f"({_named(sorted(self.errors))}), par exemple « {next(iter(self.errors.values()))} ». Corrigez la "
                "formule ou saisissez la valeur."
            )
        return tuple(said)


def place(line: int, column: int) -> str:
    """The name of a cell: (0, 2) is C1."""
    return f"{get_column_letter(column + 1)}{line + 1}"


def _named(places: list[tuple[int, int]]) -> str:
    named = ", ".join(place(*one) for one in places[:SHOWN])
    return named + ("…" if len(places) > SHOWN else "")


def _counted(number: int, noun: str) -> str:
    return f"{limits.spelled(number)} {noun}{'s' if number > 1 else ''}"


def _plural(of: list) -> str:
    return "s" if len(of) > 1 else ""
