"""A deposit is received whole or not at all, changed by one process at a time, and erased when it must be."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
import time
from dataclasses import replace
from datetime import date
from hashlib import sha256

import pytest
from deposit_files import ACTIONS, PRESCRIPTIONS, as_csv, mapped

from config import ROOT, for_child
from etl.deposits import changes, erasure, store
from etl.deposits.deposit import DepositRefused, UnknownDeposit
from etl.deposits.store import listed, opened, receive

CONTENT = as_csv(ACTIONS)


def everything(config) -> list[str]:
    """Every path left under the home, without the locks."""
    found = (path.relative_to(config.home).as_posix() for path in config.home.rglob("*") if path.is_file())
    return [path for path in found if not path.endswith(".verrou")]


def test_what_is_received_is_kept_as_it_came(blank):
    came = receive(blank, {"actions.csv": CONTENT}, "cellule insertion", date(2026, 1, 31))
    found = opened(blank, came.id)
    assert found == came
    assert (found.state, found.service, found.day, found.edition) == (
        "recu",
        "cellule insertion",
        date(2026, 1, 31),
        None,
    )
    ((file, content),) = found.contents()
    assert (file.nom, file.octets, file.sha256) == ("actions.csv", len(CONTENT), sha256(CONTENT).hexdigest())
    assert content == CONTENT
    assert [(step.state, step.service) for step in found.history] == [("recu", "cellule insertion")]


def test_deposits_are_listed_the_newest_first_and_by_departement(blank):
    ids = []
    for _ in range(3):
        ids.append(receive(blank, {"a.csv": CONTENT}).id)
        time.sleep(0.002)  # they sort by the millisecond
    receive(replace(blank, departement="53"), {"a.csv": CONTENT})
    assert [one.id for one in listed(blank)] == ids[::-1]
    assert {one.service for one in listed(blank)} == {"poste local"}


def test_a_path_in_a_name_leads_nowhere_and_names_stay_apart(blank):
    came = receive(blank, {"../../x.csv": CONTENT, "ailleurs/X.csv": b"b", "x.csv": b"c"})
    assert [one.nom for one in came.files] == ["x.csv", "X (2).csv", "x (3).csv"]
    inside = store.place(blank) / came.id / "fichiers"
    assert sorted(path.name for path in inside.iterdir()) == sorted(one.nom for one in came.files)
    assert [content for _, content in came.contents()] == [CONTENT, b"b", b"c"]


@pytest.mark.skipif(os.name != "posix", reason="droits POSIX")
def test_only_this_account_may_open_a_deposit(blank):
    came = receive(blank, {"a.csv": CONTENT})
    changes.keep_mapping(blank, came.id, mapped("actions", "action_id"), complete=True)
    folders = [store.place(blank), came.folder, came.folder / "fichiers", came.folder / "corrections"]
    assert {folder.stat().st_mode & 0o777 for folder in folders} == {0o700}
    assert {path.stat().st_mode & 0o777 for path in came.folder.rglob("*") if path.is_file()} == {0o600}


@pytest.mark.parametrize("label", ["jean.exemple@exemple.invalid", "x" * 61])
def test_who_is_a_service_never_an_address(blank, label):
    with pytest.raises(DepositRefused, match="jamais le nom ni l’adresse d’une personne"):
        receive(blank, {"a.csv": CONTENT}, label)
    assert everything(blank) == []


@pytest.mark.parametrize("identifier", ["../../etc", "20260101T000000000-abcdef", "", "x"])
def test_an_unknown_deposit_is_told(blank, identifier):
    with pytest.raises(UnknownDeposit, match="n’existe pas dans ce département"):
        opened(blank, identifier)


# The child may write no file longer than 1 000 octets: what a full disk does, at the same place.
FULL_DISK = """
import resource, sys
from config import load
from etl.deposits.deposit import DepositRefused
from etl.deposits.store import receive

resource.setrlimit(resource.RLIMIT_FSIZE, (1000, 1000))
try:
    receive(load(), {"petit.csv": b"a" * 10, "grand.csv": b"a" * 5000})
except DepositRefused as refused:
    print(refused)
"""


@pytest.mark.skipif(os.name != "posix", reason="limites POSIX")
def test_a_disk_that_refuses_leaves_nothing_behind(blank):
    done = subprocess.run(
        [sys.executable, "-c", FULL_DISK], cwd=ROOT, env=for_child(blank), capture_output=True, text=True, check=True
    )
    assert done.stdout.startswith(f"Le dépôt n’a pas pu être enregistré dans {store.place(blank)} : ")
    assert "Rien n’a été gardé ni changé" in done.stdout and done.stderr == ""
    assert everything(blank) == [] and listed(blank) == []
    assert [path.name for path in store.place(blank).iterdir()] == []


def test_a_folder_that_cannot_be_made_is_told(blank):
    blank.home.mkdir(parents=True)
    (blank.home / "depots").write_text("un fichier à la place du dossier")
    with pytest.raises(DepositRefused, match="n’a pas pu être enregistré"):
        receive(blank, {"a.csv": CONTENT})


def test_a_mapping_a_confirmation_and_a_correction_are_kept_with_the_load(blank):
    name = receive(blank, {"a.csv": CONTENT}).id
    chosen = mapped("actions", "action_id", "nom")
    assert changes.keep_mapping(blank, name, chosen, complete=False).state == "a_completer"
    assert changes.keep_mapping(blank, name, chosen, complete=True).state == "controle"
    assert changes.mapping(opened(blank, name)) == chosen
    changes.judged(blank, opened(blank, name), accepted=False, edition=4)
    changes.confirm(blank, name, "GEN-08", "actions", "Fermeture de  la moitié des ateliers", "direction")
    found = opened(blank, name)
    assert (found.state, found.edition) == ("controle", 4), "what was judged has changed: to be judged again"
    (said,) = changes.confirmations(found)
    assert (said.regle, said.table, said.raison, said.service) == (
        "GEN-08", "actions", "Fermeture de la moitié des ateliers", "direction",
    )  # fmt: skip
    found = changes.add_correction(blank, name, "corrigé.csv", b"x")
    found = changes.add_correction(blank, name, "corrigé.csv", b"y")
    assert [(file.nom, content) for file, content in found.corrected()] == [
        ("01-corrigé.csv", b"x"), ("02-corrigé.csv", b"y"),
    ]  # fmt: skip
    assert [step.state for step in found.history] == [
        "recu", "a_completer", "controle", "refuse", "controle", "controle", "controle",
    ]  # fmt: skip


def test_only_volumes_are_confirmed_and_never_without_a_reason(blank):
    name = receive(blank, {"a.csv": CONTENT}).id
    with pytest.raises(DepositRefused, match="Le contrôle GEN-05 ne se confirme pas"):
        changes.confirm(blank, name, "GEN-05", "actions", "oui")
    with pytest.raises(DepositRefused, match="Dites pourquoi"):
        changes.confirm(blank, name, "GEN-08", "actions", "  ")
    assert changes.confirmations(opened(blank, name)) == []


def test_a_published_deposit_changes_no_more(blank):
    name = receive(blank, {"a.csv": CONTENT}).id
    changes.keep_mapping(blank, name, mapped("actions", "action_id"), complete=True)
    erasure.published(blank, name, 3, "direction")
    with pytest.raises(DepositRefused, match=f"Le dépôt {name} est publié : il ne change plus"):
        changes.add_correction(blank, name, "b.csv", b"")
    with pytest.raises(DepositRefused, match="il ne se retire plus"):
        erasure.withdraw(blank, name)


def test_originals_of_individual_tables_go_once_published_the_others_stay(blank):
    files = {"prescriptions.csv": as_csv(PRESCRIPTIONS), "actions.csv": CONTENT}
    sheets = {"prescriptions.csv": ("Prescriptions",), "actions.csv": ("Actions",)}
    name = receive(blank, files, sheets=sheets).id
    both = mapped("prescriptions", *PRESCRIPTIONS[0], feuille="Prescriptions")
    both = replace(both, sheets=(*both.sheets, *mapped("actions", *ACTIONS[0], feuille="Actions").sheets))
    changes.keep_mapping(blank, name, both, complete=True)
    assert erasure.published(blank, name, 2).edition == 2
    found = opened(blank, name)
    assert [(one.nom, one.erased is None) for one in found.files] == [
        ("prescriptions.csv", False),
        ("actions.csv", True),
    ]
    assert [file.nom for file, _ in found.contents()] == ["actions.csv"]
    assert ("ab" * 32).encode() not in b"".join(path.read_bytes() for path in found.folder.rglob("*") if path.is_file())
    assert found.files[0].sha256 == sha256(as_csv(PRESCRIPTIONS)).hexdigest(), "to know what was loaded"


def test_a_withdrawn_deposit_loses_its_files_and_keeps_its_history(blank):
    name = receive(blank, {"a.csv": CONTENT}).id
    changes.add_correction(blank, name, "b.csv", CONTENT)
    erasure.withdraw(blank, name, "direction")
    found = opened(blank, name)
    assert (found.state, list(found.contents()), list(found.corrected())) == ("abandonne", [], [])
    assert [path for path in everything(blank) if path.endswith(".csv")] == []
    assert erasure.withdraw(blank, name).history == found.history, "withdrawn once"


def test_persons_leave_no_trace(blank):
    name = receive(blank, {"a.csv": CONTENT}).id
    changes.keep_mapping(blank, name, mapped("actions", "action_id"), complete=True)
    erasure.erase(blank, name)
    assert everything(blank) == [] and listed(blank) == []


def test_a_purge_finishes_what_a_killed_process_left(blank):
    name = receive(blank, {"a.csv": CONTENT}).id
    erasure.withdraw(blank, name)
    folder = store.place(blank) / name
    said = json.loads((folder / "etat.json").read_text(encoding="utf-8"))
    said["files"][0]["erased"] = None
    (folder / "etat.json").write_text(json.dumps(said), encoding="utf-8")
    (folder / "fichiers" / "a.csv").write_bytes(CONTENT)
    draft = store.place(blank) / ".arrivee-20200101T000000000-abcdef"
    shutil.copytree(folder, draft)
    os.utime(draft, (0, 0))
    assert erasure.purge(blank) == 2
    assert [path for path in everything(blank) if path.endswith(".csv")] == []
    assert erasure.purge(blank) == 0


def test_a_folder_that_is_not_a_deposit_is_passed_over(blank):
    name = receive(blank, {"a.csv": CONTENT}).id
    other = store.place(blank) / "20200101T000000000-abcdef"
    other.mkdir()
    (other / "etat.json").write_text("{", encoding="utf-8")
    assert [one.id for one in listed(blank)] == [name]


LOADING = """
import sys
from config import load
from etl.deposits import changes
from etl.deposits.store import receive

config, shared = load(), sys.argv[1]
for turn in range(5):
    receive(config, {"a.csv": sys.argv[2].encode() * 1000})
    changes.add_correction(config, shared, "c.csv", sys.argv[2].encode())
"""


def test_several_people_loading_at_once_lose_nothing(blank):
    shared = receive(blank, {"a.csv": CONTENT}).id
    environment = for_child(blank)
    children = [
        subprocess.Popen([sys.executable, "-c", LOADING, shared, letter], cwd=ROOT, env=environment) for letter in "xyz"
    ]
    assert [child.wait() for child in children] == [0, 0, 0]
    others = [one for one in listed(blank) if one.id != shared]
    assert len(others) == 15
    contents = sorted(content[:1] for one in others for _, content in one.contents())
    assert contents == sorted([b"x", b"y", b"z"] * 5)
    corrected = [(file.nom, content) for file, content in opened(blank, shared).corrected()]
    assert [nom for nom, _ in corrected] == [f"{n:02d}-c.csv" for n in range(1, 16)]
    assert sorted(content for _, content in corrected) == sorted([b"x", b"y", b"z"] * 5)
