"""What people take away from an exhibit. Nothing is made before someone asks for it."""

from __future__ import annotations

from collections.abc import Callable

import streamlit as st

from disclosure.exhibit import Exhibit
from exports import images, tables, workbook
from ui import contours
from warehouse.edition import Edition

TYPES = {
    "csv": "text/csv",
    "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    "svg": "image/svg+xml",
    "png": "image/png",
}


@st.fragment
def downloads(edition: Edition, exhibit: Exhibit, key: str, kind: str) -> None:
    """Data and image of an exhibit. kind: "carte" or a kind of chart.

    The buttons are sent when the list is opened: they weigh 200 bytes each in every run, whether used or not.
    """
    makers: dict[str, Callable[[], bytes]] = {
        "csv": lambda: tables.csv(exhibit),
        "xlsx": lambda: workbook.xlsx(exhibit),
        "svg": lambda: image(edition, exhibit, kind, "svg"),
        "png": lambda: image(edition, exhibit, kind, "png"),
    }
    what = "la carte" if kind == "carte" else "le graphique"
    listed = st.popover(f"Télécharger {what}", width="content", key=f"{key}_liste", on_change="rerun")
    if not listed.open:
        return
    with listed:
        for extension, make in makers.items():
            st.download_button(
                _label(extension), make, file_name=f"{name(exhibit)}.{extension}", mime=TYPES[extension],
                key=f"{key}_{extension}", on_click="ignore", width="stretch",
            )  # fmt: skip


def name(exhibit: Exhibit) -> str:
    """File name that says what it is, and first of all that it is invented when it is."""
    mark = "demo_" if exhibit.synthetique else ""
    return f"{mark}{exhibit.indicator.code}_{exhibit.niveau}_{exhibit.periode or 'series'}_edition{exhibit.edition}"


def image(edition: Edition, exhibit: Exhibit, kind: str, extension: str) -> bytes:
    """The drawing of an exhibit, made for paper."""
    if kind == "carte":
        draw = images.map_svg if extension == "svg" else images.map_png
        return draw(exhibit, contours.shapes(edition, exhibit.niveau))
    draw = images.chart_svg if extension == "svg" else images.chart_png
    return draw(exhibit, kind)


def _label(extension: str) -> str:
    return {
        "csv": "Tableau (CSV)",
        "xlsx": "Tableau (Excel)",
        "svg": "Image (SVG)",
        "png": "Image (PNG)",
    }[extension]
