"""The door: files are looked at in memory, and kept only if they can be read and name nobody."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date

from config import Config
from etl.deposits import changes, reading
from etl.deposits.deposit import Deposit
from etl.deposits.naming import distinct
from etl.deposits.store import opened, receive
from etl.persons.door import Finding, persons_in
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


def correct(config: Config, identifier: str, name: str, content: bytes, service: str = "") -> Deposit:
    """Receive a file sent again after correction, through the same door. Same errors as `enter`."""
    closed(reading.opened([(name, content)]), changes.mapping(opened(config, identifier)))
    return changes.add_correction(config, identifier, name, content, service)


def closed(blocks: Sequence[Block], mapping: Correspondence | None) -> None:
    """PersonsFound when these sheets name persons, with what a person said they are."""
    findings = persons_in(blocks, mapping)
    if findings:
        raise PersonsFound(findings)
