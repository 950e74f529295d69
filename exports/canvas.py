"""The sheet every exported image is drawn on: title above, reading note and source below, mark across.

Matplotlib's object interface only, no pyplot: nothing is kept from one image to the next. The few settings that
exist only globally are the same for every image and set once, here.
"""

from __future__ import annotations

import io

import matplotlib
from matplotlib.axes import Axes
from matplotlib.backends.backend_agg import FigureCanvasAgg
from matplotlib.figure import Figure
from matplotlib.font_manager import FontProperties

from disclosure.exhibit import Exhibit
from exports.palettes import INK, QUIET
from exports.tables import DEMONSTRATION

# Text stays text in SVG files, and their identifiers do not change from one run to the next.
matplotlib.rcParams.update({"svg.fonttype": "none", "svg.hashsalt": "observatoire", "font.family": "DejaVu Sans"})

WIDTH, MARGIN, LABELS = 11.0, 0.45, 0.95  # inches
TITLE, TEXT = 14.0, 8.5  # points
LEADING = 1.38
DPI = 150


class Canvas:
    """A sheet with the words of an exhibit around an empty body. Lengths are in inches."""

    def __init__(self, exhibit: Exhibit, body: float):
        self.figure = Figure(figsize=(WIDTH, 1), dpi=DPI, facecolor="white")
        self.renderer = FigureCanvasAgg(self.figure).get_renderer()
        self.exhibit = exhibit
        title = self.wrap(exhibit.titre, WIDTH - 2 * MARGIN, TITLE, bold=True)
        notes = [(name, self.wrap(text, WIDTH - 2 * MARGIN - LABELS, TEXT)) for name, text in exhibit.mentions]
        above = MARGIN + len(title) * _line(TITLE) + 0.15
        below = sum(len(lines) for _, lines in notes) * _line(TEXT) + 0.05 * len(notes) + 0.2 + MARGIN / 2
        self.height = above + body + below
        self.body, self.bottom = body, below
        self.figure.set_size_inches(WIDTH, self.height)
        self._title(title)
        self._notes(notes, below - 0.2)
        if exhibit.synthetique:
            self._watermark()

    def axes(self, left: float, width: float, *, bottom: float = 0.0, height: float | None = None) -> Axes:
        """Bare axes inside the body: left and bottom are counted from its lower left corner."""
        tall = self.body - bottom if height is None else height
        box = ((MARGIN + left) / WIDTH, (self.bottom + bottom) / self.height, width / WIDTH, tall / self.height)
        axes = self.figure.add_axes(box)
        axes.set_facecolor("none")
        axes.spines[["top", "right", "left", "bottom"]].set_visible(False)
        axes.tick_params(length=0, labelsize=TEXT, colors=INK)
        return axes

    def width_of(self, text: str, size: float, bold: bool = False) -> float:
        """Width of a text, in inches."""
        font = FontProperties(family="DejaVu Sans", size=size, weight="bold" if bold else "normal")
        return self.renderer.get_text_width_height_descent(text, font, False)[0] / DPI

    def wrap(self, text: str, width: float, size: float, bold: bool = False) -> list[str]:
        """The text cut into lines no wider than that; a no-break space is never cut."""
        lines: list[str] = []
        for word in text.replace("\n", " ").split(" "):
            longer = f"{lines[-1]} {word}" if lines else word
            if lines and self.width_of(longer, size, bold) <= width:
                lines[-1] = longer
            else:
                lines.append(word)
        return lines

    def save(self, form: str) -> bytes:
        """Bytes of the image, "svg" or "png": without date, so that the same exhibit gives the same bytes."""
        out = io.BytesIO()
        undated = (
            {"Date": None, "Creator": None} if form == "svg" else {"Software": None, "Source": self.exhibit.source}
        )
        self.figure.savefig(out, format=form, dpi=DPI, metadata={"Title": self.exhibit.titre, **undated})
        return out.getvalue()

    def write(self, left: float, bottom: float, text: str, size: float = TEXT, **look) -> None:
        """A line of plain text at a place of the sheet (never read as a formula between dollars)."""
        look = {"color": INK, "va": "baseline"} | look
        self.figure.text(left / WIDTH, bottom / self.height, text, fontsize=size, parse_math=False, **look)

    def _title(self, lines: list[str]) -> None:
        for rank, line in enumerate(lines, start=1):
            self.write(MARGIN, self.height - MARGIN - rank * _line(TITLE) + 0.12, line, TITLE, weight="bold")

    def _notes(self, notes: list[tuple[str, list[str]]], top: float) -> None:
        at = top
        for name, lines in notes:
            self.write(MARGIN, at - _line(TEXT), name, weight="bold", color=QUIET)
            for line in lines:
                at -= _line(TEXT)
                self.write(MARGIN + LABELS, at, line, color=QUIET)
            at -= 0.05

    def _watermark(self) -> None:
        middle = self.bottom + self.body / 2
        self.write(WIDTH / 2, middle, DEMONSTRATION, 44, rotation=24, color="#9a3412", alpha=0.16, weight="bold",
                   ha="center", va="center", zorder=1000)  # fmt: skip


def _line(size: float) -> float:
    """Height of a line of text in inches."""
    return size * LEADING / 72
