"""What may be said once for every row where their sheet has no such column, and how sure that is."""

from __future__ import annotations

from collections.abc import Collection

from etl.spreadsheets.targets import target

# Constants that depend on the load or on the row, and the French words shown for them.
DATE_OF_DATA, YEAR_OF_DATA, FIRST_OF_YEAR = "@date_donnees", "@annee_donnees", "@debut_annee"
BY_DATES, BY_COUNT = "@selon_dates", "@selon_effectif"
WORDS = {
    DATE_OF_DATA: "La date des données",
    YEAR_OF_DATA: "L’année des données",
    FIRST_OF_YEAR: "Le 1er janvier de l’année des données",
    BY_DATES: "Selon les dates : à venir, en cours ou terminée",
    "departement": "Département",
    BY_COUNT: "Selon l’effectif : un nombre, « s » pour le secret, vide si non disponible",
}
SURE, LIKELY, UNSURE = 0.9, 0.7, 0.4

SAID = {
    "structures.source": ("departement", SURE),
    "structures.date_maj": (DATE_OF_DATA, SURE),
    "structures.type_structure": ("autre", UNSURE),
    "structures.active": ("oui", SURE),
    "actions.date_maj": (DATE_OF_DATA, SURE),
    "actions.financement_cd": ("oui", LIKELY),
    "actions.date_ouverture": (FIRST_OF_YEAR, UNSURE),
    "actions.statut": ("ouverte", LIKELY),
    "sessions.lieu_type": ("local", LIKELY),
    "sessions.date_maj_places": (DATE_OF_DATA, SURE),
    "sessions.statut": (BY_DATES, SURE),
    "territoires.cog": (YEAR_OF_DATA, SURE),
    "brsa_effectifs.date_observation": (DATE_OF_DATA, LIKELY),
    "brsa_effectifs.source": ("departement", LIKELY),
    "brsa_effectifs.concept": ("personnes", UNSURE),
    "brsa_effectifs.statut_secret": (BY_COUNT, SURE),
    "brsa_effectifs.provisoire": ("non", LIKELY),
    "freins_agreges.date_observation": (DATE_OF_DATA, LIKELY),
    "freins_agreges.statut_secret": (BY_COUNT, LIKELY),
    "budget_actions.exercice": (YEAR_OF_DATA, LIKELY),
    "budget_actions.financeur": ("cd", LIKELY),
    "budget_actions.mode_attribution": ("subvention", UNSURE),
    "episodes_emploi.source": ("declaration", UNSURE),
    "enquete_devenir.repondant": ("oui", UNSURE),
    "referents_file_active.definition_file": ("portefeuille", UNSURE),
}
# Constants offered beside the labels of a column.
OFFERED = {
    "actions.statut": (BY_DATES,),
    "sessions.statut": (BY_DATES,),
    "brsa_effectifs.statut_secret": (BY_COUNT,),
    "freins_agreges.statut_secret": (BY_COUNT,),
}


def suggestion(key: str, fed: Collection[str]) -> tuple[str, float]:
    """The constant suggested for that column and its score; ("", 0) when nothing sensible may be said.

    fed: the columns that already have a source.
    """
    if key == "actions.entree":
        dated = "sessions.date_debut" in fed
        return ("session" if dated else "permanente"), LIKELY
    return SAID.get(key, ("", 0.0))


def offered(key: str) -> tuple[str, ...]:
    """Constants that are not plain values and may stand for that column."""
    if target(key).type in ("date", "timestamp"):
        return (DATE_OF_DATA, FIRST_OF_YEAR)
    return (YEAR_OF_DATA,) if target(key).unit == "année" else OFFERED.get(key, ())


def may_be_said(key: str) -> bool:
    """Whether one value for every row makes sense, so that the column is not needed to recognise a table."""
    return key in SAID or key == "actions.entree"
