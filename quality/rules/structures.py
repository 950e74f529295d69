"""Organisations: registration numbers that hold, addresses of services and not of persons."""

from __future__ import annotations

import pandas as pd

from quality.resemblance import alike
from quality.rule import BLOCKING, FILE, ROW, WARNING, Around, Finding, Rule, as_a_whole, at_fault

TABLE = "structures"
LA_POSTE = "356000000"  # its establishments follow another key: the sum of digits is a multiple of five
SERVICE = """
    accueil contact info infos information secretariat direction administration mission locale ml ccas cias mds mairie
    service services insertion emploi formation rsa plie association asso siege agence antenne pole bureau coordination
    orientation inscription social sociale demo action actions structure chantier atelier gestion comptabilite rh
    recrutement communication
"""
TWO_WORDS = r"^([a-z]+)[.\-_]([a-z]+)@"


def luhn(siret: str) -> bool:
    """Luhn's key over the 14 digits, or La Poste's own."""
    digits = [int(digit) for digit in siret]
    if siret.startswith(LA_POSTE):
        return sum(digits) % 5 == 0
    doubled = [digit * (2 - position % 2) for position, digit in enumerate(digits)]
    return sum(digit - 9 if digit > 9 else digit for digit in doubled) % 10 == 0


def _false_siret(frame: pd.DataFrame, around: Around) -> Finding:
    shaped = frame["siret"].str.fullmatch(r"\d{14}").fillna(False).astype("bool")
    return at_fault(shaped & ~frame["siret"].where(shaped, "0" * 14).map(luhn))


def _shared_siret(frame: pd.DataFrame, around: Around) -> Finding:
    return at_fault(frame["siret"].notna() & frame["siret"].duplicated(keep=False))


def _personal_address(frame: pd.DataFrame, around: Around) -> Finding:
    words = frame["courriel_generique"].str.lower().str.extract(TWO_WORDS)
    return at_fault(words.notna().all(axis=1) & ~words[0].isin(SERVICE.split()) & ~words[1].isin(SERVICE.split()))


def _probable_doubles(frame: pd.DataFrame, around: Around) -> Finding:
    """STR-03: near names in one commune, unless their SIREN says that they are two organisations."""
    pairs = alike(frame["nom"], frame["code_insee"], frame["siret"].str[:9], around.threshold)
    if not pairs:
        return as_a_whole(True)
    (one, other), *_ = pairs
    rows = pd.Index(sorted({row for pair in pairs for row in pair}), dtype=frame.index.dtype)
    names = frame["nom"]
    told = [f"{names[a]} / {names[b]}" for a, b in pairs[:5]]
    return Finding(True, False, rows, {"paires": len(pairs), "a": names[one], "b": names[other], "exemples": told})


RULES = (
    Rule(
        "STR-01", TABLE, BLOCKING, ROW, "Les SIRET sont valides",
        "{n|SIRET est invalide|SIRET sont invalides} (exemple : {exemple}).",
        _false_siret, ("siret",), "le SIRET {valeur} est invalide",
    ),
    Rule(
        "STR-02", TABLE, WARNING, FILE, "Chaque structure a son SIRET",
        "{n|structure a|structures ont} un SIRET partagé : s’agit-il de plusieurs lieux d’un même organisme ?",
        _shared_siret, ("siret",),
    ),
    Rule(
        "STR-03", TABLE, WARNING, FILE, "Aucune structure ne semble décrite deux fois",
        "Les structures « {a} » et « {b} » semblent être la même : gardez-en une seule ({paires} cas de ce genre).",
        _probable_doubles, ("nom", "code_insee", "siret"), threshold=92, unit="% de ressemblance",
    ),
    Rule(
        "STR-05", TABLE, BLOCKING, ROW, "Le courriel est celui d’un service",
        "{n|adresse semble|adresses semblent} appartenir à une personne ({exemple}). Indiquez une adresse de service.",
        _personal_address, ("courriel_generique",), "l’adresse semble appartenir à une personne",
    ),
)  # fmt: skip
