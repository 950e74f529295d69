"""The gate as a whole: what it refuses, sets aside, corrects and says."""

from __future__ import annotations

import socket
from datetime import date
from pathlib import Path

import pandas as pd
import pytest
from quality_world import ALLONNES, ANGERS, CHOLET, PEOPLE, changed, clean, context, frame, staged

from etl.staging import SourceRefused, Staged
from quality.freshness import judge_age
from quality.gate import judge
from quality.judgement import Judgement
from quality.ledger import Ledger
from quality.pile import Received
from quality.refusal import unreadable
from quality.report import report
from warehouse.dictionary import table

NIR = "2 99 99 99 000 123"


@pytest.fixture(scope="module")
def quiet() -> Judgement:
    tables = clean()
    names = ("territoires", "structures", "actions", "sessions", "brsa_effectifs", "freins_agreges", "budget_actions")
    return judge(staged(tables, *names, "faits"), context())


def of(judgement: Judgement, code: str) -> pd.DataFrame:
    return judgement.results[judgement.results["regle"] == code]


def broken(judgement: Judgement) -> set[str]:
    return set(judgement.results.loc[judgement.results["statut"] == "non_respectee", "regle"])


def load(judgement: Judgement, name: str) -> pd.Series:
    return judgement.loads.set_index("table").loc[name]


def counts(judgement: Judgement, name: str) -> tuple[int, int, int, int]:
    row = load(judgement, name)
    return tuple(int(row[f"nb_{what}"]) for what in ("recues", "acceptees", "ecartees", "refusees"))


def lieux(rows: int, **bad: object) -> pd.DataFrame:
    """That many places; `bad` maps a column to the values of the first rows."""
    same = {"type_lieu": "siae_aci", "nom": "Lieu", "code_insee": ANGERS, "millesime": "2024", "source": "siae_asp"}
    places = frame("lieux", [{"lieu_id": f"l{number}"} for number in range(rows)], **same)
    for column, values in bad.items():
        places[column] = places[column].astype("object")
        places.loc[: len(values) - 1, column] = values
    return places


# --- a clean load


def test_a_clean_load_passes_without_a_word(quiet: Judgement) -> None:
    assert quiet.verdict == "accepte"
    assert set(quiet.results["statut"]) == {"respectee"}
    assert set(quiet.loads["verdict"]) == {"accepte"}
    assert quiet.rejected.empty


def test_accepted_tables_have_the_columns_and_types_of_the_dictionary(quiet: Judgement) -> None:
    assert len(quiet.accepted) == 8
    for name, accepted in quiet.accepted.items():
        assert tuple(accepted.columns) == table(name).names
        assert not accepted["synthetique"].any()
    sessions = quiet.accepted["sessions"]
    assert sessions.loc[0, "date_debut"] == pd.Timestamp(2025, 2, 1)
    assert sessions["jours_ouverture_semaine"].tolist() == [2.5, 2.5]
    assert sessions["places_ouvertes"].dtype == "int64"
    assert quiet.accepted["budget_actions"]["montant_prevu"].tolist() == [1000.5, 1000.5]
    assert quiet.accepted["faits"]["modalite"].tolist()[:2] == ["", ""]
    assert quiet.accepted["freins_agreges"]["effectif"].isna().tolist() == [False, True]


def test_the_reports_have_the_columns_of_the_dictionary(quiet: Judgement) -> None:
    for name, frame_ in quiet.reports.items():
        assert tuple(frame_.columns) == table(name).names


def test_every_check_is_recorded_once(quiet: Judgement) -> None:
    key = list(table("regles_resultats").key)
    specific = quiet.results[~quiet.results.duplicated(key, keep=False)]
    assert {"GEN-01", "GEN-02", "GEN-03", "GEN-04", "GEN-05", "GEN-13", "GEN-15", "TER-01"} <= set(specific["regle"])


def test_nothing_is_written_nor_sent(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def forbidden(*arguments: object, **named: object) -> None:
        raise AssertionError("the gate opened a connection")

    monkeypatch.chdir(tmp_path)
    monkeypatch.setattr(socket.socket, "connect", forbidden)
    judge([Staged("lieux", lieux(3), "lieux.csv")], context())
    assert list(tmp_path.iterdir()) == []


# --- files refused as a whole


def test_a_missing_column_refuses_the_file_and_leaves_its_rules_unplayed() -> None:
    tables = clean()
    tables["sessions"] = tables["sessions"].rename(columns={"date_fin": "fin"})
    judgement = judge(staged(tables, "territoires", "structures", "actions", "sessions"), context())
    missing = of(judgement, "GEN-01").set_index("colonne").loc["date_fin"]
    assert (missing["statut"], missing["gravite"]) == ("non_respectee", "bloquant")
    assert missing["phrase"].startswith("La colonne « Date de fin » manque dans le fichier sessions.csv.")
    unplayed = of(judgement, "SES-02").iloc[0]
    assert unplayed["statut"] == "non_executee"
    assert unplayed["phrase"].endswith("n’a pas pu être jouée : il manque la colonne « Date de fin ».")
    assert of(judgement, "SES-06").iloc[0]["statut"] == "respectee"
    assert "« fin »" not in of(judgement, "DIC-06").iloc[0]["phrase"]
    assert "fin" in of(judgement, "DIC-06")["phrase"].str.cat()
    assert judgement.verdict == "refuse"
    assert counts(judgement, "sessions") == (2, 0, 0, 2)
    assert "sessions" not in judgement.accepted and "actions" in judgement.accepted


def test_a_text_where_a_number_stands_is_named_with_its_place() -> None:
    tables = clean()
    tables["budget_actions"] = changed(tables["budget_actions"], {1: {"montant_realise": "neuf cents"}})
    own = staged(tables, "territoires", "structures", "actions")
    file = Staged("budget_actions", tables["budget_actions"], "budget.xlsx", "Exécution", lines=pd.Series([5, 6]))
    judgement = judge([*own, file], context())
    failed = of(judgement, "GEN-03").query("statut == 'non_respectee'").iloc[0]
    assert failed["phrase"] == (
        "Fichier budget.xlsx, « Montant réalisé » : 1 valeur illisible (attendu : un nombre). "
        "Exemple : « neuf cents », feuille « Exécution », ligne 6."
    )
    cell = judgement.rejected.iloc[0]
    assert (cell["ligne"], cell["colonne"], cell["valeur"]) == (6, "montant_realise", "neuf cents")
    assert judgement.verdict == "refuse" and counts(judgement, "budget_actions") == (2, 0, 0, 2)


def test_an_empty_file_is_refused() -> None:
    judgement = judge([Staged("lieux", lieux(0), "lieux.csv")], context())
    assert broken(judgement) == {"GEN-04", "GEN-14"}
    assert counts(judgement, "lieux") == (0, 0, 0, 0)
    assert judgement.verdict == "refuse"


@pytest.mark.parametrize(
    ("name", "column", "value"),
    [
        ("structures", "adresse", f"12 rue des Lices, allocataire {NIR}"),
        ("structures", "telephone", 2999999000123),
        ("actions", "description", "Voir le dossier 299999900012345 pour la suite."),
        ("actions", "nom", "Dossier 299999900012345 ".ljust(64, "x")),
    ],
)
def test_a_number_of_a_person_refuses_the_file_and_is_not_echoed(name: str, column: str, value: object) -> None:
    tables = clean()
    tables[name] = changed(tables[name], {0: {column: value}})
    judgement = judge(staged(tables, name), context())
    failed = of(judgement, "GEN-05").query("statut == 'non_respectee'").iloc[0]
    assert failed["phrase"].startswith("Le fichier contient des données personnelles (« ")
    assert judgement.verdict == "refuse" and name not in judgement.accepted
    everything = "".join(frame_.to_csv() for frame_ in judgement.reports.values()).replace(" ", "")
    assert "2999999000123" not in everything and "299999900012345" not in everything


def test_what_only_looks_like_a_long_number_passes() -> None:
    names = ["12345678900012", "47.1570312345678", "06 12 34 56 78", "2024 2025 49007", "1570", "a2999999000123b"]
    assert broken(judge([Staged("lieux", lieux(6, nom=names), "l.csv")], context())) == set()


@pytest.mark.parametrize(
    ("name", "column", "code"),
    [
        ("prescriptions", "Prénom", "GEN-05"),
        ("prescriptions", "NOM", "GEN-05"),
        ("parcours", "Date de naissance", "GEN-05"),
        ("parcours", "numero_allocataire", "GEN-05"),
        ("structures", "telephone_portable", "GEN-05"),
        ("referents_file_active", "Nom de l'agent", "REF-04"),
        ("enquete_qualite", "Commentaire libre", "QUA-02"),
    ],
)
def test_a_forbidden_column_refuses_the_file(name: str, column: str, code: str) -> None:
    raw = clean()[name].assign(**{column: "x"})
    judgement = judge([Staged(name, raw, f"{name}.csv")], context())
    assert code in broken(judgement)
    assert judgement.verdict == "refuse" and name not in judgement.accepted


def test_enrolment_numbers_as_keys_are_refused_and_erased() -> None:
    tables = clean()
    tables["prescriptions"] = changed(tables["prescriptions"], {0: {"personne_key": "1234567"}})
    judgement = judge([Staged("prescriptions", tables["prescriptions"], "p.csv")], context())
    assert broken(judgement) == {"PRE-05", "PRE-06", "GEN-14"}
    assert "1234567" not in "".join(frame_.to_csv() for frame_ in judgement.reports.values())


def test_invented_and_real_tables_of_the_departement_are_not_mixed() -> None:
    tables = clean()
    mixed = [
        *staged(tables, "territoires", "structures", synthetique=True),
        *staged(tables, "actions"),
        *staged(tables, "lieux"),
    ]
    judgement = judge(mixed, context())
    refused = of(judgement, "GEN-13").query("statut == 'non_respectee'")
    assert set(refused["table"]) == {"territoires", "structures"}
    assert judgement.verdict == "refuse"


def test_open_data_may_stand_beside_a_demonstration() -> None:
    tables = clean()
    judgement = judge(
        [*staged(tables, "territoires", "structures", synthetique=True), *staged(tables, "lieux")], context()
    )
    assert judgement.verdict == "accepte"
    assert judgement.accepted["structures"]["synthetique"].all()
    assert not judgement.accepted["lieux"]["synthetique"].any()
    marked = judgement.loads.set_index("table")["synthetique"]
    assert marked.to_dict() == {"territoires": True, "structures": True, "lieux": False}


def test_a_mark_inside_the_file_counts() -> None:
    tables = clean()
    tables["structures"] = tables["structures"].assign(synthetique="oui")
    assert "GEN-13" in broken(judge(staged(tables, "territoires", "structures"), context()))


# --- rows set aside


def test_an_unknown_commune_is_set_aside_and_named_with_its_place() -> None:
    places = lieux(3, code_insee=["49999"])
    judgement = judge([Staged("lieux", places, "lieux.xlsx", "Lieux", lines=pd.Series([4, 5, 6]))], context())
    assert counts(judgement, "lieux") == (3, 2, 1, 0)
    row = judgement.rejected.iloc[0]
    assert row["phrase"] == (
        "lieux.xlsx, feuille « Lieux », ligne 4, colonne « Commune (code) » : le code commune « 49999 » n’existe pas."
    )
    assert (row["fichier"], row["feuille"], row["ligne"]) == ("lieux.xlsx", "Lieux", 4)
    assert (row["colonne"], row["valeur"], row["regle"]) == ("code_insee", "49999", "TER-01")
    result = of(judgement, "TER-01").iloc[0]
    assert result["phrase"] == "Le code commune « 49999 » n’existe pas. 1 ligne est écartée."
    assert judgement.verdict == "accepte_avec_alertes"
    assert judgement.accepted["lieux"]["lieu_id"].tolist() == ["l1", "l2"]


@pytest.mark.parametrize(
    ("rows", "wrong", "expected"),
    [
        (20, 4, (20, 16, 4, 0)),  # 20 % but fewer than five rows
        (250, 5, (250, 245, 5, 0)),  # five rows, exactly 2 %
        (249, 5, (249, 0, 0, 249)),  # five rows, just over 2 %
        (20, 5, (20, 0, 0, 20)),
    ],
)
def test_a_file_is_refused_beyond_two_percent_and_five_rows(rows: int, wrong: int, expected: tuple) -> None:
    judgement = judge([Staged("lieux", lieux(rows, type_lieu=["phare"] * wrong), "lieux.csv")], context())
    assert counts(judgement, "lieux") == expected
    assert ("GEN-15" in broken(judgement)) == (expected[3] > 0)
    assert len(judgement.rejected) == wrong


def test_a_row_wrong_twice_is_set_aside_once_for_two_reasons() -> None:
    judgement = judge([Staged("lieux", lieux(9, type_lieu=["phare"], code_insee=["49999"]), "l.csv")], context())
    assert counts(judgement, "lieux") == (9, 8, 1, 0)
    assert set(judgement.rejected["regle"]) == {"DIC-02", "TER-01"}


def test_identical_copies_are_kept_once_and_different_ones_all_go() -> None:
    places = lieux(4)
    places = pd.concat([places, places.head(1), places.iloc[[1]].assign(nom="Autre")], ignore_index=True)
    judgement = judge([Staged("lieux", places, "lieux.csv")], context())
    assert counts(judgement, "lieux") == (6, 3, 3, 0)
    assert judgement.accepted["lieux"]["lieu_id"].tolist() == ["l0", "l2", "l3"]
    result = of(judgement, "GEN-02").query("statut == 'non_respectee'").iloc[0]
    assert result["gravite"] == "bloquant" and result["nb_ecarts"] == 2
    assert result["phrase"].startswith("2 lignes portent un identifiant déjà pris (exemple : l1).")


def test_identical_copies_alone_only_warn_whatever_their_number() -> None:
    places = lieux(6)
    judgement = judge([Staged("lieux", pd.concat([places] * 3, ignore_index=True), "lieux.csv")], context())
    assert counts(judgement, "lieux") == (18, 6, 12, 0)
    assert of(judgement, "GEN-02").query("statut == 'non_respectee'")["gravite"].tolist() == ["alerte"]
    assert judgement.verdict == "accepte_avec_alertes"


def test_two_files_of_one_table_are_judged_together() -> None:
    first, second = lieux(3), lieux(4).assign(nom="Autre")
    judgement = judge([Staged("lieux", first, "a.csv"), Staged("lieux", second, "b.csv")], context())
    by_file = judgement.loads.set_index("fichier")
    assert by_file["nb_ecartees"].to_dict() == {"a.csv": 3, "b.csv": 3}
    assert judgement.accepted["lieux"]["lieu_id"].tolist() == ["l3"]


def test_one_refused_file_does_not_take_the_other_rows_of_its_table() -> None:
    first, second = lieux(3), lieux(4).drop(columns="nom")
    judgement = judge([Staged("lieux", first, "a.csv"), Staged("lieux", second, "b.csv")], context())
    assert judgement.loads.set_index("fichier")["nb_refusees"].to_dict() == {"a.csv": 0, "b.csv": 4}
    assert len(judgement.accepted["lieux"]) == 3
    assert judgement.verdict == "refuse"


def test_rows_that_lean_on_a_row_set_aside_go_with_it() -> None:
    tables = clean()
    tables["structures"] = changed(tables["structures"], {1: {"nom": "B"}})
    judgement = judge(staged(tables, "territoires", "structures", "actions", "sessions"), context())
    assert counts(judgement, "actions") == (2, 1, 1, 0)
    assert counts(judgement, "sessions") == (2, 1, 1, 0)


def test_without_the_table_it_leans_on_a_file_cannot_be_judged() -> None:
    judgement = judge(staged(clean(), "territoires", "actions"), context())
    result = of(judgement, "ACT-01").iloc[0]
    assert result["statut"] == "non_executee"
    assert result["phrase"].endswith("il manque la table « Structures d’insertion ».")
    assert judgement.verdict == "refuse"


def test_keys_of_persons_are_never_shown() -> None:
    tables = clean()
    tables["presences"] = changed(tables["presences"], {0: {"personne_key": PEOPLE[9]}, 1: {"heures": 20}})
    tables["presences"] = pd.concat([tables["presences"], tables["presences"].iloc[[4]].assign(statut="excuse")])
    names = ("territoires", "structures", "actions", "sessions", "prescriptions", "presences")
    judgement = judge(staged(tables, *names), context())
    assert {"GEN-02", "PRS-01", "PRS-04"} <= set(judgement.rejected["regle"])
    everything = "".join(frame_.to_csv() for frame_ in judgement.reports.values())
    assert not any(key in everything for key in PEOPLE)


# --- corrections


def test_a_former_commune_is_converted_with_a_warning() -> None:
    passage = pd.DataFrame({"code_ancien": ["49069"], "code_courant": [CHOLET]})
    judgement = judge([Staged("lieux", lieux(3, code_insee=["49069"]), "l.csv")], context(passage=passage))
    assert judgement.accepted["lieux"].loc[0, "code_insee"] == CHOLET
    result = of(judgement, "TER-02").iloc[0]
    assert (result["statut"], result["gravite"]) == ("non_respectee", "alerte")
    assert result["phrase"] == "1 ancienne commune a été rattachée à la commune actuelle (49069 → 49099)."
    assert counts(judgement, "lieux") == (3, 3, 0, 0)
    assert judgement.verdict == "accepte_avec_alertes"


def test_former_communes_may_come_with_the_load_and_through_several_mergers() -> None:
    rows = [{"code_ancien": "49001", "code_courant": "49069"}, {"code_ancien": "49069", "code_courant": CHOLET}]
    passage = pd.DataFrame(rows)
    judgement = judge([Staged("lieux", lieux(2, code_insee=["49001"]), "l.csv")], context(passage=passage))
    assert judgement.accepted["lieux"]["code_insee"].tolist() == [CHOLET, ANGERS]
    tables = clean() | {"lieux": lieux(2, code_insee=["49069"])}
    judgement = judge(staged(tables, "lieux", "passage_communes"), context())
    assert judgement.accepted["lieux"]["code_insee"].tolist() == [CHOLET, ANGERS]


def test_counts_of_former_communes_add_up() -> None:
    tables = clean()
    brsa = tables["brsa_effectifs"]
    merged = brsa[brsa["code_insee"] == CHOLET].assign(code_insee="49069")
    merged["effectif"] = [10, 9, 11, 8]
    tables["brsa_effectifs"] = pd.concat([brsa, merged], ignore_index=True)
    passage = pd.DataFrame({"code_ancien": ["49069"], "code_courant": [CHOLET]})
    judgement = judge(staged(tables, "territoires", "brsa_effectifs"), context(passage=passage))
    cholet = judgement.accepted["brsa_effectifs"].query("code_insee == @CHOLET")
    assert cholet["effectif"].tolist() == [970, 859, 971, 858]
    assert counts(judgement, "brsa_effectifs") == (16, 12, 4, 0)


def test_a_sum_with_a_secret_part_is_secret() -> None:
    tables = clean()
    brsa = tables["brsa_effectifs"]
    hidden = brsa[(brsa["code_insee"] == CHOLET)].assign(code_insee="49069", effectif=None, statut_secret="secret")
    tables["brsa_effectifs"] = pd.concat([brsa, hidden], ignore_index=True)
    passage = pd.DataFrame({"code_ancien": ["49069"], "code_courant": [CHOLET]})
    judgement = judge(staged(tables, "territoires", "brsa_effectifs"), context(passage=passage))
    cholet = judgement.accepted["brsa_effectifs"].query("code_insee == @CHOLET")
    assert cholet["effectif"].isna().all() and set(cholet["statut_secret"]) == {"secret"}


def test_a_former_commune_of_the_reference_does_not_drive_out_the_current_one() -> None:
    tables = clean()
    old = tables["territoires"].iloc[[1]].assign(code_insee="49069", nom_commune="Ancienne")
    tables["territoires"] = pd.concat([tables["territoires"], old], ignore_index=True)
    passage = pd.DataFrame({"code_ancien": ["49069"], "code_courant": [CHOLET]})
    judgement = judge(staged(tables, "territoires"), context(passage=passage))
    assert sorted(judgement.accepted["territoires"]["nom_commune"]) == ["Allonnes", "Angers", "Cholet"]
    assert judgement.rejected["phrase"].str.contains("réunie à la commune actuelle").tolist() == [True]


def test_the_commune_of_a_very_small_group_is_hidden() -> None:
    tables = clean()
    tables["parcours"] = changed(tables["parcours"], {place: {"code_insee_domicile": ALLONNES} for place in range(4)})
    judgement = judge(staged(tables, "territoires", "parcours"), context())
    communes = judgement.accepted["parcours"]["code_insee_domicile"]
    assert communes.isna().tolist() == [True] * 4 + [False] * 8
    result = of(judgement, "PAR-08").iloc[0]
    assert result["phrase"].startswith("Pour protéger les personnes, la commune de 4 parcours a été remplacée")
    assert counts(judgement, "parcours") == (12, 12, 0, 0)


# --- volume, age, verdicts


@pytest.mark.parametrize(
    ("before", "expected"),
    [(12, set()), (15, set()), (16, {"GEN-07"}), (20, {"GEN-07"}), (21, {"GEN-07", "GEN-08"}), (9, {"GEN-07"})],
)
def test_the_number_of_rows_is_compared_with_the_last_time(before: int, expected: set[str]) -> None:
    judgement = judge([Staged("lieux", lieux(12), "lieux.csv")], context(previous={"lieux": before}))
    assert broken(judgement) == expected
    assert judgement.verdict != "refuse"  # open data are as many as the files one has


def test_a_table_of_the_departement_that_collapses_is_refused() -> None:
    rows = clean()["territoires"]
    received = [Staged("territoires", rows, "territoires.csv")]
    before = {"territoires": round(len(rows) / 0.6) + 1}
    assert judge(received, context(previous=before)).verdict == "refuse"
    assert judge(received, context(previous={"territoires": len(rows)})).verdict != "refuse"


def test_the_sentence_of_a_collapse_gives_the_drop() -> None:
    judgement = judge([Staged("lieux", lieux(11), "lieux.csv")], context(previous={"lieux": 20}))
    assert "45 % de lignes de moins" in of(judgement, "GEN-08").iloc[0]["phrase"]


@pytest.mark.parametrize(
    ("when", "synthetic", "expected"),
    [
        (date(2025, 6, 1), False, set()),
        (date(2025, 6, 16), False, {"GEN-10"}),
        (date(2025, 5, 1), False, set()),
        (date(2025, 4, 30), False, {"GEN-11"}),
        (date(2025, 3, 6), False, {"GEN-10", "GEN-11"}),
        (date(2025, 3, 6), True, set()),
    ],
)
def test_the_age_of_a_monthly_file(when: date, synthetic: bool, expected: set[str]) -> None:
    received = Received(0, Staged("sessions", pd.DataFrame(), "s.csv", date_donnees=when), 5, pd.Series(), synthetic)
    ledger = Ledger()
    judge_age(received, ledger, context())
    assert {result["regle"] for result in ledger.results if result["statut"] == "non_respectee"} == expected
    assert received.refused == ("GEN-10" in expected)


def test_a_file_of_tomorrow_is_refused() -> None:
    judgement = judge([Staged("lieux", lieux(3), "l.csv", date_donnees=date(2025, 6, 16))], context())
    assert judgement.verdict == "refuse" and counts(judgement, "lieux") == (3, 0, 0, 3)
    assert "datées du 16/06/2025, dans le futur" in of(judgement, "GEN-10").iloc[0]["phrase"]


def test_published_figures_may_be_old() -> None:
    judgement = judge([Staged("lieux", lieux(3), "l.csv", date_donnees=date(2018, 1, 1))], context())
    assert judgement.verdict == "accepte"


def test_a_table_is_judged_on_its_own_day() -> None:
    """A request waiting on the day of the file is not late because the file waited."""
    tables = clean()
    names = ("territoires", "structures", "actions", "sessions", "prescriptions")
    files = staged(tables, *names, date_donnees=date(2025, 6, 10), synthetique=True)
    assert judge(files, context(today=date(2026, 6, 1))).verdict == "accepte"


# --- what is said of a source that cannot be read


def test_an_unreadable_source_gives_a_report_and_nothing_else() -> None:
    refused = SourceRefused("Le fichier bmo.xlsx est illisible.", "bmo.xlsx", colonne="met")
    judgement = unreadable(refused, date(2025, 6, 15))
    assert (judgement.verdict, judgement.accepted) == ("refuse", {})
    assert judgement.results["phrase"].tolist() == [
        "Le fichier bmo.xlsx est illisible.",
        "Le chargement a échoué. Aucune donnée n’a été remplacée, et aucune version n’était encore affichée.",
    ]
    for name, frame_ in judgement.reports.items():
        assert tuple(frame_.columns) == table(name).names
    assert report(judgement)["bloquants"][0]["fichier"] == "bmo.xlsx"
