"""Each of the 98 rules of the reference, by its code: a load that breaks it, told in its sentence, and one it lets be.

What looks at one table is in the cases of `test_rules`; here are the rules that look at a file or at a whole load.
"""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from datetime import date
from functools import cache

import pandas as pd
import pytest
from quality_world import ALLONNES, ANGERS, CHOLET, changed, clean, context, frame, staged
from test_rules import CASES

from etl.pipeline import noticed
from etl.reading.protocol import Notice
from etl.staging import Staged
from quality.catalogue import every_rule
from quality.gate import judge
from quality.judgement import Judgement

# Typed from the reference: how many rules each family has.
FAMILIES = {
    "GEN": 14, "TER": 6, "BRS": 7, "STR": 6, "ACT": 14, "SES": 8, "PRE": 10, "PRS": 5, "PAR": 8, "ENQ": 5, "QUA": 3,
    "REF": 4, "BUD": 3, "FRE": 1, "CIB": 1, "OPN": 3,
}  # fmt: skip
CODES = {f"{family}-{number:02d}" for family, count in FAMILIES.items() for number in range(1, count + 1)}
SHA = "cd" * 32


def structures(rows: int = 10, sha256: str = "", day: date | None = None, **columns: list[object]) -> Staged:
    """That many structures; `columns` gives the values of the first rows."""
    same = {"source": "s", "type_structure": "association", "active": "oui", "date_maj": "2025-05-01"}
    named = [{"structure_id": f"s--{number}", "nom": f"Maison {number}"} for number in range(rows)]
    made = frame("structures", named, code_insee=ANGERS, **same).astype("object")
    for column, values in columns.items():
        made.loc[: len(values) - 1, column] = values
    return Staged("structures", made, "s.xlsx", "Porteurs", sha256, day, titles={"date_maj": "Mise à jour"})


def without(one: Staged, column: str) -> Staged:
    return replace(one, frame=one.frame.drop(columns=column))


def extra(one: Staged, column: str, value: object = "x") -> Staged:
    return replace(one, frame=one.frame.assign(**{column: value}))


def served(**columns: list[object]):
    """Own tables as they are served: a hundred structures."""
    made = structures(100, **columns).frame
    return lambda name: made if name == "structures" else pd.DataFrame()


def budget(total: float) -> Staged:
    rows = [{"action_id": action, "montant_prevu": total / 2} for action in ("a1", "a2")]
    same = {"exercice": 2025, "financeur": "cd", "mode_attribution": "subvention"}
    return Staged("budget_actions", frame("budget_actions", rows, montant_realise=0, **same), "budget.csv")


def spent(name: str) -> pd.DataFrame:
    return budget(1_000_000).frame if name == "budget_actions" else pd.DataFrame()


def journeys(*communes: str) -> list[Staged]:
    tables = clean()
    changes = {place: {"code_insee_domicile": commune} for place, commune in enumerate(communes)}
    tables["parcours"] = changed(tables["parcours"], changes)
    return staged(tables, "territoires", "parcours")


def keys(first: str | None = None) -> list[Staged]:
    rows = clean()["prescriptions"]
    return staged({"prescriptions": changed(rows, {0: {"personne_key": first}} if first else {})}, "prescriptions")


def mixed(*, synthetic: bool) -> list[Staged]:
    return [structures(), *staged(clean(), "territoires", synthetique=synthetic)]


CALM = [structures()]
HALF = {"type_structure": ["siae"] * 50}
MERGED = {"passage": pd.DataFrame({"code_ancien": ["49069"], "code_courant": [CHOLET]})}


@dataclass(frozen=True)
class Load:
    """A load that breaks the rule, a load that does not, and what is said. lines: those set aside for that rule."""

    code: str
    broken: list[Staged]
    quiet: list[Staged]
    said: str
    gravity: str = "bloquant"
    lines: tuple[int, ...] = ()
    around: dict[str, object] = field(default_factory=dict)

    def __str__(self) -> str:
        return self.code


LOADS = [
    Load("GEN-01", [without(structures(), "nom")], CALM,
         "La colonne « Nom de la structure » manque dans le fichier s.xlsx. Vérifiez que l’export n’a pas changé de "
         "modèle."),
    Load("GEN-02", [structures(structure_id=["s--5"])], CALM,
         "2 lignes portent un identifiant déjà pris (exemple : s--5). Chaque ligne doit avoir un identifiant "
         "différent.", lines=(1, 6)),
    Load("GEN-03", [structures(date_maj=["2025-05-01", "2025-05-01", "32/13/2025"])], CALM,
         "Fichier s.xlsx, « Mise à jour » : 1 valeur illisible (attendu : une date). Exemple : « 32/13/2025 », feuille "
         "« Porteurs », ligne 3.", lines=(3,)),
    Load("GEN-04", [structures(0)], CALM,
         "Le fichier s.xlsx est vide ou illisible. Aucune donnée n’a été remplacée."),
    Load("GEN-05", [extra(structures(), "Prénom")], [extra(structures(), "Précisions")],
         "Le fichier contient des données personnelles (« Prénom »). Il a été refusé et n’a pas été conservé."),
    Load("GEN-06", [structures(sha256=SHA)], [structures(sha256="ef" * 32)],
         "Le fichier s.xlsx a déjà été chargé le 02/05/2025. Rien n’a changé.",
         around={"loaded": {(SHA, ""): date(2025, 5, 2)}}),
    Load("GEN-07", [structures(7)], [structures(8)],
         "7 lignes, contre 10 la fois précédente (-30 %). Confirmez que c’est normal.", "alerte",
         around={"previous": {"structures": 10}}),
    Load("GEN-08", [structures(5)], [structures(6)],
         "Le fichier contient 50 % de lignes de moins qu’au dernier chargement. Il est bloqué en attendant votre "
         "confirmation.", around={"previous": {"structures": 10}}),
    Load("GEN-09", [structures(100)], [structures(100, type_structure=["siae"] * 45)],
         "La répartition de « Type de structure » a nettement changé depuis le dernier chargement (« Structure "
         "d’insertion par l’activité économique » : 50 % puis 0 %).", "alerte", around={"before": served(**HALF)}),
    Load("GEN-10", [structures(day=date(2024, 1, 31))], [structures(day=date(2024, 2, 1))],
         "Les données de s.xlsx ont 501 jours, au-delà de la limite. Les chiffres précédents restent affichés avec "
         "leur date."),
    Load("GEN-11", [structures(day=date(2024, 5, 10))], [structures(day=date(2024, 5, 11))],
         "Les données de s.xlsx ont 401 jours. Pensez à demander une mise à jour.", "alerte"),
    Load("GEN-12", [structures(code_insee=[None, None])], [structures(code_insee=[None])],
         "Colonnes peu renseignées : « Commune (code) » (80 %). Les chiffres qui en dépendent sont marqués "
         "« incomplets ».", "alerte"),
    Load("GEN-13", mixed(synthetic=True), mixed(synthetic=False),
         "Le fichier territoires.csv contient des données fictives. Il ne peut pas être chargé avec des données "
         "réelles."),
    Load("GEN-14", [structures(0)], CALM,
         "Le chargement a échoué. La version précédente, du 01/06/2025, reste affichée.",
         around={"served": date(2025, 6, 1)}),
    Load("GEN-15", [structures(nom=["AB"] * 5)], [structures(nom=["AB"] * 4)],
         "5 lignes écartées dans s.xlsx, soit 50 %, plus que les 2 % admis."),
    Load("GEN-16", [*staged(clean(), "territoires", "structures", "actions"), budget(1000)],
         [*staged(clean(), "territoires", "structures", "actions"), budget(900_000)],
         "Le total de « Montant prévu » passe de 1\u202f000\u202f000 à 1\u202f000 depuis le dernier chargement "
         "(-99,9 %). Vérifiez l’unité et les lignes manquantes.", "alerte", around={"before": spent}),
    Load("DIC-06", [extra(structures(), "Remarque")], CALM,
         "Colonnes inconnues, non chargées : Remarque. Vérifiez leur nom s’il s’agit d’une information attendue.",
         "alerte"),
    Load("TER-02", [structures(code_insee=["49069"])], [structures(code_insee=[CHOLET])],
         "1 ancienne commune a été rattachée à la commune actuelle (49069 → 49099).", "alerte", around=MERGED),
    Load("PRE-06", keys("1234567"), keys(), "Des numéros d’allocataire ont été reconnus. Le fichier est refusé et "
         "effacé."),
    Load("REF-04", [extra(one, "Nom de l'agent") for one in staged(clean(), "referents_file_active")],
         staged(clean(), "referents_file_active"), "Le fichier nomme des agents. Il a été refusé."),
    Load("PAR-08", journeys(*[ALLONNES] * 4), journeys(), "Pour protéger les personnes, la commune de 4 parcours a été "
         "remplacée par le territoire d’action sociale.", "alerte"),
]  # fmt: skip


@cache
def calm() -> Judgement:
    return judge(CALM, context())


def told(judgement: Judgement, code: str) -> pd.DataFrame:
    results = judgement.results
    return results[(results["regle"] == code) & (results["statut"] == "non_respectee")]


@pytest.mark.parametrize("load", LOADS, ids=str)
def test_a_load_that_breaks_the_rule_is_told_and_another_is_not(load: Load) -> None:
    around = context(**load.around)
    judgement = judge(load.broken, around)
    failed = told(judgement, load.code)
    assert load.said in failed["phrase"].tolist()
    assert set(failed["gravite"]) == {load.gravity}
    named = judgement.rejected[judgement.rejected["regle"] == load.code]
    assert tuple(sorted(named["ligne"])) == load.lines
    let_be = calm() if load.quiet is CALM and not load.around else judge(load.quiet, around)
    assert told(let_be, load.code).empty


def test_a_column_that_comes_or_goes_in_a_publisher_s_file_is_told() -> None:
    """OPN-02 is made while reading, and joins the report."""
    quiet = calm()
    assert told(noticed(quiet, []), "OPN-02").empty
    sentence = "BMO a changé de format : colonnes ajoutées « xmet2 »."
    judgement = noticed(quiet, [Notice("bmo", "2026", "bmo.xlsx", "BMO", "xmet2", sentence)])
    assert told(judgement, "OPN-02")["phrase"].tolist() == [sentence]
    assert judgement.verdict == "accepte_avec_alertes"


def test_the_98_rules_of_the_reference_are_all_proved() -> None:
    assert len(CODES) == 98
    proved = {case.code for case in CASES} | {load.code for load in LOADS} | {"OPN-02"}
    assert proved >= CODES


def test_the_98_rules_of_the_reference_are_all_in_the_catalogue() -> None:
    assert {rule.code for rule in every_rule()} >= CODES


# --- what a load remembers of the one before


def test_rows_carried_over_are_judged_neither_for_their_file_nor_for_their_age() -> None:
    carried = replace(structures(sha256=SHA, day=date(2024, 1, 31)), carried=True)
    judgement = judge([carried], context(loaded={(SHA, ""): date(2025, 5, 2)}))
    assert judgement.verdict == "accepte_avec_alertes"
    assert set(judgement.results.query("statut == 'non_respectee'")["regle"]) == {"GEN-11"}
    assert judgement.loads["date_chargement"].tolist() == [pd.Timestamp(2025, 5, 2)]


def test_a_collapse_that_a_person_confirmed_is_accepted_with_its_reason() -> None:
    confirmed = {("GEN-08", "structures"): "Deux organismes ont cessé leur activité", ("GEN-07", "structures"): " "}
    around = context(previous={"structures": 10}, confirmed=confirmed)
    judgement = judge([structures(5)], around)
    assert judgement.verdict == "accepte_avec_alertes"
    row = told(judgement, "GEN-08").iloc[0]
    assert (row["gravite"], row["confirmation"]) == ("alerte", "Deux organismes ont cessé leur activité")
    assert row["phrase"] == "50 % de lignes de moins qu’au dernier chargement. Le service l’a confirmé."
    assert told(judgement, "GEN-07")["confirmation"].tolist() == [""]


def test_nothing_else_may_be_confirmed() -> None:
    around = context(confirmed={(code, "structures"): "Tout va bien" for code in CODES})
    assert {code for code in CODES if around.reason(code, "structures")} == {"GEN-07", "GEN-08"}
    judgement = judge([extra(structures(), "Prénom")], around)
    assert judgement.verdict == "refuse" and told(judgement, "GEN-05")["confirmation"].tolist() == [""]


def test_only_own_tables_that_are_loaded_again_are_read_from_the_edition_served() -> None:
    read = []

    def before(name: str) -> pd.DataFrame:
        read.append(name)
        return pd.DataFrame()

    places = staged(clean(), "lieux", "zones")
    judge([structures(), *places], context(before=before))
    assert read == ["structures"]


def test_the_first_real_load_is_not_compared_with_the_demonstration_it_replaces() -> None:
    around = {"previous": {"structures": 1000}, "before": served(**HALF)}
    assert judge([structures()], context(**around, invented=True)).verdict == "accepte"
    assert judge([structures()], context(**around)).verdict == "refuse"
    again = replace(structures(), synthetique=True)
    assert judge([again], context(**around, invented=True)).verdict == "refuse"


def test_a_small_table_that_moves_by_chance_is_not_told() -> None:
    """Ten structures of two types, six and four then four and six: an index of 0.16, and a larger one is chance."""
    before = structures(10, type_structure=["siae"] * 8).frame
    judgement = judge([structures(10, type_structure=["siae"] * 4)], context(before=lambda name: before))
    assert told(judgement, "GEN-09").empty


def test_a_column_nobody_filled_is_named_once_and_alarms_nobody() -> None:
    judgement = calm()
    row = judgement.results[judgement.results["regle"] == "GEN-12"].iloc[0]
    assert row["statut"] == "respectee" and judgement.verdict == "accepte"
    assert row["phrase"].startswith("Colonnes non renseignées : « SIRET », ")


# --- their own headers


def test_a_row_set_aside_names_the_header_of_its_own_file() -> None:
    file = replace(structures(nom=["AB"]), titles={"nom": "Nom du porteur"}, lines=pd.Series(range(14, 24)))
    row = judge([file], context()).rejected.iloc[0]
    assert row["phrase"].startswith("s.xlsx, feuille « Porteurs », ligne 14, colonne « Nom du porteur » : ")
    assert (row["colonne"], row["entete"], row["ligne"]) == ("nom", "Nom du porteur", 14)


def test_without_headers_of_their_own_ours_are_named() -> None:
    row = judge([replace(structures(nom=["AB"]), titles=None)], context()).rejected.iloc[0]
    assert "colonne « Nom de la structure » : " in row["phrase"] and not row["entete"]


# --- what may be a person's is never quoted


@pytest.mark.parametrize(
    ("table", "column", "value"),
    [("parcours", "classe_age", "12/03/1987"), ("enquete_qualite", "theme_verbatim", "Madame Untel m’a aidée")],
)
def test_a_birth_date_or_a_comment_is_not_kept_in_the_report(table: str, column: str, value: str) -> None:
    tables = clean()
    tables[table] = changed(tables[table], {0: {column: value}})
    judgement = judge(staged(tables, "territoires", table), context())
    assert judgement.verdict == "refuse"
    assert value not in "".join(one.to_csv() for one in judgement.reports.values())


def test_every_unreadable_cell_of_an_own_table_is_given_back_to_be_corrected():
    """A column of dates wrong from end to end is corrected in one round, not a hundred cells at a time."""
    judgement = judge([structures(250, date_maj=["32/13/2025"] * 250)], context())
    rejected = judgement.rejected.query("colonne == 'date_maj'")
    assert rejected["ligne"].nunique() == 250
