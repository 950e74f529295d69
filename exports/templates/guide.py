"""The first sheet of the template: what each sheet is, what it opens, how to fill it, what never to write."""

from __future__ import annotations

from collections.abc import Sequence

from xlsxwriter.worksheet import Worksheet

from etl.spreadsheets.ours import LISTS, sheet_name
from indicators.opening import PAGES, listed, opens, own_tables
from warehouse.dictionary import Table

WIDTHS = (30, 40, 76, 15)
HEADINGS = ("Feuille", "Une ligne, c’est", "Ce qu’elle ajoute à celles qui précèdent", "Pour commencer")
# Tables that no indicator has for its last piece.
OPENED = {
    "territoires": "Toutes les pages : cartes et filtres par territoire d’action sociale.",
    "structures": "Couverture : qui porte chaque action, et où.",
    "actions": "Couverture et Fréquentation : les actions, leurs thématiques et leurs publics.",
}
NOTHING_YET = "Contrôlée et gardée avec vos données ; aucun indicateur ne s’en sert encore."
FILLING = (
    ("En-têtes", "Ne changez pas la première ligne des feuilles. Une colonne facultative peut rester vide."),
    ("Dates", "31/12/2025. Avec l’heure : 31/12/2025 08:30."),
    ("Nombres", "12,5 ou 12.5 ; les espaces entre les milliers sont admis. Pas d’unité dans la cellule."),
    ("Codes", "Les codes (commune, SIRET, code postal) sont du texte : 01004 garde son zéro."),
    ("Oui ou non", "Choisissez « oui » ou « non ». Vide : on ne sait pas."),
    ("Plusieurs valeurs", f"Séparez-les par | : Mobilité | Logement. Les valeurs admises sont dans « {LISTS} »."),
    ("Zéro, secret, vide", "0 veut dire zéro. Un effectif secret reste vide, et son statut de diffusion dit « Secret "
     "statistique ». Vide sans statut : l’information manque."),
    ("Identifiants", "Donnez un identifiant différent à chaque structure, action et session, et gardez-le d’un envoi à "
     "l’autre : il relie les feuilles entre elles."),
    ("Exemple", "La ligne en gris montre comment remplir. Effacez-la ; oubliée, elle n’est pas chargée."),
)  # fmt: skip
PERSONS = (
    "N’écrivez jamais le nom, le prénom, le numéro de sécurité sociale ou d’allocataire, le téléphone, le courriel, "
    "l’adresse ou la date de naissance d’une personne. Un fichier qui en contient est refusé, et rien n’en est gardé. "
    "Les feuilles individuelles portent seulement une clé (pseudonyme de 64 caractères) calculée par votre direction "
    "informatique. Aucun commentaire libre sur une personne."
)
SENDING = (
    "Enregistrez le classeur (XLSX ou ODS) et déposez-le dans l’observatoire. Les feuilles laissées vides sont "
    "ignorées. Rien n’est publié avant les contrôles et votre accord."
)
LEGEND = (
    ("required", "En-tête foncé", "colonne obligatoire"),
    ("optional", "En-tête clair", "colonne facultative"),
    ("legend missing", "Cellule orangée", "obligatoire et encore vide"),
    ("legend example", "Gris italique", "ligne d’exemple, à effacer"),
)


def write_guide(sheet: Worksheet, title: str, declared: Sequence[Table], first: Sequence[str], formats: dict) -> None:
    """The whole page, from top to bottom."""
    for place, width in enumerate(WIDTHS):
        sheet.set_column(place, place, width)
    sheet.write_string(0, 0, title, formats["title"])
    sheet.set_row(0, 26)
    line = _paragraph(sheet, 2, "Pour commencer", _beginning(declared, first), formats)
    line = _sheets(sheet, line, declared, first, formats)
    line = _pairs(sheet, _chapter(sheet, line, "Remplir", formats), FILLING, formats)
    line = _paragraph(sheet, line, "Jamais de données qui désignent une personne", PERSONS, formats)
    line = _legend(sheet, _chapter(sheet, line, "Couleurs", formats), formats)
    line = _paragraph(sheet, line, "Envoyer", SENDING, formats)
    sheet.hide_gridlines(2)
    sheet.set_landscape()
    sheet.set_paper(9)
    sheet.fit_to_pages(1, 0)
    sheet.set_footer("&R&P / &N")
    sheet.set_tab_color("#1f3a5f")
    sheet.print_area(0, 0, line, len(WIDTHS) - 1)


def opened(name: str) -> str:
    """What a table adds to those listed before it, page by page: the indicators of which it is the last piece."""
    before = order[: order.index(name)] if name in (order := own_tables()) else order
    found: dict[str, list[str]] = {}
    for indicator in opens(name, before):
        found.setdefault(PAGES.get(indicator.page, indicator.page), []).append(indicator.libelle)
    pages = [f"{page} : {listed(labels)}" for page, labels in found.items()]
    return " ; ".join(pages) + "." if pages else OPENED.get(name, NOTHING_YET)


def _beginning(declared: Sequence[Table], first: Sequence[str]) -> str:
    present = [sheet_name(one.name) for one in declared if one.name in first]
    if not present:
        return "Remplissez les feuilles dans l’ordre qui vous convient."
    names = ", ".join(f"« {name} »" for name in present)
    enough = "Cette feuille suffit" if len(present) == 1 else "Ces feuilles suffisent"
    return (
        f"{enough} pour ouvrir la page Couverture : {names}. Les autres peuvent venir plus tard, une à une. Les "
        "communes sont déjà inscrites : il reste à dire à quel territoire d’action sociale chacune appartient."
    )


def _chapter(sheet: Worksheet, line: int, words: str, formats: dict) -> int:
    for place in range(len(WIDTHS)):
        sheet.write_blank(line, place, None, formats["chapter"])
    sheet.write_string(line, 0, words, formats["chapter"])
    sheet.set_row(line, 20)
    return line + 1


def _paragraph(sheet: Worksheet, line: int, words: str, text: str, formats: dict) -> int:
    line = _chapter(sheet, line, words, formats)
    sheet.merge_range(line, 0, line, len(WIDTHS) - 1, text, formats["text"])
    sheet.set_row(line, _height(text, sum(WIDTHS)))
    return line + 2


def _sheets(sheet: Worksheet, line: int, declared: Sequence[Table], first: Sequence[str], formats: dict) -> int:
    line = _chapter(sheet, line, "Les feuilles", formats)
    for place, words in enumerate(HEADINGS):
        sheet.write_string(line, place, words, formats["optional"])
    for one in declared:
        line += 1
        name = sheet_name(one.name)
        sheet.write_url(line, 0, f"internal:'{name}'!A1", formats["link"], name)
        cells = (one.grain, opened(one.name), "oui" if one.name in first else "")
        for place, words in enumerate(cells, start=1):
            sheet.write_string(line, place, words, formats["text"])
        sheet.set_row(line, max(_height(words, width) for words, width in zip(cells, WIDTHS[1:], strict=True)))
    return line + 2


def _pairs(sheet: Worksheet, line: int, pairs: Sequence[tuple[str, str]], formats: dict) -> int:
    for name, text in pairs:
        sheet.write_string(line, 0, name, formats["strong"])
        sheet.merge_range(line, 1, line, len(WIDTHS) - 1, text, formats["text"])
        sheet.set_row(line, _height(text, sum(WIDTHS[1:])))
        line += 1
    return line + 1


def _legend(sheet: Worksheet, line: int, formats: dict) -> int:
    for look, words, meaning in LEGEND:
        sheet.write_string(line, 0, words, formats[look])
        sheet.write_string(line, 1, meaning, formats["text"])
        line += 1
    return line + 1


def _height(text: str, width: int) -> int:
    return 15 * max(1, -(-len(text) * 6 // (width * 7)))
