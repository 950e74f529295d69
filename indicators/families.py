"""Indicators by family, page by page: a reader finds one of thirty in two short lists instead of one long list."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True)
class Family:
    """Indicators that answer one question. codes: in the order they are offered, the first by default."""

    titre: str
    codes: tuple[str, ...]


# Every indicator of the catalogue stands here once, on the page it belongs to (a test holds it).
FAMILIES: dict[str, tuple[Family, ...]] = {
    "couverture": (
        Family(
            "Offre et accès",
            (
                "temps_acces_theme_min",
                "places_pour_100_brsa",
                "places_ouvertes",
                "part_brsa_zone_blanche",
                "nb_communes_zone_blanche",
            ),
        ),
    ),
    "frequentation": (
        Family(
            "Taux, de la prescription à la présence",
            ("taux_remplissage", "taux_prescription", "taux_entree", "taux_presence"),
        ),
        Family(
            "Écart de fréquentation et ses étapes",
            ("ecart_frequentation", "ecart_manque_prescription", "ecart_deperdition_entree", "ecart_absenteisme"),
        ),
    ),
    "besoins": (
        Family("Population et RSA", ("foyers_rsa_pour_100_1564", "foyers_rsa", "population_municipale")),
        Family("Revenus et pauvreté", ("taux_pauvrete", "niveau_vie_median")),
        Family("Chômage et demande d’emploi", ("taux_chomage_localise", "taux_chomage_rp", "demandeurs_emploi_abc")),
        Family("Diplôme, voiture et familles", ("part_non_diplomes", "part_menages_sans_voiture",
                                                "part_familles_monoparentales")),
        Family("Projets de recrutement", ("bmo_projets", "bmo_tension", "part_projets_saisonniers")),
        Family(
            "Orientation et accompagnement",
            ("part_brsa_orientes", "part_orientes_france_travail", "part_cer", "delai_orientation"),
        ),
    ),
    "resultats": (
        Family(
            "Sorties et emploi",
            ("taux_sortie_dynamique", "taux_emploi_6m", "taux_emploi_12m", "taux_emploi_24m", "taux_reponse_enquete"),
        ),
    ),
}  # fmt: skip


def of_page(page: str) -> tuple[Family, ...]:
    """The families of a page, its own question first."""
    return FAMILIES[page]


def opened_by(own: Family) -> tuple[Family, ...]:
    """A family, then every other of the catalogue without what it already holds: needs first, then the offer."""
    pages = sorted(FAMILIES, key=lambda page: page != "besoins")
    others = ((family, _without(family, own)) for page in pages for family in FAMILIES[page])
    return (own, *(Family(family.titre, left) for family, left in others if left))


def _without(family: Family, own: Family) -> tuple[str, ...]:
    return tuple(code for code in family.codes if code not in own.codes)
