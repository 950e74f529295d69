"""Hostile files and refusing disks: a sentence, nothing run, nothing half-written, within bounded memory."""

from __future__ import annotations

import io
import os
import secrets
import subprocess
import sys
import zipfile
from dataclasses import replace
from pathlib import Path

import openpyxl
import pandas as pd
import pytest
from broken_files import as_csv, as_xlsx, matrix, put
from broken_path import passed_through
from clean_load import clean

from config import ROOT, Config, for_child
from etl.deposits import changes, entry, placing, reading
from etl.deposits.deposit import DepositRefused
from etl.deposits.store import listed, opened, place
from etl.spreadsheets.asking import questions
from etl.spreadsheets.memory import Memory
from etl.spreadsheets.proposal import propose
from etl.staging import SourceRefused
from exports.corrections import corrections
from exports.tables import listing
from warehouse import editions
from warehouse.dictionary import table
from warehouse.statut import NotWritten

CALC = "=cmd|'/c calc'!A1"
STRUCTURES = matrix("structures", clean()["structures"])
NOM = "Nom de la structure"


def files_under(folder: Path) -> list[str]:
    return sorted(path.name for path in folder.rglob("*") if path.is_file() and not path.name.startswith(".verrou"))


# --- what asks for too much memory -------------------------------------------------------------------------------

# The child may take no more memory than that, whatever the file holds; its own libraries take a third of it.
BOUNDED = """
import resource, sys
from pathlib import Path
from config import load
from etl.deposits.entry import enter
from etl.staging import SourceRefused

content = Path(sys.argv[1]).read_bytes()
resource.setrlimit(resource.RLIMIT_DATA, (3 << 30, 3 << 30))
try:
    enter(load(), {"fichier.xlsx": content})
    print("RECU")
except SourceRefused as refused:
    print(refused.phrase)
# Not ru_maxrss, which a process takes over from the one that started it.
peak = next(line for line in Path("/proc/self/status").read_text().splitlines() if line.startswith("VmHWM"))
print(int(peak.split()[1]) // 1024)
"""


def bounded(config: Config, content: bytes, tmp_path: Path) -> tuple[str, int]:
    """What is said of that workbook, and the memory it took at most, in MiB."""
    path = tmp_path / "fichier.bin"
    path.write_bytes(content)
    command = [sys.executable, "-c", BOUNDED, str(path)]
    done = subprocess.run(command, cwd=ROOT, env=for_child(config), capture_output=True, text=True, timeout=300)
    assert done.returncode == 0, done.stderr
    said, memory = done.stdout.strip().rsplit("\n", 1)
    return said, int(memory)


def added(content: bytes, name: str, octets: bytes, packing: int = zipfile.ZIP_DEFLATED) -> bytes:
    out = io.BytesIO(content)
    with zipfile.ZipFile(out, "a", packing) as archive:
        archive.writestr(name, octets)
    return out.getvalue()


@pytest.mark.skipif(sys.platform != "linux", reason="limites de Linux")
def test_a_workbook_of_two_hundred_megabytes_is_refused_by_its_weight(blank, tmp_path):
    content = added(as_xlsx(STRUCTURES), "xl/media/image1.png", bytes(200_000_000), zipfile.ZIP_STORED)
    said, memory = bounded(blank, content, tmp_path)
    assert said.startswith("Le fichier « fichier.xlsx » pèse 200 Mo, la limite est de 50 Mo. Retirez-en les images")
    assert memory < 1_200 and listed(blank) == []


@pytest.mark.skipif(sys.platform != "linux", reason="limites de Linux")
def test_a_zip_bomb_is_not_unzipped(blank, tmp_path):
    bomb = io.BytesIO()
    with zipfile.ZipFile(bomb, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("zeros", bytes(400_000_000))
    nested = added(as_xlsx(STRUCTURES), "xl/media/image1.png", bomb.getvalue())
    said, _ = bounded(blank, nested, tmp_path)
    assert said == "RECU", "what lies in a workbook beside its sheets is never opened"
    strings = b"<sst>" + b" " * 450_000_000 + b"</sst>"
    content = added(as_xlsx(STRUCTURES), "xl/lourd.xml", strings)
    lying = content.replace(len(strings).to_bytes(4, "little"), (500).to_bytes(4, "little"))
    assert lying != content
    for one in (content, lying):
        said, memory = bounded(blank, one, tmp_path)
        assert "bien plus qu’un classeur ordinaire" in said or said == "RECU"
        assert memory < 1_500
    assert "bien plus qu’un classeur ordinaire" in bounded(blank, content, tmp_path)[0]


@pytest.mark.skipif(sys.platform != "linux", reason="limites de Linux")
def test_a_million_empty_formatted_rows_are_not_rows(blank, tmp_path):
    content = as_xlsx(STRUCTURES)
    rows = b"".join(b'<row r="%d" s="1" customFormat="1"/>' % line for line in range(30, 1_000_000))
    out = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(content)) as source, zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as new:
        for name in source.namelist():
            octets = source.read(name)
            new.writestr(name, octets.replace(b"</sheetData>", rows + b"</sheetData>") if "sheet1" in name else octets)
    said, memory = bounded(blank, out.getvalue(), tmp_path)
    assert said == "RECU" and memory < 1_500
    (deposit,) = listed(blank)
    (block,) = reading.read(deposit)
    assert len(block.frame) == 24


# --- what asks to be run -----------------------------------------------------------------------------------------


def test_macros_and_links_are_told_and_left_alone(blank):
    content = added(as_xlsx(STRUCTURES), "xl/vbaProject.bin", b"\xd0\xcf\x11\xe0 Sub Auto_Open()")
    content = added(content, "xl/externalLinks/externalLink1.xml", b"<externalLink/>")
    report = passed_through(blank, {"macro.xlsm": content})
    assert report.verdict == "accepte"
    assert [said.split(" : ")[0] for said in report.told] == [
        "Ce classeur contient des macros",
        "Ce classeur est lié à d’autres classeurs",
    ]


def typed(book: openpyxl.Workbook) -> None:
    """The text stands in the cell as a text, as after an apostrophe."""
    for cell in ("C3", "D3"):
        if book.active[cell].value == CALC:
            book.active[cell].data_type = "s"


@pytest.mark.parametrize("suffix", ["csv", "xlsx"])
def test_a_text_that_calls_a_program_stays_a_text_to_the_last_export(blank, suffix):
    cells = put(put(STRUCTURES, 3, NOM, CALC), 3, "Commune (code)", "49999")
    content = as_csv(cells) if suffix == "csv" else as_xlsx(cells, typed)
    report = passed_through(blank, {f"fichier.{suffix}": content})
    (block,) = report.blocks
    assert block.frame[NOM].iloc[1] == CALC
    (deposit,) = listed(blank)
    written = corrections(report.blocks, changes.mapping(deposit), report.judgement.rejected, deposit.id)
    book = openpyxl.load_workbook(io.BytesIO(written))
    found = [cell for sheet in book for row in sheet.iter_rows() for cell in row if cell.value == CALC]
    assert [cell.data_type for cell in found] == ["s"]
    assert not [cell for sheet in book for row in sheet.iter_rows() for cell in row if cell.data_type == "f"]
    text = listing(pd.DataFrame({"Valeur": [CALC, "+33", "-1", "@x", "\t=1"]})).decode("utf-8-sig")
    assert [line.startswith("\"'") for line in text.splitlines()[1:]] == [True] * 5


def test_a_nul_octet_is_told_with_its_line(blank):
    content = as_csv(STRUCTURES).replace(b"Horizon", b"Hori\0zon")
    with pytest.raises(SourceRefused, match=r"« a\.csv », ligne 3, contient un octet nul"):
        entry.enter(blank, {"a.csv": content}, service="cellule insertion")
    assert listed(blank) == []


@pytest.mark.parametrize(
    "name",
    ["../../x.csv", "con.csv", "é" * 400 + ".csv", "a\0\x1b[31m\nb.csv", "..\\..\\x.csv", "/etc/x.csv", "NUL", ""],
)
def test_whatever_its_name_a_file_stays_in_its_deposit(blank, name):
    deposit = entry.enter(blank, {name: as_csv(STRUCTURES)}, service="cellule insertion")
    (file,) = deposit.files
    assert [path.resolve().parent for path in deposit.folder.rglob(file.nom)] == [deposit.folder.resolve() / "fichiers"]
    assert file.nom.isprintable() and len(file.nom) <= 120 and file.nom.partition(".")[0].lower() not in ("con", "nul")
    assert [content for _, content in deposit.contents()] == [as_csv(STRUCTURES)]


# --- two at once -------------------------------------------------------------------------------------------------

ENTERING = """
import sys
from pathlib import Path
from config import load
from etl.deposits.entry import enter

sys.stdin.readline()
enter(load(), {"fichier.csv": Path(sys.argv[1]).read_bytes()}, service=sys.argv[2])
"""


def test_two_people_depositing_at_once_both_have_their_file_whole(blank, tmp_path):
    contents = {}
    children = []
    for who in ("cellule insertion", "direction"):
        contents[who] = as_csv(put(STRUCTURES, 3, NOM, f"Structure de la {who}"))
        path = tmp_path / f"{who}.csv"
        path.write_bytes(contents[who])
        command = [sys.executable, "-c", ENTERING, str(path), who]
        children.append(subprocess.Popen(command, cwd=ROOT, env=for_child(blank), stdin=subprocess.PIPE))
    for child in children:
        child.stdin.write(b"\n")
        child.stdin.flush()
    assert [child.wait(300) for child in children] == [0, 0]
    found = {one.service: content for one in listed(blank) for _, content in one.contents()}
    assert found == contents


# --- a disk that is full -----------------------------------------------------------------------------------------


@pytest.fixture
def disk(small_disk, request):
    """A folder on a disk of a few megabytes."""
    return small_disk(request.param)


def fill(folder: Path) -> None:
    """Take the room that is left."""
    handle = os.open(folder / "autre.bin", os.O_WRONLY | os.O_CREAT)
    with pytest.raises(OSError, match="No space left"):
        while True:
            os.write(handle, bytes(4096))
    os.close(handle)


@pytest.mark.parametrize("disk", [1], indirect=True)
def test_a_full_disk_leaves_a_deposit_as_it_was(blank, disk):
    config = replace(blank, home=disk / "var")
    kept = entry.enter(config, {"a.csv": as_csv(STRUCTURES)}, service="cellule insertion")
    blocks = reading.read(kept)
    mapping = propose(blocks, Memory(), config.departement).mapping
    assert questions(blocks, mapping) == ()
    changes.keep_mapping(config, kept.id, mapping, complete=False)
    before = files_under(config.home)
    fill(disk)
    fuller = r"le disque est plein\. Rien n’a été gardé ni changé\. Faites de la place"
    with pytest.raises(DepositRefused, match=fuller):
        entry.enter(config, {"b.csv": as_csv([*STRUCTURES, *STRUCTURES[1:] * 40])}, service="cellule insertion")
    other = replace(mapping, left_out=tuple(f"Feuille {number}" for number in range(2_000)))
    with pytest.raises(DepositRefused, match=fuller):
        changes.keep_mapping(config, kept.id, other, complete=True)
    with pytest.raises(DepositRefused, match=fuller):
        reading.remembers(config, opened(config, kept.id))
    with pytest.raises(DepositRefused, match=fuller):
        placing.confirm_places(config, {secrets.token_hex(8): "49007" for _ in range(500)})
    assert files_under(config.home) == before
    (left,) = listed(config)
    assert (left.state, changes.mapping(left)) == ("a_completer", mapping)
    assert [path.name for path in place(config).iterdir() if path.name.startswith(".arrivee")] == []


def published(config: Config, rows: int) -> None:
    frame = pd.DataFrame({"code": [str(number) for number in range(rows)]})
    frame["libelle"] = [secrets.token_hex(40) for _ in range(rows)]
    frame = frame.assign(nomenclature="x", millesime="2025", source="cog", synthetique=False)
    editions.publish(config, {"nomenclatures": frame[list(table("nomenclatures").names)]}, "accepte")


@pytest.mark.parametrize("disk", [6], indirect=True)
def test_a_disk_full_during_publication_changes_nothing(blank, disk):
    config = replace(blank, home=disk / "var")
    published(config, 5)
    before = files_under(config.home)
    with pytest.raises(NotWritten) as caught:
        published(config, 200_000)
    assert str(caught.value).startswith(f"L’édition n’a pas pu être écrite dans {config.home}")
    assert "le disque est plein. Ce qui est affiché n’a pas changé. Faites de la place" in str(caught.value)
    assert files_under(config.home) == before, "no draft is left"
    assert editions.store(config).current() == 1
    assert len(editions.current(config).table("nomenclatures")) == 5
    published(config, 6)
    assert len(editions.current(config).table("nomenclatures")) == 6, "room made, it publishes again"


@pytest.mark.parametrize("disk", [1], indirect=True)
def test_a_command_on_a_full_disk_ends_in_a_sentence(blank, disk, tmp_path):
    config = replace(blank, home=disk / "var")
    config.home.mkdir()
    fill(disk)
    (tmp_path / "a.csv").write_bytes(as_csv(STRUCTURES))
    command = [sys.executable, "-m", "commands", "check", str(tmp_path / "a.csv"), "--json"]
    done = subprocess.run(command, cwd=ROOT, env=for_child(config), capture_output=True, text=True, timeout=300)
    assert done.returncode in (1, 2) and "Traceback" not in done.stderr + done.stdout
    assert "le disque est plein" in done.stderr or "n’ont pas pu être gardés" in done.stderr
