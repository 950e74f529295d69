"""What a person must still say before a load can be judged, in plain French, each with a suggestion."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass

from etl.spreadsheets.block import Block
from etl.spreadsheets.cells import texts
from etl.spreadsheets.defaults import WORDS, offered, suggestion
from etl.spreadsheets.labels import DEPARTEMENT, known, labelled, parts, suggestions
from etl.spreadsheets.mapping import Mapping, SheetMapping
from etl.spreadsheets.targets import OFFER, choices, is_mark, keyed_by_person, required, target, targets
from etl.spreadsheets.wording import plain, year
from warehouse.dictionary import table

COLUMN, LABEL, CONSTANT, SHEET = "colonne", "libelle", "constante", "feuille"
TOO_MANY = 60  # unknown labels in one column: it is the column that is doubtful
LEFT_EMPTY = "Laisser vide"
COUNTED = {
    "droits devoirs": "soumis_droits_devoirs",
    "foyer": "foyers_droit_versable",
    "allocataire": "foyers_droit_versable",
}
COPIES = {"actions.description": "décrit les actions", "actions.date_ouverture": "dit quand les actions ouvrent"}


@dataclass(frozen=True)
class Choice:
    """One answer: what is written in the mapping, and the French words shown."""

    value: str
    label: str


@dataclass(frozen=True)
class Question:
    """One thing to say. kind: COLUMN, LABEL, CONSTANT or SHEET.

    target: "table.colonne" concerned; header, label, lines: the place in their sheet (first lines only). choices:
    possible answers (none: a free text); suggestion: value of the likeliest one, None without, score from 0 to 1.
    blocking: the load cannot be judged before it is answered; else it is told, and may be left so.
    """

    kind: str
    feuille: str
    sentence: str
    target: str = ""
    header: str = ""
    label: str = ""
    choices: tuple[Choice, ...] = ()
    suggestion: str | None = None
    score: float = 0.0
    blocking: bool = True
    lines: tuple[int, ...] = ()


def questions(blocks: Sequence[Block], mapping: Mapping) -> tuple[Question, ...]:
    """What is still to be said about that mapping: blocking questions first, then what is only told."""
    found: list[Question] = []
    for block in blocks:
        sheet = mapping.sheet(block.feuille)
        if sheet is None or not sheet.tables:
            left_out = block.feuille in mapping.left_out and any(one.tables for one in mapping.sheets)
            found.append(_feeds_nothing(block, blocking=not left_out))
        else:
            found += [*_mixed(sheet), *_twice(sheet), *_gone(block, sheet), *_missing(block, sheet)]
            found += [*_unknown_labels(block, sheet), *_told(sheet), *_unclaimed(block, sheet)]
    return tuple(sorted(found, key=lambda one: not one.blocking))


def sources(sheet: SheetMapping) -> set[str]:
    """The columns that sheet fills, by whatever means."""
    return {key for key in sheet.columns.values() if key} | set(sheet.constants) | set(sheet.keys)


def told(sheet: SheetMapping, key: str) -> dict[str, tuple[str, ...]]:
    """The labels a person, or the proposal, gave for that column."""
    return dict(sheet.labels.get(key, {}))


def _where(feuille: str, header: str = "") -> str:
    place = [f"feuille « {feuille} »"] if feuille else []
    place += [f"colonne « {header} »"] if header else []
    text = ", ".join(place)
    return f"{text[0].upper()}{text[1:]} : " if text else ""


def _feeds_nothing(block: Block, blocking: bool) -> Question:
    name = f"La feuille « {block.feuille} »" if block.feuille else f"Le fichier « {block.fichier} »"
    end = "dites ce qu’elle contient, ou laissez-la de côté." if blocking else "elle ne sera pas chargée."
    sentence = f"{name} ne ressemble à aucune des tables attendues : {end}"
    if not block.feuille:
        sentence = sentence.replace("elle ne sera", "il ne sera").replace("qu’elle", "qu’il").replace("-la ", "-le ")
    known_tables = dict.fromkeys(column.table for column in targets().values())
    offers = tuple(Choice(one, table(one).label) for one in known_tables)
    return Question(SHEET, block.feuille, sentence, choices=offers, blocking=blocking)


def _mixed(sheet: SheetMapping) -> Iterator[Question]:
    persons = [name for name in sheet.tables if keyed_by_person(name)]
    alone = len(sheet.tables) > 1 and (persons or not set(sheet.tables) <= set(OFFER))
    if alone:
        names = " et ".join(f"« {table(name).label} »" for name in sheet.tables)
        yield Question(
            SHEET, sheet.feuille,
            f"{_where(sheet.feuille)}une même feuille ne peut pas remplir {names}. Gardez une seule de ces tables.",
        )  # fmt: skip


def _twice(sheet: SheetMapping) -> Iterator[Question]:
    headers: dict[str, list[str]] = {}
    for header, key in sheet.columns.items():
        headers.setdefault(key, []).append(header)
    for key, several in headers.items():
        if key and len(several) > 1:
            named = " et ".join(f"« {header} »" for header in several)
            sentence = (
                f"{_where(sheet.feuille)}les colonnes {named} sont toutes deux choisies pour « {_label(key)} ». "
                "N’en gardez qu’une."
            )
            yield Question(COLUMN, sheet.feuille, sentence, key, choices=tuple(Choice(one, one) for one in several))


def _gone(block: Block, sheet: SheetMapping) -> Iterator[Question]:
    used = {header: key for key, headers in sheet.keys.items() for header in headers}
    used |= {header: key for header, key in sheet.columns.items() if key}
    for header, key in used.items():
        if header not in block.headers:
            sentence = (
                f"{_where(sheet.feuille)}la colonne « {header} », prévue par la correspondance, n’est pas dans le "
                "fichier. Choisissez celle qui la remplace."
            )
            yield Question(COLUMN, sheet.feuille, sentence, key, header, choices=_free_headers(block, sheet))


def _missing(block: Block, sheet: SheetMapping) -> Iterator[Question]:
    filled = sources(sheet)
    for name in sheet.tables:
        for key in required(name):
            if key not in filled:
                yield _to_say(block, sheet, key, filled)
    for key, value in sheet.constants.items():
        if choices(key) and value not in choices(key) and value not in offered(key):
            yield _to_say(block, sheet, key, filled)


def _to_say(block: Block, sheet: SheetMapping, key: str, filled: Collection[str]) -> Question:
    """One required column without any source: a value for every row, or one of their columns."""
    value, score = suggestion(key, filled)
    value = _by_headers(sheet, key) or value
    what = f"« {_label(key)} » ({table(target(key).table).label})"
    if choices(key) or value:
        sentence = f"{_where(sheet.feuille)}aucune colonne ne dit {what}. Indiquez une valeur pour toutes les lignes."
        answers = [Choice(code, label) for code, label in choices(key).items()]
        answers += [Choice(one, WORDS[one]) for one in offered(key)]
        if value and value not in {one.value for one in answers}:
            answers.append(Choice(value, WORDS.get(value, value.capitalize())))
        return Question(
            CONSTANT, sheet.feuille, sentence, key, choices=tuple(answers), suggestion=value or None, score=score
        )
    end = "Choisissez la colonne qui convient."
    if target(key).name == "personne_key":
        end = "Le Département la calcule avant le dépôt ; aucun nom ni numéro de personne ne peut la remplacer."
    sentence = f"{_where(sheet.feuille)}il manque {what}. {end}"
    return Question(COLUMN, sheet.feuille, sentence, key, choices=_free_headers(block, sheet))


def _by_headers(sheet: SheetMapping, key: str) -> str:
    """What the header of another column says: the year of an amount, what an effectif counts."""
    heads = {to: header for header, to in sheet.columns.items()}
    if key == "budget_actions.exercice":
        return next((year(header) for to, header in heads.items() if to.startswith("budget_actions.m")), "")
    if key == "brsa_effectifs.concept":
        counted = plain(heads.get("brsa_effectifs.effectif", ""))
        return next((code for word, code in COUNTED.items() if word in counted), "")
    return ""


def _free_headers(block: Block, sheet: SheetMapping) -> tuple[Choice, ...]:
    return tuple(Choice(header, header) for header in block.headers if not sheet.columns.get(header))


def _unknown_labels(block: Block, sheet: SheetMapping) -> Iterator[Question]:
    for header, key in sheet.columns.items():
        if key and header in block.headers and labelled(key):
            unknown = _unknown(block, header, key, sheet)
            if len(unknown) > TOO_MANY:
                sentence = (
                    f"{_where(sheet.feuille, header)}{len(unknown)} valeurs différentes sont inconnues. Cette colonne "
                    f"dit-elle bien « {_label(key)} » ? Sinon, laissez-la de côté."
                )
                yield Question(COLUMN, sheet.feuille, sentence, key, header)
            else:
                yield from (_what_is(sheet, header, key, label, lines) for label, lines in unknown.items())


def _unknown(block: Block, header: str, key: str, sheet: SheetMapping) -> dict[str, tuple[int, ...]]:
    """Labels of that column without an answer, and the first lines where each stands."""
    answers, found = told(sheet, key), {}
    column = texts(block.frame[header])
    for cell, rows in column.groupby(column, sort=False).groups.items():
        for label in parts(key, str(cell), answers):
            if not _answered(key, label, answers):
                lines = [int(line) for line in block.lines.loc[rows[:3]]]
                found[label] = (*found.get(label, ()), *lines)
    return {label: tuple(sorted(set(lines))[:3]) for label, lines in found.items()}


def _answered(key: str, label: str, answers: dict[str, tuple[str, ...]]) -> bool:
    codes = answers[label] if label in answers else known(key, label)
    return codes is not None and DEPARTEMENT not in codes


def _what_is(sheet: SheetMapping, header: str, key: str, label: str, lines: tuple[int, ...]) -> Question:
    likely = [(codes, score) for codes, score in suggestions(key, label) if DEPARTEMENT not in codes]
    first = [Choice("|".join(codes), ", ".join(choices(key).get(code, code) for code in codes)) for codes, _ in likely]
    rest = [Choice(code, words) for code, words in choices(key).items()]
    answers = dict.fromkeys((*first, *rest, Choice("", LEFT_EMPTY)))
    where = f" (ligne {lines[0]})" if len(lines) == 1 else f" (lignes {', '.join(map(str, lines))}…)" if lines else ""
    sentence = f"{_where(sheet.feuille, header)}que veut dire « {label} »{where} ?"
    if likely:
        sentence += f" Peut-être « {first[0].label} »."
    best = ("|".join(likely[0][0]), likely[0][1]) if likely else (None, 0.0)
    return Question(LABEL, sheet.feuille, sentence, key, header, label, tuple(answers), *best, lines=lines)


def _told(sheet: SheetMapping) -> Iterator[Question]:
    """What is filled from another column, so that nobody is surprised."""
    for key, verb in COPIES.items():
        if key in sheet.keys:
            sentence = (
                f"{_where(sheet.feuille)}aucune colonne ne {verb} : « {_label(key)} » reprendra "
                f"« {sheet.keys[key][0]} »."
            )
            yield Question(COLUMN, sheet.feuille, sentence, key, sheet.keys[key][0], blocking=False)


def _unclaimed(block: Block, sheet: SheetMapping) -> Iterator[Question]:
    used = {header for headers in sheet.keys.values() for header in headers}
    filled = sources(sheet)
    free = [key for key, column in targets().items() if column.table in sheet.tables and key not in filled]
    answers = tuple(Choice(key, f"{_label(key)} ({table(target(key).table).label})") for key in free)
    for header in block.headers:
        if not sheet.columns.get(header) and header not in used and not is_mark(header):
            sentence = f"{_where(sheet.feuille)}la colonne « {header} » n’est pas reconnue : elle ne sera pas chargée."
            yield Question(COLUMN, sheet.feuille, sentence, "", header, choices=answers, blocking=False)


def _label(key: str) -> str:
    return target(key).label
