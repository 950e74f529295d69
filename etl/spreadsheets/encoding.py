"""The text of a file, whatever its encoding, or the sentence that says why there is none."""

from __future__ import annotations

import codecs
import re

from etl.staging import SourceRefused

SAVE = "Enregistrez-le dans Excel ou LibreOffice au format « CSV UTF-8 », puis déposez-le de nouveau."
BOMS = (
    (codecs.BOM_UTF32_LE, "utf-32"), (codecs.BOM_UTF32_BE, "utf-32"),
    (codecs.BOM_UTF16_LE, "utf-16"), (codecs.BOM_UTF16_BE, "utf-16"),
)  # fmt: skip
SAMPLE = 1 << 16
# Control characters that no table holds; Windows-1252 does not define the last five.
_CONTROLS = re.compile(rb"[\x01-\x08\x0e-\x1a\x1c-\x1f]")
_UNDEFINED = re.compile(rb"[\x81\x8d\x8f\x90\x9d]")
_MISREAD = re.compile("Ã[\x80-\xbf©¨ª«´®¯§¢»¹]|â€[™œ¦“”˜]")


def utf8(name: str, content: bytes) -> tuple[bytes, tuple[str, ...]]:
    """The same text in UTF-8 without mark, and what a person should know. SourceRefused when it is no text."""
    text = _wide(name, content)
    bare = text if text is not None else content.removeprefix(codecs.BOM_UTF8)
    _refuse_octets(name, bare)
    try:
        bare.decode("utf-8")
    except UnicodeDecodeError:
        return _windows(name, bare)
    return bare, ()


def _wide(name: str, content: bytes) -> bytes | None:
    """UTF-16 and UTF-32, by their mark or by the zeros of half their octets; None for the others."""
    encoding = next((encoding for mark, encoding in BOMS if content.startswith(mark)), "")
    if not encoding and len(content) % 2 == 0 and content.count(b"\0", 0, SAMPLE) > min(len(content), SAMPLE) // 4:
        head = content[:SAMPLE]
        odd, even = head[1::2].count(0), head[::2].count(0)
        encoding = "utf-16-le" if odd > 10 * even else "utf-16-be" if even > 10 * odd else ""
    if not encoding:
        return None
    try:
        return content.decode(encoding).removeprefix("\ufeff").encode()
    except UnicodeError:
        raise SourceRefused(
            f"Le fichier « {name} » est incomplet ou abîmé : son texte (UTF-16) s’interrompt. {SAVE}", name
        ) from None


def _refuse_octets(name: str, content: bytes) -> None:
    """SourceRefused for a NUL octet, or so many control characters that it is no text."""
    at = content.find(b"\0")
    strange = len(_CONTROLS.findall(content[:SAMPLE]))
    if strange > 1 + min(len(content), SAMPLE) // 100:
        raise _unknown(name)
    if at >= 0:
        line = content.count(b"\n", 0, at) + 1
        raise SourceRefused(
            f"Le fichier « {name} », ligne {line}, contient un octet nul : il est abîmé, ou n’est pas un texte. {SAVE}",
            name,
        )


def _windows(name: str, content: bytes) -> tuple[bytes, tuple[str, ...]]:
    """Windows-1252, or both encodings in one file: then each line by its own."""
    if _UNDEFINED.search(content) is None:
        text = content.decode("cp1252")
        if not _MISREAD.search(text):
            return text.encode(), ()
    lines, odd = [], []
    for number, line in enumerate(content.splitlines(keepends=True), 1):
        try:
            line.decode("utf-8")
        except UnicodeDecodeError:
            odd.append(number)
            if _UNDEFINED.search(line):
                raise _unknown(name, number) from None
            line = line.decode("cp1252").encode()
        lines.append(line)
    shown = ", ".join(map(str, odd[:5])) + ("…" if len(odd) > 5 else "")
    said = (
        f"Le fichier « {name} » mêle deux encodages : UTF-8, et Windows-1252 à la ligne {shown}. Chaque ligne est lue "
        "dans le sien ; vérifiez-y les accents."
    )
    return b"".join(lines), (said,)


def _unknown(name: str, line: int = 0) -> SourceRefused:
    where = f", ligne {line}," if line else ""
    return SourceRefused(
        f"Le fichier « {name} »{where} n’est pas un texte d’un encodage connu (UTF-8, UTF-16, Windows-1252). {SAVE}",
        name,
    )
