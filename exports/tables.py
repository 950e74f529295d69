"""The CSV of an exhibit: for machines first (comma, decimal point, ISO periods, UTF-8), readable by people.

Lines that start with "# " open the file with the words of the figure: title, demonstration mark, reading note,
field, note, source, edition. `pandas.read_csv(path, comment="#")` skips them. Texts are between quotes, so that a
"#" inside a name is not taken for a comment.

The four states stay apart: a figure has its number and a zero is 0; `statut` says "secret" or "non_disponible"
where the number is empty. No cell can start a formula in a spreadsheet.
"""

from __future__ import annotations

import csv as standard
import io
import math
import re

import pandas as pd

from disclosure.exhibit import Exhibit
from geodata.levels import BY_SHORT

DEMONSTRATION = "DONNÉES DE DÉMONSTRATION"
COLUMNS = (
    "cle", "libelle", "numerateur", "denominateur", "valeur", "ic_bas", "ic_haut", "statut", "synthetique",
    "indicateur", "unite", "niveau", "territoire", "periode", "modalite", "source", "edition", "passeport",
)  # fmt: skip
NUMBERS = ("numerateur", "denominateur", "valeur", "ic_bas", "ic_haut")
FORMULA = ("=", "+", "-", "@", "\t", "\r", "\n")


def csv(exhibit: Exhibit) -> bytes:
    """The whole file: same exhibit, same bytes. UTF-8 with its mark, so that a spreadsheet reads the accents."""
    out = io.StringIO()
    for line in _heading(exhibit):
        out.write(f"# {line}\r\n")
    writer = standard.writer(out, quoting=standard.QUOTE_NONNUMERIC, lineterminator="\r\n")
    writer.writerow(COLUMNS)
    for row in rows(exhibit):
        writer.writerow([_cell(row[name]) for name in COLUMNS])
    return out.getvalue().encode("utf-8-sig")


def listing(frame: pd.DataFrame) -> bytes:
    """A list of texts for people: semicolons, as a French spreadsheet expects, and nothing that opens a formula."""
    out = io.StringIO()
    writer = standard.writer(out, delimiter=";", quoting=standard.QUOTE_ALL, lineterminator="\r\n")
    writer.writerow(frame.columns)
    for line in frame.itertuples(index=False):
        writer.writerow([safe(str(cell)) for cell in line])
    return out.getvalue().encode("utf-8-sig")


def rows(exhibit: Exhibit) -> list[dict]:
    """Rows of the exhibit with everything that identifies each of them: dicts of COLUMNS."""
    same = {
        "indicateur": exhibit.indicator.code,
        "unite": exhibit.indicator.unite,
        "niveau": exhibit.niveau,
        "territoire": exhibit.territoire,
        "periode": exhibit.periode,
        "modalite": exhibit.modalite,
        "source": exhibit.source,
        "edition": exhibit.edition,
        "passeport": exhibit.passeport,
    }
    return [same | row | _told(exhibit, row["cle"]) for row in exhibit.frame.to_dict("records")]


def _told(exhibit: Exhibit, cle: str) -> dict[str, str]:
    """What the key of a row says, under the name of its column."""
    if exhibit.axis == "comparaison":
        short, _, code = cle.partition(":")
        return {"niveau": BY_SHORT[short], "territoire": code}
    name = "territoire" if exhibit.axis == "evolution" else exhibit.axis
    return {name: cle} if name in COLUMNS else {}


def safe(text: str) -> str:
    """A text a spreadsheet will not run: an apostrophe before what would open a formula."""
    return f"'{text}" if text.lstrip(" ").startswith(FORMULA) else text


def _heading(exhibit: Exhibit) -> list[str]:
    lines = [exhibit.titre, *(f"{name} : {text}" for name, text in exhibit.mentions)]
    if exhibit.synthetique:
        lines.insert(1, DEMONSTRATION)
    flat = (" ".join(line.split()) for line in lines)
    # A spreadsheet cuts these lines at commas: a cut must not open a formula either.
    return [re.sub(r"([,;]\s*)([=+\-@])", r"\1'\2", line) for line in flat]


def _cell(value: object) -> object:
    """Numbers as numbers (whole ones without decimals), nothing for what is not known, the rest as safe text."""
    if isinstance(value, bool) or type(value).__name__ == "bool":
        return "true" if value else "false"
    if isinstance(value, (int, float)):
        number = float(value)
        if math.isnan(number):
            return None
        return int(number) if number.is_integer() else round(number, 6)
    return safe(str(value))
