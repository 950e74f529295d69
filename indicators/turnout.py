"""What happened to the places of each session: prescriptions received, entries, attendance."""

from __future__ import annotations

import pandas as pd

from indicators.attendance import decompose, intra_person_correlation
from indicators.offer import sessions
from indicators.provenance import extraction
from indicators.remember import per_edition
from warehouse.edition import Edition

MATURE = pd.Timedelta(days=60)
GAPS = ("manque_prescription", "deperdition_entree", "absenteisme")


@per_edition
def started(edition: Edition) -> pd.DataFrame:
    """Sessions begun on the day of extraction and not cancelled: session_id, code_insee, type, periode, places.

    periode is the year a session started; for an action entered at any time, a session is one month.
    """
    held = sessions(edition)
    held = held[held["date_debut"] <= extraction(edition, "sessions")]
    begun = held.assign(periode=held["date_debut"].dt.year.astype("str"), places=held["places_ouvertes"])
    return begun[["session_id", "code_insee", "type", "periode", "places"]].reset_index(drop=True)


@per_edition
def requests(edition: Edition) -> pd.DataFrame:
    """Prescriptions but those cancelled before anyone studied them, with `entrees` and `mures` as 0 or 1.

    Columns session_id, code_insee, type, periode, entrees, mures. The place and year are those of the session;
    a prescription without session has no place and belongs to the year it was made. Mature: made 60 days or
    more before the extraction, or for a session already begun. A year that had not begun then is left out.
    """
    asked = edition.table("prescriptions")
    asked = asked[(asked["statut"] != "annulee") | asked["date_reponse"].notna()]
    asked = asked[["session_id", "action_id", "date_prescription", "statut"]]
    places = edition.table("sessions")[["session_id", "code_insee", "date_debut"]].dropna(subset="session_id")
    types = edition.table("actions")[["action_id", "type"]]
    known = asked.merge(places, on="session_id", how="left").merge(types, on="action_id", how="left")
    made, begins = pd.to_datetime(known["date_prescription"]), pd.to_datetime(known["date_debut"])
    day, year = extraction(edition, "prescriptions"), begins.fillna(made).dt.year
    mature = (made <= day - MATURE) | (begins <= day)
    table = known.assign(
        periode=year.astype("str"),
        entrees=(known["statut"] == "entree").astype("float64"),
        mures=mature.astype("float64"),
    )
    return table.loc[year <= day.year, ["session_id", "code_insee", "type", "periode", "entrees", "mures"]]


@per_edition
def persons(edition: Edition) -> pd.DataFrame:
    """One row per person and session: séances expected (`attendues`) and attended (`presents`), and `personne`.

    Expected: present, excused or absent without reason. Cancelled by the structure or unknown: not expected.
    """
    seances = edition.table("presences")[["session_id", "personne_key", "statut"]]
    expected = seances[seances["statut"].isin(["present", "excuse", "injustifie"])]
    session, session_ids = pd.factorize(expected["session_id"])
    person, _ = pd.factorize(expected["personne_key"])
    present = (expected["statut"] == "present").to_numpy()
    counted = pd.DataFrame({"session": session, "personne": person, "attendues": 1, "presents": present})
    rows = counted.groupby(["session", "personne"], as_index=False).sum()
    return rows.assign(session_id=session_ids.take(rows["session"])).drop(columns="session")


@per_edition
def correlation(edition: Edition) -> float:
    """ρ of presence within a person, over every séance of the edition."""
    each = persons(edition).groupby("personne")[["attendues", "presents"]].sum()
    return intra_person_correlation(each["attendues"], each["presents"])


@per_edition
def attended(edition: Edition) -> pd.DataFrame:
    """Rows of `persons` with the place, year and type of their session, sessions not begun left out."""
    return persons(edition).merge(started(edition), on="session_id")


@per_edition
def turnout(edition: Edition) -> pd.DataFrame:
    """One row per session begun: places, prescriptions, entrees, occupees, capacite and the gaps of M4.

    occupees: min(entrées, places). capacite: max(places, entrées). The mean number of people present is
    entrées × présences / séances attendues; `absenteisme` is NaN when people entered and no attendance is known.
    """
    begun, asked = started(edition), requests(edition)
    received = asked.groupby("session_id").agg(prescriptions=("entrees", "size"), entrees=("entrees", "sum"))
    seances = persons(edition).groupby("session_id")[["attendues", "presents"]].sum()
    table = begun.merge(received, on="session_id", how="left").merge(seances, on="session_id", how="left")
    table[["prescriptions", "entrees"]] = table[["prescriptions", "entrees"]].fillna(0.0)
    presence = (table["presents"] / table["attendues"]).mask(table["entrees"] == 0, 0.0)
    gaps = decompose(table["places"], table["prescriptions"], table["entrees"], table["entrees"] * presence)
    return pd.concat([table, gaps], axis=1).assign(
        occupees=table[["entrees", "places"]].min(axis=1),
        capacite=table[["entrees", "places"]].max(axis=1),
        ecart=gaps[list(GAPS)].sum(axis=1),
    )
