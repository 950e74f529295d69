"""QPV: the priority neighbourhoods of the policy for towns, and the communes each one lies in.

A neighbourhood may lie in several communes and a commune hold several: it is no zone that communes belong to. Each
pair is a fact, `nb_qpv` of the commune under the modality of the neighbourhood; their count is the whole. Counts of
communes do not add up: a neighbourhood shared by two communes counts once in their département.
"""

from __future__ import annotations

import re
from datetime import date

import pandas as pd

from etl.reading.cells import DISPONIBLE, codes
from etl.reading.composition import Composition, compositions, files
from etl.reading.facts import CONVERTI, LINE, PUBLIE, SOMME, complete, staged, summed
from etl.reading.geography import current_communes, departements_of
from etl.reading.library import Library
from etl.reading.protocol import Notice, Reading, Source
from etl.vintages import headers
from geodata.communes import departements
from geodata.levels import FRANCE

VINTAGES = headers("qpv")
SOURCE = Source(
    code="qpv",
    titre="Quartiers prioritaires de la politique de la ville (QPV) : liste et communes",
    editeur="Agence nationale de la cohésion des territoires",
    licence="Licence Ouverte 2.0",
    url="https://www.data.gouv.fr/fr/datasets/quartiers-prioritaires-de-la-politique-de-la-ville-qpv/",
    calendrier="À chaque décret, et chaque année pour les codes de communes",
    grain="Quartier × commune",
    colonnes=tuple(VINTAGES["liste"].read),
    ignorees=tuple(VINTAGES["liste"].ignored),
)
SURELY = re.compile(r"^liste-?qp20\d\d", re.IGNORECASE)
PERHAPS = re.compile(r"^\W*code_qp\W.*\blib_qp\b.*\binsee_com\b", re.IGNORECASE)
GENERATION = r"qp20\d\d"  # of the neighbourhoods, not of the communes
SEVERAL = re.compile(r"[;,]\s*")
COUNT, NEIGHBOURHOOD = "nb_qpv", "qpv"


def read(library: Library, departement: str) -> Reading:
    """Every list of the library, for the whole country; refused files are listed."""
    del departement  # a file holds them all
    reading = Reading()
    for one in compositions(SOURCE, files(library, SURELY, PERHAPS), VINTAGES, reading, generation=GENERATION):
        pairs, when = within(one.cells), date(int(one.millesime), 1, 1)
        reading.notices.extend(_odd(pairs, one))
        pairs = pairs[(pairs["code_insee"] != "") & (pairs["code_qpv"] != "")]
        pairs = pairs.drop_duplicates(["code_insee", "code_qpv"])
        reading.staged.append(staged("faits", faits(pairs, one.millesime), one.found, when))
        reading.staged.append(summed(counts(pairs, one.millesime), one.found, when))
        reading.staged.append(staged("zones", zones(pairs, one.millesime), one.found, when))
    return reading


def within(cells: pd.DataFrame) -> pd.DataFrame:
    """One row per neighbourhood and commune: code_qpv, nom_qpv, code_publie, code_insee (today's), LINE.

    A cell of several communes, ="13055;13070", gives as many rows; an empty one gives one, without commune.
    """
    rows = cells[["code_qpv", "nom_qpv"]].assign(
        code_publie=cells["communes"].str.split(SEVERAL, regex=True), **{LINE: cells.index}
    )
    rows = rows.explode("code_publie", ignore_index=True)
    rows["code_publie"] = codes(rows["code_publie"], 5)
    return rows.assign(code_insee=current_communes(rows["code_publie"]))


def faits(pairs: pd.DataFrame, millesime: str) -> pd.DataFrame:
    """One fact per neighbourhood and commune of today: the one lies in the other, wholly or in part."""
    moved = pairs["code_insee"] != pairs["code_publie"]
    rows = _counted(pairs["code_insee"], millesime).assign(
        modalite=NEIGHBOURHOOD + "=" + pairs["code_qpv"],
        nature=moved.map({True: CONVERTI, False: PUBLIE}),
        codes_publies=pairs["code_publie"].where(moved),
        **{LINE: pairs[LINE]},
    )
    return complete(rows, SOURCE)


def counts(pairs: pd.DataFrame, millesime: str) -> pd.DataFrame:
    """How many neighbourhoods each commune, département and region holds, and France: each counts once in each."""
    where = departements_of(pairs["code_insee"])
    known = departements().set_index("code")["code_region"]
    levels = {
        "commune": pairs["code_insee"],
        "departement": where.where(where.isin(known.index)),
        "region": where.map(known),
        "france": pd.Series(FRANCE, pairs.index),
    }
    parts = []
    for niveau, territoire in levels.items():
        count = pairs.groupby(territoire)["code_qpv"].nunique()
        rows = _counted(pd.Series(count.index), millesime, niveau)
        parts.append(rows.assign(valeur=count.to_numpy(dtype="float64"), nature=SOMME))
    return complete(pd.concat(parts, ignore_index=True), SOURCE)


def zones(pairs: pd.DataFrame, millesime: str) -> pd.DataFrame:
    """The neighbourhoods by name, in the département of their first commune; the list places none."""
    first = pairs.drop_duplicates("code_qpv")
    return pd.DataFrame(
        {
            "niveau": "qpv",
            "code": first["code_qpv"],
            "libelle": first["nom_qpv"].where(first["nom_qpv"] != "", first["code_qpv"]),
            "code_departement": departements_of(first["code_insee"]),
            "millesime": millesime,
            "source": SOURCE.code,
            LINE: first[LINE],
        }
    ).reset_index(drop=True)


def _counted(territoire: pd.Series, millesime: str, niveau: str = "commune") -> pd.DataFrame:
    nowhere = pd.Series(None, territoire.index, dtype="str")
    return pd.DataFrame(
        {
            "code": COUNT,
            "niveau": niveau,
            "code_territoire": territoire,
            "code_departement": departements_of(territoire) if niveau in ("commune", "departement") else nowhere,
            "periode": millesime,
            "valeur": 1.0,
            "statut": DISPONIBLE,
            "millesime": millesime,
            "geographie": int(millesime),
        }
    )


def _odd(pairs: pd.DataFrame, one: Composition) -> list[Notice]:
    """One notice for lines without code or commune, one for lines that repeat others."""
    grid = one.found.grid
    lost = (pairs["code_insee"] == "") | (pairs["code_qpv"] == "")
    again = pairs.duplicated(["code_insee", "code_qpv"]) & ~lost
    said = []
    for which, column, what in (
        (lost, "communes", "ne dit pas quel quartier est dans quelle commune : elle n’est pas lue"),
        (again, "code_qpv", "répète un quartier déjà lu dans la même commune : il ne compte qu’une fois"),
    ):
        if which.any():
            line = pairs.loc[which, LINE].iloc[0]
            others = f" (et {which.sum() - 1} autres)" if which.sum() > 1 else ""
            phrase = f"Dans {grid.where}, la ligne {line}{others} {what}."
            title = grid.named[column]
            said.append(Notice(SOURCE.code, one.millesime, grid.fichier, grid.feuille, title, phrase))
    return said
