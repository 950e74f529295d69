"""The door: files are looked at in memory, and kept only if they can be read and name nobody."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date

import pandas as pd

from config import Config
from etl.deposits import changes, reading
from etl.deposits.deposit import PUBLISHED, Deposit, DepositRefused
from etl.deposits.naming import distinct
from etl.deposits.store import opened, receive
from etl.persons.door import persons_in
from etl.persons.finding import Finding
from etl.spreadsheets.block import Block
from etl.spreadsheets.mapping import Mapping as Correspondence


class PersonsFound(Exception):
    """Files that name persons: nothing of them was kept. findings say where, never who."""

    def __init__(self, findings: tuple[Finding, ...]) -> None:
        super().__init__(" ".join(finding.phrase for finding in findings))
        self.findings = findings


def enter(
    config: Config,
    files: Mapping[str, bytes],
    service: str = "",
    day: date | None = None,
    mapping: Correspondence | None = None,
) -> Deposit:
    """Receive files: read in memory first, then kept. mapping: what the sheets are, when it is known already.

    PersonsFound and SourceRefused before anything is written; DepositRefused when the disk refuses.
    """
    named = dict(zip(distinct(files), files.values(), strict=True))
    blocks = reading.opened(named.items())
    closed(blocks, mapping)
    sheets = {name: tuple(block.feuille for block in blocks if block.fichier == name) for name in named}
    return receive(config, named, service, day, sheets)


def correct(
    config: Config, identifier: str, name: str, content: bytes, service: str = "", answered: pd.DataFrame | None = None
) -> Deposit:
    """Receive a file sent again after correction, through the same door: the deposit it corrects. Same errors as
    `enter`.

    What is published changes no more: a deposit like it is opened, with the same files, mapping and corrections.
    answered: rows of `rejets` that it answers, where they are known.
    """
    found = opened(config, identifier)
    closed(reading.opened([(name, content)]), changes.mapping(found))
    if found.state == PUBLISHED:
        found = _anew(config, found, service)
    return changes.add_correction(config, found.id, name, content, service, answered)


def _anew(config: Config, found: Deposit, service: str) -> Deposit:
    """The same load once more, to be corrected. DepositRefused when its files were erased since."""
    files = {file.nom: content for file, content in found.contents()}
    chosen = changes.mapping(found)
    if len(files) < len(found.files) or chosen is None:
        raise DepositRefused(
            f"Le dépôt {found.id} est publié et ses fichiers ont été effacés, parce qu’ils portaient sur des "
            "personnes : déposez le fichier corrigé en entier."
        )
    fresh = receive(config, files, service, found.day, {file.nom: file.sheets for file in found.files})
    changes.keep_mapping(config, fresh.id, chosen, True, service)
    for file, content in found.corrected():
        changes.add_correction(config, fresh.id, file.nom, content, service)
    return fresh


def closed(blocks: Sequence[Block], mapping: Correspondence | None) -> None:
    """PersonsFound when these sheets name persons, with what a person said they are."""
    findings = persons_in(blocks, mapping)
    if findings:
        raise PersonsFound(findings)
