"""The secret of the installation, under which keys of persons are hashed again. It never enters the warehouse."""

from __future__ import annotations

import os
import secrets
import tempfile
from pathlib import Path

from config import Config

LENGTH = 32  # bytes drawn; also the fewest characters a chosen secret may have


class SecretRefused(Exception):
    """The secret cannot be used; the message is a French sentence that never holds it."""


def secret(config: Config) -> bytes:
    """OBS_CLE_PERSONNES when it is set, else 32 random bytes kept in `home/secret/cle_personnes`, made on first need.

    Two processes that need it at once end up with the same one. Raises SecretRefused.
    """
    if config.person_secret is not None:
        return _chosen(config.person_secret)
    file = config.home / "secret" / "cle_personnes"
    try:
        if not file.exists():
            _draw(file)
        found = file.read_bytes()
    except OSError as error:
        raise SecretRefused(
            f"La clé de protection des personnes ({file}) ne peut être ni lue ni créée : {error.strerror}. Donnez au "
            "service le droit d’écrire dans ce dossier, ou fixez OBS_CLE_PERSONNES."
        ) from None
    if len(found) < LENGTH:
        raise SecretRefused(
            f"La clé de protection des personnes ({file}) est abîmée. Restaurez ce fichier depuis une sauvegarde : "
            "avec une autre clé, les personnes déjà chargées ne seraient plus reconnues."
        )
    return found


def _chosen(text: str) -> bytes:
    if len(text) < LENGTH:
        raise SecretRefused(
            f"OBS_CLE_PERSONNES est trop courte : {LENGTH} caractères au moins, tirés au hasard, sont nécessaires."
        )
    return text.encode()


def _draw(file: Path) -> None:
    """Written whole beside its place, then linked there: the first process wins and no one reads half a secret."""
    file.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    handle, drawn = tempfile.mkstemp(dir=file.parent)  # readable and writable by its owner only
    try:
        with os.fdopen(handle, "wb") as stream:
            stream.write(secrets.token_bytes(LENGTH))
            stream.flush()
            os.fsync(stream.fileno())
        os.link(drawn, file)
    except FileExistsError:
        pass  # another process was first: its secret is the one
    finally:
        Path(drawn).unlink()
