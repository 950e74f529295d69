"""How old the data may be (GEN-10, GEN-11): never of tomorrow, and not beyond what their rhythm allows.

Only the tables of the département have a rhythm here: published figures are old by nature and carry their
vintage, and a demonstration does not age.
"""

from __future__ import annotations

from quality.judgement import Context
from quality.ledger import Ledger, blocks
from quality.pile import Received
from quality.rule import BLOCKING, FILE, WARNING, Rule, as_a_whole
from quality.tuning import applied
from warehouse.dictionary import table
from warehouse.freshness import CRITICAL, LATE


def judge_age(received: Received, ledger: Ledger, context: Context) -> None:
    """Record the age of one file; too old, or dated after today, it is refused.

    Rows carried over are displayed already, with their date: that they grow old is told, and refuses nothing.
    """
    name, when = received.staged.table, received.staged.date_donnees
    if when is None:
        return
    days = (context.today - when).days
    future, old, late = (applied(context.tuning, rule) for rule in age_rules(name))
    answers = [(future, days >= 0)]
    if table(name).origin == "departement" and not received.synthetic:
        aged = [(old, days <= old.threshold)] if not received.staged.carried else []
        answers += [*aged, (late, days <= late.threshold)]
    for rule, ok in answers:
        finding = as_a_whole(ok, jours=days, date=f"{when:%d/%m/%Y}")
        ledger.record(rule, finding, received.rows, received.staged.fichier)
        received.refused = received.refused or blocks(rule, finding)


def age_rules(name: str) -> tuple[Rule, Rule, Rule]:
    """GEN-10 for a date to come and for an old one, GEN-11 for a late one."""
    rhythm = table(name).rhythm or "annuel"  # of published figures only the first rule is asked
    future = Rule(
        "GEN-10", name, BLOCKING, FILE, "La date des données n’est pas dans le futur",
        "Les données de {fichier} sont datées du {date}, dans le futur. Corrigez la date ou attendez.",
    )  # fmt: skip
    old = Rule(
        "GEN-10", name, BLOCKING, FILE, "Les données ne sont pas trop anciennes ({seuil} jours au plus)",
        "Les données de {fichier} ont {jours} jours, au-delà de la limite. Les chiffres précédents restent affichés "
        "avec leur date.",
        threshold=CRITICAL[rhythm], unit="jours",
    )  # fmt: skip
    late = Rule(
        "GEN-11", name, WARNING, FILE, "Les données ont {seuil} jours au plus",
        "Les données de {fichier} ont {jours} jours. Pensez à demander une mise à jour.",
        threshold=LATE[rhythm], unit="jours",
    )  # fmt: skip
    return future, old, late
