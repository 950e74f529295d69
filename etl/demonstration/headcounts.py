"""Tables of counts by territory: `brsa_effectifs`, `freins_agreges`, `referents_file_active`, and `cibles`."""

from __future__ import annotations

import numpy as np
import pandas as pd

from etl.demonstration.dates import MONTHS, month_end
from etl.demonstration.draws import Rng
from etl.demonstration.frames import frame
from etl.demonstration.territory import Territory
from etl.embedded import extract
from geodata.communes import MILLESIME

PERSONS_PER_FOYER, SUBJECT = 1.14, 0.97  # persons per household; part held to rights and duties
CONCEPTS = {"foyers_droit_versable": "caf_msa", "personnes": "departement", "soumis_droits_devoirs": "departement"}
AUTOMATIC_REGISTRATION = np.datetime64("2025-01", "M")
OBSTACLES = {
    "mobilite": 0.34, "logement": 0.14, "sante": 0.28, "garde": 0.16, "numerique": 0.22, "langue": 0.11,
    "illettrisme": 0.08, "qualification": 0.41, "surendettement": 0.13, "isolement": 0.19, "justice": 0.04,
    "disponibilite": 0.09,
}  # fmt: skip
ZONES = {"zone_emploi": "code_ze2020", "clpe": "code_clpe", "bassin_bmo": "code_bassin_bmo"}
TARGETS = {"taux_remplissage": 80.0, "taux_presence": 80.0, "taux_emploi_6m": 45.0}


def territories_table(land: Territory) -> pd.DataFrame:
    """Table `territoires`: real communes and intercommunalities, fictitious territories of social action."""
    communes = land.communes
    return frame(
        "territoires",
        len(communes),
        {
            "code_insee": communes["code"].to_numpy(),
            "cog": int(MILLESIME),
            "nom_commune": communes["nom"].to_numpy(),
            "code_departement": land.departement,
            "code_epci": communes["code_epci"].to_numpy(),
            "nom_epci": communes["nom_epci"].to_numpy(),
            **_zones(land),
            "code_tas": communes["code_tas"].to_numpy(),
            "nom_tas": communes["nom_tas"].to_numpy(),
            "latitude": communes["latitude"].to_numpy(float),
            "longitude": communes["longitude"].to_numpy(float),
            "superficie_km2": communes["superficie_km2"].to_numpy(float),
            "population": communes["population"].to_numpy(),
        },
    )


def _zones(land: Territory) -> dict[str, np.ndarray]:
    """Zones that the embedded extract knows for these communes; nothing where it knows none."""
    known = [one.frame for one in extract.staged(land.departement) if one.table == "appartenances"]
    if not known:
        return {}
    wide = pd.concat(known).pivot_table(index="code_insee", columns="niveau", values="code_zone", aggfunc="first")
    wide = wide.reindex(land.communes["code"])
    return {column: wide[level].to_numpy() for level, column in ZONES.items() if level in wide}


def trend() -> np.ndarray:
    """Level of each month compared with the last one: +0.3 % a month, a season, a break of 3 % in January 2025."""
    month = np.arange(len(MONTHS))
    level = 1 + 0.003 * month - 0.01 * np.cos(2 * np.pi * (month % 12) / 12)
    level = np.where(MONTHS >= AUTOMATIC_REGISTRATION, 1.03 * level, level)
    return level / level[-1]


def persons_by_month(land: Territory) -> np.ndarray:
    """Persons by month and commune; the last month is the reference, equal to the weights carried."""
    return np.rint(trend()[:, None] * land.communes["brsa"].to_numpy()[None, :]).astype(int)


def brsa_table(land: Territory) -> pd.DataFrame:
    """Table `brsa_effectifs`: households, persons and persons held to rights and duties, by month and commune."""
    persons = persons_by_month(land)
    counted = {
        "foyers_droit_versable": np.rint(persons / PERSONS_PER_FOYER),
        "personnes": persons,
        "soumis_droits_devoirs": np.rint(persons * SUBJECT),
    }
    months, communes = persons.shape
    size, cells = months * communes * len(counted), months * communes
    return frame(
        "brsa_effectifs",
        size,
        {
            "code_insee": np.tile(land.communes["code"].to_numpy(dtype="object"), months * len(counted)),
            "code_tas": np.tile(land.communes["code_tas"].to_numpy(dtype="object"), months * len(counted)),
            "date_observation": np.tile(np.repeat(month_end(MONTHS), communes), len(counted)),
            "source": np.repeat(np.array([CONCEPTS[name] for name in counted], dtype="object"), cells),
            "concept": np.repeat(np.array(list(counted), dtype="object"), cells),
            "sexe": "ensemble",
            "classe_age": "ensemble",
            "type_parcours": "ensemble",
            "effectif": np.concatenate([values.ravel() for values in counted.values()]),
            "statut_secret": "diffusible",
            "provisoire": False,
        },
    )


def obstacles_table(rng: Rng, land: Territory, without_mobility: set[str]) -> pd.DataFrame:
    """Table `freins_agreges`, twice a year. Mobility is declared more often where no mobility action is near."""
    months = np.flatnonzero(np.isin(MONTHS.astype("int64") % 12, (5, 11)))
    by_tas = pd.DataFrame(persons_by_month(land)[months].T).groupby(land.communes["code_tas"].to_numpy()).sum()
    rows = []
    for code, counts in by_tas.iterrows():
        own = {name: share * rng.lognormal(0, 0.12) for name, share in OBSTACLES.items()}
        own["mobilite"] *= 1.5 if code in without_mobility else 1.0
        for rank, persons in enumerate(counts):
            date = month_end(MONTHS[months[rank]])
            rows += [(date, code, name, rng.binomial(persons, min(share, 0.9))) for name, share in own.items()]
    columns = dict(zip(("date_observation", "code_tas", "frein", "effectif"), zip(*rows, strict=True), strict=True))
    return frame("freins_agreges", len(rows), {**columns, "statut_secret": "diffusible"})


def targets_table(departement: str) -> pd.DataFrame:
    """Table `cibles`: three targets, as a steering group would set them."""
    columns = {
        "code": list(TARGETS),
        "niveau": "departement",
        "code_territoire": departement,
        "valeur": list(TARGETS.values()),
        "instance": "Groupe de pilotage fictif",
        "date_decision": np.datetime64("2025-03-14"),
        "echeance": np.datetime64("2026-12-31"),
    }
    return frame("cibles", len(TARGETS), columns)
