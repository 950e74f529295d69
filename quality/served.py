"""GEN-14: never a partial replacement. A load that is refused leaves the edition served as it is, and that is told."""

from __future__ import annotations

from datetime import date

from quality.ledger import Ledger
from quality.rule import BLOCKING, FILE, Rule, as_a_whole

BEFORE = "Le chargement a échoué. La version précédente, du {date}, reste affichée."
NOTHING = "Le chargement a échoué. Aucune donnée n’a été remplacée, et aucune version n’était encore affichée."


def nothing_partial_rule(served: date | None) -> Rule:
    """The rule, which looks at the load as a whole and so at no table."""
    sentence = BEFORE if served else NOTHING
    return Rule("GEN-14", "", BLOCKING, FILE, "Un chargement refusé ne remplace rien", sentence)


def tell_what_stays(ok: bool, served: date | None, ledger: Ledger) -> None:
    """Record whether the load stands as a whole; when it does not, which edition stays on screen."""
    words = {"date": f"{served:%d/%m/%Y}"} if served else {}
    ledger.record(nothing_partial_rule(served), as_a_whole(ok, **words), 0, "")
