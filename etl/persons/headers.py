"""What a header says of a person: one definition, for the door and for the gate."""

from __future__ import annotations

import re

from words import words_of

ARTICLES = ("de", "d", "du", "des", "l", "la", "le", "les", "et", "a", "au", "ou")

# Someone the département accompanies, and someone who works: both are persons, only the second may stand in the offer.
PERSON = (
    r"(?:personne|usager|usagere|beneficiaire|allocataire|candidat|candidate|participant|participante|stagiaire"
    r"|demandeur|demandeuse|demandeur_emploi|brsa|salarie|apprenant|conjoint|conjointe|enfant|inscrit|inscrite|jeune"
    r"|interesse|interessee|assure|client|personnel|personnelle|perso|prive|privee)s?"
)
AGENT = (
    r"(?:agent|contact|referent|referente|conseiller|conseillere|responsable|interlocuteur|interlocutrice|correspondant"
    r"|directeur|directrice|animateur|animatrice|formateur|formatrice|encadrant|encadrante|accompagnateur"
    r"|accompagnatrice|coordinateur|coordinatrice|coordonnateur|coordonnatrice|travailleur_social|travailleurs_sociaux"
    r"|gestionnaire|instructeur|instructrice|assistante_sociale|assistant_social|tuteur|tutrice|president|presidente"
    r"|educateur|educatrice|intervenant|intervenante|redacteur|redactrice|charge_mission|chef_projet"
    r"|personne_contacter|personne_ressource)s?"
)
SOMEONE = rf"(?:{PERSON}|{AGENT})"
NUMBER = r"(?:n|no|nos|num|numero|numeros|id|ident|identifiant|matricule|immatriculation|reference|ref|code)"

NIR = (
    rf"(?:{NUMBER}_)?(?:nir|nia|secu|securite_sociale|ss)(?:_(?:{PERSON}|cle|complet|13|15))?|nss|n_?ss"
    rf"|matricule_secu.*"
)
CAF_NUMBER = (
    rf"{NUMBER}_(?:allocataire|dossier_(?:caf|msa|rsa))(?:_.*)?"
    r"|(?:n|no|num|numero|id|identifiant|matricule)_(?:caf|msa|cnaf|caf_msa|rsa|france_travail|pole_emploi|ft)(?:_.*)?"
    rf"|matricules?(?:_{PERSON})?|allocataire_(?:{NUMBER}|caf)|{NUMBER}_{PERSON}"
)
BIRTH = (
    r"(?:date|dates|dt|jour|annee)_?(?:naissance|naiss|nais|nee?|ne_e)(?:_.*)?|naissance|naiss|ddn"
    r"|nee?|ne_e|ne_nee|birth_?date|dob"  # « né(e) le » has lost its article
)
NAME = (
    r"(?:civilite_)?(?:noms?_)?(?:prenoms?|pren)(?:_(?!nombre).*)?|(?:noms?|n)_prenoms?(?:_.*)?"
    rf"|(?:liste_)?noms?_(?:{SOMEONE}|famille|naissance|usage|patronymique|jeune_fille|marital|complet|epoux|epouse)(?:_.*)?"
    rf"|(?:{SOMEONE})_(?:noms?|prenoms?)(?:_.*)?|identite(?:_(?:{SOMEONE}))?|civilite_noms?(?:_.*)?|patronyme"
    r"|first_?name|last_?name|surname|full_?name"
)
MAIL = r"(?:adresses?_)?(?:courriels?|e_?mails?|mails?|mels?|adresse_electronique)"
PHONE = r"(?:(?:n|no|num|numero)_)?(?:telephones?|tels?|phone)"
MOBILE = rf"(?:(?:{PHONE}|n|no|num|numero)_)?(?:mobiles?|portables?|gsm)|{PHONE}_port"
ADDRESS = r"(?:adresses?|rue|voie|numero_voie|n_voie|n_rue|numero_rue|complement_adresse|libelle_voie)(?:_[0-9])?"

# Whatever the table, that header is a person's.
ANYWHERE = {
    "nir": NIR,
    "numero_caf": CAF_NUMBER,
    "date_naissance": BIRTH,
    "nom": NAME,
    "telephone": rf"(?:{MOBILE})(?:_.*)?|{PHONE}_(?:{PERSON}|domicile)(?:_.*)?",
    "courriel": rf"{MAIL}_(?:{PERSON})(?:_.*)?",
    "adresse": (
        rf"{ADDRESS}(?:_postale|_complete)?_(?:{PERSON}|domicile|residence|habitation)(?:_.*)?"
        rf"|domicile_adresse|(?:{PERSON})_adresse"
    ),
}
# In a table where a row is about one person, these are a person's too.
INDIVIDUAL = {
    "nom": r"noms?|nom_[0-9]",
    "telephone": rf"{PHONE}(?:_.*)?",
    "courriel": rf"{MAIL}(?:_.*)?",
    "adresse": rf"{ADDRESS}(?:_(?:postale|complete|actuelle|ligne|suite))?",
}
AGENTS = re.compile(rf"(?:(?:noms?|prenoms?|{MAIL}|identite)_)?(?:agent|referent|conseiller|salarie)s?(?:_.*)?|noms?")
FREE_TEXT = re.compile(r"(?:verbatims?|commentaires?|remarques?|texte_libre|observations?|avis_libre)(?:_.*)?")

COUNTS = ("nb", "nbre", "nombre", "effectif", "effectifs", "total", "taux", "part", "pct")
SUBJECT = {nature: re.compile(pattern) for nature, pattern in ANYWHERE.items()}
OWN = {nature: re.compile(pattern) for nature, pattern in INDIVIDUAL.items()}
PERSON_ALONE = re.compile(PERSON)
AGENT_INSIDE = re.compile(rf"(?:.*_)?(?:{SOMEONE})(?:_.*)?")
PHONE_INSIDE = re.compile(r"(?:.*_)?(?:telephones?|tels?|phone|mobiles?|portables?|fax|standard)(?:_.*)?")


def plain(name: object) -> str:
    """A header without accent, case, punctuation or article: « Nom de l’agent » is nom_agent."""
    return "_".join(word for word in words_of(name) if word not in ARTICLES)


def nature_of(header: object, individual: bool) -> str | None:
    """What that header says a column holds of a person, or None. individual: a row of the table is about one person."""
    name = plain(header)
    if name.partition("_")[0] in COUNTS:
        return None
    for nature, shape in SUBJECT.items():
        if shape.fullmatch(name):
            return nature
    return next((nature for nature, shape in OWN.items() if shape.fullmatch(name)), None) if individual else None


def undeclared(header: object, individual: bool) -> str | None:
    """The same of a column the dictionary does not know: nobody's e-mail address has a reason to be there."""
    return nature_of(header, individual) or ("courriel" if re.fullmatch(MAIL, plain(header)) else None)
