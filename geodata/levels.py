"""The territorial levels of the observatory: their codes in data and their words on screen."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True)
class Level:
    """One kind of territory. `code` stands in data and URLs, the rest is read by people."""

    code: str
    label: str
    plural: str
    short: str
    publisher: str

    @property
    def within(self) -> str:
        """The plural inside a sentence: « bassins d’emploi (BMO) », sigles untouched."""
        return self.plural[:1].lower() + self.plural[1:]


LEVELS: dict[str, Level] = {
    level.code: level
    for level in (
        Level("departement", "Département", "Départements", "DEP", "INSEE, code officiel géographique"),
        Level("arrondissement", "Arrondissement", "Arrondissements", "ARR", "INSEE, code officiel géographique"),
        Level("epci", "Intercommunalité", "Intercommunalités", "EPCI", "DGCL, périmètres des EPCI"),
        Level(
            "territoire_action_sociale",
            "Territoire d’action sociale",
            "Territoires d’action sociale",
            "TAS",
            "Département",
        ),
        Level("clpe", "Comité local pour l’emploi", "Comités locaux pour l’emploi", "CLPE", "France Travail"),
        Level("bassin_bmo", "Bassin d’emploi (BMO)", "Bassins d’emploi (BMO)", "BMO", "France Travail"),
        Level("zone_emploi", "Zone d’emploi", "Zones d’emploi", "ZE", "INSEE, zones d’emploi 2020"),
        Level("commune", "Commune", "Communes", "COM", "INSEE, code officiel géographique"),
    )
}

BY_SHORT = {level.short: level.code for level in LEVELS.values()}


def resolve(name: str) -> str | None:
    """Level code of a full name or of the catalogue's short form ("COM" → "commune"); None if unknown."""
    wanted = name.strip()
    return wanted.lower() if wanted.lower() in LEVELS else BY_SHORT.get(wanted.upper())
