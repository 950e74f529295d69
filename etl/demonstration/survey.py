"""Table `enquete_devenir`: what leavers answer 6, 12 and 24 months later, and who does not answer.

Those who left for a job answer more, women too, people followed socially less: raw results flatter, and only
the weights bring them back near the truth.
"""

from __future__ import annotations

import numpy as np
import pandas as pd

from etl.demonstration.dates import EXTRACTION, uniform_days, year_of
from etl.demonstration.draws import Rng, choose
from etl.demonstration.employment import held_at
from etl.demonstration.exits import JOBS
from etl.demonstration.frames import frame, where
from etl.demonstration.weights import rake

SAMPLE = 600  # leavers asked in each half-year
WAVES = (6, 12, 24)
RESPONSE = {6: 0.55, 12: 0.42, 24: 0.33}
FOR_A_JOB, WOMAN, SOCIAL = 0.35, 0.20, -0.30  # on the logit of the response
MARGINS = ("sex_programme", "group", "exit", "path")
GROUPED = ("iae_ei", "iae_etti", "iae_aci", "iae_ai", "phc")
MODES = {"telephone": 55, "web": 30, "postal": 10, "face_a_face": 5}
EVOLUTION = {"stable": 70, "hausse": 18, "baisse": 12}
PROJECT = {"plus_clair": 46, "identique": 38, "moins_clair": 16}
QUALIFIED = {6: 0.07, 12: 0.11, 24: 0.16}


def campaigns(left: np.ndarray) -> np.ndarray:
    """Half-year of each exit: 2024-S1, 2024-S2…"""
    half = np.where(left.astype("datetime64[M]").astype("int64") % 12 < 6, "S1", "S2")
    return np.char.add(np.char.add(year_of(left).astype(str), "-"), half)


def survey(rng: Rng, leavers: pd.DataFrame, jobs: pd.DataFrame, scale: float) -> pd.DataFrame:
    """One row per leaver asked and wave: leaver, campaign, wave, due, held (row of jobs or −1), answers, weight.

    leavers: left, sexe, tas, path, outcome, programme. A half-year is asked once its last leaver is due.
    """
    left = leavers["left"].to_numpy().astype("datetime64[D]")
    campaign = campaigns(left)
    cells = _cells(leavers)
    parts = []
    for name in np.unique(campaign):
        members = np.flatnonzero(campaign == name)
        asked = np.sort(rng.permutation(members)[: round(SAMPLE * scale)])
        for wave in WAVES:
            if _end(name) + np.timedelta64(wave, "M") <= EXTRACTION.astype("datetime64[M]"):
                parts.append(_wave(rng, leavers, cells, members, asked, wave).assign(campaign=name))
    rows = pd.concat(parts, ignore_index=True)
    rows["due"] = due_date(left[rows["leaver"]], rows["wave"].to_numpy())
    rows["held"] = -1
    for wave in WAVES:
        here = (rows["wave"] == wave).to_numpy()
        held = held_at(jobs, due_date(left, np.full(len(left), wave)))
        rows.loc[here, "held"] = held[rows["leaver"].to_numpy()[here]]
    return rows


def due_date(left: np.ndarray, wave: np.ndarray) -> np.ndarray:
    """The same day, `wave` months after the exit (of average length: nobody is due twice in February)."""
    return left + np.rint(30.4375 * wave).astype("int64").astype("timedelta64[D]")


def survey_table(
    rng: Rng, rows: pd.DataFrame, leavers: pd.DataFrame, jobs: pd.DataFrame, key: np.ndarray
) -> pd.DataFrame:
    """Table `enquete_devenir`; only respondents carry answers and a weight. key: pseudonym of each leaver."""
    size, leaver, answered = len(rows), rows["leaver"].to_numpy(), rows["answers"].to_numpy()
    works = answered & (rows["held"] >= 0).to_numpy()
    seeks = answered & (rng.random(size) < 0.30)
    job = jobs.iloc[np.where(rows["held"] >= 0, rows["held"], 0)]
    when = np.minimum(rows["due"].to_numpy().astype("datetime64[D]") + uniform_days(rng, size, -20, 55), EXTRACTION)
    qualified = rng.random(size) < rows["wave"].map(QUALIFIED).to_numpy()
    evolution = np.where(works, choose(rng, EVOLUTION, size), "sans_objet")
    return frame(
        "enquete_devenir",
        size,
        {
            "personne_key": key[leaver],
            "campagne": rows["campaign"].to_numpy(),
            "vague": rows["wave"].to_numpy(),
            "type_programme": leavers["programme"].to_numpy()[leaver],
            "sexe": leavers["sexe"].to_numpy()[leaver],
            "date_sortie": leavers["left"].to_numpy()[leaver],
            "date_reponse": np.where(answered, when, np.datetime64("NaT")),
            "mode": where(answered, choose(rng, MODES, size)),
            "repondant": answered,
            "poids": rows["weight"].to_numpy(),
            "en_emploi": where(answered, works),
            "nature_emploi": where(works, job["nature"]),
            "temps_travail": where(works, np.where(job["full"], "complet", "partiel")),
            "meme_secteur": where(works, rng.random(size) < 0.52),
            "evolution_poste": where(answered, evolution),
            "recherche_formation": where(answered, seeks),
            "projet_formation_precis": where(seeks, rng.random(size) < 0.52),
            "qualification_obtenue": where(answered, qualified),
            "accompagne_apres": where(answered, rng.random(size) < 0.33),
            "projet_evolution": where(answered, choose(rng, PROJECT, size)),
        },
    )


def _end(campaign: str) -> np.datetime64:
    return np.datetime64(f"{campaign[:4]}-{'06' if campaign.endswith('1') else '12'}")


def _cells(leavers: pd.DataFrame) -> pd.DataFrame:
    programme = leavers["programme"].where(~leavers["programme"].isin(GROUPED), "iae")
    large = leavers["tas"].map(leavers["tas"].value_counts()) >= 0.08 * len(leavers)
    return pd.DataFrame(
        {
            "sex_programme": leavers["sexe"] + " " + programme,
            "group": leavers["tas"].where(large, "others"),
            "exit": leavers["outcome"],
            "path": leavers["path"],
        }
    )


def _wave(
    rng: Rng, leavers: pd.DataFrame, cells: pd.DataFrame, members: np.ndarray, asked: np.ndarray, wave: int
) -> pd.DataFrame:
    one = leavers.iloc[asked]
    tilt = (
        FOR_A_JOB * one["outcome"].isin(JOBS) + WOMAN * (one["sexe"] == "F") + SOCIAL * (one["path"] == "social")
    ).to_numpy(float)
    base = np.log(RESPONSE[wave] / (1 - RESPONSE[wave]))
    answers = rng.random(len(asked)) < 1 / (1 + np.exp(-(base + tilt - tilt.mean())))
    weight = np.full(len(asked), np.nan)
    weight[answers] = rake(cells.iloc[asked[answers]].reset_index(drop=True), cells.iloc[members], MARGINS)
    return pd.DataFrame({"leaver": asked, "wave": wave, "answers": answers, "weight": weight})
