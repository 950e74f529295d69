"""Records set aside by their publisher's schema: told one by one, counted as received, and their file stands."""

from __future__ import annotations

import pandas as pd
from quality_world import clean, context, staged

from etl.staging import Staged
from quality.gate import judge

NAME = "services_externes"


def faults(*lines: int) -> pd.DataFrame:
    rows = [
        {"ligne": line, "colonne": "frais", "valeur": "cher", "raison": "« cher » n’est pas admis"} for line in lines
    ]
    return pd.DataFrame(rows)


def judged(frame: pd.DataFrame, aside: pd.DataFrame):
    tables = clean()
    others = staged(tables, "structures_externes", "territoires", "zones")
    return judge([*others, Staged(NAME, frame, "services.json", aside=aside)], context())


def load(judgement) -> dict:
    (row,) = judgement.loads[judgement.loads["table"] == NAME].to_dict("records")
    return row


def test_received_is_accepted_and_set_aside():
    judgement = judged(clean()[NAME], faults(3, 3, 4))
    row = load(judgement)
    assert (row["nb_recues"], row["nb_acceptees"], row["nb_ecartees"], row["nb_refusees"]) == (4, 2, 2, 0)
    assert row["verdict"] == judgement.verdict == "accepte_avec_alertes"
    assert len(judgement.accepted[NAME]) == 2


def test_each_fault_has_its_sentence():
    told = judged(clean()[NAME], faults(3)).rejected.query("regle == 'EXT-01'")
    assert told["phrase"].tolist() == ["services.json, ligne 3, colonne « frais » : « cher » n’est pas admis."]
    assert told[["fichier", "ligne", "colonne", "valeur"]].values.tolist() == [["services.json", 3, "frais", "cher"]]


def test_many_of_them_do_not_refuse_the_file():
    """They are the producers' to mend, not those of whoever loads the export."""
    row = load(judged(clean()[NAME], faults(*range(3, 103))))
    assert (row["nb_recues"], row["nb_acceptees"], row["nb_ecartees"]) == (102, 2, 100)


def test_a_file_of_which_every_record_is_set_aside_is_no_empty_file():
    row = load(judged(clean()[NAME].iloc[:0], faults(1)))
    assert (row["nb_recues"], row["nb_acceptees"], row["nb_ecartees"], row["nb_refusees"]) == (1, 0, 1, 0)


def test_the_summary_agrees_with_the_count():
    results = judged(clean()[NAME], faults(3, 4)).results.query("regle == 'EXT-01' and statut == 'non_respectee'")
    assert results["phrase"].tolist() == [
        "2 fiches, qui ne suivent pas le schéma de l’éditeur, sont écartées (exemple : ligne 3)."
    ]
