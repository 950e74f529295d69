"""The streams of an old Office file (OLE compound file): enough to look at an .xls before it is read."""

from __future__ import annotations

import struct
from functools import cached_property

HEADER, ENTRY, LAST = 512, 128, 0xFFFFFFFA  # sectors from LAST on are marks, not places
ROOT, STREAM = 5, 2
COUNTS = (44, 64, 72)  # where the header tells how many sectors its tables take


class Broken(Exception):
    """The file does not hold together."""


class Compound:
    """The file `content`. Broken when a chain of sectors leads nowhere or turns round."""

    def __init__(self, content: bytes) -> None:
        self._content = content
        try:
            shift, mini = struct.unpack_from("<HH", content, 30)
            self._cutoff, first_mini = struct.unpack_from("<II", content, 56)
            directory = struct.unpack_from("<I", content, 48)[0]
            counts = (struct.unpack_from("<I", content, at)[0] for at in COUNTS)
            if shift not in (9, 12) or mini != 6 or any(count > len(content) >> shift for count in counts):
                raise Broken
            self._size, self._mini_size = 1 << shift, 1 << mini
            self._table = self._allocation()
            self._mini_table = _numbers(self._chained(first_mini))
            self._entries = self._directory(self._chained(directory))
        except struct.error:
            raise Broken from None

    @property
    def names(self) -> set[str]:
        """The names of its streams and folders."""
        return set(self._entries)

    def read(self, name: str) -> bytes:
        """That stream; b"" when there is none."""
        if name not in self._entries:
            return b""
        kind, start, size = self._entries[name]
        if kind != STREAM:
            return b""
        if size > len(self._content):
            raise Broken
        if size >= self._cutoff:
            return self._chained(start)[:size]
        places = _followed(start, self._mini_table)
        return b"".join(self._small[at * self._mini_size : (at + 1) * self._mini_size] for at in places)[:size]

    @cached_property
    def _small(self) -> bytes:
        return next((self._chained(start) for kind, start, _ in self._entries.values() if kind == ROOT), b"")

    def _sector(self, place: int) -> bytes:
        start = (place + 1) * self._size
        return self._content[start : start + self._size]

    def _chained(self, start: int) -> bytes:
        return b"".join(self._sector(place) for place in _followed(start, self._table))

    def _allocation(self) -> tuple[int, ...]:
        """The sector that follows each sector."""
        places = list(struct.unpack_from("<109I", self._content, 76))
        after, seen = struct.unpack_from("<I", self._content, 68)[0], set()
        while after < LAST:
            if after in seen:
                raise Broken
            seen.add(after)
            more = _numbers(self._sector(after))
            if not more:
                raise Broken
            places += more[:-1]
            after = more[-1]
        return _numbers(b"".join(self._sector(place) for place in places if place < LAST))

    @staticmethod
    def _directory(content: bytes) -> dict[str, tuple[int, int, int]]:
        entries = {}
        for at in range(0, len(content) - ENTRY + 1, ENTRY):
            entry = content[at : at + ENTRY]
            length, kind = struct.unpack_from("<HB", entry, 64)
            start, size = struct.unpack_from("<II", entry, 116)
            if kind:
                entries.setdefault(
                    entry[: max(0, min(length, 64) - 2)].decode("utf-16-le", "replace"), (kind, start, size)
                )
        return entries


def _followed(start: int, table: tuple[int, ...]) -> list[int]:
    places: list[int] = []
    while start < LAST:
        if start >= len(table) or len(places) > len(table):
            raise Broken
        places.append(start)
        start = table[start]
    return places


def _numbers(content: bytes) -> tuple[int, ...]:
    return struct.unpack(f"<{len(content) // 4}I", content[: len(content) // 4 * 4])
