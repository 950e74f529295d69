"""The raw store: dated, never changed, never twice the same octets, whole whenever a process dies."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from dataclasses import replace

import pytest
from conftest import csv_octets, zip_octets
from loopback import unsized

from config import ROOT, for_child
from etl.fetch.collection import AlreadyCollecting, held
from etl.fetch.gathering import reading_folder
from etl.fetch.outcome import State
from etl.fetch.partial import Partial
from etl.fetch.store import current, store
from etl.fetch.version import Version

OCTETS = csv_octets(50_000)


def test_the_same_octets_under_two_addresses_take_room_once(collecting, publisher):
    publisher.serve("/un.csv", OCTETS)
    publisher.serve("/deux.csv", OCTETS)
    one, two = (outcome.version.path for outcome in collecting({"adresse": "/un.csv"}, {"adresse": "/deux.csv"}))
    assert one != two and one.samefile(two)


def test_a_version_that_comes_back_is_current_again_and_takes_no_room(collecting, publisher):
    versions = []
    for octets in (OCTETS, OCTETS[:-26], OCTETS):
        publisher.serve("/fichier.csv", octets)
        versions.append(collecting.one().version.path)
    assert len(set(versions)) == 3 and versions[0].samefile(versions[2])
    assert [version.path for version in current(collecting.config)] == [versions[2]]


def test_without_hard_links_the_store_holds_copies(collecting, publisher, monkeypatch):
    def refuse(*_):
        raise OSError("not supported")

    monkeypatch.setattr(os, "link", refuse)
    publisher.serve("/fichier.csv", OCTETS)
    outcome = collecting.one()
    (read,) = (path for path in reading_folder(collecting.config).rglob("*") if path.is_file())
    assert collecting.kept(outcome) == read.read_bytes() == OCTETS and not read.samefile(outcome.version.path)


@pytest.mark.skipif(os.name != "posix", reason="les droits d’écriture se lisent autrement ailleurs")
def test_a_stored_version_is_read_only(collecting, publisher):
    publisher.serve("/fichier.csv", OCTETS)
    assert collecting.one().version.path.stat().st_mode & 0o222 == 0


def test_a_download_that_follows_a_killed_one_never_writes_into_a_stored_version(collecting, publisher, monkeypatch):
    """The store takes a file by a hard link; killed before it lets the download go, both names are still there."""

    def killed(partial):
        raise KeyboardInterrupt

    publisher.serve("/fichier.csv", OCTETS)
    publisher.plans["/fichier.csv"] = [unsized, unsized]
    with monkeypatch.context() as patch, pytest.raises(KeyboardInterrupt):
        patch.setattr(Partial, "done", killed)
        collecting.one()
    (first,) = current(collecting.config)
    after = OCTETS.replace(b"commune", b"COMMUNE")
    publisher.serve("/fichier.csv", after)
    assert collecting.kept(collecting.one()) == after and first.path.read_bytes() == OCTETS


def test_the_reading_folder_is_the_mirror_else_the_latest_files_else_nothing(collecting, publisher, tmp_path):
    config = collecting.config
    assert reading_folder(config) is None
    for octets in (OCTETS, OCTETS[:-26]):
        publisher.serve("/fichier.csv", octets)
        collecting.one()
    publisher.serve("/autre.csv", OCTETS)
    collecting.one(source="autre", adresse="/autre.csv")
    folder = reading_folder(config)
    read = {path.relative_to(folder).as_posix(): path.read_bytes() for path in folder.rglob("*") if path.is_file()}
    assert read == {"essai/fichier.csv": OCTETS[:-26], "autre/autre.csv": OCTETS}
    assert reading_folder(replace(config, mirror=tmp_path)) == tmp_path


def test_two_resources_of_one_file_name_are_both_read(collecting, publisher):
    """A publisher zips its workbook: the file kept takes the name that another resource already has."""
    workbook, archive = zip_octets(xl__workbook_x_xml=b"<workbook/>"), zip_octets(a_x_csv=b"x")
    publisher.serve("/un/bmo.xlsx", archive)
    publisher.serve("/deux/bmo.zip", zip_octets(autre_x_xlsx=workbook))
    collecting({"adresse": "/un/bmo.xlsx"}, {"adresse": "/deux/bmo.zip"})
    read = [path.read_bytes() for path in reading_folder(collecting.config).rglob("bmo.zip") if path.is_file()]
    assert sorted(map(len, read)) == sorted(len(publisher.files[path].octets) for path in publisher.files)


def test_a_reading_under_way_keeps_its_folder_while_a_collection_changes_the_store(collecting, publisher):
    publisher.serve("/fichier.csv", OCTETS)
    collecting.one()
    before = reading_folder(collecting.config)
    assert reading_folder(collecting.config) == before
    publisher.serve("/fichier.csv", OCTETS[:-26])
    collecting.one()
    assert reading_folder(collecting.config) != before
    assert (before / "essai" / "fichier.csv").read_bytes() == OCTETS


def test_old_gatherings_go_away(collecting, publisher):
    for length in range(1000, 7000, 1000):
        publisher.serve("/fichier.csv", OCTETS[:length])
        collecting.one()
        folder = reading_folder(collecting.config)
    assert folder.is_dir() and len(list(folder.parent.iterdir())) == 3


def test_a_gathering_with_a_file_removed_by_hand_is_made_again(collecting, publisher):
    publisher.serve("/fichier.csv", OCTETS)
    collecting.one()
    lost = reading_folder(collecting.config) / "essai" / "fichier.csv"
    lost.unlink()
    assert (reading_folder(collecting.config) / "essai" / "fichier.csv").read_bytes() == OCTETS


def test_a_version_without_its_file_or_with_a_broken_note_does_not_count(collecting, publisher):
    publisher.serve("/fichier.csv", OCTETS)
    first = collecting.one().version
    publisher.serve("/fichier.csv", OCTETS[:-26])
    collecting.one().version.path.unlink()
    assert [one.sha256 for one in current(collecting.config)] == [first.sha256]
    first.path.with_name("version.json").write_text("{", encoding="utf-8")
    assert current(collecting.config) == []


def test_two_collections_do_not_write_at_once(collecting):
    child = "from config import load\nfrom etl.fetch.collection import held\nfrom etl.fetch.store import store\n"
    child += "with held(store(load())):\n print('held', flush=True)\n input()\n"
    process = subprocess.Popen(
        [sys.executable, "-c", child], cwd=ROOT, env=for_child(collecting.config), text=True,
        stdin=subprocess.PIPE, stdout=subprocess.PIPE,
    )  # fmt: skip
    try:
        assert process.stdout.readline() == "held\n"
        with pytest.raises(AlreadyCollecting), held(collecting.store):
            pass
    finally:
        process.communicate("\n")
    with held(collecting.store):
        pass


DYING = """
import os, signal, sys
from pathlib import Path
from config import load
from etl.fetch import store as module
step = sys.argv[1]
real = getattr(module, step)
def dying(*given):
    if step == "link": real(*given)
    os.kill(os.getpid(), signal.SIGKILL)
setattr(module, step, dying)
module.store(load()).keep(Path(sys.argv[2]), module.Version("essai", "f.csv", "", "Essai", "LO", "f.csv"))
"""


@pytest.mark.skipif(os.name != "posix", reason="SIGKILL n’existe que sur POSIX")
@pytest.mark.parametrize("step", ["digest", "link", "_seal", "write_note"])
def test_killed_while_storing_nothing_half_written_is_seen_and_nothing_is_lost(blank, tmp_path, step):
    octets = tmp_path / "f.csv"
    octets.write_bytes(OCTETS)
    command = [sys.executable, "-c", DYING, step, str(octets)]
    died = subprocess.run(command, cwd=ROOT, env=for_child(blank), capture_output=True, text=True)
    assert died.returncode == -9, died.stderr
    assert current(blank) == [] and reading_folder(blank) is None and octets.read_bytes() == OCTETS
    with held(store(blank)):
        version, new = store(blank).keep(octets, Version("essai", "f.csv", "", "Essai", "LO", "f.csv"))
    assert new and version.path.read_bytes() == OCTETS
    assert not (store(blank).root / ".ecriture" / "x").exists()
    assert [path.name for path in (store(blank).root / ".ecriture").iterdir()] == []


def test_a_full_disk_is_a_sentence(collecting, publisher, monkeypatch):
    def full(*_, **__):
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(shutil, "copyfile", full)
    monkeypatch.setattr(os, "link", full)
    publisher.serve("/fichier.csv", OCTETS)
    outcome = collecting.one()
    assert outcome.etat == State.ECHEC and "il n’y a plus de place" in outcome.phrase
