"""The one seam between deposits and spreadsheets: from octets to blocks, from blocks to tables for the gate."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Mapping
from dataclasses import replace
from pathlib import Path

import pandas as pd

from config import Config
from etl.deposits.changes import mapping
from etl.deposits.deposit import Deposit, DepositRefused, ReceivedFile
from etl.deposits.disk import told
from etl.deposits.placing import placed
from etl.persons.rekey import rekeyed
from etl.persons.secret import secret
from etl.spreadsheets import opening, proposal, translation
from etl.spreadsheets.block import Block
from etl.spreadsheets.corrected import merged
from etl.spreadsheets.correcting import tables
from etl.spreadsheets.examples import without_examples
from etl.spreadsheets.mapping import Mapping as Correspondence
from etl.spreadsheets.memory import remember, remembered
from etl.spreadsheets.ours import holds_no_table
from etl.spreadsheets.proposal import Proposal, Question
from etl.spreadsheets.translation import Notice
from etl.staging import SourceRefused, Staged


def opened(files: Iterable[tuple[str, bytes]]) -> list[Block]:
    """The tables of these files, the sheets of which have names of their own.

    SourceRefused when one cannot be read, or holds no row at all: a file is never received for nothing.
    """
    found: list[Block] = []
    taken: set[str] = set()
    for name, content in files:
        tables = [block for block in map(without_examples, opening.blocks(name, content)) if len(block.frame)]
        tables = [block for block in tables if not holds_no_table(block.feuille)]
        if not tables:
            raise _without_rows(name)
        for block in tables:
            feuille = block.feuille if block.feuille not in taken else f"{block.feuille} ({name})".strip()
            taken.add(feuille)
            found.append(replace(block, feuille=feuille))
    return found


def _without_rows(name: str) -> SourceRefused:
    fichier = opening.safe_name(name)
    return SourceRefused(
        f"Le fichier « {fichier} » n’a aucune ligne sous ses en-têtes (l’exemple du modèle ne compte pas). Remplissez "
        "au moins une ligne, enregistrez, puis déposez-le de nouveau.",
        fichier,
    )


def read(deposit: Deposit) -> list[Block]:
    """The tables of a deposit, its corrections laid over them in the order they came."""
    return corrected(deposit)[0]


def corrected(deposit: Deposit, rejected: pd.DataFrame | None = None) -> tuple[list[Block], pd.DataFrame]:
    """The same tables, and what the corrections changed (columns of `corrected.CHANGES`).

    rejected: the table `rejets` that was to be corrected, to tell also the lines that did not come back.
    """
    blocks, changes = opened((file.nom, content) for file, content in deposit.contents()), []
    for file, content in deposit.corrected():
        blocks, changed = merged(blocks, tables(opening.grids(file.nom, content)), rejected)
        changes.append(changed)
    return blocks, pd.concat(changes, ignore_index=True) if changes else pd.DataFrame()


def proposed(config: Config, deposit: Deposit) -> Proposal:
    """The mapping proposed for a deposit, with what was confirmed for earlier loads in mind."""
    return proposal.propose(read(deposit), remembered(_memory(config)), config.departement)


def questions(deposit: Deposit, chosen: Correspondence) -> tuple[Question, ...]:
    """What a person must still say of a deposit, with that mapping; and what is only told."""
    return tuple(proposal.questions(read(deposit), chosen))


def remembers(config: Config, deposit: Deposit) -> None:
    """Keep the mapping of a deposit for the next load. DepositRefused when the disk refuses."""
    with told(_memory(config)):
        remember(_memory(config), _known(deposit))


def staged(config: Config, deposit: Deposit) -> list[Staged]:
    """The tables of a deposit waiting for the gate: places found, keys of persons hashed under this home's secret.

    SourceRefused when a file cannot be read, SecretRefused when the secret cannot be used, DepositRefused when there
    is no mapping yet or the files were erased.
    """
    key = secret(config)
    tables, _ = placed(config, translated(deposit)[0])
    if not tables:
        raise DepositRefused(
            f"Le dépôt {deposit.id} ne contient plus aucune table : ses fichiers ont été effacés, ou toutes ses "
            "feuilles laissées de côté. Déposez le fichier de nouveau."
        )
    return [rekeyed(one, key) for one in tables]


def translated(deposit: Deposit) -> tuple[list[Staged], tuple[Notice, ...]]:
    """The tables of a deposit under its mapping, places not looked for yet, and what was noticed on the way."""
    chosen, digests = _known(deposit), _digests(deposit)
    by_file: dict[str, list[Block]] = {}
    for block in read(deposit):
        by_file.setdefault(block.fichier, []).append(block)
    found = [
        translation.translated(blocks, chosen, fichier, digests[fichier], deposit.day)
        for fichier, blocks in by_file.items()
    ]
    return [one for part in found for one in part.staged], tuple(one for part in found for one in part.notices)


def _digests(deposit: Deposit) -> Mapping[str, str]:
    """What each file is known by: a file that corrections were laid over is not the one that came first."""
    every: tuple[ReceivedFile, ...] = (*deposit.files, *deposit.corrections)
    later = "".join(file.sha256 for file in deposit.corrections)
    return {file.nom: _joined(file.sha256, later) if later else file.sha256 for file in every}


def _joined(digest: str, later: str) -> str:
    return hashlib.sha256(f"{digest}{later}".encode()).hexdigest()


def _known(deposit: Deposit) -> Correspondence:
    chosen = mapping(deposit)
    if chosen is None:
        raise DepositRefused(
            f"La correspondance du dépôt {deposit.id} n’est pas faite : elle dit ce que sont ses colonnes."
        )
    return chosen


def _memory(config: Config) -> Path:
    return config.home / "correspondances" / config.departement
