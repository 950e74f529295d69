"""The reading page of a correction workbook: what it is, what to do, what concerns a whole file."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from xlsxwriter.worksheet import Worksheet

from etl.spreadsheets.correcting import ADVICE, NUMBER, ORIGIN

WIDTHS = (34, 60, 18)
SHOWN = 200  # sentences on whole files
WHAT_TO_DO = (
    f"Chaque feuille reprend vos colonnes et vos valeurs. La colonne « {ADVICE} » dit ce qui ne va pas et ce qui est "
    "attendu ; la cellule en cause est colorée.",
    "Corrigez les cellules, enregistrez le classeur et déposez-le dans l’observatoire : seules les différences sont "
    "reprises, le reste de votre premier envoi est gardé.",
    f"Ne changez ni la colonne « {ORIGIN} », ni la première ligne, ni le nom des feuilles : c’est par eux que chaque "
    "ligne retrouve sa place.",
    f"Pour ajouter une ligne oubliée, laissez « {ORIGIN} » vide. Une ligne supprimée ici reste écartée : elle n’est "
    "ni chargée, ni oubliée dans le rapport.",
)


def write_reading(
    sheet: Worksheet,
    look: Callable[..., object],
    deposit: str,
    told: Sequence[tuple[str, str, int]],
    general: Sequence[str],
) -> None:
    """told: (sheet, file it comes from, rows to correct). general: sentences that no row carries."""
    for place, width in enumerate(WIDTHS):
        sheet.set_column(place, place, width)
    text, strong = look(text_wrap=True, valign="top"), look(bold=True, valign="top")
    sheet.write_string(0, 0, "Lignes à corriger", look(bold=True, font_size=16, font_color="#1f3a5f"))
    sheet.write_string(1, 0, NUMBER, strong)
    sheet.write_string(1, 1, deposit, text)
    line = _chapter(sheet, 3, "Que faire", look)
    for sentence in WHAT_TO_DO if told else ("Aucune ligne n’est à corriger.",):
        line = _wide(sheet, line, sentence, text)
    if told:
        line = _sheets(sheet, line + 1, told, look)
    if general:
        line = _chapter(sheet, line + 1, "Ce qui concerne tout un fichier", look)
        more = len(general) - SHOWN
        tail = [f"… et {more} autres, dans le rapport du dépôt."] if more > 0 else []
        for sentence in [*general[:SHOWN], *tail]:
            line = _wide(sheet, line, sentence, text)
    sheet.hide_gridlines(2)
    sheet.set_paper(9)
    sheet.fit_to_pages(1, 0)


def _sheets(sheet: Worksheet, line: int, told: Sequence[tuple[str, str, int]], look: Callable[..., object]) -> int:
    line = _chapter(sheet, line, "Feuilles", look)
    strong, text = look(bold=True, valign="top"), look(text_wrap=True, valign="top")
    for place, words in enumerate(("Feuille", "Fichier d’origine", "Lignes à corriger")):
        sheet.write_string(line, place, words, strong)
    for name, fichier, count in told:
        line += 1
        quoted = name.replace("'", "''")
        sheet.write_url(line, 0, f"internal:'{quoted}'!A1", None, name)
        sheet.write_string(line, 1, fichier, text)
        sheet.write_number(line, 2, count, look(valign="top", num_format="#,##0", align="left"))
    return line + 1


def _chapter(sheet: Worksheet, line: int, words: str, look: Callable[..., object]) -> int:
    for place in range(len(WIDTHS)):
        sheet.write_blank(line, place, None, look(bottom=2, bottom_color="#1f3a5f"))
    title = look(bold=True, font_size=12, font_color="#1f3a5f", bottom=2, bottom_color="#1f3a5f")
    sheet.write_string(line, 0, words, title)
    return line + 1


def _wide(sheet: Worksheet, line: int, sentence: str, text: object) -> int:
    sheet.merge_range(line, 0, line, len(WIDTHS) - 1, sentence, text)
    sheet.set_row(line, 15 * max(1, -(-len(sentence) * 6 // (sum(WIDTHS) * 7))))
    return line + 1
