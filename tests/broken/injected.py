"""Errors put at known cells: (table, line of the sheet, column of ours, what stands there instead)."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date


@dataclass(frozen=True)
class Injected:
    """One error. what: its type; value: what is typed in the cell; also: other lines it makes wrong."""

    what: str
    table: str
    line: int
    column: str
    value: object
    also: tuple[int, ...] = ()


def _of(name: str, *errors: tuple) -> list[Injected]:
    return [Injected(what, name, line, column, value, tuple(also)) for what, line, column, value, *also in errors]


INJECTED = (
    *_of(
        "territoires",
        ("code commune à quatre chiffres", 4, "code_insee", "4900"),
        ("commune vide", 6, "nom_commune", None),
        ("territoire d’action sociale vide", 8, "code_tas", "  "),
        ("département impossible", 10, "code_departement", "4949"),
        ("commune présente deux fois", 12, "code_insee", "49002", 2),
    ),
    *_of(
        "structures",
        ("SIRET dont la clé est fausse", 3, "siret", "90000000200011"),
        ("SIRET en notation scientifique", 4, "siret", "9,00000003E+13"),
        ("SIRET trop court", 5, "siret", "123456"),
        ("nom d’une lettre", 6, "nom", "A"),
        ("courriel d’une personne", 7, "courriel_generique", "untel.essai@exemple.invalid"),
        ("courriel mal écrit", 8, "courriel_generique", "contact(at)exemple"),
        ("date qui n’existe pas", 9, "date_maj", "31/02/2026"),
        ("commune qui n’existe pas", 10, "code_insee", "49999"),
        ("type hors liste", 11, "type_structure", "confrérie lunaire"),
        ("oui ou non illisible", 12, "active", "peut-être"),
        ("identifiant vide", 13, "structure_id", None),
        ("identifiant pris deux fois", 15, "structure_id", "cd49--01", 2),
    ),
    *_of(
        "actions",
        ("structure inconnue", 3, "structure_id", "cd49--99"),
        ("thématique inconnue", 4, "thematiques", "Bricolage lunaire"),
        ("thématique vide", 5, "thematiques", None),
        ("ferme avant d’ouvrir", 6, "date_fermeture", date(2024, 1, 1)),
        ("trop de places", 7, "places_conventionnees", 2_500),
        ("nombre en lettres", 8, "places_conventionnees", "une douzaine"),
        ("description trop courte", 9, "description", "abc"),
        ("frais hors liste", 10, "frais", "au chapeau"),
        ("statut hors liste", 11, "statut", "en rêve"),
        ("territoire desservi impossible", 12, "zone_eligibilite", "Planète Mars"),
        ("nom vide", 13, "nom", None),
        ("année sur deux chiffres et mois 13", 14, "date_ouverture", "01/13/25"),
    ),
    *_of(
        "sessions",
        ("action inconnue", 3, "action_id", "A99"),
        ("fin avant le début", 4, "date_fin", date(2026, 1, 2)),
        ("501 places", 5, "places_ouvertes", 501),
        ("places négatives", 6, "places_ouvertes", -4),
        ("places vides", 7, "places_ouvertes", None),
        ("date impossible", 8, "date_debut", "30/02/2026"),
        ("hors de la période de l’action", 9, "date_debut", date(2020, 1, 6)),
        ("présentiel sans commune", 10, "code_insee", None),
        ("commune inconnue", 11, "code_insee", "49998"),
        ("lieu hors liste", 12, "lieu_type", "sur la Lune"),
        ("#N/A", 13, "date_fin", "#N/A"),
        ("plus que la convention", 14, "places_ouvertes", 200),
        ("date de mise à jour illisible", 15, "date_maj_places", "récemment"),
    ),
    *_of(
        "brsa_effectifs",
        ("effectif négatif", 3, "effectif", -12),
        ("effectif absent sans explication", 4, "effectif", None),
        ("sans commune ni territoire", 5, "code_insee", None),
        ("effectif à virgule", 6, "effectif", 12.5),
        ("concept hors liste", 7, "concept", "ménages lunaires"),
        ("commune et mois comptés deux fois", 9, "code_insee", "49003", 3),
        ("date d’observation vide", 10, "date_observation", None),
    ),
    *_of(
        "prescriptions",
        ("action inconnue", 3, "action_id", "A99"),
        ("session inconnue", 4, "session_id", "S99"),
        ("session d’une autre action", 5, "session_id", "S30"),
        ("réponse avant la prescription", 6, "date_reponse", date(2025, 1, 2)),
        ("entrée sans date", 7, "date_entree", None),
        ("prescripteur hors liste", 8, "organisme_prescripteur", "le boulanger"),
        ("numéro pris deux fois", 9, "prescription_id", "P001", 2),
        ("commune de résidence inconnue", 10, "code_insee_domicile", "49997"),
    ),
    *_of(
        "referents_file_active",
        ("plus d’ETP que de référents", 3, "etp", 9.5),
        ("plus de sans contact que de suivis", 4, "nb_sans_contact_90j", 700),
        ("mois daté du 15", 5, "mois", date(2026, 5, 15)),
        ("aucun référent", 6, "nb_referents", 0),
        ("territoire inconnu", 7, "code_tas", "T99"),
    ),
    *_of(
        "budget_actions",
        ("montant négatif", 3, "montant_prevu", -5_000),
        ("exercice impossible", 4, "exercice", 1999),
        ("action inconnue", 5, "action_id", "A99"),
        ("montant en lettres", 6, "montant_realise", "environ douze mille"),
        ("mode hors liste", 7, "mode_attribution", "troc"),
    ),
)
