"""A workbook, whatever its format: checked, then its visible sheets as grids."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import time, timedelta

from python_calamine import PasswordError

from etl.spreadsheets import apart, biff, compound, disguises, limits, odf, ooxml
from etl.spreadsheets.block import Grid
from etl.spreadsheets.package import Package
from etl.spreadsheets.survey import Survey
from etl.staging import SourceRefused

EXACT = 2**53  # whole numbers are exact below


@dataclass(frozen=True)
class Checked:
    """A workbook that may be read. survey: of a sheet, by its place and its name, refused when in excess."""

    content: bytes
    survey: Callable[[int, str], Survey]
    remarks: tuple[str, ...] = ()
    depuis_1904: bool = False
    reader: Callable[[bytes], list[apart.Sheet]] = apart.read_apart


def zipped(name: str, content: bytes) -> list[Grid]:
    """The visible sheets of an .xlsx, .xlsm or .ods."""
    package = Package(name, content)
    found = disguises.archive(name, package.members, package.read(odf.MIMETYPE))
    try:
        checked = _excel(package) if found == disguises.XLSX else _libreoffice(package)
    except ooxml.Malformed:
        raise unreadable(name) from None
    del package
    return _read(name, checked)


def old(name: str, content: bytes) -> list[Grid]:
    """The visible sheets of an .xls."""
    if len(content) > limits.ARCHIVE:
        raise SourceRefused(
            f"Le fichier « {name} » pèse {limits.megabytes(len(content))}, la limite est de "
            f"{limits.megabytes(limits.ARCHIVE)}. {disguises.SAVE}",
            name,
        )
    try:
        book = biff.looked(content)
    except compound.Broken:
        raise unreadable(name) from None
    if book.password:
        raise disguises.protected(name)
    for feuille, one in zip(book.names, book.sheets, strict=True):
        one.refuse_excess(name, feuille)
    remarks = (*((ooxml.MACROS,) if book.macros else ()), *((ooxml.LINKS,) if book.linked else ()))

    def survey(place: int, _: str) -> Survey:
        return book.sheets[place] if place < len(book.sheets) else Survey()

    return _read(name, Checked(content, survey, remarks, book.depuis_1904))


def unreadable(name: str) -> SourceRefused:
    """The refusal of a workbook that no reader understands."""
    return SourceRefused(
        f"Le fichier « {name} » ne se lit pas comme un classeur : il est sans doute abîmé. {disguises.SAVE}", name
    )


def _excel(package: Package) -> Checked:
    files = ooxml.sheet_files(package)
    epoch, remarks = ooxml.counts_from_1904(package), ooxml.workbook_remarks(package)
    sizes = ooxml.string_sizes(package.read(ooxml.STRINGS))
    surveys: dict[str, Survey] = {}

    def members() -> Iterator[tuple[str, bytes]]:
        by_file = {file.lower(): feuille for feuille, file in files.items()}
        for member, content in ooxml.kept(package):
            feuille = by_file.get(member.lower())
            if feuille is not None:
                surveys[feuille] = ooxml.surveyed(content, sizes)
                surveys[feuille].refuse_excess(package.name, feuille)
            yield member, content

    content = package.rewritten(members())
    return Checked(content, lambda _, feuille: surveys.get(feuille, Survey()), remarks, epoch)


def _libreoffice(package: Package) -> Checked:
    if odf.encrypted(package.read(odf.MANIFEST)):
        raise disguises.protected(package.name)
    content = package.read(odf.CONTENT)
    surveys = odf.surveyed(content)
    for feuille, survey in surveys.items():
        survey.refuse_excess(package.name, feuille)
    others = ((member, package.read(member)) for member in odf.NEEDED if member != odf.CONTENT)
    members = [(member, octets) for member, octets in (*others, (odf.CONTENT, content)) if octets]
    texts = [octets for member, octets in members if member != odf.MIMETYPE]
    if any(ooxml.declares_entities(octets) or not ooxml.well_formed(octets) for octets in texts):
        raise ooxml.Malformed("entités")
    return Checked(package.rewritten(members), lambda _, feuille: surveys.get(feuille, Survey()))


def _read(name: str, checked: Checked) -> list[Grid]:
    """Its visible sheets. SourceRefused, never another error, whatever the reader meets."""
    try:
        sheets = checked.reader(checked.content)
    except PasswordError:
        raise disguises.protected(name) from None
    except (KeyboardInterrupt, SystemExit):
        raise
    except BaseException:  # a panic of the reader is no Exception
        raise unreadable(name) from None
    visible = [sheet for sheet in sheets if sheet.visible]
    _refuse_number(name, len(visible))
    remarks = (*checked.remarks, *(_left_out(sheet.name) for sheet in sheets if not sheet.visible))
    return [_grid(name, sheet, checked, remarks) for sheet in visible]


def _refuse_number(name: str, visible: int) -> None:
    if visible > limits.SHEETS:
        raise SourceRefused(
            f"Le fichier « {name} » compte {visible} feuilles, la limite est de {limits.SHEETS}. Répartissez-les "
            "en plusieurs classeurs.",
            name,
        )
    if not visible:
        raise SourceRefused(
            f"Le fichier « {name} » n’a aucune feuille visible. Affichez la feuille à lire (clic droit sur un onglet, "
            "Afficher), enregistrez, puis déposez-le de nouveau.",
            name,
        )


def _grid(name: str, sheet: apart.Sheet, checked: Checked, remarks: tuple[str, ...]) -> Grid:
    survey = checked.survey(sheet.place, sheet.name)
    areas = survey.merged if survey.merged is not None else sheet.merged
    merged = tuple(tuple(one) if len(one) == 4 else (*one[0], *one[1]) for one in areas)
    said = (*remarks, *survey.remarks(sheet.name))
    return Grid(name, sheet.name, _cells(sheet.rows, survey), said, merged, checked.depuis_1904)


def _left_out(feuille: str) -> str:
    return f"La feuille masquée « {feuille} » n’est pas lue : affichez-la dans le classeur si elle doit l’être."


def _cells(rows: list[list[object]], survey: Survey) -> list[list[object]]:
    """Plain values, errors written as they are shown, without the empty lines at the end."""
    for (line, column), error in survey.errors.items():
        if line < len(rows) and column < len(rows[line]):
            rows[line][column] = error
    while rows and all(cell == "" for cell in rows[-1]):
        rows.pop()
    return [[cell if type(cell) is str and cell else _plain(cell) for cell in row] for row in rows]


def _plain(cell: object) -> object:
    """None for an empty cell, 3 for 3.0, a time of day as it is written."""
    if cell == "":
        return None
    if isinstance(cell, float):
        if cell.is_integer() and abs(cell) < EXACT:
            return int(cell)
        return cell if abs(cell) < float("inf") else str(cell)  # neither infinite nor undefined
    if isinstance(cell, time):
        return cell.strftime("%H:%M:%S" if cell.second else "%H:%M")
    if isinstance(cell, timedelta):
        minutes = int(cell.total_seconds() // 60)
        return f"{minutes // 60}:{minutes % 60:02d}"
    return cell
