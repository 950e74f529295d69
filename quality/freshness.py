"""How old the data may be (GEN-10, GEN-11): never of tomorrow, and not beyond what their rhythm allows.

Only the tables of the département have a rhythm here: published figures are old by nature and carry their
vintage, and a demonstration does not age.
"""

from __future__ import annotations

from datetime import date

from quality.ledger import Ledger
from quality.pile import Received
from quality.rule import BLOCKING, FILE, WARNING, Rule, as_a_whole
from warehouse.dictionary import table
from warehouse.freshness import CRITICAL, LATE


def judge_age(received: Received, ledger: Ledger, today: date) -> None:
    """Record the age of one file; too old, or dated after today, it is refused."""
    name, when = received.staged.table, received.staged.date_donnees
    if when is None:
        return
    days = (today - when).days
    ages = table(name).origin == "departement" and not received.synthetic
    future = Rule(
        "GEN-10", name, BLOCKING, FILE, "La date des données n’est pas dans le futur",
        "Les données de {fichier} sont datées du {date}, dans le futur. Corrigez la date ou attendez.",
    )  # fmt: skip
    old = Rule(
        "GEN-10", name, BLOCKING, FILE, "Les données ne sont pas trop anciennes",
        "Les données de {fichier} ont {jours} jours, au-delà de la limite. Les chiffres précédents restent affichés "
        "avec leur date.",
    )  # fmt: skip
    late = Rule(
        "GEN-11", name, WARNING, FILE, "Les données sont récentes",
        "Les données de {fichier} ont {jours} jours. Pensez à demander une mise à jour.",
    )  # fmt: skip
    rhythm = table(name).rhythm
    answers = [(future, days >= 0)]
    if ages:
        answers += [(old, days <= CRITICAL[rhythm]), (late, days <= LATE[rhythm])]
    for rule, ok in answers:
        finding = as_a_whole(ok, jours=days, date=f"{when:%d/%m/%Y}")
        ledger.record(rule, finding, received.rows, received.staged.fichier)
        received.refused = received.refused or (rule.severity == BLOCKING and not ok)
