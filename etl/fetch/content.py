"""Is what arrived what was awaited? Judged by its first and last octets and by its own checksums, not its name."""

from __future__ import annotations

import hashlib
import zipfile
import zlib
from pathlib import Path

from etl.fetch.trouble import FetchFailed

HEAD = 1024
CHECKSUMS = frozenset(("md5", "sha1", "sha224", "sha256", "sha384", "sha512"))
DAMAGED = (zipfile.BadZipFile, zlib.error, OSError, EOFError, RuntimeError, NotImplementedError)
OLE, PARQUET = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", b"PAR1"
UTF16 = (b"\xff\xfe", b"\xfe\xff")

# What each suffix admits: a publisher may zip its workbook, or move from .xls to .xlsx, without saying so.
ADMITTED = {
    ".xlsx": (".xlsx", ".zip", ".xls"),
    ".xls": (".xls", ".xlsx", ".zip"),
    ".zip": (".zip", ".xlsx"),
    ".csv": (".csv", ".zip"),
    ".json": (".json",),
    ".geojson": (".json", ".zip"),
    ".parquet": (".parquet",),
}
NAMES = {
    ".html": "une page web", ".xml": "un message du site (XML)", ".json": "un message du site (JSON)",
    ".csv": "un texte", ".xls": "un ancien classeur", ".xlsx": "un classeur", ".zip": "une archive",
    ".parquet": "un fichier Parquet", "": "un contenu inconnu",
}  # fmt: skip
AGAIN = "Relancez la même commande ; si cela dure, ouvrez l’adresse dans un navigateur pour voir ce que le site dit."


def named(path: Path, nom: str) -> str:
    """The name under which to keep the file: `nom`, its suffix mended when the content is a sister format.

    FetchFailed when it is empty, truncated, damaged, a web page, or not what a suffix we know awaits.
    """
    awaited = Path(nom).suffix.lower()
    if path.stat().st_size == 0:
        raise FetchFailed(f"« {nom} » est vide. {AGAIN}")
    found = _suffix(path, nom)
    admitted = ADMITTED.get(awaited)
    if found == ".html" or (admitted and found not in admitted):
        raise FetchFailed(f"« {nom} » n’est pas ce qui est attendu : le site a envoyé {NAMES[found]}. {AGAIN}")
    return nom if not admitted or found == admitted[0] else str(Path(nom).with_suffix(found))


def digest(path: Path, algorithm: str = "sha256") -> str:
    """Checksum in hexadecimal, by one of CHECKSUMS."""
    with path.open("rb") as stream:
        return hashlib.file_digest(stream, algorithm).hexdigest()


def verified(path: Path, checksum: tuple[str, str] | None) -> bool:
    """Whether the file matches the publisher's checksum (algorithm, value); true when there is none to match."""
    return checksum is None or digest(path, checksum[0]) == checksum[1].lower()


def _suffix(path: Path, nom: str) -> str:
    with path.open("rb") as stream:
        head = stream.read(HEAD)
    if head.startswith(b"PK\x03\x04"):
        return _archive(path, nom)
    if head.startswith(OLE):
        return ".xls"
    if head.startswith(PARQUET):
        return _parquet(path, nom)
    return _text(head, path, nom)


def _archive(path: Path, nom: str) -> str:
    try:
        with zipfile.ZipFile(path) as archive:
            damaged = archive.testzip()
            names = archive.namelist()
    except DAMAGED as error:
        raise FetchFailed(f"« {nom} » est une archive tronquée ou abîmée. {AGAIN}") from error
    if damaged:
        raise FetchFailed(f"« {nom} » est une archive abîmée : « {damaged} » ne correspond pas à sa somme. {AGAIN}")
    return ".xlsx" if "xl/workbook.xml" in names else ".zip"


def _parquet(path: Path, nom: str) -> str:
    with path.open("rb") as stream:
        stream.seek(-len(PARQUET), 2)
        if stream.read() != PARQUET or stream.tell() < 3 * len(PARQUET):
            raise FetchFailed(f"« {nom} » est un fichier Parquet tronqué. {AGAIN}")
    return ".parquet"


def _text(head: bytes, path: Path, nom: str) -> str:
    start = head.removeprefix(b"\xef\xbb\xbf").lstrip().lower()
    if start.startswith((b"<!doctype html", b"<html")):
        return ".html"
    if start.startswith(b"<?xml"):
        return ".html" if b"<html" in start else ".xml"
    if start.startswith((b"{", b"[")):
        return _json(path, nom)
    return "" if b"\0" in head and not head.startswith(UTF16) else ".csv"


def _json(path: Path, nom: str) -> str:
    with path.open("rb") as stream:
        stream.seek(-min(HEAD, path.stat().st_size), 2)
        if not stream.read().rstrip().endswith((b"}", b"]")):
            raise FetchFailed(f"« {nom} » est un fichier JSON tronqué. {AGAIN}")
    return ".json"
