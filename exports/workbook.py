"""The XLSX of an exhibit: a sheet of figures in French formats, a sheet that says what they are."""

from __future__ import annotations

import io
import math
from datetime import datetime

import xlsxwriter
from xlsxwriter.worksheet import Worksheet

from disclosure.exhibit import Exhibit
from exports.tables import DEMONSTRATION, NUMBERS
from geodata.levels import LEVELS
from indicators import wording
from indicators.catalogue import Indicator

SHEET, ABOUT = "Données", "À propos"
HEADINGS = ("Code", "Libellé", "Numérateur", "Dénominateur", "Valeur", "IC 95 % bas", "IC 95 % haut", "Statut")
BOUNDS = ("Borne basse", "Borne haute")  # of published counts, rounded or partly secret: no confidence interval
WIDTHS = (14, 38, 14, 14, 16, 14, 14, 22)
STEADY = datetime(2020, 1, 1)  # when the edition's own date cannot be read
NAMES = {"periode": "Période", "modalite": "Catégorie", "indicateur": "Indicateur", "comparaison": "Territoire"}


def xlsx(exhibit: Exhibit) -> bytes:
    """The whole file: same exhibit, same bytes (document dates are the edition's). No text is run as a formula."""
    out = io.BytesIO()
    options = {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False, "strings_to_numbers": False}
    with xlsxwriter.Workbook(out, options) as book:
        about = {"title": exhibit.titre, "comments": exhibit.source, "created": _date(exhibit.date_edition)}
        book.set_properties(about)
        formats = {name: book.add_format(look) for name, look in _looks(exhibit).items()}
        _figures(book.add_worksheet(SHEET), exhibit, formats)
        _about(book.add_worksheet(ABOUT), exhibit, formats)
    return out.getvalue()


def _looks(exhibit: Exhibit) -> dict[str, dict]:
    sign = exhibit.indicator.unite[:1] if exhibit.indicator.unite[:1] in ("%", "‰", "€") else ""
    unit = f'"{wording.FINE}{sign}"' if sign else ""
    decimals = range(max(exhibit.indicator.decimals, 0) + 1)
    figures = {
        f"figure{n}": {"num_format": "#,##0" + ("." + "0" * n if n else "") + unit, "align": "right"} for n in decimals
    }
    return {
        "title": {"bold": True, "font_size": 13},
        "mark": {"bold": True, "font_color": "#9a3412"},
        "head": {"bold": True, "bottom": 1, "text_wrap": True, "valign": "top", "bg_color": "#f1f3f5"},
        "head_right": {"bold": True, "bottom": 1, "text_wrap": True, "valign": "top", "align": "right",
                       "bg_color": "#f1f3f5"},
        "count": {"num_format": "#,##0.##" if _broken(exhibit) else "#,##0", "align": "right"},
        "sign": {"align": "right", "font_color": "#5a6068"},
        "text": {},
        "name": {"bold": True, "valign": "top"},
        "wrap": {"text_wrap": True, "valign": "top"},
        **figures,
    }  # fmt: skip


def _figures(sheet: Worksheet, exhibit: Exhibit, formats: dict) -> None:
    """Title on top, headings frozen, one line per row; a cell without figure holds its INSEE sign, never 0."""
    sheet.write_string(0, 0, exhibit.titre, formats["title"])
    if exhibit.synthetique:
        sheet.write_string(1, 0, DEMONSTRATION, formats["mark"])
    top = 2
    first = NAMES.get(exhibit.axis) or LEVELS[exhibit.niveau].label
    sides = (exhibit.indicator.numerateur.capitalize(), exhibit.indicator.denominateur.capitalize())
    headings = (*HEADINGS[:2], *(sides if exhibit.indicator.ecart else HEADINGS[2:4]), *HEADINGS[4:])
    if exhibit.indicator.bounded:
        headings = (*headings[:5], *BOUNDS, headings[7])
    for column, (heading, width) in enumerate(zip(headings, WIDTHS, strict=True)):
        heading = first if column == 1 else heading + (f" ({exhibit.indicator.unite})" if column == 4 else "")
        sheet.write_string(top, column, heading, formats["head_right" if 2 <= column <= 6 else "head"])
        sheet.set_column(column, column, width)
    for line, row in enumerate(exhibit.frame.to_dict("records"), start=top + 1):
        sheet.write_string(line, 0, str(row["cle"]), formats["text"])
        sheet.write_string(line, 1, str(row["libelle"]), formats["text"])
        for column, name in enumerate(NUMBERS, start=2):
            _number(sheet, (line, column), exhibit.indicator, row, name, formats)
        sheet.write_string(line, 7, wording.state(row["statut"]), formats["text"])
    last = top + len(exhibit.frame)
    sheet.freeze_panes(top + 1, 2)
    sheet.autofilter(top, 0, max(last, top + 1), len(HEADINGS) - 1)
    sheet.repeat_rows(top)
    sheet.set_landscape()
    sheet.set_paper(9)
    sheet.fit_to_pages(1, 0)
    sheet.set_footer(f"&L{_footer(exhibit)}&R&P / &N")


def _number(sheet: Worksheet, spot: tuple[int, int], chosen: Indicator, row: dict, name: str, formats: dict) -> None:
    line, column = spot
    if not math.isnan(row[name]):
        decimals = wording.decimals_of(chosen, row[name], row["denominateur"])
        look = "count" if name in ("numerateur", "denominateur") else f"figure{decimals}"
        sheet.write_number(line, column, row[name], formats[look])
    elif row["statut"] in wording.WITHOUT_VALUE:
        sheet.write_string(line, column, wording.sign(row["statut"]), formats["sign"])


def _about(sheet: Worksheet, exhibit: Exhibit, formats: dict) -> None:
    """What the figure is and how to read it, in two columns."""
    chosen = exhibit.indicator
    lines = [
        ("Titre", exhibit.titre),
        *([("Avertissement", f"{DEMONSTRATION} : chiffres inventés, à ne pas citer.")] if exhibit.synthetique else []),
        ("Indicateur", chosen.libelle),
        ("Unité", chosen.unite),
        ("Numérateur", chosen.numerateur),
        ("Dénominateur", chosen.denominateur),
        *exhibit.mentions,
        ("Millésime", exhibit.millesime),
        ("Passeport", exhibit.passeport),
        (
            "Signes",
            "s : secret statistique ; … : non disponible ; /// : sans objet ou non comparable ; "
            "n.s. : évolution non significative ; 0 : zéro observé.",
        ),
    ]
    for line, (name, text) in enumerate((name, text) for name, text in lines if text):
        sheet.write_string(line, 0, name, formats["name"])
        sheet.write_string(line, 1, text, formats["wrap"])
    sheet.set_column(0, 0, 16)
    sheet.set_column(1, 1, 100)


def _footer(exhibit: Exhibit) -> str:
    mark = f"{DEMONSTRATION} · " if exhibit.synthetique else ""
    return f"{mark}Édition {exhibit.edition} du {exhibit.date_edition}".replace("&", "&&")[:240]


def _broken(exhibit: Exhibit) -> bool:
    """Whether some numerator or denominator is not whole (weighted survey answers)."""
    sides = exhibit.frame[["numerateur", "denominateur"]].to_numpy(float).ravel()
    return any(not value.is_integer() for value in map(float, sides) if not math.isnan(value))


def _date(text: str) -> datetime:
    for form in ("%d/%m/%Y", "%Y-%m-%d"):
        try:
            return datetime.strptime(text[:10], form)
        except ValueError:
            continue
    return STEADY
