"""Each rule: a counter-example that it catches, and a clean sample on which it keeps quiet."""

from __future__ import annotations

import re
from dataclasses import dataclass, field, replace
from functools import cache

import pandas as pd
import pytest
from quality_world import ALLONNES, ANGERS, PEOPLE, changed, clean, context, fact, staged, typed

from quality.communes import commune_rules
from quality.examine import examine, validate
from quality.gate import judge
from quality.generic import declared_rules, first_missing, required_rules
from quality.ledger import BROKEN, Ledger, quotes
from quality.rule import BLOCKING, FILE, ROW, WARNING, Around, Rule, expect
from quality.rules import rules_of, specific_rules
from warehouse.dictionary import table, tables

ALERT, LINE, REFUSAL = (WARNING, FILE), (BLOCKING, ROW), (BLOCKING, FILE)


@dataclass(frozen=True)
class Case:
    """Changed cells by position, and the rows the rule must name (none: the fault is the whole table's)."""

    code: str
    table: str
    changes: dict[int, dict[str, object]]
    rows: tuple[int, ...] = (0,)
    weight: tuple[str, str] = LINE
    others: dict[str, dict[int, dict[str, object]]] = field(default_factory=dict)

    def __str__(self) -> str:
        return f"{self.code}-{self.table}-{'-'.join(str(next(iter(c))) for c in self.changes.values())}"


TOTALS = {"personnes": 6045.0}  # 5 000 + 960 + 85
KNOWN = {
    "totals": TOTALS,
    "indicators": frozenset({"places_ouvertes", "taux_remplissage"}),
    "percentages": frozenset({"taux_remplissage"}),
}
LUHN_BROKEN = "73282932000075"
EVERY_NOTE = {"note_globale": 5, "q_continuite": 5, "q_ecoute": 5, "q_reseau": 5}

CASES = [
    # --- communes
    Case("TER-01", "territoires", {0: {"code_insee": "49999"}}),
    Case("TER-01", "sessions", {1: {"code_insee": "49999"}}, (1,)),
    Case("TER-01", "faits", {0: {"code_territoire": "49999"}}),
    Case("TER-01", "zones", {1: {"code": "49999"}}, (1,)),
    Case("TER-01", "appartenances", {0: {"code_insee": "75999"}}),
    Case("TER-01", "passage_communes", {0: {"code_courant": "49998"}}),
    Case("TER-01", "lieux", {0: {"code_insee": "49999"}}),
    Case("TER-01", "structures_externes", {0: {"code_insee": "49999"}}),
    Case("TER-01", "services_externes", {0: {"code_insee": "49999"}}),
    Case("TER-01", "structures", {0: {"code_insee": "49999"}}),
    Case("TER-01", "prescriptions", {3: {"code_insee_domicile": "49999"}}, (3,)),
    Case("TER-01", "parcours", {3: {"code_insee_domicile": "49999"}}, (3,)),
    Case("TER-01", "brsa_effectifs", {2: {"code_insee": "49999"}}, (2,)),
    Case("TER-01", "cibles", {0: {"niveau": "commune", "code_territoire": "49999"}}),
    Case("TER-03", "territoires", {2: {"code_insee": ANGERS}}, (), REFUSAL),
    Case("TER-03", "territoires", {2: {"code_tas": ""}}, (), REFUSAL),
    Case("TER-04", "territoires", {1: {"code_insee": "44003"}}, (1,), ALERT),
    Case("TER-05", "structures", {0: {"latitude": 48.4}}, (0,), ALERT),
    Case("TER-05", "sessions", {1: {"longitude": 0.55}}, (1,), ALERT),
    Case("TER-05", "lieux", {0: {"code_insee": ALLONNES}}, (0,), ALERT),
    Case("TER-06", "territoires", {0: {"code_epci": "244400552", "nom_epci": "Pays d’Ancenis"}}, (), ALERT),
    Case("TER-07", "territoires", {0: {"superficie_km2": 0}}, (0,), ALERT),
    # --- headcounts
    Case("BRS-01", "brsa_effectifs", {0: {"effectif": -3}}),
    Case("BRS-01", "brsa_effectifs", {4: {"effectif": None}}, (4,)),
    Case("BRS-02", "brsa_effectifs", {6: {"effectif": 9000}}, (), REFUSAL),
    Case(
        "BRS-03", "brsa_effectifs", {}, (), ALERT,
        {"faits": {14: fact("foyers_rsa", 5700, "departement", "49", periode="2025-04")}},  # ours: 5 325
    ),
    Case("BRS-04", "brsa_effectifs", {6: {"effectif": 4400}, 9: {"effectif": 5000}}, (), REFUSAL),
    Case("BRS-05", "brsa_effectifs", {6: {"effectif": 6000}}, (), ALERT),
    Case(
        "BRS-06", "brsa_effectifs", {7: {"concept": "inscrits_f_g"}, 11: {"concept": "soumis_droits_devoirs"}},
        (), REFUSAL,
    ),
    Case("BRS-07", "brsa_effectifs", {2: {"effectif": 600}}, (2,), ALERT),
    Case("BRS-08", "brsa_effectifs", {1: {"code_insee": None}}, (1,)),
    Case("OPN-03", "brsa_effectifs", {2: {"effectif": 0, "statut_secret": "secret"}}, (2,), REFUSAL),
    # --- structures
    Case("STR-01", "structures", {0: {"siret": LUHN_BROKEN}}),
    Case("STR-01", "structures", {1: {"siret": "123"}}, (1,)),
    Case("STR-02", "structures", {1: {"siret": "73282932000074"}}, (0, 1), ALERT),
    Case(
        "STR-03", "structures",
        {0: {"nom": "Mission locale angevine"}, 1: {"nom": "Mision Locale Angevine", "siret": None}}, (0, 1), ALERT,
    ),
    Case("STR-04", "structures", {0: {"nom": "AB"}}),
    Case("STR-05", "structures", {0: {"courriel_generique": "camille.exemple@exemple.invalid"}}),
    Case("STR-06", "structures", {0: {"reseaux_porteurs": "ccas-cias|inconnu"}}, (0,), ALERT),
    # --- offer the Département does not finance
    Case("EXT-02", "structures_externes", {0: {"latitude": 0, "longitude": 0}}),
    Case("EXT-02", "services_externes", {1: {"latitude": 48.9, "longitude": 12.1}}, (1,)),
    Case("EXT-03", "structures_externes", {0: {"date_maj": "2025-06-16"}}),
    Case("EXT-03", "services_externes", {0: {"date_maj": "2025-06-16"}}),
    Case("EXT-04", "structures_externes", {0: {"date_maj": "2023-06-14"}}, (0,), ALERT),
    Case("EXT-04", "services_externes", {0: {"date_maj": "2023-06-14"}}, (0,), ALERT),
    Case("EXT-05", "structures_externes", {0: {"code_insee": None}}, (0,), ALERT),
    Case("EXT-05", "services_externes", {0: {"code_insee": None}}, (0,), ALERT),
    Case("EXT-06", "services_externes", {0: {"structure_id": "dora--9"}}, (0,), ALERT),
    Case("EXT-07", "services_externes", {0: {"zone_eligibilite": "49|ailleurs"}}, (0,), ALERT),
    # --- actions
    Case("ACT-01", "actions", {0: {"structure_id": "s--9"}}),
    Case("ACT-02", "actions", {0: {"thematiques": "mobilite--inconnue"}}),
    Case("ACT-02", "actions", {1: {"thematiques": " "}}, (1,)),
    Case("ACT-03", "actions", {0: {"publics": "tous-publics|jeunes"}}, (0,), ALERT),
    Case("ACT-04", "actions", {0: {"date_fermeture": "31/12/2023"}}),
    Case("ACT-05", "actions", {0: {"date_fermeture": "01/06/2025"}}, (0,), ALERT),
    Case("ACT-06", "actions", {0: {"date_maj": "2024-05-01"}}, (0,), ALERT),
    Case("ACT-07", "actions", {0: {"description": "Trop court."}}, (0,), ALERT),
    Case("ACT-08", "actions", {0: {"frais": "offert"}}),
    Case("ACT-08", "actions", {0: {"modes_accueil": "en-presentiel|par-pigeon"}}),
    Case("ACT-09", "actions", {1: {"codes_rome": "K12"}}, (1,), ALERT),
    Case("ACT-09", "actions", {1: {"codes_rome": None}}, (1,), ALERT),
    Case("ACT-10", "actions", {0: {"places_conventionnees": 2500}}),
    Case("ACT-11", "actions", {0: {"zone_eligibilite": None}}, (0,), ALERT),
    Case("ACT-11", "actions", {0: {"zone_eligibilite": "49|ailleurs"}}, (0,), ALERT),
    Case("ACT-12", "actions", {0: {"duree_semaines": 40}}, (0,), ALERT),
    Case("ACT-13", "actions", {}, (0,), ALERT, {"budget_actions": {0: {"action_id": "a2"}}}),
    Case("ACT-14", "actions", {}, (0,), ALERT, {"sessions": {0: {"date_fin": "2024-10-01"}}}),
    # --- sessions
    Case("SES-01", "sessions", {0: {"action_id": "a9"}}),
    Case("SES-02", "sessions", {0: {"date_fin": "2025-01-31"}}),
    Case("SES-03", "sessions", {0: {"places_ouvertes": 501}}),
    Case("SES-03", "sessions", {0: {"places_ouvertes": 31}}),
    Case("SES-04", "sessions", {1: {"date_debut": "2023-11-01"}}, (1,)),
    Case("SES-05", "sessions", {0: {"date_fin": "2028-03-01"}}, (0,), ALERT),
    Case("SES-06", "sessions", {0: {"code_insee": None}}),
    Case("SES-07", "sessions", {1: {"date_maj_places": "2025-05-01 08:00"}}, (1,), ALERT),
    Case("SES-08", "sessions", {1: {"date_debut": "2027-07-01"}}, (1,), ALERT),
    # --- prescriptions
    Case("PRE-01", "prescriptions", {0: {"action_id": "a2"}}),
    Case("PRE-01", "prescriptions", {0: {"action_id": "a9"}}),
    Case("PRE-01", "prescriptions", {0: {"session_id": "x9"}}),
    Case("PRE-02", "prescriptions", {0: {"date_reponse": "2025-01-02"}}),
    Case("PRE-02", "prescriptions", {0: {"date_entree": "2025-01-02"}}),
    Case("PRE-02", "prescriptions", {0: {"date_fin_action": "2025-02-02"}}),
    Case("PRE-03", "prescriptions", {0: {"date_entree": None}, 7: {"date_entree": "2025-06-05"}}, (0, 7)),
    Case("PRE-04", "prescriptions", {}, (), ALERT, {"sessions": {0: {"places_ouvertes": 5}}}),
    Case("PRE-05", "prescriptions", {2: {"personne_key": "camille"}}, (2,), REFUSAL),
    Case("PRE-05", "presences", {0: {"personne_key": "F" * 64}}, (0,), REFUSAL),
    Case("PRE-05", "parcours", {0: {"personne_key": "a" * 63}}, (0,), REFUSAL),
    Case("PRE-05", "episodes_emploi", {0: {"personne_key": "x" * 64}}, (0,), REFUSAL),
    Case("PRE-05", "enquete_devenir", {0: {"personne_key": "x" * 64}}, (0,), REFUSAL),
    Case("PRE-07", "prescriptions", {8: {"prescription_id": "p9"}}, (8,), ALERT),
    Case("PRE-08", "prescriptions", {6: {"motif_refus": None}}, (), ALERT),
    Case("PRE-09", "prescriptions", {7: {"date_prescription": "2025-01-01"}}, (7,), ALERT),
    Case(
        "PRE-10", "prescriptions", {place: {"organisme_prescripteur": "plie"} for place in range(6)}, (), ALERT
    ),
    # --- presences
    Case("PRS-01", "presences", {0: {"session_id": "x9"}}),
    Case("PRS-01", "presences", {3: {"personne_key": PEOPLE[8]}}, (3,)),
    Case("PRS-02", "presences", {0: {"date_seance": "2025-05-02"}}),
    Case("PRS-03", "presences", {place: {"statut": "inconnu"} for place in range(4)}, (), ALERT),
    Case("PRS-04", "presences", {0: {"heures": 13}}),
    Case("PRS-05", "presences", {place: {"statut": "present"} for place in range(51)}, (), ALERT),
    # --- parcours
    Case("PAR-01", "parcours", {0: {"date_orientation": "2023-11-01"}}),
    Case("PAR-01", "parcours", {1: {"date_premiere_entree": "2023-12-20"}}, (1,)),
    Case("PAR-01", "parcours", {2: {"date_sortie": "2024-02-01"}}, (2,)),
    Case("PAR-01", "parcours", {0: {"date_orientation": None, "date_premiere_entree": "2023-11-01"}}),
    Case("PAR-02", "parcours", {0: {"motif_sortie": None}}),
    Case("PAR-03", "parcours", {0: {"motif_sortie": "autre"}, 1: {"motif_sortie": "autre"}}, (), ALERT),
    Case("PAR-04", "parcours", {7: {"personne_key": PEOPLE[8]}}, (7, 8)),
    Case("PAR-05", "parcours", {8: {"date_orientation": "2020-06-01"}}, (8,), ALERT),
    Case("PAR-06", "parcours", {0: {"classe_age": "12/03/1987"}}, (0,), REFUSAL),
    Case("PAR-07", "parcours", {0: {"type_contrat": "cer", "date_contrat": "2025-07-02"}}, (0,), ALERT),
    # --- employment and surveys
    Case("EPI-01", "episodes_emploi", {0: {"date_fin": "2024-12-01"}}),
    Case("ENQ-01", "enquete_devenir", {0: {"vague": 9}}),
    Case("ENQ-01", "enquete_devenir", {0: {"date_reponse": "2024-12-20"}}),
    Case("ENQ-02", "enquete_devenir", {0: {"personne_key": "f" * 64}}),
    Case("ENQ-03", "enquete_devenir", {place: {"repondant": "non"} for place in range(3)}, (), ALERT),
    Case("ENQ-04", "enquete_devenir", {0: {"en_emploi": "non", "temps_travail": "complet"}}),
    Case("ENQ-05", "enquete_devenir", {0: {"poids": 30}}, (), ALERT),
    Case("ENQ-06", "enquete_devenir", {0: {"poids": 0}}),
    Case("QUA-01", "enquete_qualite", {0: {"note_globale": 11}}),
    Case("QUA-01", "enquete_qualite", {0: {"q_ecoute": -1}}),
    Case("QUA-02", "enquete_qualite", {0: {"theme_verbatim": "On ne m’a jamais rappelée"}}, (0,), REFUSAL),
    Case("QUA-03", "enquete_qualite", {0: EVERY_NOTE}, (), ALERT),
    Case("QUA-04", "enquete_qualite", {0: {"poids": 0}}),
    # --- referents, money, obstacles, targets
    Case("REF-01", "referents_file_active", {0: {"etp": 1.2}}),
    Case("REF-01", "referents_file_active", {0: {"etp": 0}}),
    Case("REF-01", "referents_file_active", {0: {"nb_referents": 0}}),
    Case("REF-02", "referents_file_active", {0: {"personnes_affectees": 101}}, (0,), ALERT),
    Case("REF-03", "referents_file_active", {0: {"personnes_affectees": 12}}, (), ALERT),
    Case("REF-05", "referents_file_active", {0: {"nb_sans_contact_90j": 7}}),
    Case("REF-06", "referents_file_active", {0: {"mois": "2025-05-02"}}),
    Case("BUD-01", "budget_actions", {0: {"montant_prevu": -1}}),
    Case("BUD-01", "budget_actions", {0: {"exercice": 2014}}),
    Case("BUD-02", "budget_actions", {0: {"montant_realise": "1 200"}}, (0,), ALERT),
    Case("BUD-03", "budget_actions", {0: {"action_id": "a9"}}),
    Case("FRE-01", "freins_agreges", {0: {"effectif": -1}}),
    Case("FRE-01", "freins_agreges", {0: {"effectif": None}}),
    Case("FRE-01", "freins_agreges", {0: {"effectif": 5001}}),
    Case("OPN-03", "freins_agreges", {1: {"effectif": 0}}, (1,), REFUSAL),
    Case("CIB-01", "cibles", {0: {"code": "inconnu"}}),
    Case("CIB-01", "cibles", {0: {"code": "taux_remplissage", "valeur": 120}}),
    Case("CIB-02", "cibles", {0: {"echeance": "2024-12-31"}}),
    # --- published figures
    Case("OPN-01", "sources", {1: {"sha256": None}}, (1,), REFUSAL),
    Case("OPN-01", "sources", {1: {"url": "bmo.xlsx"}}, (1,), REFUSAL),
    Case("OPN-01", "sources", {1: {"nb_lignes": 0}}, (1,), REFUSAL),
    Case("OPN-03", "faits", {9: {"valeur": 0}}, (9,), REFUSAL),
    Case("OPN-03", "faits", {8: {"valeur": 0}}, (8,), REFUSAL),
    Case("OPN-03", "faits", {12: {"valeur": 0}}, (12,), REFUSAL),
    Case("FAI-01", "faits", {0: {"valeur": None}}),
    Case("FAI-02", "faits", {0: {"valeur": -5}}),
    Case("FAI-02", "faits", {0: {"denominateur": -5}}),
    Case("FAI-03", "faits", {8: {"valeur": 121}}, (8,)),
    Case("FAI-04", "faits", {12: {"valeur": 161}}, (12,)),
    Case("FAI-04", "faits", {5: {"valeur": 70001}}, (5,)),
    Case("FAI-05", "faits", {3: {"valeur": 150000}}, (), ALERT),
    Case("FAI-06", "faits", {11: {"code_territoire": "5299"}}, (11,), ALERT),
    Case("APP-01", "appartenances", {0: {"code_zone": "5299"}}, (0,), ALERT),
    # --- rules the dictionary implies, where the reference has no code of its own
    Case("GEN-02", "sessions", {0: {"session_id": ""}}),
    Case("DIC-01", "sessions", {0: {"date_debut": None}}),
    Case("DIC-02", "sessions", {0: {"statut": "en cours"}}),
    Case("DIC-02", "enquete_qualite", {0: {"criteres": "reseau|beaute"}}),
    Case("DIC-03", "parcours", {0: {"nb_pmsmp": 21}}),
    Case("DIC-04", "structures", {0: {"code_postal": "4900"}}),
    Case("DIC-04", "faits", {0: {"modalite": "famille"}}),
    Case("DIC-05", "parcours", {0: {"code_tas": "T9"}}),
]  # fmt: skip


@cache
def clean_files() -> dict[str, pd.DataFrame]:
    return clean()


@cache
def clean_tables() -> dict[str, pd.DataFrame]:
    return {name: typed(name, raw) for name, raw in clean_files().items()}


def world(case: Case) -> tuple[pd.DataFrame, Around]:
    tables = dict(clean_tables())
    for name, changes in (case.others | {case.table: case.changes}).items():
        tables[name] = spoilt(name, changes)
    known = context(**KNOWN)
    return tables[case.table], Around(tables, known, pd.Timestamp(2025, 6, 15))


def spoilt(name: str, changes: dict[int, dict[str, object]]) -> pd.DataFrame:
    """The clean table with these changes; only the columns that change are read again."""
    raw = changed(clean_files()[name], changes)
    columns = list(dict.fromkeys(column for cells in changes.values() for column in cells))
    if len(raw) > len(clean_files()[name]):
        return typed(name, raw)
    return clean_tables()[name].assign(**typed(name, raw[columns]))


def rules(name: str, code: str) -> list[Rule]:
    found = [*declared_rules(table(name)), *required_rules(table(name)), *commune_rules(name), *rules_of(name)]
    return [rule for rule in found if rule.code == code]


def play(rule: Rule, frame: pd.DataFrame, around: Around):
    return first_missing(frame, [rule]) if rule.check is None else examine(rule, frame, around)


def words(sentence: str) -> int:
    return len(re.findall(r"\w[\w’'.,-]*", sentence.replace("\u202f", "")))


@pytest.mark.parametrize("case", CASES, ids=str)
def test_a_counter_example_is_caught_and_said(case: Case) -> None:
    frame, around = world(case)
    ledger, caught = Ledger(), set()
    failed = []
    for rule in rules(case.table, case.code):
        finding = play(rule, frame, around)
        assert finding.played
        if not finding.ok:
            failed.append((rule.severity, rule.scope))
            caught |= set(finding.rows)
            examples = quotes(rule, frame, finding, pd.Series(range(1, len(frame) + 1)))
            ledger.record(rule, finding, len(frame), "essai", exemples=examples)
    assert failed and set(failed) == {case.weight}
    assert caught == set(case.rows)
    for result in ledger.results:
        assert result["statut"] == BROKEN and result["phrase"]
        assert not re.search(r"[{}_]|\b(nan|None|NaT)\b", result["phrase"])
        assert words(result["phrase"]) <= 30
        assert not any(key in result["phrase"] + result["exemples"] for key in PEOPLE)


def every_rule() -> list[Rule]:
    return [
        rule
        for name in clean()
        for rule in [*declared_rules(table(name)), *required_rules(table(name)), *commune_rules(name), *rules_of(name)]
    ]


def test_every_rule_keeps_quiet_on_the_clean_sample() -> None:
    files = staged(clean_files())
    told = judge(files, context(**KNOWN)).results
    assert set(told["statut"]) == {"respectee"}
    assert {(rule.code, rule.table) for rule in every_rule()} <= set(zip(told["regle"], told["table"], strict=True))


def test_every_rule_has_a_counter_example() -> None:
    own = {(rule.code, rule.table) for rule in every_rule() if not rule.code.startswith(("DIC", "GEN"))}
    assert own == {(case.code, case.table) for case in CASES if not case.code.startswith(("DIC", "GEN"))}


def test_every_table_that_is_loaded_is_in_the_clean_sample() -> None:
    loaded = {name for name, declared in tables().items() if declared.origin != "systeme"}
    assert set(clean()) == loaded | {"sources"}


def test_a_rule_judged_late_only_warns() -> None:
    assert all(rule.severity == WARNING for rule in specific_rules() if rule.late)


@pytest.mark.parametrize("rule", specific_rules(), ids=lambda rule: f"{rule.code}-{rule.columns[0]}")
def test_a_rule_reads_columns_that_exist_and_says_why_a_row_goes(rule: Rule) -> None:
    names = table(rule.table).names
    assert set(rule.columns) <= set(names)
    assert rule.example in ("", *names)
    assert bool(rule.reason) == (rule.severity == BLOCKING and rule.scope == ROW)
    assert "_" not in rule.label


@pytest.mark.parametrize("rule", specific_rules(), ids=lambda rule: f"{rule.code}-{rule.columns[0]}")
def test_a_missing_column_leaves_a_rule_unplayed(rule: Rule) -> None:
    frame, around = world(Case("", rule.table, {}))
    assert not examine(rule, frame.drop(columns=rule.columns[0]), around).played


def test_great_expectations_itself_says_that_a_column_is_missing() -> None:
    frame = pd.DataFrame({"une": [1]})
    assert not validate(expect("column_values_to_be_in_set", column="autre", value_set=[1]), frame).played
    found = validate(expect("column_values_to_be_in_set", column="une", value_set=[2]), frame)
    assert found.played and list(found.rows) == [0]


@pytest.mark.parametrize("rule", [r for r in specific_rules() if r.needs], ids=lambda rule: rule.code)
def test_a_missing_table_leaves_a_rule_unplayed(rule: Rule) -> None:
    frame, around = world(Case("", rule.table, {}))
    tables = {name: frame for name, frame in around.tables.items() if name not in rule.needs}
    assert not examine(rule, frame, Around(tables, around.context, around.when)).played


def test_two_halves_of_a_departement_are_not_its_total():
    """The Rhône and the Métropole de Lyon answer apart to the DREES: FAI-05 compares communes with neither."""
    same = {"code": "foyers_rsa", "periode": "2018", "modalite": "", "code_departement": "69"}
    places = [("commune", "69123", 100), ("departement", "69D", 10), ("departement", "69M", 20)]
    frame = pd.DataFrame([same | {"niveau": n, "code_territoire": c, "valeur": v} for n, c, v in places])
    rule = next(rule for rule in rules_of("faits") if rule.code == "FAI-05")
    rhone = replace(context(), departement="69")
    finding = examine(rule, frame, Around({}, rhone, pd.Timestamp(rhone.today)))
    assert finding.played and finding.ok


@pytest.mark.parametrize(("published", "ok"), [(5325, True), (5590, True), (5610, False), (5070, False), (5080, True)])
def test_households_are_compared_with_the_cnaf_for_the_same_month(published: int, ok: bool) -> None:
    """BRS-03: ours are 4 400 + 850 + 75 = 5 325; 5 % of 5 610 is 280, of 5 590 is 279, of 5 070 is 253."""
    counted = fact("foyers_rsa", published, "departement", "49", periode="2025-04")
    frame, around = world(Case("BRS-03", "brsa_effectifs", {}, others={"faits": {14: counted}}))
    rule = next(rule for rule in rules_of("brsa_effectifs") if rule.code == "BRS-03")
    assert examine(rule, frame, around).ok == ok
    assert examine(rule, frame, replace(around, invented=True)).ok  # a demonstration has no published total


def test_sites_that_a_number_tells_apart_are_not_doubles() -> None:
    """STR-03: numbered sites, other communes and other SIREN are not the same structure."""
    rule = next(rule for rule in rules_of("structures") if rule.code == "STR-03")

    def doubles(one: dict, other: dict) -> bool:
        frame, around = world(Case("STR-03", "structures", {0: one, 1: other}))
        return not examine(rule, frame, around).ok

    same = {"siret": None}
    assert doubles({"nom": "C.C.A.S. d’Angers"} | same, {"nom": "CCAS d'Angers"} | same)
    assert doubles({"nom": "Régie de quartiers Monplaisir"}, {"nom": "REGIE DE QUARTIER MONPLAISIR"} | same)
    assert not doubles({"nom": "Antenne emploi 1"} | same, {"nom": "Antenne emploi 2"} | same)
    assert not doubles({"nom": "Antenne emploi", "code_insee": ANGERS} | same, {"nom": "Antenne emploi",
                       "code_insee": ALLONNES} | same)  # fmt: skip
    assert not doubles({"nom": "Garage solidaire", "siret": "73282932000074"}, {"nom": "Garage solidaires"})
