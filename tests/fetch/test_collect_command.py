"""`collect` as a person runs it: in a process of its own, interrupted, killed, run again."""

from __future__ import annotations

import hashlib
import json
import os
import signal
import subprocess
import sys
import threading
import time
from dataclasses import replace

import pytest
from conftest import csv_octets, write_table, zip_octets
from loopback import cut, hold, status

from config import ROOT, for_child
from etl.fetch.gathering import reading_folder
from etl.fetch.partial import waiting
from etl.fetch.store import current, store

OCTETS = csv_octets(400_000)
HALF = 150_000


@pytest.fixture
def configured(collecting, tmp_path):
    """configured(*rows): the configuration whose table of addresses is these rows, served on loopback."""

    def write(*rows: dict[str, str]):
        table = write_table(tmp_path / "adresses.csv", *(collecting.row(**row) for row in rows))
        return replace(collecting.config, addresses=table)

    return write


def command(config, *arguments: str) -> subprocess.Popen:
    return subprocess.Popen(
        [sys.executable, "-m", "commands", "collect", *arguments],
        cwd=ROOT, env=for_child(config), text=True, stdout=subprocess.PIPE, stderr=subprocess.PIPE,
    )  # fmt: skip


def run(config, *arguments: str) -> tuple[int, str, str]:
    process = command(config, *arguments)
    out, err = process.communicate(timeout=60)
    assert "Traceback" not in err
    return process.returncode, out, err


def stopped_half_way(config, publisher, sign: int) -> tuple[int, str, str]:
    """Run until half of the slow file has arrived, then send that signal."""
    sent, release = threading.Event(), threading.Event()
    publisher.plans["/lent.csv"] = [hold(HALF, sent, release)]
    process = command(config)
    try:
        assert sent.wait(30), process.communicate()
        arrived_by(store(config), HALF)
        process.send_signal(sign)
        out, err = process.communicate(timeout=30)
    finally:
        release.set()
        process.kill()
    return process.returncode, out, err


def arrived_by(raw, octets: int) -> None:
    """Wait until that many octets are on the disk."""
    deadline = time.monotonic() + 30
    while not any(arrived >= octets for _, arrived, _ in waiting(raw.partial)):
        assert time.monotonic() < deadline, "the octets sent never reached the disk"
        time.sleep(0.01)


def states(out: str) -> dict[str, str]:
    """State of each file in the table a person reads."""
    return {line.split()[1]: line.split()[2] for line in out.splitlines() if line.startswith("essai ")}


needs_signals = pytest.mark.skipif(os.name != "posix", reason="ces signaux n’existent que sur POSIX")


@needs_signals
@pytest.mark.parametrize("sign", [signal.SIGINT, signal.SIGKILL, signal.SIGTERM])
def test_stopped_in_the_middle_of_a_file_the_next_run_asks_only_for_the_rest(configured, publisher, sign):
    publisher.serve("/prompt.csv", OCTETS[:5000])
    publisher.serve("/lent.csv", OCTETS)
    config = configured({"adresse": "/prompt.csv"}, {"adresse": "/lent.csv"}, {"adresse": "/dernier.csv"})
    publisher.serve("/dernier.csv", OCTETS[:7000])
    code, out, err = stopped_half_way(config, publisher, sign)
    assert "Traceback" not in err
    if sign != signal.SIGKILL:
        assert code == 2 and states(out) == {"prompt.csv": "nouveau"}
        assert "Interrompu" in err and "lent.csv (150,0\u202fko sur " in err and "Relancez la même commande" in err
    assert [one.nom for one in current(config)] == ["prompt.csv"], "what is complete stays, nothing else shows"
    publisher.asked.clear()
    code, out, err = run(config)
    assert code == 0
    assert states(out) == {"prompt.csv": "inchangé", "lent.csv": "repris", "dernier.csv": "nouveau"}
    served = {name: publisher.files[f"/{name}"].octets for name in ("prompt.csv", "lent.csv", "dernier.csv")}
    assert {one.nom: one.path.read_bytes() for one in current(config)} == served
    (slow,) = (one for one in publisher.asked if one.path == "/lent.csv")
    assert slow.headers["Range"] == f"bytes={HALF}-" and slow.sent == len(OCTETS) - HALF
    assert waiting(store(config).partial) == []


@needs_signals
def test_killed_several_times_in_a_row_it_still_ends_with_the_same_octets(configured, publisher):
    publisher.serve("/lent.csv", OCTETS)
    config = configured({"adresse": "/lent.csv"})
    for _ in range(2):
        stopped_half_way(config, publisher, signal.SIGKILL)
    assert run(config)[0] == 0
    assert [one.sha256 for one in current(config)] == [hashlib.sha256(OCTETS).hexdigest()]


def test_a_bad_day_ends_with_the_same_octets_and_says_what_happened(configured, publisher):
    for name in ("un", "deux", "trois"):
        publisher.serve(f"/{name}.csv", OCTETS + name.encode())
    publisher.plans["/un.csv"] = [cut(100_000)]
    publisher.plans["/deux.csv"] = [status(429, Retry_After="0")]
    config = configured(*({"adresse": f"/{name}.csv"} for name in ("un", "deux", "trois", "perdu")))
    code, out, err = run(config)
    assert code == 4, "one file is lost; the others are collected all the same"
    assert {one.nom: one.path.read_bytes() for one in current(config)} == {
        f"{name}.csv": OCTETS + name.encode() for name in ("un", "deux", "trois")
    }
    assert states(out) == {"un.csv": "repris", "deux.csv": "nouveau", "trois.csv": "nouveau", "perdu.csv": "échec"}
    assert "perdu.csv : 127.0.0.1 ne connaît pas ce fichier (404)" in out
    assert "2 nouveaux, 1 repris, 1 échec" in out
    assert "La connexion à 127.0.0.1 a été coupée. Nouvel essai dans" in err
    assert "demande d’attendre (429)" in err and "Essai … 100\u202f%" in err
    publisher.serve("/perdu.csv", OCTETS)
    code, out, _ = run(config)
    assert code == 0 and "1 nouveau, 3 inchangés" in out


def test_the_summary_for_scripts_is_json_alone(configured, publisher):
    publisher.serve("/fichier.csv", OCTETS)
    code, out, _ = run(configured({}), "--json")
    (told,) = json.loads(out)
    assert code == 0 and told["etat"] == "nouveau" and told["sha256"] == hashlib.sha256(OCTETS).hexdigest()
    assert told["octets"] == len(OCTETS) and told["url"] == f"{publisher.base}/fichier.csv"


def test_offline_asks_nothing_and_says_what_is_there_and_how_old(configured, publisher):
    publisher.serve("/fichier.csv", OCTETS)
    config = configured({}, {"adresse": "/jamais.csv"})
    run(config)
    publisher.asked.clear()
    code, out, _ = run(config, "--offline")
    assert code == 0 and publisher.asked == []
    assert "hors ligne" in out and "(aujourd’hui)" in out and "absent" in out


def test_without_network_it_says_so_and_what_is_held_stays(configured, publisher):
    publisher.serve("/fichier.csv", OCTETS)
    config = configured({})
    run(config)
    publisher.server.shutdown()
    publisher.server.server_close()
    code, out, _ = run(config)
    assert code == 4 and "hors ligne" in out and "injoignable" in out and "(aujourd’hui)" in out
    assert (reading_folder(config) / "essai" / "fichier.csv").read_bytes() == OCTETS


def test_sources_and_departement_are_chosen_on_the_command_line(configured, publisher):
    publisher.serve("/dares_59.csv", OCTETS)
    publisher.serve("/bmo.csv", OCTETS)
    config = configured(
        {"source": "dares", "adresse": "/dares_{departement}.csv", "perimetre": "departement"},
        {"source": "bmo", "adresse": "/bmo.csv"},
    )
    assert run(config, "dares", "--departement", "59")[0] == 0
    assert [one.path for one in publisher.asked] == ["/dares_59.csv"]
    assert [one.nom for one in current(config)] == ["dares_59.csv"]


@pytest.mark.parametrize(
    ("arguments", "sentence"),
    [
        (("essay",), "La source « essay » n’existe pas. Proche : essai"),
        (("zzz",), "Sources connues : essai"),
        (("--departement", "20"), "« 20 »"),
        (("--mirror", "/dossier/absent"), "« /dossier/absent » n’existe pas"),
    ],
)
def test_misuse_ends_in_a_sentence_and_code_2(configured, publisher, arguments, sentence):
    code, out, err = run(configured({}), *arguments)
    assert code == 2 and sentence in err and out == "" and publisher.asked == []


def test_a_table_of_addresses_that_cannot_be_used_is_told(configured, publisher):
    config = configured({"mode": "ftp"})
    code, _, err = run(config)
    assert code == 2 and "colonne mode : « ftp »" in err and publisher.asked == []


@pytest.mark.skipif(os.name != "posix" or os.geteuid() == 0, reason="les droits n’arrêtent pas root")
def test_a_home_that_cannot_be_written_is_a_sentence(configured, publisher):
    config = configured({})
    config.home.mkdir()
    config.home.chmod(0o500)
    code, _, err = run(config)
    assert code == 2 and "ne peut pas être écrit" in err


def test_a_file_in_place_of_the_store_is_a_sentence(configured, publisher):
    config = configured({})
    config.home.mkdir()
    (config.home / "brut").write_text("pas un dossier", encoding="utf-8")
    code, _, err = run(config)
    assert code == 2 and "ne peut pas être écrit" in err


def test_a_second_collection_at_the_same_time_is_refused(configured, publisher):
    sent, release = threading.Event(), threading.Event()
    publisher.serve("/fichier.csv", OCTETS)
    publisher.plans["/fichier.csv"] = [hold(HALF, sent, release)]
    config = configured({})
    first = command(config)
    try:
        assert sent.wait(30)
        code, _, err = run(config)
        assert code == 2 and "Une autre collecte est en cours" in err
    finally:
        release.set()
        assert first.wait(30) == 0


def test_a_folder_replaces_the_network(configured, publisher, tmp_path):
    folder = tmp_path / "clé USB"
    folder.mkdir()
    workbook = zip_octets(xl__workbook_x_xml=b"<workbook/>")
    (folder / "bmo.xlsx").write_bytes(workbook)
    (folder / "photo.jpg").write_bytes(b"\xff\xd8\xff")
    config = configured({"adresse": "/bmo.xlsx"})
    code, out, _ = run(config, "--mirror", str(folder))
    assert code == 0 and publisher.asked == []
    assert "1 nouveau, 1 non reconnu" in out and "photo.jpg" in out
    assert [one.path.read_bytes() for one in current(config)] == [workbook]
