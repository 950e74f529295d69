"""Writing on the disk of deposits: private to this account, whole or not at all, and a sentence when it cannot be."""

from __future__ import annotations

import errno
import os
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from etl.deposits.deposit import DepositRefused

PRIVATE_FOLDER, PRIVATE_FILE = 0o700, 0o600
REASONS = {
    errno.ENOSPC: "le disque est plein",
    errno.EDQUOT: "le quota de disque est atteint",
    errno.EFBIG: "le fichier dépasse la taille permise sur ce disque",
    errno.EACCES: "l’observatoire n’a pas le droit d’y écrire",
    errno.EPERM: "l’observatoire n’a pas le droit d’y écrire",
    errno.EROFS: "ce disque est en lecture seule",
}


@contextmanager
def told(folder: Path) -> Iterator[None]:
    """Turn a trouble of the disk into DepositRefused, with what to do."""
    try:
        yield
    except OSError as error:
        reason = REASONS.get(error.errno or 0, error.strerror or "erreur du disque")
        raise DepositRefused(
            f"Le dépôt n’a pas pu être enregistré dans {folder} : {reason}. Rien n’a été gardé ni changé. Faites de la "
            "place ou vérifiez les droits sur ce dossier, puis recommencez."
        ) from error


def private(folder: Path) -> Path:
    """Make a folder that only this account may open; its parents too, below the home."""
    folder.mkdir(mode=PRIVATE_FOLDER, parents=True, exist_ok=True)
    if os.name == "posix":
        folder.chmod(PRIVATE_FOLDER)
    return folder


def write(path: Path, content: bytes) -> None:
    """A file that appears whole or not at all, on the disk for good, readable by this account only."""
    fresh = path.with_name(f".{path.name}.ecriture")
    try:
        handle = os.open(fresh, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, PRIVATE_FILE)
        with os.fdopen(handle, "wb") as stream:
            stream.write(content)
            stream.flush()
            os.fsync(stream.fileno())
        fresh.replace(path)
    except OSError:
        fresh.unlink(missing_ok=True)
        raise
