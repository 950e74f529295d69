"""The national address service over real HTTP: asked once, in batches, and never missed when it fails."""

from __future__ import annotations

import csv
import email
import io

import pandas as pd
import pytest
from conftest import Hands
from loopback import drip, status

from etl.fetch.adresses_nationales import BATCH, NationalAddresses
from etl.fetch.network import Limits, Network

PATH = "/geocodage/search/csv"
KNOWN = {"3 rue du Mail": ("49007", "47.4712", "-0.5510", "0.97", "housenumber")}
LIMITS = Limits(connect=2, read=2, total=60, tries=3, connect_tries=2, longest_wait=30)


def form(handler) -> dict[str, list[str]]:
    """Fields of the form that was posted, files included."""
    head = f"Content-Type: {handler.headers['Content-Type']}\r\n\r\n".encode()
    fields: dict[str, list[str]] = {}
    for part in email.message_from_bytes(head + handler.asked.posted).get_payload():
        name = part.get_param("name", header="Content-Disposition")
        fields.setdefault(name, []).append(part.get_payload(decode=True).decode())
    return fields


def geocoder(handler) -> None:
    """What the service does: the same lines, its columns added."""
    fields = form(handler)
    assert fields["columns"] == ["adresse", "code_postal", "nom_commune"]
    rows = list(csv.DictReader(io.StringIO(fields["data"][0])))
    handler.server.publisher.batches.append(len(rows))
    out = io.StringIO()
    added = ["result_citycode", "latitude", "longitude", "result_score", "result_type"]
    writer = csv.DictWriter(out, [*rows[0], *added, "result_status"])
    writer.writeheader()
    for row in rows:
        found = KNOWN.get(row["adresse"], ("",) * 5)
        writer.writerow(row | dict(zip(added, found, strict=True)) | {"result_status": "ok"})
    octets = out.getvalue().encode()
    handler.head(200, len(octets), Content_Type="text/csv")
    handler.body(octets)


def says(octets: bytes):
    def behave(handler) -> None:
        handler.head(200, len(octets), Content_Type="text/csv")
        handler.body(octets)

    return behave


@pytest.fixture
def asking(publisher, tmp_path):
    publisher.batches = []
    publisher.usual[PATH] = geocoder
    hands = Hands()

    def ask(*addresses: str) -> tuple[pd.DataFrame, list[str]]:
        places = pd.DataFrame({"adresse": addresses, "code_postal": "49000", "nom_commune": "Angers"})
        service = NationalAddresses(f"{publisher.base}/geocodage", tmp_path / "geocodage", Network(LIMITS, hands.clock))
        return service(places), service.notices

    ask.hands = hands
    return ask


def test_an_address_is_placed_and_asked_only_once(asking, publisher, tmp_path):
    first, notices = asking("3 rue du Mail", "nulle part", "3 rue du Mail")
    assert first["code_insee"].fillna("").tolist() == ["49007", "", "49007"] and notices == []
    assert first.loc[0, ["latitude", "longitude", "score"]].tolist() == [47.4712, -0.551, 0.97]
    assert first["precision"].fillna("").tolist() == ["adresse", "", "adresse"] and publisher.batches == [2]
    again, _ = asking("3  rue du mail", "nulle part")
    assert again["code_insee"].fillna("").tolist() == ["49007", ""] and publisher.batches == [2]
    assert "Mail" not in (tmp_path / "geocodage" / "adresses.jsonl").read_text("utf-8"), "hashes, no address"


def test_a_place_without_an_address_is_not_asked(asking, publisher):
    found, notices = asking("", " ")
    assert found["code_insee"].isna().all() and publisher.asked == [] and notices == []


def test_a_thousand_lines_at_most_go_together(asking, publisher):
    found, _ = asking(*(f"{number} rue Haute" for number in range(BATCH * 2 + 1)))
    assert publisher.batches == [1000, 1000, 1] and len(found) == 2001


@pytest.mark.parametrize("trouble", [status(429, Retry_After="2"), status(500), status(503)])
def test_a_trouble_that_passes_is_waited_for(asking, publisher, trouble):
    publisher.plans[PATH] = [trouble]
    found, notices = asking("3 rue du Mail")
    assert found.loc[0, "code_insee"] == "49007" and notices == [] and len(asking.hands.slept) == 1


GARBAGE = b"<html><title>maintenance</title></html>"
SHORT = b"numero,adresse,result_score,result_citycode,result_type,latitude,longitude\n"
WRONG = SHORT + b"7,3 rue du Mail,0.9,49007,street,47.4,-0.5\n"
NOWHERE = SHORT + b"0,3 rue du Mail,0.9,49007,street,470.4,-0.5\n"
LETTERS = SHORT + b"0,3 rue du Mail,beaucoup,49007,street,47.4,-0.5\n"


@pytest.mark.parametrize(
    ("plan", "said"),
    [
        ([status(429, Retry_After="3600")], "demande d’attendre (429)"),
        ([status(500)] * 3, "est en difficulté (500). Abandon après 3 essais"),
        ([status(404)], "ne connaît pas ce fichier (404). Vérifiez OBS_GEOCODAGE."),
        *(([says(octets)], "sa réponse n’est pas la table attendue") for octets in (GARBAGE, SHORT, WRONG, NOWHERE)),
        ([says(LETTERS)], "sa réponse n’est pas la table attendue"),
        ([says(b"\x00\xff" * 5_000_000)], "sa réponse est démesurée"),
        ([says(b"")], "sa réponse n’est pas la table attendue"),
    ],
)
def test_whatever_fails_is_said_and_nothing_is_believed(asking, publisher, plan, said):
    publisher.plans[PATH] = plan
    found, (notice,) = asking("3 rue du Mail")
    assert found["code_insee"].isna().all() and found["latitude"].isna().all()
    assert said in notice and notice.endswith("Les lieux sont cherchés par commune et code postal.")
    assert asking("3 rue du Mail")[0].loc[0, "code_insee"] == "49007", "asked again, once the service is back"


def test_a_site_that_drips_is_left(asking, publisher, tmp_path):
    publisher.serve(PATH, b"x" * 100_000)
    publisher.plans[PATH] = [drip] * 3
    asking.hands.tick = 1.0
    found, (notice,) = asking("3 rue du Mail")
    assert found["code_insee"].isna().all() and "n’est pas fini après" in notice


def test_no_network_is_said(tmp_path):
    service = NationalAddresses("http://127.0.0.1:1", tmp_path, Network(LIMITS, Hands().clock))
    found = service(pd.DataFrame({"adresse": ["3 rue du Mail"], "code_postal": "", "nom_commune": ""}))
    assert found["code_insee"].isna().all() and "127.0.0.1 est injoignable" in service.notices[0]


def test_a_damaged_memory_is_asked_again(asking, publisher, tmp_path):
    asking("3 rue du Mail")
    file = tmp_path / "geocodage" / "adresses.jsonl"
    file.write_bytes(file.read_bytes()[:40] + b'\n[1]\n{"cle": 3}\n\xff\n')
    assert asking("3 rue du Mail")[0].loc[0, "code_insee"] == "49007" and publisher.batches == [1, 1]
