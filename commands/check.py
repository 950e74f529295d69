"""`check`: receive the département's files, say what is left to be said, judge them, prepare an edition."""

from __future__ import annotations

import json
import sys
from argparse import Namespace
from datetime import date

import manage
from commands import UserMistake
from commands.bar import Bar
from commands.deposit import mapped, names_persons, prepared
from commands.publication import account, steps
from commands.trail import trails
from config import Config
from etl.deposits import changes, entry
from etl.deposits.deposit import DepositRefused
from etl.deposits.store import opened
from etl.fetch.wording import reason
from etl.persons.secret import SecretRefused
from etl.pipeline import Outcome, UnknownDepartement
from etl.release import settle
from etl.spreadsheets import mapping as mappings
from etl.spreadsheets.mapping import Mapping
from etl.spreadsheets.proposal import Question
from etl.staging import SourceRefused
from warehouse.report import warning_sentences


def main(arguments: Namespace, config: Config) -> int:
    """Exit 0 prepared, 2 misuse, 3 questions left or refused by the gate, 4 a file could not be read."""
    try:
        settle(config)
        said, day = _mapping(arguments, config), _day(arguments)
        name = arguments.depot or _received(arguments, config, said, day)
        for trail in trails(arguments):
            trail.tell(depot=name)
        if arguments.depot:
            _sent_again(arguments, config, name, day)
        return judge(arguments, config, name, said)
    except entry.PersonsFound as found:
        return _persons(arguments, found)
    except SourceRefused as refused:
        print(refused.phrase, file=sys.stderr)
        return manage.UNREADABLE
    except (DepositRefused, SecretRefused, UnknownDepartement) as refused:
        raise UserMistake(str(refused)) from refused


def again(arguments: Namespace, config: Config) -> int:
    """Judge once more the deposit that `publish --depot` names."""
    arguments.json, arguments.confirmer = False, None
    return judge(arguments, config, arguments.depot, None)


def judge(arguments: Namespace, config: Config, name: str, said: Mapping | None) -> int:
    """The mapping, then the gate; what came of it is printed."""
    questions, remarks = mapped(config, name, said, config.service)
    for remark in remarks if not arguments.json else ():
        print(f"  À savoir : {remark}")
    if questions:
        return _ask(arguments, name, questions, remarks)
    if arguments.confirmer:
        _confirm(config, name, arguments.confirmer)
    bar = Bar(sys.stderr, steps(config), trails(arguments))
    try:
        outcome, tables = prepared(config, name, config.service, bar)
    finally:
        bar.close()
    return tell(arguments, name, outcome, tables, remarks)


def tell(arguments: Namespace, name: str, outcome: Outcome, tables: frozenset[str], remarks: tuple[str, ...]) -> int:
    """Received = accepted + set aside + refused, then what blocks, what is to be looked at, and what comes next."""
    persons = names_persons(outcome, tables)
    code = manage.UNREADABLE if outcome.unreadable else manage.REFUSED if outcome.blocking else manage.DONE
    loads = outcome.loads[outcome.loads["table"].isin(tables)]
    alerts = warning_sentences(outcome.results)
    if arguments.json:
        counts = {key: int(loads[f"nb_{key}"].sum()) for key in ("recues", "acceptees", "ecartees", "refusees")}
        facts = {"depot": None if persons else name, "edition": outcome.info.number, "statut": outcome.info.statut}
        told = {"bloquants": outcome.blocking, "alertes": alerts, "remarques": remarks}
        print(json.dumps({**facts, **counts, **told}, ensure_ascii=False))
        return code
    print(account(loads))
    for sentence in outcome.blocking:
        print(f"  Bloquant : {sentence}", file=sys.stderr)
    for sentence in alerts:
        print(f"  À regarder : {sentence}")
    print(_next(name, outcome, persons), file=sys.stderr if code else sys.stdout)
    return code


def _next(name: str, outcome: Outcome, persons: bool) -> str:
    if persons:
        return "Le fichier désigne des personnes : il a été effacé, rien n’en est gardé."
    if outcome.unreadable:
        return f"Une source publique n’a pas pu être lue. Le dépôt {name} est gardé : contrôlez-le de nouveau ensuite."
    if outcome.blocking:
        return (
            "Refusé par le contrôle ; ce qui est affiché n’a pas changé. Corrigez, puis renvoyez le fichier : "
            f"« manage.py check --depot {name} FICHIER »."
        )
    return (
        f"L’édition {outcome.info.number} est prête, et n’est pas encore affichée. Pour la publier : "
        f"« manage.py publish --depot {name} »."
    )


def _received(arguments: Namespace, config: Config, said: Mapping | None, day: date | None) -> str:
    if not arguments.fichiers:
        raise UserMistake("Donnez les fichiers à contrôler, ou --depot pour un dépôt déjà reçu.")
    return entry.enter(config, _contents(config, arguments.fichiers), day=day, mapping=said).id


def _sent_again(arguments: Namespace, config: Config, name: str, day: date | None) -> None:
    """What the command line brings to a deposit that is there: corrected files, the day of the data."""
    for file, content in _contents(config, arguments.fichiers).items():
        entry.correct(config, name, file, content)
    if day:
        changes.dated(config, name, day)


def _confirm(config: Config, name: str, why: str) -> None:
    """Volumes only, for each table of the deposit."""
    known = changes.mapping(opened(config, name))
    for table in dict.fromkeys(one for sheet in known.sheets for one in sheet.tables):
        for rule in changes.CONFIRMABLE:
            changes.confirm(config, name, rule, table, why)


def _contents(config: Config, names: list[str]) -> dict[str, bytes]:
    contents: dict[str, bytes] = {}
    for name in names:
        path = config.here / name
        try:
            contents[path.name if path.name not in contents else name] = path.read_bytes()
        except OSError as error:
            raise UserMistake(f"Le fichier « {name} » ne peut pas être lu : {reason(error)}.") from error
    return contents


def _mapping(arguments: Namespace, config: Config) -> Mapping | None:
    if not arguments.correspondance:
        return None
    try:
        return mappings.read((config.here / arguments.correspondance).read_text(encoding="utf-8"))
    except OSError as error:
        raise UserMistake(
            f"Le fichier de correspondance « {arguments.correspondance} » ne peut pas être lu : {reason(error)}."
        ) from error
    except ValueError as damaged:
        raise UserMistake(str(damaged)) from damaged


def _day(arguments: Namespace) -> date | None:
    try:
        return date.fromisoformat(arguments.date) if arguments.date else None
    except ValueError as error:
        raise UserMistake(f"« {arguments.date} » n’est pas une date : écrivez par exemple 2026-01-31.") from error


def _ask(arguments: Namespace, name: str, questions: tuple[Question, ...], remarks: tuple[str, ...]) -> int:
    sentences = [question.sentence for question in questions]
    if arguments.json:
        print(json.dumps({"depot": name, "questions": sentences, "remarques": remarks}, ensure_ascii=False))
        return manage.REFUSED
    for sentence in sentences:
        print(f"  À préciser : {sentence}", file=sys.stderr)
    print(
        f"Dépôt {name} gardé. Répondez à l’écran, ou complétez sa correspondance puis « manage.py check --depot {name} "
        "--correspondance FICHIER ».",
        file=sys.stderr,
    )
    return manage.REFUSED


def _persons(arguments: Namespace, found: entry.PersonsFound) -> int:
    sentences = [finding.phrase for finding in found.findings]
    if arguments.json:
        print(json.dumps({"depot": None, "bloquants": sentences}, ensure_ascii=False))
    for sentence in sentences if not arguments.json else ():
        print(f"  Bloquant : {sentence}", file=sys.stderr)
    print("Le fichier désigne des personnes : rien n’en a été gardé.", file=sys.stderr)
    return manage.REFUSED
