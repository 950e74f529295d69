"""The official code, severity and words of rules that the dictionary implies, where the reference names them."""

from __future__ import annotations

from fnmatch import fnmatchcase

from quality.rule import FILE, WARNING

# (table, column, kind) → what differs from the rule implied; the first line that fits wins. * fits anything.
OFFICIAL: tuple[tuple[str, str, str, dict[str, str]], ...] = (
    ("*", "personne_key", "pattern", {
        "code": "PRE-05", "scope": FILE, "label": "Les clés des personnes sont protégées",
        "sentence": "La clé des personnes n’a pas la bonne forme : les identifiants n’ont sans doute pas été "
        "protégés. Le fichier est refusé."}),
    ("brsa_effectifs", "effectif", "bounds", {
        "code": "BRS-01", "sentence": "{n|effectif négatif|effectifs négatifs} : un effectif vaut zéro ou plus."}),
    ("structures", "siret", "pattern", {
        "code": "STR-01", "sentence": "{n|SIRET n’a pas|SIRET n’ont pas} 14 chiffres (exemple : {exemple})."}),
    ("structures", "nom", "pattern", {
        "code": "STR-04",
        "sentence": "{n|structure n’a|structures n’ont} pas de nom correct (entre 3 et 150 caractères)."}),
    ("structures", "reseaux_porteurs", "values", {
        "code": "STR-06", "severity": WARNING, "scope": FILE,
        "sentence": "Le réseau « {exemple} » n’est pas dans la liste nationale ({n|ligne|lignes})."}),
    ("actions", "structure_id", "reference", {
        "code": "ACT-01",
        "sentence": "{n|action n’a|actions n’ont} pas de structure connue (exemple : {exemple})."}),
    ("actions", "thematiques", "required", {
        "code": "ACT-02", "sentence": "{n|action n’a|actions n’ont} aucune thématique."}),
    ("actions", "thematiques", "values", {
        "code": "ACT-02",
        "sentence": "{n|action n’a|actions n’ont} pas de thématique reconnue (exemple : {exemple})."}),
    ("actions", "*", "values", {"code": "ACT-08"}),
    ("actions", "codes_rome", "pattern", {
        "code": "ACT-09", "severity": WARNING, "scope": FILE,
        "sentence": "{n|action porte|actions portent} un code métier mal écrit (exemple : {exemple})."}),
    ("actions", "places_conventionnees", "bounds", {
        "code": "ACT-10",
        "sentence": "{n|action a|actions ont} un nombre de places impossible (exemple : {exemple})."}),
    ("actions", "zone_eligibilite", "pattern", {
        "code": "ACT-11", "severity": WARNING, "scope": FILE,
        "sentence": "{n|action dessert|actions desservent} un territoire inconnu (exemple : {exemple})."}),
    ("services_externes", "zone_eligibilite", "pattern", {
        "code": "EXT-07", "severity": WARNING, "scope": FILE,
        "sentence": "{n|service dessert|services desservent} un territoire inconnu (exemple : {exemple})."}),
    ("sessions", "action_id", "reference", {
        "code": "SES-01", "sentence": "{n|session ne correspond|sessions ne correspondent} à aucune action."}),
    ("sessions", "places_ouvertes", "bounds", {
        "code": "SES-03", "sentence": "{n|session propose|sessions proposent} un nombre de places impossible "
        "(exemple : {exemple}). Attendu : entre 0 et 500."}),
    ("prescriptions", "action_id", "reference", {
        "code": "PRE-01", "sentence": "{n|prescription vise|prescriptions visent} une action inconnue."}),
    ("prescriptions", "session_id", "reference", {
        "code": "PRE-01", "sentence": "{n|prescription vise|prescriptions visent} une session inconnue."}),
    ("presences", "session_id", "reference", {
        "code": "PRS-01", "sentence": "{n|présence concerne|présences concernent} une session inconnue."}),
    ("presences", "heures", "bounds", {
        "code": "PRS-04", "sentence": "{n|séance dure|séances durent} plus de 12 heures ou moins de zéro."}),
    ("parcours", "classe_age", "values", {
        "code": "PAR-06", "scope": FILE, "label": "L’âge n’est donné que par tranches",
        "sentence": "Le fichier contient une date de naissance ou un âge précis. Seules les tranches d’âge sont "
        "admises."}),
    ("enquete_devenir", "vague", "values", {
        "code": "ENQ-01", "sentence": "{n|réponse porte|réponses portent} sur une vague autre que 6, 12 ou 24 mois."}),
    ("enquete_qualite", "note_globale", "bounds", {"code": "QUA-01"}),
    ("enquete_qualite", "q_*", "bounds", {"code": "QUA-01"}),
    ("enquete_qualite", "theme_verbatim", "pattern", {
        "code": "QUA-02", "scope": FILE, "label": "Les commentaires sont codés",
        "sentence": "Le fichier contient des commentaires libres. Ils doivent être codés avant dépôt."}),
    ("referents_file_active", "nb_referents", "bounds", {"code": "REF-01"}),
    ("referents_file_active", "etp", "bounds", {"code": "REF-01"}),
    ("budget_actions", "*", "bounds", {"code": "BUD-01"}),
    ("budget_actions", "action_id", "reference", {
        "code": "BUD-03",
        "sentence": "{n|ligne de budget vise|lignes de budget visent} une action inconnue (exemple : {exemple})."}),
    ("freins_agreges", "effectif", "bounds", {"code": "FRE-01"}),
)  # fmt: skip


def official(table: str, column: str, kind: str) -> dict[str, str]:
    """What the reference says of that rule: code, and severity, scope, label or sentence when they differ."""
    for known_table, known_column, known_kind, words in OFFICIAL:
        if known_kind == kind and fnmatchcase(table, known_table) and fnmatchcase(column, known_column):
            return words
    return {}
