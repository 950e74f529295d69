"""A folder of publishers' files in place of the network: files are known by what they are, not by where they lie."""

from __future__ import annotations

import re
import shutil
from collections.abc import Callable, Iterable, Iterator
from dataclasses import replace
from pathlib import Path

from etl.fetch.addresses import PLACE, Address
from etl.fetch.content import digest, named
from etl.fetch.outcome import Outcome, State
from etl.fetch.progress import Display
from etl.fetch.store import Store
from etl.fetch.trouble import FetchFailed
from etl.fetch.version import Version
from etl.fetch.wording import reason

DEPARTEMENT = r"(\d{2,3}|2[AB])"
HIDDEN = re.compile(r"\.|~\$")

# What a file is, or None for one nobody knows. Another way of knowing (sheets, headers) only has to have this form.
Recognise = Callable[[Path], Address | None]


def by_name(table: Iterable[Address]) -> Recognise:
    """Knows a file by the name the table gives it, else by those under which it goes around.

    In the second case its vintage is its own, not that of the row: only the file can tell.
    """
    table = list(table)
    exact = [
        (re.compile(re.escape(one.nom).replace(re.escape(PLACE), DEPARTEMENT), re.IGNORECASE), one) for one in table
    ]
    loose = [(re.compile(one.reconnait, re.IGNORECASE), one) for one in table if one.reconnait]

    def recognise(path: Path) -> Address | None:
        for pattern, one in exact:
            if pattern.fullmatch(path.name):
                return one
        likely = next((one for pattern, one in loose if pattern.search(path.name)), None)
        return likely and replace(likely, nom=path.name, millesime="")

    return recognise


def files(folder: Path) -> list[Path]:
    """Every file, by path, without hidden files and folders nor the locks of an open workbook."""
    found = (path for path in folder.rglob("*") if path.is_file())
    return sorted(path for path in found if not any(map(HIDDEN.match, path.relative_to(folder).parts)))


def take(folder: Path, recognise: Recognise, asked_for: set[str], store: Store, display: Display) -> Iterator[Outcome]:
    """Copy into the store each file of an asked source; a file nobody knows is told as such, and left where it is."""
    unknown: list[Path] = []
    taken: dict[tuple[str, str], tuple[Path, str]] = {}
    for path in files(folder):
        address = recognise(path)
        if address is None:
            unknown.append(path)
        elif address.source in asked_for:
            cle = path.name if PLACE in address.nom else address.nom
            first, sha256 = taken.setdefault((address.source, cle), (path, digest(path)))
            if first == path:
                last = store.latest(address.source, cle)
                same = last is not None and last.sha256 == sha256
                yield _unchanged(path, last) if same else _taken(path, address, cle, store, display)
            elif digest(path) != sha256:
                yield _namesake(path.relative_to(folder), first.relative_to(folder), address)
    for path in unknown:
        yield Outcome("", str(path.relative_to(folder)), State.INCONNU, octets=path.stat().st_size)


def _namesake(path: Path, first: Path, address: Address) -> Outcome:
    phrase = f"« {first} » est la même ressource, avec un autre contenu : lui seul est pris. Retirez l’un des deux."
    return Outcome(address.source, str(path), State.ECHEC, phrase)


def _unchanged(path: Path, last: Version) -> Outcome:
    return Outcome(last.source, path.name, State.INCHANGE, version=last)


def _taken(path: Path, address: Address, cle: str, store: Store, display: Display) -> Outcome:
    about = Version(address.source, cle, address.millesime, address.titre, address.licence, path.name)
    display.start(path.name, 0)
    display.total(path.stat().st_size)
    aside = store.aside()
    try:
        named(path, path.name)
        copy = shutil.copyfile(path, aside / "octets")
        display.at(copy.stat().st_size)
        version, new = store.keep(copy, about)
    except FetchFailed as failed:
        return Outcome(address.source, path.name, State.ECHEC, failed.phrase)
    except OSError as error:
        phrase = f"« {path} » ne peut pas être copié : {reason(error)}."
        return Outcome(address.source, path.name, State.ECHEC, phrase)
    finally:
        display.end()
        shutil.rmtree(aside, ignore_errors=True)
    return Outcome(address.source, path.name, State.NOUVEAU if new else State.INCHANGE, version=version)
