"""The files inside a workbook, unzipped within limits whatever sizes the archive declares."""

from __future__ import annotations

import io
import zipfile
import zlib
from collections.abc import Iterable

from etl.spreadsheets import limits
from etl.staging import SourceRefused

HEADER = 30  # octets before the name in a local header
BROKEN = (
    zipfile.BadZipFile,
    zlib.error,
    OSError,
    EOFError,
    RuntimeError,
    NotImplementedError,
    ValueError,
    OverflowError,
)


class Package:
    """The archive `content`. SourceRefused when it is damaged, encrypted, or far larger once unzipped."""

    def __init__(self, name: str, content: bytes) -> None:
        self.name = name
        self._content = content
        self._left = limits.UNZIPPED
        if len(content) > limits.ARCHIVE:
            raise SourceRefused(
                f"Le fichier « {name} » pèse {limits.megabytes(len(content))}, la limite est de "
                f"{limits.megabytes(limits.ARCHIVE)}. Retirez-en les images et les feuilles inutiles, ou enregistrez "
                "chaque feuille en CSV.",
                name,
            )
        try:
            with zipfile.ZipFile(io.BytesIO(content)) as archive:
                self._infos = {info.filename.replace("\\", "/"): info for info in archive.infolist()}
        except BROKEN:
            raise self._damaged() from None
        self._refuse_bomb()

    @property
    def members(self) -> set[str]:
        """The names of the files inside."""
        return set(self._infos)

    def read(self, member: str) -> bytes:
        """That file; b"" when there is none. Never more octets than the limit, whatever the archive declares."""
        info = self._infos.get(member)
        if info is None:
            return b""
        if info.flag_bits & 0x1:
            raise SourceRefused(
                f"L’archive « {self.name} » est protégée par un mot de passe : elle ne peut pas être lue. Enregistrez "
                "le classeur sans mot de passe, puis déposez-le de nouveau.",
                self.name,
            )
        try:
            return self._inflated(info)
        except BROKEN:
            raise self._damaged() from None

    def rewritten(self, members: Iterable[tuple[str, bytes]]) -> bytes:
        """A plain archive of these files, not compressed: the reader that follows finds what was checked, no more."""
        target = io.BytesIO()
        with zipfile.ZipFile(target, "w", zipfile.ZIP_STORED) as archive:
            for member, content in members:
                archive.writestr(zipfile.ZipInfo(member), content)
        return target.getvalue()

    def _inflated(self, info: zipfile.ZipInfo) -> bytes:
        at = info.header_offset
        lengths = self._content[at + 26 : at + HEADER]
        start = at + HEADER + int.from_bytes(lengths[:2], "little") + int.from_bytes(lengths[2:], "little")
        packed = self._content[start : start + info.compress_size]
        if info.compress_type == zipfile.ZIP_STORED:
            plain = packed
        elif info.compress_type == zipfile.ZIP_DEFLATED:
            engine = zlib.decompressobj(-zlib.MAX_WBITS)
            plain = engine.decompress(packed, self._left + 1)
            if len(plain) <= self._left and not engine.eof:
                raise zipfile.BadZipFile(info.filename)
        else:
            raise NotImplementedError(info.compress_type)
        self._left -= len(plain)
        if self._left < 0:
            raise self._bomb()
        if zlib.crc32(plain) != info.CRC:
            raise zipfile.BadZipFile(info.filename)
        return plain

    def _refuse_bomb(self) -> None:
        """By what the archive itself declares; what it hides is found on reading."""
        declared = sum(info.file_size for info in self._infos.values())
        packed = sum(info.compress_size for info in self._infos.values())
        absurd = declared > limits.RATIO_FROM and declared > limits.RATIO * max(packed, 1)
        if declared > limits.UNZIPPED or absurd or len(self._infos) > limits.MEMBERS:
            raise self._bomb()

    def _bomb(self) -> SourceRefused:
        return SourceRefused(
            f"Le fichier « {self.name} » ({limits.megabytes(len(self._content))}) contient, une fois décompressé, bien "
            f"plus qu’un classeur ordinaire (limite : {limits.megabytes(limits.UNZIPPED)}) : il n’est pas ouvert. "
            "Copiez les seules lignes utiles dans un classeur neuf, ou enregistrez la feuille en CSV.",
            self.name,
        )

    def _damaged(self) -> SourceRefused:
        return SourceRefused(
            f"Le fichier « {self.name} » est incomplet ou abîmé : rien n’en est lu. Ouvrez-le dans Excel ou "
            "LibreOffice, acceptez la réparation s’il la propose, enregistrez-le, puis déposez-le de nouveau.",
            self.name,
        )
