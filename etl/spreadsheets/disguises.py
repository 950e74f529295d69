"""What a file really is, by its first octets and what it holds, and how to save well what is no spreadsheet."""

from __future__ import annotations

import re

from etl.staging import SourceRefused

ZIP, EMPTY_ZIP, OLE = b"PK\x03\x04", b"PK\x05\x06", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
XLSX, ODS, XLS, TEXT = "xlsx", "ods", "xls", "texte"
SAVE = (
    "Ouvrez-le dans Excel ou LibreOffice, puis choisissez « Enregistrer sous » et le format « Classeur Excel (.xlsx) »."
)
COPY = "Copiez le tableau dans un classeur Excel ou LibreOffice, enregistrez-le en .xlsx, puis déposez ce classeur."
UNPACK = "Décompressez-la, puis déposez un à un les classeurs ou les CSV qu’elle contient."
ASK = "Demandez le classeur d’où elle vient : une image ne se lit pas comme un tableau."
FROM_APPLE = "Exportez-le depuis cette application en Excel (.xlsx)."
_MARK = re.compile(rb"\A(?:\xef\xbb\xbf)?\s*")
_PAGE = re.compile(rb"<(?:!doctype\s+html|html|head|body|table|meta)\b", re.IGNORECASE)
_OLD_XML = re.compile(rb"urn:schemas-microsoft-com:office:spreadsheet|progid=\"Excel\.Sheet\"")

# First octets → what it is, how to save it.
SIGNATURES = (
    (b"%PDF", "un document PDF", COPY),
    (b"{\\rtf", "un texte mis en forme (RTF)", COPY),
    (b"PAR1", "un fichier Parquet", "Exportez la table en CSV ou en .xlsx, puis déposez cet export."),
    (b"\x1f\x8b", "une archive compressée (gzip)", UNPACK),
    (b"Rar!", "une archive RAR", UNPACK),
    (b"7z\xbc\xaf", "une archive 7-Zip", UNPACK),
    (b"\x89PNG", "une image", ASK),
    (b"\xff\xd8\xff", "une photographie", ASK),
    (b"GIF8", "une image", ASK),
    (b"SQLite format 3", "une base de données SQLite", "Exportez chaque table en CSV, puis déposez ces fichiers."),
)  # fmt: skip

# A file inside an archive → what the archive is, how to save it.
HELD = (
    ("xl/workbook.bin", "un classeur Excel binaire (.xlsb)", SAVE),
    ("word/document.xml", "un document Word", COPY),
    ("ppt/presentation.xml", "une présentation PowerPoint", COPY),
    ("Index/Document.iwa", "un document Numbers ou Pages (Apple)", FROM_APPLE),
    ("Index.zip", "un document Numbers ou Pages (Apple)", FROM_APPLE),
)  # fmt: skip

# A stream of an old Office file, as its name stands in the file → what it is.
STREAMS = (
    ("WordDocument", "un ancien document Word (.doc)"),
    ("PowerPoint Document", "une ancienne présentation PowerPoint (.ppt)"),
    ("__properties_version1.0", "un message Outlook (.msg)"),
)


def refused(name: str, what: str, how: str) -> SourceRefused:
    """The refusal of a file that is something else than a spreadsheet."""
    return SourceRefused(f"Le fichier « {name} » est {what}, pas un tableau que l’on puisse lire. {how}", name)


def kind(name: str, content: bytes) -> str:
    """XLS, TEXT or, for an archive that is yet to be opened, "zip". SourceRefused when it is something else."""
    if not content.strip(b"\xef\xbb\xbf\xff\xfe\x00 \t\r\n"):
        raise SourceRefused(
            f"Le fichier « {name} » est vide. Vérifiez l’enregistrement, puis déposez-le de nouveau.", name
        )
    if content.startswith((ZIP, EMPTY_ZIP)):
        return "zip"
    if content.startswith(OLE):
        return _old_office(name, content)
    for start, what, how in SIGNATURES:
        if content.startswith(start):
            raise refused(name, what, how)
    _refuse_markup(name, content)
    return TEXT


def _old_office(name: str, content: bytes) -> str:
    if "EncryptedPackage".encode("utf-16-le") in content:
        raise protected(name)
    if any(stream.encode("utf-16-le") in content for stream in ("Workbook", "Book")):
        return XLS
    what = next((what for stream, what in STREAMS if stream.encode("utf-16-le") in content), "")
    raise refused(name, what or "un ancien fichier Office sans classeur, ou abîmé", COPY if what else SAVE)


def protected(name: str) -> SourceRefused:
    """The refusal of a workbook that only opens with a password."""
    return SourceRefused(
        f"Le fichier « {name} » est protégé par un mot de passe : il ne peut pas être lu. Ouvrez-le avec son mot de "
        "passe, retirez-le (Fichier, Informations, Protéger le classeur, Chiffrer avec mot de passe : effacez-le), "
        "enregistrez, puis déposez-le de nouveau.",
        name,
    )


def archive(name: str, members: set[str], mimetype: bytes) -> str:
    """XLSX or ODS, by what the archive holds. SourceRefused when it is another document or a plain ZIP."""
    if "xl/workbook.xml" in members:
        return XLSX
    if b"opendocument.spreadsheet" in mimetype and "content.xml" in members:
        return ODS
    for member, what, how in HELD:
        if member in members:
            raise refused(name, what, how)
    if b"opendocument" in mimetype:
        raise refused(name, "un document LibreOffice qui n’est pas un classeur", COPY)
    raise refused(name, "une archive ZIP", UNPACK)


def _refuse_markup(name: str, content: bytes) -> None:
    head = content[:4096]
    start = head[_MARK.match(head).end() :]
    if start.startswith(b"<"):
        if _OLD_XML.search(head):
            raise refused(name, "un classeur Excel 2003 au format XML", SAVE)
        if _PAGE.search(head):
            raise refused(name, "une page web (un tableau HTML, même s’il se nomme .xls)", SAVE)
        if start.startswith((b"<?xml", b"<!")):
            raise refused(name, "un fichier XML", "Demandez un export en CSV ou en .xlsx au logiciel qui l’a produit.")
    if start.startswith((b"{", b"[")) and content.rstrip().endswith((b"}", b"]")):
        raise refused(name, "un fichier JSON", "Demandez un export en CSV ou en .xlsx au logiciel qui l’a produit.")
