"""What a département deposits, made as a person makes it: the template filled in, an action list of its own."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date, datetime, timedelta
from pathlib import Path

import openpyxl
from openpyxl.worksheet.worksheet import Worksheet

from etl.spreadsheets.ours import sheet_name

TODAY = date.today()
YEAR = TODAY.year - 1  # over: its figures are not provisional
DAY = datetime(TODAY.year, TODAY.month, TODAY.day) - timedelta(days=1)
TOWNS = ("49007", "49099", "49328", "49331", "49015", "49125")
SIRET = "73282932000074"  # its key is right: the example of the official notice
WRONG_SIRET = "73282932000075"
PLACES = 12  # of every session
ACTIONS, EACH = 30, 4  # sessions of each action
FAULTY = {
    "siret": ("S07", "SIRET", WRONG_SIRET, SIRET),
    "fin": ("A05-2", "Date de fin", datetime(YEAR - 1, 1, 31), datetime(YEAR, 10, 30)),
    "action": ("A09-1", "Action (identifiant)", "A99", "A09"),
    "commune": ("A12-3", "Commune du lieu (code)", "49999", "49007"),
}


def headers(sheet: Worksheet) -> dict[str, int]:
    """Header → column of a sheet of the template."""
    return {cell.value: cell.column for cell in sheet[1] if cell.value}


def fill(template: Path, folder: Path) -> Path:
    """The five tables that are enough to begin, typed in the template, with the deliberate faults."""
    book = openpyxl.load_workbook(template)
    _territories(book[sheet_name("territoires")])
    _rows(book[sheet_name("structures")], map(_structure, range(1, 31)))
    _rows(book[sheet_name("actions")], map(_action, range(1, ACTIONS + 1)))
    _rows(book[sheet_name("sessions")], (_session(a, s) for a in range(1, ACTIONS + 1) for s in range(1, EACH + 1)))
    _rows(book[sheet_name("brsa_effectifs")], _effectifs())
    done = folder / "nos données.xlsx"
    book.save(done)
    return done


def _territories(sheet: Worksheet) -> None:
    """Every commune of the template gets its territory: the identifier says which one."""
    at = headers(sheet)
    for line in range(3, sheet.max_row + 1):
        code = sheet.cell(line, at["Commune (code)"]).value
        if code:
            number = int(code) % 4 + 1
            sheet.cell(line, at["Territoire d’action sociale (code)"], f"tas-{number}")
            sheet.cell(line, at["Territoire d’action sociale"], f"Territoire {number}")


def _structure(number: int) -> dict[str, object]:
    identifier = f"S{number:02d}"
    return {
        "Structure (identifiant)": identifier,
        "Logiciel ou fichier d’origine": "service insertion",
        "SIRET": WRONG_SIRET if identifier == FAULTY["siret"][0] else None,
        "Nom de la structure": f"{WORDS[number % len(WORDS)]} fictif n° {number}",
        "Date de mise à jour de la fiche": DAY,
        "Commune (code)": TOWNS[number % len(TOWNS)],
        "Type de structure": "Association",
        "Structure en activité": "oui",
    }


WORDS = ("Chantier", "Atelier", "Régie", "Association", "Maison", "Jardin", "Ressourcerie")


def _action(number: int) -> dict[str, object]:
    return {
        "Action (identifiant)": f"A{number:02d}",
        "Structure porteuse (identifiant)": f"S{number:02d}" if number != 7 else "S08",
        "Nom de l’action": f"Action fictive n° {number}",
        "Description": f"Action fictive n° {number}, écrite pour montrer comment une liste se dépose. " * 4,
        "Date de mise à jour de la fiche": DAY,
        "Type de service": "Atelier",
        "Thématiques": "Préparer un permis" if number % 2 else "Financer ma mobilité",
        "Publics visés": "Bénéficiaires des minimas sociaux",
        "Modes d’accueil": "En présentiel",
        "Mode d’entrée": "Par session",
        "Places conventionnées": 24,
        "Financée par le Département": "non",
        "Date d’ouverture": datetime(YEAR, 1, 5),
        "Statut de l’action": "Ouverte",
    }


def _session(action: int, session: int) -> dict[str, object]:
    identifier = f"A{action:02d}-{session}"
    row = {
        "Session (identifiant)": identifier,
        "Action (identifiant)": f"A{action:02d}",
        "Commune du lieu (code)": TOWNS[(action + session) % len(TOWNS)],
        "Type de lieu": "Dans les locaux",
        "Date de début": datetime(YEAR, 1, 10 + session),
        "Date de fin": datetime(YEAR, 10, 30),
        "Places ouvertes": PLACES,
        "Dernière mise à jour des places": DAY,
        "Statut de la session": "En cours",
    }
    for wrong, header, value, _ in list(FAULTY.values())[1:]:
        row |= {header: value} if wrong == identifier else {}
    return row


def _effectifs() -> Iterable[dict[str, object]]:
    for number in range(1, 5):
        yield {
            "Territoire d’action sociale (code)": f"tas-{number}",
            "Date d’observation": datetime(YEAR, 9, 30),
            "Organisme qui fournit l’effectif": "CAF",
            "Ce qui est compté": "Personnes soumises aux droits et devoirs",
            "Sexe": "Ensemble",
            "Tranche d’âge": "Ensemble",
            "Type de parcours": "Ensemble",
            "Effectif": 3000,
            "Statut de diffusion": "Diffusible",
            "Effectif provisoire": "non",
        }


def _rows(sheet: Worksheet, rows: Iterable[dict[str, object]]) -> None:
    """From the third line on: the example of the template stays where it is."""
    at = headers(sheet)
    for line, row in enumerate(rows, start=3):
        for header, value in row.items():
            sheet.cell(line, at[header], value)


def correct(workbook: Path, folder: Path) -> Path:
    """Each faulty cell of the correction workbook, typed again."""
    book = openpyxl.load_workbook(workbook)
    for identifier, header, wrong, right in FAULTY.values():
        sheet = book[sheet_name("structures" if header == "SIRET" else "sessions")]
        at = headers(sheet)
        for line in range(2, sheet.max_row + 1):
            if sheet.cell(line, 3).value == identifier:
                cell = sheet.cell(line, at[header])
                assert str(cell.value) == str(wrong)
                cell.value = right
    done = folder / workbook.name
    book.save(done)
    return done


def action_list(folder: Path) -> Path:
    """An action list as an insertion service keeps it: 32 actions, none of our headers, no identifier."""
    book = openpyxl.Workbook()
    sheet = book.active
    sheet.title = f"Offre {YEAR}"
    sheet["A1"] = f"Département de Maine-et-Loire – Offre d’insertion {YEAR}"
    sheet.merge_cells("A1:K1")
    sheet["A2"] = f"Mise à jour : octobre {YEAR}"
    for column, head in enumerate(LISTED, start=1):
        sheet.cell(4, column, head)
    for place in range(LINES):
        for column, value in enumerate(_listed(place), start=1):
            sheet.cell(5 + place, column, value)
    sheet.cell(5 + LINES, 1, "TOTAL")
    sheet.cell(5 + LINES, 7, LIST_PLACES)
    done = folder / "liste des actions.xlsx"
    book.save(done)
    return done


LISTED = (
    "Structure", "Intitulé de l’action", "Thématique", "Public visé", "Commune", "CP", "Nb de places",
    "Date de début", "Date de fin", "Financement CD", "Contact (nom)",
)  # fmt: skip
LINES, LIST_EACH = 32, 10
LIST_PLACES = LINES * LIST_EACH
KINDS = (
    ("Mobilité", "Tous publics"), ("Garde d’enfants", "Familles"), ("Numérique", "Seniors"),
    ("Permis B", "Jeunes -26 ans"), ("Apprendre le français", "Tous publics"),
)  # fmt: skip
WHERE = (("Angers", "49000"), ("Cholet", "49300"), ("Saumur", "49400"), ("Segré", "49500"), ("Trélazé", "49800"))
CONTACTS = ("Exemple Fictive", "Fictif Exemple", "Modèle Inventée")
DOUBTFUL = "Saint-Georges"  # three communes of the département answer to it


def _listed(place: int) -> tuple[object, ...]:
    theme, public = KINDS[place % len(KINDS)]
    town, code = WHERE[place % len(WHERE)] if place else (DOUBTFUL, None)
    begins = (date(YEAR, 2, 3), f"{YEAR}-02-03", f"3 février {YEAR}")[place % 3]
    ends = (f"30/10/{YEAR}", date(YEAR, 10, 30), f"30 octobre {YEAR}")[place % 3]
    money = ("oui", "X", "non")[place % 3]
    return (
        f"{WORDS[place % len(WORDS)]} fictive {'ABCDEFG'[place % 7]}", f"Action de liste n° {place + 1}", theme, public,
        town, code, LIST_EACH, begins, ends, money, CONTACTS[place % len(CONTACTS)],
    )  # fmt: skip
