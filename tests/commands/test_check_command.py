"""A load of the département's own tables, as it is typed: checked, prepared, published, carried over."""

from __future__ import annotations

import json
import shutil
from hashlib import sha256
from pathlib import Path

import pandas as pd
import pytest
from departement_files import OFFER, frames, write

from etl.deposits.changes import mapping
from etl.deposits.store import listed, opened, place
from etl.spreadsheets.mapping import IGNORED, written
from warehouse import editions
from warehouse.differences import rows

TODAY = pd.Timestamp.today().strftime("%Y-%m-%d")


@pytest.fixture
def offer(tmp_path) -> list[str]:
    return write(tmp_path / "envoi", **{name: frames()[name] for name in OFFER})


def kept(config) -> list[Path]:
    return [path for path in place(config).rglob("*") if path.is_file() and not path.name.endswith(".verrou")]


def checked(manage, *arguments: str) -> dict:
    done = manage("check", *arguments, "--date", TODAY, "--json")
    assert done.code == 0, done.out + done.err
    return json.loads(done.out)


def test_a_load_is_prepared_then_published(light, manage, offer, tmp_path):
    trail = tmp_path / "suivi.jsonl"
    done = manage("check", *offer, "--date", TODAY, "--service", "cellule insertion", "--suivi", str(trail))
    received = sum(len(frames()[name]) for name in OFFER)
    (deposit,) = listed(light)
    spaced = f"{received:,}".replace(",", "\u202f")
    assert done.code == 0, done.err
    assert f"Lignes reçues : {spaced} = acceptées : {spaced} + écartées : 0 + refusées : 0" in done.out
    assert f"« manage.py publish --depot {deposit.id} »" in done.out
    assert (deposit.state, deposit.edition, deposit.service) == ("prepare", 1, "cellule insertion")
    assert editions.current(light) is None, "nothing is served before somebody publishes it"

    lines = [json.loads(line) for line in trail.read_text(encoding="utf-8").splitlines()]
    assert lines[0] == {"depot": deposit.id} and lines[-1] == {"code": 0}
    steps = [line for line in lines if "etape" in line]
    assert steps[-1]["etape"] == "Écriture de l’édition" and all(0 <= line["fait"] < line["total"] for line in steps)

    done = manage("publish", "--depot", deposit.id, "--service", "direction")
    assert done.code == 0 and "L’édition 1 est servie (" in done.out
    served = editions.current(light)
    assert not served.synthetic
    assert {name: len(served.table(name)) for name in OFFER} == {name: len(frames()[name]) for name in OFFER}
    assert not served.has("parcours"), "the demonstration is never mixed with real tables"
    assert opened(light, deposit.id).state == "publie"
    told = [(one.what, one.number, one.service) for one in editions.journal(light)]
    assert told == [("preparee", 1, "cellule insertion"), ("mise_en_service", 1, "direction")]
    assert "cellule insertion" in manage("editions").out
    assert "édition 1 mise en service · direction" in manage("editions", "--journal").out


@pytest.fixture(scope="session")
def shelf(tmp_path_factory) -> Path:
    """Where the home of a first load is kept once it is made."""
    return tmp_path_factory.mktemp("premier_chargement") / "var"


@pytest.fixture
def served(light, manage, offer, shelf) -> str:
    """A first load that is served, made once and copied; its identifier."""
    if shelf.exists():
        shutil.copytree(shelf, light.home)
        return listed(light)[0].id
    name = checked(manage, *offer)["depot"]
    assert manage("publish", "--depot", name).code == 0
    shutil.copytree(light.home, shelf)
    return name


def test_the_other_own_tables_are_carried_over_as_they_came(light, manage, served, offer, tmp_path):
    before = editions.current(light)
    changed = frames()["actions"].assign(cible_remplissage=0.9)
    (path,) = write(tmp_path / "suite", actions=changed)
    told = checked(manage, path)
    assert (told["recues"], told["acceptees"], told["edition"]) == (len(changed), len(changed), 2)
    after = editions.open_edition(light, 2)
    counts = rows(before, after).set_index("table")
    assert counts.loc["actions", "modifiees"] == len(changed)
    for name in ("territoires", "structures", "sessions"):
        assert counts.loc[name].tolist() == [0, 0, 0, len(frames()[name])]
        journal = after.table("chargements").query("table == @name").iloc[0]
        content = Path(next(one for one in offer if Path(one).name == f"{name}.csv")).read_bytes()
        assert (journal["fichier"], journal["sha256"]) == (f"{name}.csv", sha256(content).hexdigest())
        assert journal["date_donnees"] == pd.Timestamp(TODAY)
    assert (
        after.table("chargements").query("table == 'actions'")["sha256"].item()
        == sha256(Path(path).read_bytes()).hexdigest()
    )


def test_publishing_again_keeps_the_own_tables(light, manage, served):
    assert manage("publish").code == 0
    after = editions.current(light)
    assert after.number == 2 and not after.synthetic
    assert rows(editions.open_edition(light, 1), after)["identiques"].sum() == sum(
        len(frames()[name]) for name in OFFER
    )


def test_the_demonstration_comes_back_only_when_asked(light, manage, served):
    assert manage("publish", "--demonstration").code == 0
    assert editions.current(light).synthetic and editions.current(light).has("parcours")
    assert manage("publish", "--demonstration", "--depot", served).code == 2


def test_a_stale_preparation_is_judged_again_before_it_is_published(light, manage, served, tmp_path):
    name = checked(manage, *write(tmp_path / "suite", actions=frames()["actions"].assign(cible_remplissage=0.9)))[
        "depot"
    ]
    assert manage("publish").code == 0
    done = manage("publish", "--depot", name)
    assert done.code == 0, done.err
    assert "a été préparée quand l’édition 1 était servie ; depuis, l’édition 3 est servie" in done.err
    now = editions.current(light)
    assert now.number == 4 and set(now.table("actions")["cible_remplissage"]) == {0.9}
    assert [one.statut for one in editions.history(light)] == ["publiee", "publiee", "abandonnee", "publiee"]


def test_a_load_the_gate_refuses_changes_nothing_and_says_why(light, manage, served, tmp_path):
    faulty = frames()["sessions"].copy()
    faulty.loc[faulty.index[:20], "action_id"] = "inconnue"
    done = manage("check", *write(tmp_path / "suite", sessions=faulty), "--date", TODAY)
    deposit = listed(light)[0]
    assert done.code == 3 and "Bloquant :" in done.err and f"--depot {deposit.id}" in done.err
    received = len(faulty)
    assert f"Lignes reçues : {received} = acceptées : 0 + écartées : 0 + refusées : {received}" in done.out
    assert (deposit.state, deposit.edition, editions.current(light).number) == ("refuse", 2, 1)
    assert manage("publish", "--depot", deposit.id).code == 2
    rejected = editions.open_edition(light, 2).table("rejets").query("table == 'sessions'")
    assert sorted(rejected["ligne"].unique()) == list(range(2, 22)), "lines as a person sees them in the file"


def test_a_collapse_waits_for_a_reason(light, manage, served, tmp_path):
    few = frames()["sessions"].head(len(frames()["sessions"]) // 3)
    done = manage("check", *write(tmp_path / "suite", sessions=few), "--date", TODAY)
    assert done.code == 3 and "en attendant votre confirmation" in done.err
    name = listed(light)[0].id
    done = manage("check", "--depot", name, "--confirmer", "Fin des sessions d’été")
    assert done.code == 0, done.err
    assert opened(light, name).state == "prepare"
    results = editions.open_edition(light, 3).table("regles_resultats")
    told = results[(results["table"] == "sessions") & (results["regle"] == "GEN-08")]
    assert told["confirmation"].tolist() == ["Fin des sessions d’été"]


def test_persons_are_refused_before_anything_is_written(light, manage, tmp_path):
    named = frames()["structures"].assign(NIR="2 99 99 99 999 999 99")
    done = manage("check", *write(tmp_path / "envoi", structures=named))
    assert done.code == 3 and "NIR" in done.err and "rien n’en a été gardé" in done.err
    assert "299999" not in (done.out + done.err).replace(" ", "")
    assert kept(light) == [] and listed(light) == []


def test_a_file_that_cannot_be_read_is_told_and_not_kept(light, manage, tmp_path):
    broken = tmp_path / "tableau.xlsx"
    broken.write_bytes(b"PK\x03\x04 coupe en route")
    done = manage("check", str(broken))
    assert done.code == 4 and "tableau.xlsx" in done.err
    assert kept(light) == []


@pytest.mark.parametrize(
    ("arguments", "sentence"),
    [
        ((), "Donnez les fichiers à contrôler"),
        (("absent.xlsx",), "Le fichier « absent.xlsx » ne peut pas être lu"),
        (("--depot", "../.."), "Le dépôt « ../.. » n’existe pas"),
        (("x.csv", "--date", "31/01/2026"), "« 31/01/2026 » n’est pas une date"),
        (("x.csv", "--service", "jean@exemple.invalid"), "jamais le nom ni l’adresse d’une personne"),
    ],
)
def test_misuse_ends_in_a_sentence(manage, arguments, sentence):
    done = manage("check", *arguments)
    assert done.code == 2 and sentence in done.err


def test_a_withdrawn_load_leaves_neither_files_nor_edition(light, manage, offer):
    name = checked(manage, *offer)["depot"]
    assert f"Dépôt {name}" in manage("deposits").out
    assert manage("deposits", "--retirer", name).code == 0
    assert [path.suffix for path in kept(light) if path.suffix == ".csv"] == []
    assert [one.statut for one in editions.history(light)] == ["abandonnee"]
    assert json.loads(manage("deposits", "--json").out)[0]["etat"] == "abandonne"
    assert manage("publish", "--depot", name).code == 2


def test_keys_of_persons_are_hashed_once_and_originals_erased(light, manage, served, tmp_path):
    sent = frames()["prescriptions"]
    name = checked(manage, *write(tmp_path / "suite", prescriptions=sent))["depot"]
    assert manage("publish", "--depot", name).code == 0
    first = editions.current(light).table("prescriptions")
    assert len(first) == len(sent) and not set(first["personne_key"]) & set(sent["personne_key"])
    assert first["personne_key"].nunique() == sent["personne_key"].nunique()
    assert [path.suffix for path in opened(light, name).folder.rglob("*.csv")] == []
    assert manage("publish").code == 0
    again = editions.current(light).table("prescriptions")
    assert again["personne_key"].tolist() == first["personne_key"].tolist()


def test_the_same_file_is_another_load_when_it_is_read_otherwise(light, manage, served, offer, tmp_path):
    (actions,) = [path for path in offer if Path(path).name == "actions.csv"]
    done = manage("check", actions, "--date", TODAY)
    today = pd.Timestamp.today().strftime("%d/%m/%Y")
    assert done.code == 3 and f"Le fichier actions.csv a déjà été chargé le {today}. Rien n’a changé." in done.err

    read_otherwise = json.loads(written(mapping(opened(light, served))))
    (sheet,) = [one for one in read_otherwise["sheets"] if "cible_remplissage" in one["columns"]]
    read_otherwise["sheets"] = [sheet | {"feuille": "", "columns": sheet["columns"] | {"cible_remplissage": IGNORED}}]
    told = tmp_path / "correspondance.json"
    told.write_text(json.dumps(read_otherwise), encoding="utf-8")
    found = checked(manage, actions, "--correspondance", str(told))
    assert found["acceptees"] == len(frames()["actions"])


def test_what_is_left_aside_in_a_sheet_is_told(light, manage, served, tmp_path):
    (path,) = write(tmp_path / "suite", actions=frames()["actions"].assign(cible_remplissage=0.9))
    rows = len(frames()["actions"])
    with Path(path).open("a", encoding="utf-8") as stream:
        stream.write("\n".join(["", "Récapitulatif;Nombre", f"Actions;{rows}", ""]))
    told = (
        f"Les lignes {rows + 3} à {rows + 4} de « actions.csv » forment un autre tableau : il n’est pas lu. Si ce sont "
        "des données, placez-les dans une feuille à part."
    )
    found = checked(manage, path)
    assert (found["recues"], found["acceptees"], found["remarques"]) == (rows, rows, [told])
    assert f"  À savoir : {told}" in manage("check", "--depot", found["depot"]).out
