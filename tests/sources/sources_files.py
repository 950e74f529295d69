"""Lines of small files in the publishers' models, made by hand; never cut from theirs."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path
from types import ModuleType

from etl.reading.library import library
from etl.reading.protocol import Reading
from etl.scope import kept

BMO_2025 = (
    "annee", "Code métier BMO", "Nom métier BMO", "Famille_met", "Lbl_fam_met", "REG", "NOM_REG", "Dept",
    "NomDept", "BE25", "NOMBE25", "met", "xmet", "smet",
)  # fmt: skip
FILOSOFI_2021 = (
    "CODGEO;NBMENFISC21;NBPERSMENFISC21;MED21;PIMP21;TP6021;TP60AGE121;TP60AGE221;TP60AGE321;TP60AGE421;"
    "TP60AGE521;TP60AGE621;TP60TOL121;TP60TOL221;PACT21;PTSA21;PCHO21;PBEN21;PPEN21;PPAT21;PPSOC21;PPFAM21;"
    "PPMINI21;PPLOGT21;PIMPOT21;D121;D921;RD21"
)

ZE = "codgeo,libgeo,ze2020,libze2020,ze_partie_reg,dep,reg"
CLPE = "commune_id,territoire_id,territoire_libelle,departement_id,nom_departement,region_id,nom_region"
BASIN = "reg,dep,codgeo,codbe,libbe"
EPCI = "codgeo,libgeo,epci,libepci,dep,reg"
FRR = "Code_insee;Departement;Commune;Classement FRR et FRR+ au 10 juillet 2025;"
TITLES = ("Zones d'emploi 2020", "France", "Géographie au 01/01/2025", "Insee", "Libellés longs")


def bmo_row(**changed: object) -> list[object]:
    """A line of the 2025 workbook, as it types its cells: figures as text, basin codes as numbers."""
    row = {
        "annee": 2025.0, "Code métier BMO": "V0X10", "Nom métier BMO": "Métier inventé", "Famille_met": "V",
        "Lbl_fam_met": "Famille inventée", "REG": "52", "NOM_REG": "Pays de la Loire", "Dept": "49",
        "NomDept": "Maine-et-Loire", "BE25": 5218.0, "NOMBE25": "ANGERS", "met": "120", "xmet": "30", "smet": "*",
    }  # fmt: skip
    return list((row | changed).values())


def filosofi_row(commune: str, median: str, poverty: str) -> str:
    """A line of the 2021 file."""
    cells = ["s"] * 28
    cells[0], cells[1], cells[2], cells[3], cells[5] = commune, "100", "250", median, poverty
    return ";".join(cells)


def ze(commune: str, zone: str = "5202", name: str = "Angers") -> str:
    """A line of the composition of zones d’emploi."""
    return f"{commune},Commune,{zone},{name},,49,52"


def read(source: ModuleType, folder: Path | None, departement: str = "49") -> Reading:
    """What a source gives of a folder, received lines of one département only."""
    reading = source.read(library(folder), departement)
    return replace(reading, staged=kept([one for one in reading.staged if not one.derived], departement))


def valued(reading: Reading, niveau: str | None = None) -> dict[tuple[str, str, str], tuple[float, str]]:
    """{(measure, territory, period): (valeur, statut)} of every row a source gave, at one level."""
    frames = [one.frame for one in reading.staged if one.table == "faits"]
    return {
        (row.code, row.code_territoire, row.periode): (row.valeur, str(row.statut))
        for frame in frames
        for row in frame.itertuples()
        if niveau is None or row.niveau == niveau
    }
