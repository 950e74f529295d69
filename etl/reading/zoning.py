"""Which zone holds each commune, from the lines of a composition: rows of `appartenances` and of `zones`.

- Communes get today's codes. One born of several takes the zone of the part whose code it keeps.
- Arrondissements of Paris, Lyon and Marseille speak for their commune where the publisher leaves it out.
- A code that is no commune's stays as it is written: the gate sets its row aside and says so.
"""

from __future__ import annotations

from dataclasses import dataclass

import pandas as pd

from etl.reading.cells import codes
from etl.reading.facts import LINE
from etl.reading.geography import cities, departements_of
from etl.reading.spelling import spelled
from geodata.communes import listed
from geodata.passage import passage, to_current
from warehouse.dictionary import vocabularies

COMMUNE, ZONE, WRITTEN = "code_insee", "code_zone", "code_publie"
SHOWN = 5  # examples in a sentence


@dataclass(frozen=True)
class Zoning:
    """Where a level stands in the cells. code, name: their columns (name "" when zones are called by their code).

    width: of the codes, whose zeros are given back. outside: what stands for a commune in no zone.
    capitals: the publisher names its zones in capitals.
    """

    niveau: str
    code: str = "code_zone"
    name: str = "nom_zone"
    width: int = 0
    outside: frozenset[str] = frozenset()
    capitals: bool = False

    @property
    def words(self) -> str:
        return vocabularies()["niveau"][self.niveau]


@dataclass(frozen=True)
class Placed:
    """memberships, zones: rows of both tables, with LINE. said: French sentences on what the lines left to decide."""

    memberships: pd.DataFrame
    zones: pd.DataFrame
    said: tuple[str, ...]


def place(cells: pd.DataFrame, zoning: Zoning, millesime: str, source: str) -> Placed:
    """Memberships and zones of one level. cells: column code_insee and those the zoning names; index = line."""
    lines = pd.DataFrame(
        {
            WRITTEN: codes(cells[COMMUNE], 5),
            ZONE: codes(cells[zoning.code], zoning.width),
            "libelle": cells[zoning.name] if zoning.name else "",
            LINE: cells.index,
        }
    ).reset_index(drop=True)
    lines[COMMUNE] = current(lines[WRITTEN])
    told = lines[(lines[WRITTEN] != "") & (lines[ZONE] != "") & ~lines[ZONE].isin(zoning.outside)]
    once = told.drop_duplicates([WRITTEN, ZONE])
    first = once.drop_duplicates(WRITTEN)
    kept = _whole(first)
    said = [
        *_lacking(lines),
        *_repeated(told, once, first),
        *_torn(first, kept, zoning),
        *_missing(lines),
        *_renamed(told, zoning),
    ]
    dated = {"niveau": zoning.niveau, "millesime": millesime, "source": source}
    held = kept[[COMMUNE, ZONE, LINE]].assign(**dated)
    return Placed(
        held[[COMMUNE, "niveau", ZONE, "millesime", "source", LINE]].reset_index(drop=True),
        _zones(told, zoning).assign(**dated)[
            ["niveau", "code", "libelle", "code_departement", "millesime", "source", LINE]
        ],
        tuple(said),
    )


def current(written: pd.Series) -> pd.Series:
    """Today's commune of each code: mergers followed, an arrondissement gives its city, any other code stays."""
    city = written.map(cities())
    return to_current(written, passage()).mask(city.notna(), city)


def _whole(first: pd.DataFrame) -> pd.DataFrame:
    """One line per commune of today: that of the part whose code it keeps, else the first, in the file's order."""
    own = first.assign(own=first[WRITTEN] == first[COMMUNE]).sort_values("own", ascending=False, kind="stable")
    return own.drop_duplicates(COMMUNE).drop(columns="own").sort_index()


def _zones(told: pd.DataFrame, zoning: Zoning) -> pd.DataFrame:
    """One row per zone and département, that where most of its inhabitants are coming last."""
    people = told[COMMUNE].map(listed().set_index("code")["population_municipale"]).fillna(0)
    rows = told.assign(code_departement=departements_of(told[COMMUNE]), people=people)
    rows["libelle"] = _names(told)
    groups = rows.groupby([ZONE, "code_departement"], sort=True)
    found = groups.agg(libelle=("libelle", "first"), people=("people", "sum"), **{LINE: (LINE, "first")}).reset_index()
    if zoning.capitals:
        known = dict(list(listed().groupby("code_departement")["nom"]))
        found["libelle"] = [
            spelled(name, known.get(where, ()))
            for name, where in zip(found["libelle"], found["code_departement"], strict=True)
        ]
    ordered = found.sort_values([ZONE, "people"], kind="stable", ignore_index=True)
    return ordered.rename(columns={ZONE: "code"}).drop(columns="people")


def _names(told: pd.DataFrame) -> pd.Series:
    """Name of the zone of each line: the first one written, else its code."""
    written = told[told["libelle"] != ""].drop_duplicates(ZONE).set_index(ZONE)["libelle"]
    return told[ZONE].map(written).fillna(told[ZONE])


def _lacking(lines: pd.DataFrame) -> list[str]:
    said = []
    for column, what in ((WRITTEN, "de code de commune"), (ZONE, "de zone")):
        empty = lines[lines[column] == ""]
        if len(empty):
            said.append(
                f"{_count(len(empty), 'ligne n’a', 'lignes n’ont')} pas {what} ({_examples(empty[LINE], 'ligne')}) : "
                f"{'elle n’est pas lue' if len(empty) == 1 else 'elles ne sont pas lues'}."
            )
    return said


def _repeated(told: pd.DataFrame, once: pd.DataFrame, first: pd.DataFrame) -> list[str]:
    said = []
    copies = told.drop(once.index)
    if len(copies):
        said.append(
            f"{_count(len(copies), 'ligne répète', 'lignes répètent')} une ligne déjà lue "
            f"({_examples(copies[LINE], 'ligne')})."
        )
    others = once.drop(first.index)
    if len(others):
        said.append(
            f"{_count(len(others), 'ligne donne', 'lignes donnent')} une seconde zone à une commune "
            f"({_examples(others[WRITTEN])}) : la première est gardée."
        )
    return said


def _torn(first: pd.DataFrame, kept: pd.DataFrame, zoning: Zoning) -> list[str]:
    several = first.groupby(COMMUNE)[ZONE].nunique()
    torn = kept[kept[COMMUNE].isin(several[several > 1].index)]
    if torn.empty:
        return []
    return [
        f"{_count(len(torn), 'commune réunit', 'communes réunissent')} depuis des communes de zones différentes "
        f"({_examples(torn[COMMUNE])}) : niveau « {zoning.words} », la zone retenue est celle de la commune dont "
        "le code est resté."
    ]


def _missing(lines: pd.DataFrame) -> list[str]:
    """Communes of today that no line names, by whole départements where it can be said so."""
    known = listed()
    absent = known[~known["code"].isin(lines[COMMUNE])]
    if absent.empty:
        return []
    counts = known.groupby("code_departement").size()
    lacking = absent.groupby("code_departement").size()
    whole = [where for where, count in lacking.items() if count == counts[where]]
    said = []
    if whole:
        absent_ones = "Le département {} est absent" if len(whole) == 1 else "Les départements {} sont absents"
        said.append(f"{absent_ones.format(', '.join(whole))} du fichier : sans zone, ce qui n’est pas zéro.")
    rest = absent[~absent["code_departement"].isin(whole)]
    if len(rest):
        said.append(
            f"{_count(len(rest), 'commune actuelle manque', 'communes actuelles manquent')} au fichier "
            f"({_examples(rest['code'])}) : sans zone."
        )
    return said


def _renamed(told: pd.DataFrame, zoning: Zoning) -> list[str]:
    names = told[told["libelle"] != ""].drop_duplicates([ZONE, "libelle"]).groupby(ZONE)["libelle"].agg(list)
    return [
        f"Le code « {code} » ({zoning.words}) porte plusieurs noms, {' et '.join(f'« {name} »' for name in several)} : "
        "le premier est gardé."
        for code, several in names[names.map(len) > 1].items()
    ]


def _count(count: int, one: str, many: str) -> str:
    return f"1 {one}" if count == 1 else f"{count} {many}"


def _examples(found: pd.Series, what: str = "") -> str:
    shown = [str(one) for one in found.drop_duplicates()[:SHOWN]]
    more = "…" if found.nunique() > SHOWN else ""
    plural = "s" if what and found.nunique() > 1 else ""
    return f"{what}{plural} ".lstrip() + ", ".join(shown) + more
