"""What several files of a source give together: each figure once if they agree, refused if not; then its sums."""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import date

import pandas as pd

from etl.reading.columns import years
from etl.reading.facts import HEADER, KEY, LINE, staged, summed
from etl.reading.geography import COMMUNE
from etl.reading.harvest import Found
from etl.reading.protocol import Notice, Reading, Source
from etl.reading.totals import totals
from etl.staging import SourceRefused

Part = tuple[pd.DataFrame, Found]
PART = "part"


def deliver(parts: list[Part], source: Source, reading: Reading, dated: Callable[[pd.DataFrame], date | None]) -> None:
    """Stage the parts, each figure once, and the sums of their communes; dated: day the figures of rows speak of.

    Sums are made of every file together: one département may stand in several.
    """
    kept = once(parts, source, reading)
    if not kept:
        return
    for rows, one in kept:
        reading.staged.append(staged("faits", rows, one, dated(rows)))
    communes = pd.concat([rows[rows["niveau"] == COMMUNE] for rows, _ in kept], ignore_index=True)
    sums = totals(communes)
    if len(sums):
        reading.staged.append(summed(sums, kept[-1][1], dated(sums)))


def once(parts: list[Part], source: Source, reading: Reading, revised: bool = False) -> list[Part]:
    """The same parts (rows of `faits` with LINE, and where they were found) without the figures of an earlier one.

    A notice tells of figures given again; a figure that differs refuses its file, with a sentence naming both.
    revised: parts stand newest first, and each publication may revise the ones before: the newest figure stays.
    """
    parts = [part for part in parts if _of_its_year(*part, reading)]
    if len(parts) < 2:
        return parts
    rows = pd.concat([frame.assign(**{PART: place}) for place, (frame, _) in enumerate(parts)], ignore_index=True)
    again = _given_before(rows)
    if not again.any():
        return parts
    pairs = rows[again].merge(_first(rows), on=list(KEY), suffixes=("", "_avant"))
    differ = _differ(pairs)
    for (before, after), some in pairs.groupby(["part_avant", PART]):
        wrong = some[differ[some.index]]
        where, told = parts[before][1].grid.where, parts[after][1].grid.where
        if len(wrong) and not revised:
            reading.refusals.append(_contradiction(source, wrong.iloc[0], where, told, parts[after][1]))
        else:
            again_told = f"{told} redonne {len(some)} chiffres déjà lus dans {where}"
            if len(wrong):
                phrase = f"{again_told}, dont {len(wrong)} révisés depuis : les plus récents sont gardés."
            else:
                alike = "à l’identique" if _same(some).all() else "à l’arrondi près"
                phrase = f"{again_told}, {alike} : ils ne comptent qu’une fois."
            grid = parts[after][1].grid
            reading.notices.append(Notice(source.code, grid.millesime, grid.fichier, grid.feuille, "", phrase))
    kept = [frame[~again[rows[PART] == place].to_numpy()] for place, (frame, _) in enumerate(parts)]
    return [(frame, found) for frame, (_, found) in zip(kept, parts, strict=True) if len(frame)]


def _of_its_year(rows: pd.DataFrame, found: Found, reading: Reading) -> bool:
    """Whether the last year of the figures is one that the name of the sheet, or of the file, speaks of; refused else.

    A day in a name (« 2026-04-21 ») is the day the file was fetched.
    """
    grid = found.grid
    told = years(grid.feuille) or years(re.sub(r"20\d\d-\d\d-\d\d", "", grid.fichier))
    last = rows["periode"].max()
    if not told or last[:4] in told:
        return True
    phrase = (
        f"Le nom de {grid.where} annonce {', '.join(sorted(told))}, mais ses chiffres s’arrêtent à {last}. Vérifiez le "
        "fichier, puis donnez-lui le nom de son millésime."
    )
    reading.refusals.append(SourceRefused(phrase, grid.fichier, grid.feuille))
    return False


def _first(rows: pd.DataFrame) -> pd.DataFrame:
    return rows[[*KEY, PART, "valeur", "statut", "borne_basse", "borne_haute", LINE]].drop_duplicates(list(KEY))


def _given_before(rows: pd.DataFrame) -> pd.Series:
    """Rows whose key stands in an earlier part; a key twice in one file is for the gate to judge."""
    keys = [rows[name].astype("str").fillna("") for name in KEY]
    return rows[PART] > rows[PART].groupby(keys, observed=True).transform("min")


def _same(pairs: pd.DataFrame) -> pd.Series:
    now, before = pairs["valeur"], pairs["valeur_avant"]
    return ((now == before) | (now.isna() & before.isna())) & (pairs["statut"].astype("str") == pairs["statut_avant"])


def _differ(pairs: pd.DataFrame) -> pd.Series:
    """Figures that cannot both be true. Counts rounded otherwise (a sum of two, or none) may differ within bounds."""
    bounds = pairs[["borne_basse", "borne_haute", "borne_basse_avant", "borne_haute_avant"]].astype("float64")
    low, high, low_before, high_before = (bounds[name] for name in bounds)
    otherwise = (high - low) != (high_before - low_before)
    meet = otherwise & (low <= high_before) & (low_before <= high)
    return ~(_same(pairs) | meet)


def _contradiction(source: Source, row: pd.Series, where: str, told: str, found: Found) -> SourceRefused:
    header = row.get(HEADER) or ""
    return SourceRefused(
        f"{told} (ligne {row[LINE]}{f', colonne « {header} »' if header else ''}) et {where} (ligne "
        f"{row[f'{LINE}_avant']}) donnent deux valeurs différentes de la même mesure « {row['code']} », territoire "
        f"{row['code_territoire']}, période {row['periode']} : {_said(row['valeur'])} et "
        f"{_said(row['valeur_avant'])} (source « {source.titre} »). Gardez le bon fichier et retirez l’autre.",
        found.grid.fichier,
        found.grid.feuille,
        header,
    )


def _said(value: object) -> str:
    if isinstance(value, str):
        return f"« {value} »"
    return "rien" if pd.isna(value) else f"{value:g}".replace(".", ",")
