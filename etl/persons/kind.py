"""What a sheet is about: persons one by one, agents, or the offer and sums, where a service may be reached."""

from __future__ import annotations

import re

from etl.persons.headers import PERSON_ALONE, nature_of, plain
from etl.spreadsheets.block import Block
from etl.spreadsheets.mapping import Mapping
from warehouse.dictionary import tables

INDIVIDUAL, AGENTS, OFFER = "individuelle", "referents", "offre"
SHEET = re.compile(
    r"(?:.*_)?(?:prescriptions?|orientations?|presences?|emargements?|parcours|beneficiaires?|allocataires?|candidats?"
    r"|participants?|stagiaires?|usagers?|positionnements?|enquete_devenir|episodes_emploi|file_active)(?:_.*)?"
)
# Two of these, and nothing of the offer nor a count: a row is about one person.
SIGNS = re.compile(
    r"sexe|genre|civilite|nationalite|age|situation_familiale|niveau_(?:formation|etudes|scolaire)|motif_sortie"
    r"|date_(?:orientation|sortie|prescription|entree|droit|seance|contrat|cer|inscription)|commune_(?:residence|domicile)"
    r"|referent|referent_unique|statut_(?:prescription|parcours)|rqth|boeth|permis|presence|present|personne_key"
    r"|cle_personne.*|code_personne"
)
OF_THE_OFFER = re.compile(
    r"(?:.*_)?(?:siret|siren|places?|capacite|porteur|operateur|budget|montant|cout|thematiques?|publics?|financeurs?"
    r"|effectifs?|nombre|nb|nbre|date_debut|date_fin|horaires?|site_web|convention|etp)(?:_.*)?"
)


def kind(block: Block, mapping: Mapping | None) -> str:
    """What the sheet is about: by the tables a person said it feeds, else by its name and headers."""
    sheet = mapping.sheet(block.feuille) if mapping else None
    fed = sheet.tables if sheet else ()
    if any(of_persons(name) for name in fed):
        return INDIVIDUAL
    if fed:
        return AGENTS if "referents_file_active" in fed else OFFER
    return INDIVIDUAL if _looks_individual(block) else OFFER


def of_persons(table: str) -> bool:
    """Whether a row of that table is about one person."""
    known = tables().get(table)
    return known is not None and known.individual


def _looks_individual(block: Block) -> bool:
    names = [plain(header) for header in block.headers]
    if any(nature_of(header, False) in ("nir", "numero_caf", "date_naissance") for header in block.headers):
        return True
    if any(OF_THE_OFFER.fullmatch(name) for name in names):
        return False
    if SHEET.fullmatch(plain(block.feuille)) or any(PERSON_ALONE.fullmatch(name) for name in names):
        return True
    couple = any(re.fullmatch(r"noms?|prenoms?|noms?_prenoms?", name) for name in names)
    return sum(bool(SIGNS.fullmatch(name)) for name in names) + 2 * couple * ("structure" not in names) >= 2
