"""Formats of the templates, by name. Colour never speaks alone: the guide and the notes say the same."""

from __future__ import annotations

from warehouse.dictionary import Column

GREY, DARK, PALE, MISSING = "#6b7280", "#1f3a5f", "#e3e9f1", "#fdebd3"
NUMBERS = {"date": "dd/mm/yyyy", "timestamp": "dd/mm/yyyy hh:mm", "float": "General", "list": "@", "bool": "General"}
YEARS = ("année",)  # units whose numbers take no thousands separator


def looks() -> dict[str, dict]:
    """Every format: headers, cells by number format (« cell @ »), example cells (« example @ »), texts of the guide."""
    numbers = {"@", "0", "#,##0", *NUMBERS.values()}
    plain = {f"cell {number}": {"num_format": number} for number in numbers}
    shown = {f"example {number}": {"num_format": number, "italic": True, "font_color": GREY} for number in numbers}
    head = {"bold": True, "text_wrap": True, "valign": "vcenter", "border": 1, "border_color": "#b6c2d2"}
    return {
        "required": head | {"bg_color": DARK, "font_color": "white"},
        "optional": head | {"bg_color": PALE, "font_color": DARK},
        "missing": {"bg_color": MISSING},
        "legend missing": {"bg_color": MISSING, "border": 1, "border_color": "#b6c2d2"},
        "legend example": {"italic": True, "font_color": GREY, "border": 1, "border_color": "#b6c2d2"},
        "title": {"bold": True, "font_size": 16, "font_color": DARK},
        "chapter": {"bold": True, "font_size": 12, "font_color": DARK, "bottom": 2, "bottom_color": DARK},
        "text": {"text_wrap": True, "valign": "top"},
        "strong": {"text_wrap": True, "valign": "top", "bold": True},
        "link": {"valign": "top", "font_color": "#0b5394", "underline": 1, "text_wrap": True},
        **plain,
        **shown,
    }


def number_format(column: Column) -> str:
    """How a spreadsheet shows that column. Codes are text: a leading zero is never lost."""
    if column.type == "int":
        return "0" if column.unit in YEARS or column.values else "#,##0"
    return NUMBERS.get(column.type, "@" if not column.values else "General")


def width(column: Column) -> int:
    """Width of the column, in characters: room for its label on two or three lines, and for what is typed."""
    if column.name == "nom_epci":  # followed by cells left empty, over which it would run
        return 54
    if column.name in ("description", "thematiques", "publics", "reseaux_porteurs"):
        return 44
    if column.name.startswith("nom") or column.vocabulary:
        return 30
    return max(17, min(24, 4 + len(column.label) // 2))
