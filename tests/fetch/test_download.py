"""One file over a real HTTP connection: it arrives as served, once, whatever happens on the way."""

from __future__ import annotations

import hashlib
import json
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from email.utils import format_datetime

import pytest
from conftest import Hands, csv_octets
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from loopback import cut, drip, gzipped, status, trusting, unsized, unsized_and_cut

from etl.fetch.outcome import State
from etl.fetch.partial import waiting

DAY = "Mon, 20 Apr 2026 08:00:00 GMT"
OCTETS = csv_octets()
PUBLISHERS = ("bmo", "insee", "rsa", "demandeurs_emploi", "zones_prioritaires")


def test_a_new_file_is_stored_as_served_with_its_origin(collecting, publisher):
    publisher.serve("/fichier.csv", OCTETS, etag='"v1"', last_modified=DAY)
    outcome = collecting.one()
    assert outcome.etat == State.NOUVEAU and collecting.kept(outcome) == OCTETS
    said = json.loads(outcome.version.path.with_name("version.json").read_text("utf-8"))
    assert said["sha256"] == hashlib.sha256(OCTETS).hexdigest() and said["octets"] == len(OCTETS)
    assert (said["url"], said["licence"]) == (f"{publisher.base}/fichier.csv", "Licence Ouverte 2.0")
    assert (said["etag"], said["last_modified"]) == ('"v1"', DAY)
    assert datetime.fromisoformat(said["date"]).tzinfo is not None
    assert publisher.asked[0].headers["Accept-Encoding"] == "identity", "octets that can be counted and resumed"
    assert outcome.version.path.parent.name.startswith(said["date"][:10])


@pytest.mark.parametrize("validators", [{"etag": '"v1"'}, {"etag": 'W/"v1"'}, {"etag": "", "last_modified": DAY}])
def test_the_second_time_the_site_says_that_nothing_changed(collecting, publisher, validators):
    publisher.serve("/fichier.csv", OCTETS, **validators)
    first, second = collecting.one(), collecting.one()
    assert second.etat == State.INCHANGE and second.version == first.version
    assert publisher.statuses == [200, 304] and publisher.asked[1].sent == 0


def test_without_validators_the_same_octets_are_not_stored_twice(collecting, publisher):
    publisher.serve("/fichier.csv", OCTETS, etag="")
    collecting.one()
    assert collecting.one().etat == State.INCHANGE and len(collecting.versions()) == 1


def test_a_new_version_leaves_the_former_one_as_it_was(collecting, publisher):
    publisher.serve("/fichier.csv", OCTETS)
    first = collecting.one()
    publisher.serve("/fichier.csv", OCTETS + b"99999;nouvelle;1\n")
    second = collecting.one()
    assert second.etat == State.NOUVEAU and collecting.kept(second) == OCTETS + b"99999;nouvelle;1\n"
    assert collecting.kept(first) == OCTETS and len(collecting.versions()) == 2


def test_a_new_address_is_asked_without_the_old_conditions(collecting, publisher):
    publisher.serve("/2025/fichier.csv", OCTETS, etag='"v1"')
    publisher.serve("/2026/fichier.csv", OCTETS[:-26], etag='"v1"')
    collecting.one(adresse="/2025/fichier.csv")
    assert collecting.one(adresse="/2026/fichier.csv").etat == State.NOUVEAU


@pytest.mark.parametrize("validators", [{"etag": '"v1"'}, {"etag": 'W/"v1"', "last_modified": DAY}])
def test_a_line_cut_several_times_is_resumed_where_it_broke(collecting, publisher, validators):
    publisher.serve("/fichier.csv", OCTETS, **validators)
    publisher.plans["/fichier.csv"] = [cut(50_000), cut(1), cut(70_000)]
    outcome = collecting.one()
    assert outcome.etat == State.REPRIS and collecting.kept(outcome) == OCTETS
    assert publisher.statuses == [200, 206, 206, 206]
    assert sum(one.sent for one in publisher.asked) == len(OCTETS)
    assert publisher.asked[1].headers["If-Range"] == (validators.get("last_modified") or validators["etag"])
    assert "Reprise à 50,0\u202fko" in collecting.said.getvalue()


@settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(cuts=st.lists(st.integers(0, 40_000), max_size=4), etag=st.sampled_from(['"v1"', 'W/"v1"', ""]),
       last_modified=st.sampled_from([DAY, ""]), ranges=st.booleans())  # fmt: skip
def test_wherever_the_line_is_cut_the_same_octets_end_up_stored(
    elsewhere, publisher, cuts, etag, last_modified, ranges
):
    octets = OCTETS[:60_000]
    publisher.serve("/fichier.csv", octets, etag=etag, last_modified=last_modified, ranges=ranges)
    publisher.plans["/fichier.csv"] = [cut(after) for after in cuts]
    publisher.asked.clear()
    collecting = elsewhere()
    outcome = collecting.one()
    assert outcome.version and collecting.kept(outcome) == octets, outcome.phrase
    assert len(publisher.asked) <= len(cuts) + 1, "the cuts that were left, if any, fell after the end"
    if ranges and (etag.startswith('"') or last_modified):
        assert sum(one.sent for one in publisher.asked) == len(octets)


def test_what_one_run_left_the_next_one_resumes(collecting, publisher):
    publisher.serve("/fichier.csv", OCTETS)
    publisher.plans["/fichier.csv"] = [cut(50_000), *[status(500)] * 4]
    assert collecting.one().etat == State.ECHEC
    assert waiting(collecting.store.partial) == [("fichier.csv", 50_000, len(OCTETS))]
    publisher.asked.clear()
    outcome = collecting.one()
    assert outcome.etat == State.REPRIS and collecting.kept(outcome) == OCTETS
    assert publisher.asked[0].sent == len(OCTETS) - 50_000
    assert waiting(collecting.store.partial) == []


def test_a_part_of_one_address_is_not_completed_from_another(collecting, publisher):
    """Both sites call their version « v1 »: the halves would fit, and be wrong."""
    publisher.serve("/2025/fichier.csv", OCTETS, etag='"v1"')
    publisher.serve("/2026/fichier.csv", OCTETS.replace(b"commune", b"COMMUNE"), etag='"v1"')
    publisher.plans["/2025/fichier.csv"] = [cut(50_000), *[status(500)] * 4]
    assert collecting.one(adresse="/2025/fichier.csv").etat == State.ECHEC
    outcome = collecting.one(adresse="/2026/fichier.csv")
    assert collecting.kept(outcome) == OCTETS.replace(b"commune", b"COMMUNE")


def test_a_site_that_ignores_ranges_starts_over(collecting, publisher):
    publisher.serve("/fichier.csv", OCTETS, ranges=False)
    publisher.plans["/fichier.csv"] = [cut(50_000)]
    outcome = collecting.one()
    assert outcome.etat == State.NOUVEAU and collecting.kept(outcome) == OCTETS
    assert publisher.statuses == [200, 200] and publisher.asked[1].headers["Range"] == "bytes=50000-"


@pytest.mark.parametrize("size", [150_000, 200_000, 250_000], ids=["shorter", "as long", "longer"])
@pytest.mark.parametrize("site", [None, trusting], ids=["honours If-Range", "ignores If-Range"])
def test_a_file_that_changes_between_two_halves_is_never_a_mixture(collecting, publisher, site, size):
    after = csv_octets(size).replace(b"commune", b"COMMUNE")

    def change(handler):
        cut(50_000)(handler)
        publisher.serve("/fichier.csv", after)

    publisher.serve("/fichier.csv", OCTETS)
    publisher.plans["/fichier.csv"] = [change, *([site] if site else [])]
    assert collecting.kept(collecting.one()) == after


def test_a_shorter_new_version_is_taken_whole(collecting, publisher):
    """The part already there is longer than the file now: the site answers 416."""
    publisher.serve("/fichier.csv", OCTETS, etag='"v"')

    def shrink(handler):
        handler.body(handler.start()[:50_000])
        publisher.serve("/fichier.csv", OCTETS[:30_000], etag='"v"')  # before the cut: the client may be back at once
        handler.drop()

    publisher.plans["/fichier.csv"] = [shrink]
    assert collecting.kept(collecting.one()) == OCTETS[:30_000]
    assert publisher.statuses == [200, 416, 200]


@pytest.mark.parametrize("site", [unsized, gzipped])
def test_exports_without_length_or_compressed_arrive_whole(collecting, publisher, site):
    publisher.serve("/fichier.csv", OCTETS)
    publisher.plans["/fichier.csv"] = [site]
    assert collecting.kept(collecting.one()) == OCTETS


def test_an_export_without_length_that_breaks_is_asked_again_whole(collecting, publisher):
    publisher.serve("/fichier.csv", OCTETS)
    publisher.plans["/fichier.csv"] = [unsized_and_cut]
    assert collecting.kept(collecting.one()) == OCTETS
    assert publisher.asked[1].headers["Range"] is None and publisher.statuses == [200, 200]


def test_429_waits_as_long_as_the_site_asks(collecting, publisher):
    publisher.serve("/fichier.csv", OCTETS)
    publisher.plans["/fichier.csv"] = [status(429, Retry_After="7")]
    assert collecting.one().etat == State.NOUVEAU
    assert collecting.hands.slept == [7.0] and publisher.statuses == [429, 200]
    assert "127.0.0.1 demande d’attendre (429). Nouvel essai dans 7\u202fs." in collecting.said.getvalue()


def test_503_understands_a_date(collecting, publisher):
    publisher.serve("/fichier.csv", OCTETS)
    later = format_datetime(datetime.now(UTC) + timedelta(seconds=90), usegmt=True)
    publisher.plans["/fichier.csv"] = [status(503, Retry_After=later)]
    assert collecting.one().etat == State.NOUVEAU
    assert collecting.hands.slept == [pytest.approx(90, abs=30)]


def test_a_site_that_asks_for_hours_is_not_waited_for(collecting, publisher):
    publisher.plans["/fichier.csv"] = [status(429, Retry_After="7200")]
    outcome = collecting.one()
    assert outcome.etat == State.ECHEC and "2\u202fh" in outcome.phrase and "relancez" in outcome.phrase
    assert collecting.hands.slept == [] and len(publisher.asked) == 1


def test_two_errors_then_the_file_with_growing_waits(collecting, publisher):
    publisher.serve("/fichier.csv", OCTETS)
    publisher.plans["/fichier.csv"] = [status(500), status(500)]
    assert collecting.kept(collecting.one()) == OCTETS
    assert publisher.statuses == [500, 500, 200]
    assert collecting.hands.slept == [1.0, 2.0]


def test_a_site_in_trouble_is_left_after_five_tries(collecting, publisher):
    publisher.plans["/fichier.csv"] = [status(502)] * 20
    outcome = collecting.one()
    assert outcome.etat == State.ECHEC and "Abandon après 5 essais" in outcome.phrase
    assert publisher.statuses == [502] * 5 and collecting.hands.slept == [1.0, 2.0, 4.0, 8.0]


def test_a_missing_file_is_told_at_once_and_prevents_nothing(collecting, publisher):
    publisher.serve("/autre.csv", OCTETS)
    lost, found = collecting({"adresse": "/perdu.csv"}, {"adresse": "/autre.csv"})
    assert (lost.etat, found.etat) == (State.ECHEC, State.NOUVEAU)
    assert "404" in lost.phrase and "OBS_ADRESSES" in lost.phrase
    assert publisher.statuses == [404, 200]


def test_a_slow_drip_ends(collecting, publisher):
    """Each look at the clock is one second: an octet a second is far under the least throughput."""
    publisher.serve("/fichier.csv", OCTETS)
    publisher.plans["/fichier.csv"] = [drip] * 20
    collecting.hands = Hands(tick=1.0)
    outcome = collecting.one()
    assert outcome.etat == State.ECHEC and "n’envoie presque plus rien" in outcome.phrase
    assert len(publisher.asked) == 5, "as many tries as for any trouble"
    ((_, arrived, total),) = waiting(collecting.store.partial)
    assert 0 < arrived < total == len(OCTETS), "what came is kept for the next run"


def test_the_whole_time_of_a_file_is_bounded(collecting, publisher):
    publisher.serve("/fichier.csv", OCTETS)
    collecting.hands = Hands(tick=600.0)
    collecting.limits = replace(collecting.limits, total=3600, slowest=0)
    outcome = collecting.one()
    assert outcome.etat == State.ECHEC and "pas fini après 1\u202fh" in outcome.phrase
    assert len(publisher.asked) == 1


def test_a_redirection_is_followed_and_the_address_read_is_kept(collecting, publisher):
    publisher.serve("/la/fichier-2026.csv", OCTETS)
    publisher.plans["/fichier.csv"] = [status(302, Location="/la/fichier-2026.csv")]
    outcome = collecting.one()
    assert outcome.version.url == f"{publisher.base}/la/fichier-2026.csv" and collecting.kept(outcome) == OCTETS


@pytest.mark.parametrize("where", ["ftp://127.0.0.1/x.csv", "file:///etc/hostname"])
def test_a_redirection_out_of_http_is_not_followed(collecting, publisher, where):
    publisher.plans["/fichier.csv"] = [status(302, Location=where)]
    outcome = collecting.one()
    assert outcome.etat == State.ECHEC and "ni http ni https" in outcome.phrase and len(publisher.asked) == 1


def test_an_endless_redirection_is_left(collecting, publisher):
    publisher.plans["/fichier.csv"] = [status(302, Location="/fichier.csv")] * 50
    assert "sans fin" in collecting.one().phrase and len(publisher.asked) == 11


def test_a_site_that_cannot_be_reached_is_asked_three_times_then_no_more(collecting, publisher):
    publisher.server.server_close()
    publisher.server.shutdown()
    first, second = collecting({"adresse": "/un.csv"}, {"adresse": "/deux.csv"})
    assert (first.etat, second.etat) == (State.HORS_LIGNE, State.HORS_LIGNE)
    assert "127.0.0.1 est injoignable" in first.phrase
    assert collecting.hands.slept == [1.0, 2.0], "nothing is tried again for the second file"


def test_two_silent_sites_and_none_that_answers_mean_that_the_network_is_missing(collecting, publisher):
    """The second host goes to the proxy that does not exist; the third one is not even tried."""
    publisher.server.shutdown()
    publisher.server.server_close()
    hosts = (publisher.base, "http://un.invalid", "http://deux.invalid")
    outcomes = collecting(*({"adresse": f"{host}/{place}.csv"} for place, host in enumerate(hosts)))
    assert [one.etat for one in outcomes] == [State.HORS_LIGNE] * 3
    assert "le réseau manque" in outcomes[2].phrase and collecting.hands.slept == [1.0, 2.0] * 2


def test_one_silent_site_does_not_hide_the_others(collecting, publisher):
    publisher.serve("/fichier.csv", OCTETS)
    lost = [{"adresse": f"http://{name}.invalid/{name}.csv"} for name in ("un", "deux", "trois")]
    outcomes = collecting({}, *lost)
    assert [one.etat for one in outcomes] == [State.NOUVEAU, *[State.HORS_LIGNE] * 3]
    assert "trois.invalid est injoignable" in outcomes[3].phrase
    assert collecting.hands.slept == [1.0, 2.0] * 3, "each one was tried"


def test_the_proxy_of_an_intranet_is_used(collecting, publisher, monkeypatch):
    monkeypatch.setenv("HTTP_PROXY", publisher.base)
    monkeypatch.setenv("http_proxy", publisher.base)
    publisher.serve("/fichier.csv", OCTETS)
    outcome = collecting.one(adresse="http://editeur.invalid/fichier.csv")
    assert collecting.kept(outcome) == OCTETS
    assert publisher.asked[0].path == "http://editeur.invalid/fichier.csv"


@pytest.mark.parametrize("adresse", ["ftp://exemple.invalid/x.csv", "pas une adresse"])
def test_an_address_that_is_none_is_said_without_asking(collecting, publisher, adresse):
    outcome = collecting.one(adresse=adresse, nom="x.csv")
    assert outcome.etat == State.ECHEC and "n’est pas une adresse" in outcome.phrase and publisher.asked == []


@pytest.mark.reel
def test_the_publishers_own_files_arrive_to_the_octet_on_a_bad_line(collecting, publisher, mirror):
    """Each is cut twice, then comes whole; the second collection downloads nothing."""
    files = {path.name: path.read_bytes() for folder in PUBLISHERS for path in sorted((mirror / folder).iterdir())}
    for name, octets in files.items():
        publisher.serve(f"/{name}", octets)
        publisher.plans[f"/{name}"] = [cut(len(octets) // 3), cut(len(octets) // 3)]
    rows = [{"adresse": f"/{name}"} for name in files]
    outcomes = collecting(*rows)
    assert {one.nom: one.etat for one in outcomes} == dict.fromkeys(files, State.REPRIS)
    expected = {name: hashlib.sha256(octets).hexdigest() for name, octets in files.items()}
    assert {one.nom: hashlib.sha256(collecting.kept(one)).hexdigest() for one in outcomes} == expected
    assert sum(one.sent for one in publisher.asked) == sum(map(len, files.values()))
    publisher.asked.clear()
    collecting(*rows)
    assert publisher.statuses == [304] * len(files) and sum(one.sent for one in publisher.asked) == 0
