"""The same job as one would write it first: pandas, openpyxl, merge, groupby, then `to_sql`.

It reads the files ours reads, keeps the same measures, follows communes to today's by a merge with the table of
passage, sums to départements, regions and France with the bounds of rounded and secret cells, and writes the tables
`faits`, `appartenances`, `zones` and `passage_communes` with typed columns and states.

What it does not do: recognise a file by its content (names and headers are written here), refuse or explain a bad
file, tell the line a figure comes from, compare sums with published totals, choose between two sources of a measure,
place zones on the map, nor read the files of a few hundred rows or less (OARSA, Melodi extracts, data·inclusion,
France services, unemployment in the old .xls format, which needs one more library).
"""

from __future__ import annotations

import json
import re
import zipfile
from pathlib import Path

import pandas as pd
import sqlalchemy as sa

from bench.national import plain_zones
from bench.national.plain_facts import communes, melted, passed, summed
from config import Config

DARES_SEX = {"Total": "", "Hommes": "sexe=hommes", "Femmes": "sexe=femmes"}
DARES_AGE = {
    "Total": "", "Moins de 25 ans": "age=moins_25", "De 25 à 49 ans": "age=25_49", "25-49 ans": "age=25_49",
    "50 ans et plus": "age=50_plus", "50 ans ou plus": "age=50_plus",
}  # fmt: skip
COMPARED = {
    "P18_POP": "population_rp", "P18_POP1564": "population_1564", "P18_ACT1564": "actifs_1564",
    "P18_CHOM1564": "chomeurs_1564", "P18_EMPLT": "emplois_lieu_travail", "P18_MEN": "menages",
}  # fmt: skip
INCOME = {"MED": "niveau_vie_median", "TP60": "taux_pauvrete"}
RSA = {
    "indfoy_ndur": "foyers_allocataires", "indnbp_ndur": "personnes_couvertes_caf", "indfoy_rsa": "foyers_rsa",
    "indfoy_ppa": "foyers_prime_activite",
}  # fmt: skip
RSA_ALONE = {"Nombre foyers RSA_PPA": "foyers_rsa_seul", "Nombre personnes RSA_PPA": "personnes_couvertes_rsa_seul"}


def loaded(config: Config) -> int:
    """Rows written, to PostgreSQL where the configuration names one, else to SQLite."""
    config.home.mkdir(parents=True, exist_ok=True)
    url = config.warehouse_url or f"sqlite:///{config.home / 'autre.sqlite'}"
    engine = sa.create_engine(sa.make_url(url).set(drivername="postgresql+psycopg") if config.warehouse_url else url)
    tables = national(config.mirror)
    with engine.begin() as connection:
        for name, frame in tables.items():
            frame.to_sql(name, connection, if_exists="replace", index=False)
    return sum(len(frame) for frame in tables.values())


def national(mirror: Path) -> dict[str, pd.DataFrame]:
    """The four tables, from the files of a mirror told by their names."""
    files = {path.name: path for path in mirror.rglob("*") if path.is_file()}
    figures = [bmo(path) for name, path in files.items() if re.search(r"base_open_data|resmet", name, re.IGNORECASE)]
    figures += [comparateur(files["base_cc_comparateur_csv.zip"]), filosofi(files["cc_filosofi_2021_COM.csv"])]
    figures += [cnaf(files), dares(files), unemployment(files["chomage-zone-t1-2003-t2-2025.xlsx"]), population()]
    memberships, zones = plain_zones.composed(files)
    return {
        "faits": pd.concat(figures, ignore_index=True),
        "appartenances": memberships,
        "zones": zones,
        "passage_communes": plain_zones.passage(),
    }


def text_csv(source, separator: str) -> pd.DataFrame:
    return pd.read_csv(source, sep=separator, dtype=str, keep_default_na=False, encoding="utf-8-sig")


def bmo(path: Path) -> pd.DataFrame:
    """A year of the survey by basin and occupation, and its sums for all occupations and by family."""
    sheets = pd.read_excel(path, sheet_name=None, engine="openpyxl", dtype=str, keep_default_na=False)
    rows = next(frame for frame in sheets.values() if "met" in frame)
    year = rows["annee"].iloc[0]
    basin = next(name for name in rows if re.fullmatch(r"BE\d\d", name))
    job = next(name for name in rows if name.lower() in ("code métier bmo", "metier"))
    family = next(name for name in rows if name.startswith("Famille_met"))
    where = rows["Dept"].str.strip().str.zfill(2)
    code = rows[basin].str.strip().str.zfill(4)
    rows = rows.assign(
        code_territoire=code.where(rows[basin] != "", "sans bassin " + where),
        code_departement=where,
        modalite="famille=" + rows[family] + "|metier=" + rows[job],
    )
    keys = ["code_territoire", "code_departement", "modalite"]
    measures = {"met": "bmo_projets", "xmet": "bmo_projets_difficiles", "smet": "bmo_projets_saisonniers"}
    facts = melted(rows, keys, measures, secret="*").assign(
        niveau="bassin_bmo", periode=year, millesime=year, source="bmo", editeur="France Travail"
    )
    shown = facts.loc[facts["code"] == "bmo_projets", "valeur"].min() - 1
    secret = facts["statut"] == "secret"
    facts["borne_basse"], facts["borne_haute"] = secret.map({True: 0.0}), secret.map({True: shown})
    once = facts.drop_duplicates()  # Mayotte stands twice in 2020
    whole = pd.concat([once.assign(modalite=""), once.assign(modalite=once["modalite"].str.split("|").str[0])])
    return pd.concat([facts, summed(whole)])


def comparateur(path: Path) -> pd.DataFrame:
    with zipfile.ZipFile(path) as archive, archive.open("base_cc_comparateur.CSV") as stream:
        rows = text_csv(stream, ";")
    counts = melted(rows, ["CODGEO"], COMPARED, secret="s").assign(periode="2018", millesime="2018")
    money = melted(rows, ["CODGEO"], {"MED19": INCOME["MED"], "TP6019": INCOME["TP60"]}, secret="s").assign(
        periode="2019", millesime="2019"
    )
    told = {"CODGEO": "code_territoire"}
    counts, money = (
        frame.rename(columns=told).assign(source="comparateur", editeur="Insee", modalite="")
        for frame in (counts, money)
    )
    today = passed(counts, additive=True)
    return pd.concat([today, summed(today), passed(money, additive=False)])


def filosofi(path: Path) -> pd.DataFrame:
    rows = text_csv(path, ";").rename(columns={"CODGEO": "code_territoire"})
    facts = melted(rows, ["code_territoire"], {"MED21": INCOME["MED"], "TP6021": INCOME["TP60"]}, secret="s")
    return passed(
        facts.assign(periode="2021", millesime="2021", source="filosofi", editeur="Insee", modalite=""), additive=False
    )


def cnaf(files: dict[str, Path]) -> pd.DataFrame:
    """Households of the CAF, rounded to 5."""
    parts = []
    for name in ("cnaf_s_ben_com_sample.csv", "cnaf_s_ben_com_f_dep49_2020-2024.csv"):
        rows = text_csv(files[name], ";").rename(columns={"dtreffre": "periode", "numcomdo": "code_territoire"})
        known = {header: code for header, code in RSA.items() if header in rows}
        parts.append(melted(rows, ["periode", "code_territoire"], known))
    rows = text_csv(files["cnaf_rsa_seul_communes_2020-12.csv"], ";")
    rows = rows[rows["RSA ou PPA"] == "RSA seul"].rename(
        columns={"Date référence": "periode", "Numéro commune": "code_territoire"}
    )
    parts.append(melted(rows, ["periode", "code_territoire"], RSA_ALONE))
    facts = pd.concat(parts, ignore_index=True).drop_duplicates(["code", "periode", "code_territoire"])
    return rounded(facts.assign(source="cnaf_foyers", editeur="CNAF", modalite=""), -2.0, 4.0)


def dares(files: dict[str, Path]) -> pd.DataFrame:
    """Job seekers, rounded to 5."""
    parts = []
    for name in ("dares_defm_communes_essonne.csv", "dares_defm_communales_sample.csv"):
        rows = text_csv(files[name], ";")
        rows = rows[(rows["Catégorie"] == "ABC") & (rows["Type de données"] == "Brutes")]
        modality = (rows["Sexe"].map(DARES_SEX) + "|" + rows["Tranche d'âge"].map(DARES_AGE)).str.strip("|")
        parts.append(rows.assign(modalite=modality).rename(columns={"Date": "periode", "Code commune": "insee"}))
    stock = pd.DataFrame(json.loads(files["defm_abc_communes_2023T4.json"].read_text(encoding="utf-8")))
    stock = stock.rename(columns={"population": "Nombre de demandeurs d'emploi"})
    parts.append(stock.assign(periode="2023-T4", modalite=""))
    rows = pd.concat(parts).drop_duplicates(["periode", "insee", "modalite"])
    rows = rows[rows["insee"] != "Total"].rename(columns={"insee": "code_territoire"})
    facts = melted(
        rows, ["periode", "code_territoire", "modalite"], {"Nombre de demandeurs d'emploi": "demandeurs_emploi_abc"}
    )
    return rounded(facts.assign(source="dares_defm", editeur="Dares et France Travail"), -2.5, 2.5)


def rounded(facts: pd.DataFrame, low: float, high: float) -> pd.DataFrame:
    facts = facts.assign(
        millesime=facts["periode"],
        borne_basse=(facts["valeur"] + low).clip(lower=0),
        borne_haute=facts["valeur"] + high,
    )
    today = passed(facts, additive=True)
    return pd.concat([today, summed(today)])


def unemployment(path: Path) -> pd.DataFrame:
    """Rates by zone d'emploi, quarter by quarter."""
    rows = pd.read_excel(path, sheet_name="txcho_ze", engine="openpyxl", dtype=str, keep_default_na=False, header=5)
    quarters = {name: name for name in rows if re.fullmatch(r"\d{4}-T\d", str(name))}
    facts = melted(rows.rename(columns={"ZE2020": "code_territoire"}), ["code_territoire"], quarters)
    facts = facts.rename(columns={"code": "periode"}).assign(code="taux_chomage_localise", niveau="zone_emploi")
    return facts.assign(millesime="2025", source="chomage_localise", editeur="Insee", modalite="", nature="publie")


def population() -> pd.DataFrame:
    known = communes()
    facts = pd.DataFrame(
        {
            "code_territoire": known["code"], "code_departement": known["code_departement"], "niveau": "commune",
            "valeur": known["population_municipale"].astype("float64"), "statut": "disponible", "nature": "publie",
            "code": "population_municipale", "periode": "2023", "millesime": "2026", "source": "cog",
            "editeur": "Insee", "modalite": "",
        }
    )  # fmt: skip
    return pd.concat([facts, summed(facts)])
