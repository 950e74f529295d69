"""The first line of each page: a sentence made from the figures of the territory looked at."""

from __future__ import annotations

import html

import pandas as pd

from disclosure import figures
from indicators.catalogue import catalogue
from indicators.opening import lacking
from indicators.wording import period_words, shown
from ui.filters import Choice
from ui.keys import Key, figure
from ui.needed import quoted

UNKNOWN = ("secret", "non_disponible")
# What a page of the département's own tables answers.
QUESTIONS = {
    "couverture": "où est l’offre et où elle manque",
    "frequentation": "quelles places restent vides",
    "resultats": "ce que deviennent les personnes",
}


def portrait(choice: Choice) -> str:
    """Accueil: who lives here and how many households receive the RSA."""
    people = figure(choice, Key("population_municipale"))
    households = figure(choice, Key("foyers_rsa"))
    rate = figure(choice, Key("foyers_rsa_pour_100_1564"))
    told = f"<b>{_name(choice)}</b> compte {_value(people)}"
    if _known(households):
        told += f" et {_value(households)} allocataires du RSA en {period_words(households.periode)}"
    if _known(rate):
        told += f", soit {_number(rate)} pour 100 habitants de 15 à 64 ans"
    return f"{told}."


def coverage(choice: Choice, theme: str, label: str) -> str:
    """Couverture: how many communes lie far from any action of a theme."""
    zones = figure(choice, Key("nb_communes_zone_blanche", theme))
    share = figure(choice, Key("part_brsa_zone_blanche", theme))
    where = _where(choice, zones)
    about = f" « {html.escape(label)} »" if label else " d’insertion"
    row = zones.frame.iloc[0]
    if not _known(zones):
        return f"{where} : la couverture par une action{about} n’est pas disponible."
    if row["valeur"] == 0:
        return f"{where} : aucune commune n’est à plus de 30 minutes en voiture d’une action{about}."
    of = f" sur {int(row['denominateur'])}" if pd.notna(row["denominateur"]) else ""
    verb = "est" if row["valeur"] == 1 else "sont"
    noun = "commune" if row["valeur"] == 1 else "communes"
    told = f"{where} : {int(row['valeur'])} {noun}{of} {verb} à plus de 30 minutes en voiture d’une action{about}"
    return f"{told} ; {_value(share)} des bénéficiaires du RSA y vivent." if _known(share) else f"{told}."


def unanswered(choice: Choice, page: str) -> str:
    """What the page cannot say yet, and the tables that would let it begin to."""
    names, _ = lacking(choice.edition, [one for one in catalogue().values() if one.page == page])[0]
    tables = "les tables" if len(names) > 1 else "la table"
    return f"{_named(choice)} : pour dire {QUESTIONS[page]}, il manque {tables} {html.escape(quoted(names), False)}."


def offer(choice: Choice) -> str:
    """Couverture before recipients are known: how many places are open."""
    places = figure(choice, Key("places_ouvertes"))
    if not _known(places):
        return f"{_where(choice, places)} : le nombre de places ouvertes n’est pas disponible."
    return f"{_where(choice, places)} : {_value(places)} ont été ouvertes en {period_words(places.periode)}."


def attendance(choice: Choice) -> str:
    """Fréquentation: how full, and where the empty places come from."""
    fill, gap = figure(choice, Key("taux_remplissage")), figure(choice, Key("ecart_frequentation"))
    lost = {
        "faute de prescription": figure(choice, Key("ecart_manque_prescription")),
        "entre la prescription et l’entrée": figure(choice, Key("ecart_deperdition_entree")),
        "par des absences": figure(choice, Key("ecart_absenteisme")),
    }
    where = _where(choice, fill)
    if not _known(fill):
        return f"{where} : le remplissage des actions n’est pas disponible."
    told = f"{where} : {_value(fill)} des places ouvertes ont été occupées en {period_words(fill.periode)}"
    known = {step: exhibit.frame.iloc[0]["valeur"] for step, exhibit in lost.items() if _known(exhibit)}
    if known and _known(gap):
        first = max(known, key=known.get)
        told += f" ; c’est surtout {first} que les places restent vides"
    return f"{told}."


def needs(choice: Choice) -> str:
    """Besoins: job seekers beside hiring projects."""
    seekers, projects = figure(choice, Key("demandeurs_emploi_abc")), figure(choice, Key("bmo_projets"))
    hard = figure(choice, Key("bmo_tension"))
    parts = []
    if _known(seekers):
        parts.append(
            f"{_where(choice, seekers)} : {_number(seekers)} demandeurs d’emploi en catégories A, B ou C "
            f"({period_words(seekers.periode)})"
        )
    if _known(projects):
        here = "" if parts and projects.niveau == seekers.niveau else f"{_where(choice, projects)} : "
        parts.append(f"{here}au moins {_number(projects)} projets de recrutement en {period_words(projects.periode)}")
    if _known(hard):
        parts.append(f"dont {_value(hard)} jugés difficiles par les employeurs")
    return f"{', '.join(parts)}." if parts else f"{_name(choice)} : ces chiffres ne sont pas disponibles."


def outcomes(choice: Choice) -> str:
    """Résultats: dynamic exits, and employment at six months with its interval."""
    exits, job = figure(choice, Key("taux_sortie_dynamique")), figure(choice, Key("taux_emploi_6m"))
    parts = []
    if _known(exits):
        when = period_words(exits.periode)
        parts.append(f"{_where(choice, exits)} : {_value(exits)} des sorties de {when} sont dynamiques")
    if _known(job):
        row = job.frame.iloc[0]
        low, high = (f"{row[bound]:.0f}" for bound in ("ic_bas", "ic_haut"))
        here = "" if parts and job.niveau == exits.niveau else f"{_where(choice, job)} : "
        parts.append(f"{here}six mois après, {_value(job)} des personnes sont en emploi (entre {low} et {high} %)")
    return f"{' ; '.join(parts)}." if parts else f"{_name(choice)} : ces chiffres ne sont pas disponibles."


def responses(choice: Choice) -> str:
    """Résultats: how many answered at each wave, always beside what the answers say."""
    told = []
    for wave in ("6", "12", "24"):
        exhibit = figure(choice, Key("taux_reponse_enquete", f"vague={wave}"))
        if _known(exhibit):
            told.append(f"{_value(exhibit)} à {wave} mois ({period_words(exhibit.periode)})")
    return f"Taux de réponse à l’enquête : {', '.join(told)}." if told else ""


def _named(choice: Choice) -> str:
    return f"<b>{_name(choice)}</b>"


def _name(choice: Choice) -> str:
    return html.escape(choice.name)


def _where(choice: Choice, exhibit) -> str:
    """The territory the figure speaks of: the one looked at, or the département where it is not published."""
    name = figures.named(choice.edition, exhibit.niveau).get(exhibit.territoire, exhibit.territoire)
    return f"<b>{html.escape(name)}</b>"


def _known(exhibit) -> bool:
    return exhibit.frame.iloc[0]["statut"] not in UNKNOWN


def _value(exhibit) -> str:
    return html.escape(shown(exhibit.indicator, exhibit.frame.iloc[0].to_dict()))


def _number(exhibit) -> str:
    """The figure without its unit, which the sentence says."""
    return _value(exhibit).split("\u00a0")[0]
