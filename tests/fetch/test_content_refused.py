"""What arrives is not always what was awaited: it is refused by a sentence and never enters the store."""

from __future__ import annotations

import hashlib
import io
import json
import zipfile

import pytest
from conftest import csv_octets, zip_octets
from loopback import cut

from etl.fetch.outcome import State
from etl.fetch.partial import waiting

PAGE = b"\xef\xbb\xbf\n<!DOCTYPE html><html><body>Maintenance</body></html>"
WORKBOOK = zip_octets(xl__workbook_x_xml=b"<workbook/>", xl__sheet1_x_xml=csv_octets(20_000))
ARCHIVE = zip_octets(donnees_x_csv=csv_octets(20_000))


def damaged(octets: bytes) -> bytes:
    """The same archive, one octet changed in the middle of its first member."""
    return octets[:2000] + bytes([octets[2000] ^ 0xFF]) + octets[2001:]


@pytest.mark.parametrize(
    ("nom", "octets", "sentence"),
    [
        ("bmo.xlsx", PAGE, "le site a envoyé une page web"),
        ("donnees.csv", PAGE, "le site a envoyé une page web"),
        ("donnees.parquet", PAGE, "le site a envoyé une page web"),
        ("donnees.zip", PAGE, "le site a envoyé une page web"),
        ("donnees.csv", b'{"error_code": "InvalidWhere"}', "un message du site (JSON)"),
        ("donnees.csv", b"<?xml version='1.0'?><erreur/>", "un message du site (XML)"),
        ("donnees.csv", b"", "est vide"),
        ("donnees.zip", ARCHIVE[:-500], "tronquée ou abîmée"),
        ("bmo.xlsx", WORKBOOK[:3000], "tronquée ou abîmée"),
        ("donnees.zip", damaged(ARCHIVE), "abîmée"),
        ("donnees.parquet", b"PAR1" + b"x" * 500, "Parquet tronqué"),
        ("donnees.json", b'[{"nom": "Angers"}, {"nom": "Sau', "JSON tronqué"),
        ("donnees.zip", csv_octets(500), "le site a envoyé un texte"),
    ],
)
def test_refused_with_its_sentence(collecting, publisher, nom, octets, sentence):
    publisher.serve(f"/{nom}", octets)
    outcome = collecting.one(adresse=f"/{nom}")
    assert outcome.etat == State.ECHEC and sentence in outcome.phrase and f"« {nom} »" in outcome.phrase
    assert "Relancez" in outcome.phrase
    assert collecting.versions() == [] and waiting(collecting.store.partial) == []


def test_a_refused_version_leaves_the_former_one_current(collecting, publisher):
    publisher.serve("/bmo.xlsx", WORKBOOK)
    collecting.one(adresse="/bmo.xlsx")
    publisher.serve("/bmo.xlsx", PAGE)
    outcome = collecting.one(adresse="/bmo.xlsx")
    assert outcome.etat == State.ECHEC and collecting.kept(outcome) == WORKBOOK


@pytest.mark.parametrize(
    ("nom", "octets", "kept"),
    [
        ("bmo.xlsx", WORKBOOK, "bmo.xlsx"),
        ("bmo.xlsx", ARCHIVE, "bmo.zip"),
        ("bmo.zip", WORKBOOK, "bmo.xlsx"),
        ("chomage.xls", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 600, "chomage.xls"),
        ("donnees.csv", "Libellé;Éffectif\n".encode("cp1252"), "donnees.csv"),
        ("excel.csv", "Libellé;Effectif\n".encode("utf-16"), "excel.csv"),
        ("lieux.json", b'[{"nom": "Angers"}]\n', "lieux.json"),
        ("donnees.parquet", b"PAR1" + b"\0" * 100 + b"PAR1", "donnees.parquet"),
    ],
)
def test_kept_under_a_name_that_says_what_it_is(collecting, publisher, nom, octets, kept):
    publisher.serve(f"/{nom}", octets)
    outcome = collecting.one(adresse=f"/{nom}")
    assert outcome.version.nom == kept and collecting.kept(outcome) == octets


def test_an_encrypted_archive_is_refused(collecting, publisher):
    """The general purpose flag of its only member says that a password is needed."""
    made = io.BytesIO()
    with zipfile.ZipFile(made, "w") as archive:
        archive.writestr("donnees.csv", b"CODGEO;LIBGEO\n" * 100)
    octets = bytearray(made.getvalue())
    octets[6] |= 1
    octets[octets.index(b"PK\x01\x02") + 8] |= 1
    publisher.serve("/donnees.zip", bytes(octets))
    assert "tronquée ou abîmée" in collecting.one(adresse="/donnees.zip").phrase


def test_a_wrong_checksum_is_refused_and_the_right_one_spares_the_download(collecting, publisher):
    octets = csv_octets(30_000)
    publisher.serve("/fichier.csv", octets, etag="")
    for value, state in (("0" * 40, State.ECHEC), (hashlib.sha1(octets).hexdigest(), State.NOUVEAU)):
        listed(publisher, {"type": "sha1", "value": value})
        outcome = collecting.one(mode="datagouv", adresse="/api/1/datasets/jeu/", nom="fichier.csv", motif="2025")
        assert outcome.etat == state
    assert collecting.kept(outcome) == octets
    publisher.asked.clear()
    outcome = collecting.one(mode="datagouv", adresse="/api/1/datasets/jeu/", nom="fichier.csv", motif="2025")
    assert outcome.etat == State.INCHANGE
    assert [one.path for one in publisher.asked] == ["/api/1/datasets/jeu/"], "the file itself is not asked again"


def test_a_checksum_of_an_unknown_kind_proves_nothing(collecting, publisher):
    """Neither that the file is right, nor that it did not change."""
    for octets in (csv_octets(30_000), csv_octets(40_000)):
        publisher.serve("/fichier.csv", octets)
        listed(publisher, {"type": "crc", "value": "0"})
        outcome = collecting.one(mode="datagouv", adresse="/api/1/datasets/jeu/", nom="fichier.csv", motif="2025")
        assert outcome.etat == State.NOUVEAU and collecting.kept(outcome) == octets


def test_a_resumed_file_that_fails_its_checksum_is_taken_again_in_one_go(collecting, publisher):
    """A site may change a file and keep its ETag: only the publisher's checksum shows that the halves differ."""
    before, after = csv_octets(100_000), csv_octets(100_000).replace(b"commune", b"COMMUNE")

    def change(handler):
        cut(40_000)(handler)
        publisher.serve("/fichier.csv", after, etag='"constant"')

    publisher.serve("/fichier.csv", before, etag='"constant"')
    publisher.plans["/fichier.csv"] = [change]
    listed(publisher, {"type": "sha256", "value": hashlib.sha256(after).hexdigest()})
    outcome = collecting.one(mode="datagouv", adresse="/api/1/datasets/jeu/", nom="fichier.csv", motif="2025")
    assert collecting.kept(outcome) == after and publisher.statuses == [200, 200, 206, 200]


def listed(publisher, checksum: dict) -> None:
    """A dataset of one resource, the file, with that checksum."""
    resource = {"title": "Fichier 2025", "format": "csv", "url": f"{publisher.base}/fichier.csv", "checksum": checksum}
    publisher.serve("/api/1/datasets/jeu/", json.dumps({"resources": [resource]}).encode())
