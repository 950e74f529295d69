"""A folder of publishers' files in place of the network."""

from __future__ import annotations

import hashlib

import pytest
from conftest import csv_octets, zip_octets

from etl.fetch.addresses import Address, addresses, sources
from etl.fetch.collection import offline
from etl.fetch.folder import by_name, files, take
from etl.fetch.gathering import reading_folder
from etl.fetch.outcome import State
from etl.fetch.progress import Display
from etl.fetch.store import current, store

WORKBOOK = zip_octets(xl__workbook_x_xml=b"<workbook/>")


@pytest.fixture
def given(tmp_path):
    """given({"place": octets}): a folder holding these files."""

    def write(files: dict[str, bytes]):
        for place, octets in files.items():
            path = tmp_path / "miroir" / place
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_bytes(octets)
        return tmp_path / "miroir"

    return write


def taken(folder, config, *names: str):
    listed = addresses()
    return list(take(folder, by_name(listed), set(names or sources(listed)), store(config), Display()))


def test_files_are_known_by_their_names_wherever_they_lie(given, blank):
    folder = given({
        "a/b/Base_open_data_BMO_2025.xlsx": WORKBOOK,
        "ResMetBE20.xlsx": WORKBOOK + b"\0",
        "notes.txt": b"rien",
        ".cache/v_commune_2026.csv": csv_octets(1000),
        "~$Base_open_data_BMO_2024.xlsx": b"verrou",
    })  # fmt: skip
    outcomes = taken(folder, blank)
    assert [(one.source, one.nom, one.etat) for one in outcomes] == [
        ("bmo", "ResMetBE20.xlsx", State.NOUVEAU),
        ("bmo", "Base_open_data_BMO_2025.xlsx", State.NOUVEAU),
        ("", "notes.txt", State.INCONNU),
    ]
    assert (folder / "notes.txt").exists(), "left where it is"
    kept = {one.nom: one for one in current(blank)}
    assert kept["Base_open_data_BMO_2025.xlsx"].millesime == "2025"
    assert kept["ResMetBE20.xlsx"].millesime == "", "its name is not the table's: only the file can tell"
    assert kept["ResMetBE20.xlsx"].path.read_bytes() == WORKBOOK + b"\0"


def test_a_copy_is_taken_once_and_a_second_time_nothing_changes(given, blank):
    folder = given({"a/v_commune_2026.csv": csv_octets(1000), "b/v_commune_2026.csv": csv_octets(1000)})
    assert [one.etat for one in taken(folder, blank)] == [State.NOUVEAU]
    assert [one.etat for one in taken(folder, blank)] == [State.INCHANGE]


def test_two_different_files_of_one_name_are_not_chosen_between_in_silence(given, blank):
    folder = given({"a/v_commune_2026.csv": csv_octets(1000), "b/v_commune_2026.csv": csv_octets(2000)})
    first, second = taken(folder, blank)
    assert (first.etat, second.etat) == (State.NOUVEAU, State.ECHEC)
    assert "« a/v_commune_2026.csv »" in second.phrase and second.nom == "b/v_commune_2026.csv"


def test_departements_do_not_replace_each_other(given, blank):
    names = ("dares_defm_communales-brutes_59.csv", "dares_defm_communales-brutes_2A.csv")
    taken(given({name: csv_octets(1000) + name.encode() for name in names}), blank)
    assert {one.nom for one in current(blank)} == set(names)


def test_only_the_sources_asked_for_are_taken(given, blank):
    folder = given({"v_commune_2026.csv": csv_octets(1000), "Base_open_data_BMO_2025.xlsx": WORKBOOK})
    assert [one.source for one in taken(folder, blank, "bmo")] == ["bmo"]


@pytest.mark.parametrize(
    ("octets", "sentence"), [(b"<html></html>", "une page web"), (WORKBOOK[:-30], "tronquée ou abîmée")]
)
def test_a_bad_file_is_refused_and_the_others_taken(given, blank, octets, sentence):
    folder = given({"Base_open_data_BMO_2025.xlsx": octets, "v_commune_2026.csv": csv_octets(1000)})
    bad, good = taken(folder, blank)
    assert bad.etat == State.ECHEC and sentence in bad.phrase and good.etat == State.NOUVEAU
    assert [one.source for one in current(blank)] == ["cog"]


def test_another_way_of_knowing_files_can_be_connected(given, blank):
    cog = next(one for one in addresses() if one.nom == "v_commune_2026.csv")

    def by_header(path) -> Address | None:
        return cog if path.read_bytes().startswith(b"CODGEO;") else None

    folder = given({"sans nom.txt": csv_octets(1000), "autre.txt": b"rien"})
    known, unknown = take(folder, by_header, {"cog"}, store(blank), Display())
    assert (known.source, known.etat, unknown.etat) == ("cog", State.NOUVEAU, State.INCONNU)


def test_what_a_folder_gave_is_told_offline(given, blank):
    taken(given({"ResMetBE20.xlsx": WORKBOOK}), blank)
    told = list(offline([one for one in addresses() if one.source == "bmo"], store(blank)))
    assert [one.nom for one in told if one.etat == State.HORS_LIGNE] == ["ResMetBE20.xlsx"]
    assert {one.etat for one in told} == {State.HORS_LIGNE, State.ABSENT}


@pytest.mark.reel
def test_the_publishers_own_files_are_copied_to_the_octet(mirror, blank):
    outcomes = taken(mirror, blank)
    assert [one.phrase for one in outcomes if one.etat == State.ECHEC] == []
    read = {hashlib.sha256(path.read_bytes()).hexdigest() for path in files(reading_folder(blank))}
    known = [one for one in outcomes if one.version]
    assert read == {one.version.sha256 for one in known}
    assert read <= {hashlib.sha256(path.read_bytes()).hexdigest() for path in files(mirror)}
    found = {one.source for one in known}
    assert {"bmo", "filosofi", "comparateur", "chomage_localise", "cnaf_foyers", "dares_defm", "oarsa",
            "data_inclusion", "france_services", "mediation_numerique", "table_appartenance", "epci",
            "zones_emploi", "clpe", "bassins_bmo", "frr", "qpv"} <= found  # fmt: skip
