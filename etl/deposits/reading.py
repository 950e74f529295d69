"""The one seam between deposits and spreadsheets: from octets to blocks, from blocks to tables for the gate."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path

from config import Config
from etl.deposits.changes import mapping
from etl.deposits.deposit import Deposit, DepositRefused, ReceivedFile
from etl.persons.rekey import rekeyed
from etl.persons.secret import secret
from etl.spreadsheets import opening, proposal, translation
from etl.spreadsheets.block import Block
from etl.spreadsheets.mapping import Mapping
from etl.spreadsheets.memory import remember, remembered
from etl.spreadsheets.proposal import Proposal, Question
from etl.staging import Staged


def blocks(name: str, content: bytes) -> list[Block]:
    """The tables of one file. SourceRefused when it cannot be read, or holds none."""
    return opening.blocks(name, content)


def read(deposit: Deposit) -> list[Block]:
    """The tables of every file of a deposit. SourceRefused when one cannot be read."""
    return [block for _, found in _files(deposit) for block in found]


def proposed(config: Config, deposit: Deposit) -> Proposal:
    """The mapping proposed for a deposit, with what was confirmed for earlier loads in mind."""
    return proposal.propose(read(deposit), remembered(_memory(config)), config.departement)


def questions(deposit: Deposit, chosen: Mapping) -> tuple[Question, ...]:
    """What a person must still say of a deposit, with that mapping."""
    return tuple(proposal.questions(read(deposit), chosen))


def remembers(config: Config, deposit: Deposit) -> None:
    """Keep the mapping of a deposit for the next load."""
    remember(_memory(config), _known(deposit))


def staged(config: Config, deposit: Deposit) -> list[Staged]:
    """The tables of a deposit waiting for the gate, the keys of persons hashed again with this installation's secret.

    SourceRefused when a file cannot be read, DepositRefused when it has no mapping yet or its files were erased.
    """
    chosen = _known(deposit)
    key = secret(config)
    tables = [
        rekeyed(one, key)
        for file, found in _files(deposit)
        for one in translation.staged(found, chosen, file.nom, file.sha256, deposit.day)
    ]
    if not tables:
        raise DepositRefused(
            f"Le dépôt {deposit.id} ne contient plus aucune table : ses fichiers ont été effacés, ou toutes ses "
            "feuilles laissées de côté. Déposez le fichier de nouveau."
        )
    return tables


def _files(deposit: Deposit) -> Iterable[tuple[ReceivedFile, list[Block]]]:
    return ((file, blocks(file.nom, content)) for file, content in deposit.contents())


def _known(deposit: Deposit) -> Mapping:
    chosen = mapping(deposit)
    if chosen is None:
        raise DepositRefused(
            f"La correspondance du dépôt {deposit.id} n’est pas faite : elle dit ce que sont ses colonnes."
        )
    return chosen


def _memory(config: Config) -> Path:
    return config.home / "correspondances" / config.departement
