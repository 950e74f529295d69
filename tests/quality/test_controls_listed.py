"""The list of checks that the application shows is the list that the gate plays."""

from __future__ import annotations

from quality import listing
from quality.catalogue import every_rule
from warehouse import controls


def test_the_list_is_up_to_date():
    said = "lancez « python -m quality.listing » : une règle a changé"
    assert controls.FILE.read_text(encoding="utf-8") == listing.text(), said


def test_every_rule_is_listed_on_every_table_it_is_played_on():
    told = {(one.regle, table) for one in controls.controls() for table in one.tables}
    assert told == {(rule.code, rule.table) for rule in every_rule()}


def test_thresholds_are_written_and_severities_are_those_of_the_reference():
    by_code = {one.regle: one for one in controls.controls()}
    assert by_code["SES-07"].tables == ("sessions",) and by_code["SES-07"].gravite == "alerte"
    assert by_code["ACT-01"].gravite == "bloquant" and by_code["ACT-01"].portee == "ligne"
    assert by_code["SES-05"].verifie == "Une session dure moins de 3 ans"
    assert not any("{" in one.verifie for one in controls.controls())
