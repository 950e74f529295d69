"""What is said at the door: which sheet, which column, why, and what to do. Never a value."""

from __future__ import annotations

from etl.persons.finding import Finding

WHAT = {
    "nom": "des noms de personnes",
    "nir": "des numéros de sécurité sociale",
    "numero_caf": "des numéros d’allocataire ou d’inscription",
    "telephone": "des téléphones de personnes",
    "courriel": "des adresses électroniques de personnes",
    "date_naissance": "des dates de naissance",
    "adresse": "des adresses de personnes",
    "texte_libre": "du texte libre qui désigne des personnes",
}
WHY = {
    "titre": "son titre l’annonce",
    "valeurs": "ses valeurs en ont la forme",
    "texte": "un nom, un téléphone ou un courriel y est écrit",
    "entete": "son titre lui-même désigne une personne",
    "agent": "elle nomme des agents",
    "avis": "des avis y sont écrits en toutes lettres",
}
INSTEAD = {
    "nom": "supprimez-la ; une personne n’est désignée que par sa clé protégée (personne_key)",
    "nir": "supprimez-la ; une personne n’est désignée que par sa clé protégée (personne_key)",
    "numero_caf": "remplacez ces numéros par la clé protégée (personne_key) que calcule votre service informatique",
    "telephone": "supprimez-la",
    "courriel": "supprimez-la",
    "date_naissance": "remplacez-les par une tranche d’âge",
    "adresse": "supprimez-la ; seul le code de la commune est admis",
    "texte_libre": "supprimez-la, ou remplacez les commentaires par des codes",
}
OFFER = {
    "telephone": "ou remplacez ces numéros par celui du service",
    "courriel": "ou remplacez ces adresses par celle du service",
    "texte_libre": "ou effacez ces mentions dans le tableur",
}


def phrase(fichier: str, finding: Finding, seen: str) -> str:
    """« Feuille « Suivi », colonne « NIR » (B) : … » and what to do."""
    sheet = f"Fichier {fichier}, feuille « {finding.feuille} »" if finding.feuille else f"Fichier {fichier}"
    if not finding.header:
        return (
            f"{sheet}, {seen} : un numéro de sécurité sociale est écrit hors du tableau. Le fichier est refusé et "
            "n’est pas conservé : effacez cette ligne dans le tableur, puis déposez le fichier de nouveau."
        )
    titled = f"colonne {finding.letter}" if seen == "entete" else f"colonne « {finding.header} » ({finding.letter})"
    head = f"{sheet}, {titled} : elle contient {WHAT[finding.nature]} ({WHY[seen]})."
    if finding.removable:
        other = OFFER.get(finding.nature)
        return f"{head} Laissez cette colonne de côté pour continuer{f', {other}' if other else ''}."
    return (
        f"{head} Le fichier est refusé et n’est pas conservé : {INSTEAD[finding.nature]}, puis déposez le fichier "
        "de nouveau."
    )
