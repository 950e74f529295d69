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
        return self.plural if self.code == "france" else self.plural[:1].lower() + self.plural[1:]


FRANCE = "FR"  # an edition of all France bears this code where another bears its département's
ARRONDISSEMENT_MUNICIPAL = "arrondissement_municipal"

LEVELS: dict[str, Level] = {
    level.code: level
    for level in (
        Level("france", "France", "France entière", "FRANCE", "INSEE, code officiel géographique"),
        Level("region", "Région", "Régions", "REG", "INSEE, code officiel géographique"),
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
        Level(
            ARRONDISSEMENT_MUNICIPAL,
            "Arrondissement municipal",
            "Arrondissements municipaux",
            "ARM",
            "INSEE, code officiel géographique",
        ),
    )
}

# Each territory of one lies whole in one of the level before.
NESTED = ("france", "region", "departement")

BY_SHORT = {level.short: level.code for level in LEVELS.values()}


def resolve(name: str) -> str | None:
    """Level code of a full name or of the catalogue's short form ("COM" → "commune"); None if unknown."""
    wanted = name.strip()
    return wanted.lower() if wanted.lower() in LEVELS else BY_SHORT.get(wanted.upper())


def whole_level(edition: str) -> str:
    """Level of the territory an edition observes: "france" for FRANCE, "departement" for a département's code."""
    return "france" if edition == FRANCE else "departement"


def is_wider(niveau: str, edition: str) -> bool:
    """True for a level whose territories an edition cannot hold: the region of a département, France itself.

    Such a level stands in the edition only to be compared with.
    """
    return niveau in NESTED and NESTED.index(niveau) < NESTED.index(whole_level(edition))


def is_drawn(niveau: str, edition: str) -> bool:
    """Whether a map and a selector may hold the territories of a level.

    Not those wider than the edition; nor the 34,900 communes of France, for which such an edition only answers.
    """
    too_many = edition == FRANCE and niveau in ("commune", ARRONDISSEMENT_MUNICIPAL)
    return not too_many and not is_wider(niveau, edition)
