"""The clean demonstration obeys the blocking rules of § E.2, table by table; dates stop at the extraction."""

from __future__ import annotations

import re

import pandas as pd
import pytest

from warehouse.dictionary import table

ORDER = ("date_droit", "date_orientation", "date_premiere_entree", "date_sortie")
PAIRS = [(one, two) for rank, one in enumerate(ORDER) for two in ORDER[rank + 1 :]]


def tables_of_the_demonstration() -> tuple[str, ...]:
    return (
        "territoires", "brsa_effectifs", "structures", "actions", "sessions", "prescriptions", "presences", "parcours",
        "episodes_emploi", "enquete_devenir", "enquete_qualite", "referents_file_active", "budget_actions",
        "freins_agreges", "cibles",
    )  # fmt: skip


@pytest.mark.parametrize("name", tables_of_the_demonstration())
def test_columns_types_and_values_are_those_of_the_dictionary(demo, name):
    frame, declared = demo[name], table(name)
    assert tuple(frame.columns) == declared.names and len(frame)
    assert frame["synthetique"].all()
    assert not frame.duplicated(list(declared.key)).any()  # GEN-02
    for column in declared.columns:
        values = frame[column.name].dropna()
        assert not column.required or len(values) == len(frame), column.name
        assert column.minimum is None or values.empty or values.min() >= column.minimum, column.name
        assert column.maximum is None or values.empty or values.max() <= column.maximum, column.name
        words = values.astype("str").str.split("|").explode() if column.type == "list" else values.astype("str")
        assert not column.values or set(words) <= set(column.values), column.name
        assert not column.pattern or words.map(lambda text, p=column.pattern: bool(re.search(p, text))).all(), (
            column.name
        )


@pytest.mark.parametrize("name", tables_of_the_demonstration())
def test_references_exist(demo, name):
    for column in table(name).columns:
        if column.reference:
            other, key = column.reference.split(".")
            assert set(demo[name][column.name].dropna()) <= set(demo[other][key]), column.name


def test_nothing_is_known_after_the_extraction(demo, extraction):
    for name, frame in demo.items():
        for column in frame.select_dtypes("datetime"):
            planned = (name, column) in {("sessions", "date_debut"), ("sessions", "date_fin"), ("cibles", "echeance")}
            limit = extraction + pd.Timedelta(days=400 if planned else 1)
            assert not (frame[column] >= limit).any(), (name, column)


def test_some_recent_facts_are_not_known_yet(demo, extraction):
    assert (demo["sessions"]["date_debut"] > extraction).sum() >= 20
    assert (demo["prescriptions"]["statut"] == "en_attente").sum() >= 50
    assert demo["parcours"]["date_orientation"].isna().sum() >= 200


def test_households_and_persons(demo):
    """BRS-04: between 1.0 and 1.4 persons per household, every month."""
    counts = demo["brsa_effectifs"].groupby(["date_observation", "concept"])["effectif"].sum().unstack()
    ratio = counts["personnes"] / counts["foyers_droit_versable"]
    assert ratio.between(1.0, 1.4).all()
    assert (
        not demo["brsa_effectifs"].groupby(["date_observation", "source", "code_insee", "concept"]).size().gt(1).any()
    )


def test_sessions(demo):
    sessions = demo["sessions"].merge(demo["actions"], on="action_id", suffixes=("", "_action"))
    assert (sessions["date_fin"] >= sessions["date_debut"]).all()  # SES-02
    assert (sessions["places_ouvertes"] <= 1.5 * sessions["places_conventionnees"]).all()  # SES-03
    margin = pd.Timedelta(days=30)
    assert (sessions["date_debut"] >= sessions["date_ouverture"] - margin).all()  # SES-04
    assert not (sessions["date_fin"] > sessions["date_fermeture"] + margin).any()
    remote = sessions["lieu_type"] == "distance"
    assert (sessions["code_insee"].isna() == remote).all() and remote.any()  # SES-06
    assert sessions.loc[remote, "modes_accueil"].str.contains("a-distance").all()


def test_prescriptions(demo):
    asked = demo["prescriptions"].merge(demo["sessions"], on="session_id", suffixes=("", "_session"))
    assert (
        len(asked) == len(demo["prescriptions"]) and (asked["action_id"] == asked["action_id_session"]).all()
    )  # PRE-01
    for later in ("date_reponse", "date_entree"):  # PRE-02
        assert not (asked[later] < asked["date_prescription"]).any()
    assert ((asked["statut"] == "entree") == asked["date_entree"].notna()).all()  # PRE-03
    assert not (asked["date_fin_action"] < asked["date_entree"]).any()
    entered = asked.dropna(subset=["date_entree"])
    assert entered["date_entree"].between(entered["date_debut"], entered["date_fin"]).all()
    assert not asked.duplicated(["personne_key", "action_id", "date_prescription"]).any()  # PRE-07


def test_presences(demo):
    entries = demo["prescriptions"].query("statut == 'entree'")[["session_id", "personne_key", "date_entree"]]
    assert not entries.duplicated(["session_id", "personne_key"]).any()
    rows = demo["presences"].merge(entries, on=["session_id", "personne_key"], how="left")
    assert rows["date_entree"].notna().all()  # PRS-01
    rows = rows.merge(demo["sessions"], on="session_id", suffixes=("", "_session"))
    assert rows["date_seance"].between(rows["date_debut"], rows["date_fin"]).all()  # PRS-02
    first = rows.sort_values("date_seance").drop_duplicates(["session_id", "personne_key"])
    assert (first["date_seance"] == first["date_entree"]).all()
    assert (first["statut"] == "present").all()  # an entry is a first presence


@pytest.mark.parametrize(("earlier", "later"), PAIRS)
def test_pathway_dates_are_in_order(demo, earlier, later):
    assert not (demo["parcours"][later] < demo["parcours"][earlier]).any()  # PAR-01


def test_pathways(demo):
    files = demo["parcours"]
    assert (files["date_sortie"].notna() == files["motif_sortie"].notna()).all()  # PAR-02
    opened = files[files["date_sortie"].isna()]
    assert not opened.duplicated(["personne_key", "organisme_referent"]).any()  # PAR-04
    first = demo["prescriptions"].groupby("personne_key")["date_entree"].min()
    assert files["date_premiere_entree"].equals(
        files["personne_key"].map(first).astype(files["date_premiere_entree"].dtype)
    )


def test_small_groups_are_not_located(demo):
    """PAR-08 and E.1: no commune for fewer than 5 alike, none under 11 people receiving the RSA."""
    located = demo["parcours"].dropna(subset=["code_insee_domicile"])
    alike = located.groupby(["code_insee_domicile", "sexe", "classe_age", "type_parcours"]).size()
    assert alike.min() >= 5 and 0.5 < len(located) / len(demo["parcours"]) < 0.95
    counts = demo["brsa_effectifs"].query("concept == 'personnes'")
    last = counts[counts["date_observation"] == "2025-12-31"].set_index("code_insee")["effectif"]
    for name in ("parcours", "prescriptions"):
        assert last[demo[name]["code_insee_domicile"].dropna().unique()].min() >= 11


def test_survey(demo):
    asked = demo["enquete_devenir"]
    months = (asked["date_reponse"] - asked["date_sortie"]).dt.days / 30.4375
    assert not ((months - asked["vague"].astype(float)).abs() > 3).any()  # ENQ-01
    left = demo["parcours"].dropna(subset=["date_sortie"]).set_index("personne_key")["date_sortie"]
    assert (asked["personne_key"].map(left) == asked["date_sortie"]).all()  # ENQ-02
    idle = ~asked["en_emploi"].fillna(True).astype(bool)
    assert asked.loc[idle, ["nature_emploi", "temps_travail"]].isna().all().all()  # ENQ-04
    assert (asked["poids"].notna() == asked["repondant"]).all()


def test_survey_agrees_with_the_jobs(demo, extraction):
    """Someone who answers « en emploi » holds, that day, one of the jobs of the table of jobs."""
    answers = demo["enquete_devenir"].query("repondant").copy()
    answers["due"] = answers["date_sortie"] + pd.to_timedelta((30.4375 * answers["vague"].astype(float)).round(), "D")
    both = answers.merge(demo["episodes_emploi"], on="personne_key")
    holds = (both["date_debut"] <= both["due"]) & (
        both["due"] < both["date_fin"].fillna(extraction + pd.Timedelta(days=90))
    )
    working = set(zip(both.loc[holds, "personne_key"], both.loc[holds, "vague"], strict=True))
    told = answers[answers["en_emploi"]]
    assert set(zip(told["personne_key"], told["vague"], strict=True)) == working


def test_files_and_money(demo):
    files = demo["referents_file_active"]
    assert ((files["etp"] > 0) & (files["etp"] <= files["nb_referents"])).all()  # REF-01
    assert (files["nb_sans_contact_90j"] <= files["personnes_affectees"]).all()
    oriented = demo["parcours"].query("date_sortie.isna() and date_orientation.notna()")
    last = files[files["mois"] == "2025-12-01"]["personnes_affectees"].sum()
    assert last == pytest.approx(len(oriented), rel=0.02)  # REF-03
    money = demo["budget_actions"]
    assert (money["montant_realise"] <= 1.1 * money["montant_prevu"]).all()  # BUD-02
    funded = demo["actions"].query("financement_cd")["action_id"]
    assert set(funded) == set(money["action_id"])  # ACT-13


def test_obstacles_do_not_exceed_the_people(demo):
    persons = demo["brsa_effectifs"].query("concept == 'personnes'")
    persons = persons.groupby(["date_observation", "code_tas"])["effectif"].sum().rename("persons").reset_index()
    both = demo["freins_agreges"].merge(persons, on=["date_observation", "code_tas"])
    assert len(both) == len(demo["freins_agreges"]) == 6 * 11 * 12
    assert (both["effectif"] <= both["persons"]).all()  # FRE-01
