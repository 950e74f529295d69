"""Rules tuned by the département: read from one file, told in the report, refused when they cannot be understood."""

from __future__ import annotations

from pathlib import Path

import pandas as pd
import pytest
from quality_world import ANGERS, context, frame, staged

from etl.staging import SourceRefused, Staged
from quality.catalogue import every_rule
from quality.gate import judge
from quality.known_totals import known_totals, totals_path
from quality.report import report
from quality.tuning import PROTECTED, applied, path, read

HEAD = "regle;table;gravite;seuil;raison\n"


def tuned(folder: Path, lines: str, encoding: str = "utf-8"):
    file = path(folder, "49")
    file.parent.mkdir(exist_ok=True)
    file.write_bytes((HEAD + lines).encode(encoding))
    return read(file, every_rule)


def structures(rows: int, **bad: object) -> Staged:
    same = {"source": "s", "type_structure": "association", "active": "oui", "date_maj": "2025-05-01"}
    named = [{"structure_id": f"s--{n}", "nom": f"Maison {n}"} for n in range(rows)]
    frame_ = frame("structures", named, code_insee=ANGERS, **same)
    for column, values in bad.items():
        frame_[column] = frame_[column].astype("object")
        frame_.loc[: len(values) - 1, column] = values
    return staged({"structures": frame_}, "structures")[0]


def result(judgement, code: str) -> pd.Series:
    return judgement.results[judgement.results["regle"] == code].iloc[0]


def test_no_file_tunes_nothing(tmp_path: Path) -> None:
    assert read(path(tmp_path, "49"), every_rule).settings == {}
    assert path(tmp_path, "2A") == tmp_path / "reglages" / "2A.csv"


def test_a_threshold_is_tuned_and_the_report_says_so(tmp_path: Path) -> None:
    tuning = tuned(tmp_path, "GEN-07;structures;;30 %;Ouverture de trois antennes.\n")
    file, before = structures(8), {"structures": 11}  # 27 % fewer: beyond 20 %, within 30 %
    plain = judge([file], context(previous=before))
    assert result(plain, "GEN-07")["statut"] == "non_respectee" and result(plain, "GEN-07")["reglage"] == ""
    judgement = judge([file], context(previous=before, tuning=tuning))
    told = result(judgement, "GEN-07")
    assert told["statut"] == "respectee"
    assert told["reglage"] == (
        "Règle réglée par le département : seuil 30 % d’écart au lieu de 20 % d’écart. Raison : Ouverture de trois "
        "antennes."
    )
    assert report(judgement)["reglages"] == [{"regle": "GEN-07", "table": "structures", "phrase": told["reglage"]}]


def test_the_budget_of_rows_set_aside_is_tuned(tmp_path: Path) -> None:
    tuning = tuned(tmp_path, "GEN-15;*;;10;Reprise de l’historique\n")
    file = structures(60, nom=["AB"] * 6)  # six names too short: 10 %
    assert judge([file], context()).verdict == "refuse"
    judgement = judge([file], context(tuning=tuning))
    assert judgement.verdict == "accepte_avec_alertes"
    assert judgement.loads["nb_ecartees"].tolist() == [6]


def test_a_severity_is_tuned_both_ways(tmp_path: Path) -> None:
    tuning = tuned(
        tmp_path, "STR-05;structures;alerte;;Adresses en cours de reprise\nSTR-02;*;bloquant;;Un SIRET, un lieu\n"
    )
    file = structures(3, courriel_generique=["camille.exemple@exemple.invalid"])
    softer = judge([file], context(tuning=tuning))
    assert softer.verdict == "accepte_avec_alertes" and softer.rejected.empty
    assert result(softer, "STR-05")["gravite"] == "alerte"
    assert "gravité « alerte » au lieu de « bloquant »" in result(softer, "STR-05")["reglage"]
    shared = structures(3, siret=["73282932000074", "73282932000074"])
    assert judge([shared], context()).verdict == "accepte_avec_alertes"
    assert judge([shared], context(tuning=tuning)).verdict == "refuse"


def test_a_tuned_expectation_uses_the_threshold(tmp_path: Path) -> None:
    rule = next(rule for rule in every_rule() if rule.code == "ACT-07")
    played = applied(tuned(tmp_path, "ACT-07;actions;;80;Fiches courtes\n"), rule)
    assert (played.threshold, rule.threshold) == (80, 200)


def test_a_file_saved_by_a_spreadsheet_is_read(tmp_path: Path) -> None:
    tuning = tuned(tmp_path, "gen-07;structures;;0,5;Été;\r\n;;;;\r\n", "cp1252")
    assert tuning.settings["GEN-07", "structures"].seuil == 0.5
    assert tuning.settings["GEN-07", "structures"].raison == "Été"


@pytest.mark.parametrize(
    ("line", "told"),
    [
        ("XYZ-01;*;;3;Essai", "ligne 2 : la règle « XYZ-01 » n’existe pas"),
        ("GEN-07;voitures;;3;Essai", "ligne 2 : la table « voitures » n’existe pas"),
        ("STR-02;actions;bloquant;;Essai", "ligne 2 : la règle STR-02 ne concerne pas la table « actions »"),
        ("GEN-07;*;;beaucoup;Essai", "ligne 2 : le seuil « beaucoup » n’est pas un nombre positif"),
        ("GEN-07;*;;-3;Essai", "ligne 2 : le seuil « -3 » n’est pas un nombre positif"),
        ("GEN-07;*;;inf;Essai", "ligne 2 : le seuil « inf » n’est pas un nombre positif"),
        ("GEN-07;*;grave;;Essai", "ligne 2 : la gravité « grave » n’est pas admise"),
        ("GEN-07;*;;30;", "ligne 2 : la raison manque"),
        ("GEN-07;*;;;Essai", "ligne 2 : ni la gravité ni le seuil ne sont donnés"),
        ("STR-02;*;;30;Essai", "ligne 2 : la règle STR-02 n’a pas de seuil"),
        ("GEN-03;*;alerte;;Essai", "ligne 2 : sans la règle GEN-03 la table ne peut pas être lue"),
        ("GEN-07;*;;30;Un\nGEN-07;*;;40;Deux", "ligne 3 : la règle GEN-07 y est déjà réglée"),
        *((f"{code};*;alerte;;Essai", f"ligne 2 : la règle {code} protège") for code in PROTECTED),
    ],
)
def test_a_line_that_cannot_be_understood_refuses_the_load(tmp_path: Path, line: str, told: str) -> None:
    with pytest.raises(SourceRefused) as refused:
        tuned(tmp_path, line + "\n")
    assert refused.value.phrase.startswith("Réglages des règles, fichier 49.csv, ")
    assert told in refused.value.phrase
    assert refused.value.fichier == "49.csv"


def test_every_line_at_fault_is_told_at_once(tmp_path: Path) -> None:
    with pytest.raises(SourceRefused) as refused:
        tuned(tmp_path, "XYZ-01;*;;3;Essai\nGEN-07;*;;30;Bon\nGEN-05;*;alerte;;Essai\n")
    assert "ligne 2 :" in refused.value.phrase and "ligne 4 :" in refused.value.phrase
    assert "ligne 3 :" not in refused.value.phrase


def test_a_missing_column_is_named(tmp_path: Path) -> None:
    file = path(tmp_path, "49")
    file.parent.mkdir()
    file.write_text("regle,table,gravite,seuil\nGEN-07,*,,3\n")
    with pytest.raises(SourceRefused, match="la colonne « regle » manque"):
        read(file, every_rule)


def test_what_protects_persons_and_secrets_is_never_tuned() -> None:
    assert {"GEN-05", "PRE-05", "PRE-06", "OPN-03", "GEN-13"} <= set(PROTECTED)


def test_known_totals_are_read_and_refused_with_their_line(tmp_path: Path) -> None:
    file = totals_path(tmp_path, "49")
    assert known_totals(file) == {}
    file.parent.mkdir()
    file.write_text("concept;total\nfoyers_droit_versable;13 154\n", encoding="utf-8")
    assert known_totals(file) == {"foyers_droit_versable": 13154}
    file.write_text("concept;total\nmenages;13154\n", encoding="utf-8")
    with pytest.raises(SourceRefused, match=r"49_totaux\.csv, ligne 2 : « menages » n’est pas"):
        known_totals(file)
    file.write_text("concept;total\npersonnes;treize\n", encoding="utf-8")
    with pytest.raises(SourceRefused, match="ligne 2 : le total « treize »"):
        known_totals(file)
