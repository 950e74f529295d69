"""The national address service (Géoplateforme), asked in batches for the addresses of the offer, never of a person.

POST {base}/search/csv, a CSV in, the same CSV out with result_score, result_citycode, result_type, latitude and
longitude. What it said is kept by a hash of the address, so that nothing is asked twice; whatever fails is told in
`notices` and left to the offline search.
"""

from __future__ import annotations

import csv
import hashlib
import io
import json
from pathlib import Path

import pandas as pd

from etl.fetch.network import MEND, Limits, Network
from etl.fetch.patience import Patience
from etl.fetch.trouble import FetchFailed, Passing
from etl.fetch.wording import reason

SENT = ("adresse", "code_postal", "nom_commune")
FOUND = ("code_insee", "latitude", "longitude", "score", "precision")
NUMBERS = ("latitude", "longitude", "score")
ANSWERED = {"numero", "result_score", "result_citycode", "result_type", "latitude", "longitude"}
PRECISE = ("housenumber", "street", "locality")
BATCH = 1000  # lines
LONGEST = 8_000_000  # octets of an answer
LIMITS = Limits(connect=5, read=60, total=300, tries=3, connect_tries=2, longest_wait=30)
FILE = "adresses.jsonl"


class NationalAddresses:
    """The service at `base`, what it said before being kept in `folder`. notices: French sentences."""

    def __init__(self, base: str, folder: Path, network: Network | None = None) -> None:
        self.url = f"{base.rstrip('/')}/search/csv"
        self.file = folder / FILE
        self.network = network or Network(LIMITS)
        self.notices: list[str] = []

    def __call__(self, places: pd.DataFrame) -> pd.DataFrame:
        """Where each address is, same index; all missing where the service said nothing.

        places: adresse, code_postal, nom_commune, texts. Returns code_insee (of the arrondissement in Paris, Lyon and
        Marseille), latitude, longitude, score (0 to 1), precision ("adresse" or "commune").
        """
        texts = [tuple(str(cell).strip() for cell in row) for row in places[list(SENT)].itertuples(index=False)]
        keys = [_key(text) for text in texts]
        known = self._kept()
        asked = {key: text for key, text in zip(keys, texts, strict=True) if text[0] and key not in known}
        try:
            for batch in _batches(list(asked.items())):
                answers = self._answers(batch)
                self._keep(answers)
                known |= answers
        except FetchFailed as error:
            phrase = error.phrase.replace(MEND, "Vérifiez OBS_GEOCODAGE.")
            self.notices.append(
                f"Le service national des adresses n’a pas répondu : {phrase} "
                "Les lieux sont cherchés par commune et code postal."
            )
        rows = [known.get(key, {}) for key in keys]
        frame = pd.DataFrame([[row.get(name) for name in FOUND] for row in rows], places.index, list(FOUND))
        return frame.assign(**{name: frame[name].astype("float64") for name in NUMBERS})

    def _answers(self, batch: list[tuple[str, tuple[str, ...]]]) -> dict[str, dict]:
        patience = Patience(self.network, self.url)
        while True:
            try:
                return _read(self._post(_written(batch), patience), [key for key, _ in batch])
            except Passing as trouble:
                patience.after(trouble)

    def _post(self, content: str, patience: Patience) -> str:
        form = {
            "data": {"columns": list(SENT)},
            "files": {"data": ("adresses.csv", content.encode(), "text/csv")},
        }
        received = bytearray()
        with self.network.ask(self.url, form=form) as response:
            for chunk in response.iter_bytes():
                patience.bound()
                received += chunk
                if len(received) > LONGEST:
                    raise FetchFailed("sa réponse est démesurée, elle n’est pas lue.")
        return received.decode("utf-8-sig", errors="replace")

    def _kept(self) -> dict[str, dict]:
        """What was said before; a line cut short by a full disk is forgotten, the address is asked again."""
        known: dict[str, dict] = {}
        try:
            lines = self.file.read_text("utf-8", errors="replace").splitlines()
        except OSError:
            return known
        for line in lines:
            try:
                said = json.loads(line)
                known[said.pop("cle")] = {name: said[name] for name in FOUND}
            except (ValueError, KeyError, TypeError, AttributeError):
                continue
        return known

    def _keep(self, answers: dict[str, dict]) -> None:
        lines = "".join(json.dumps({"cle": key, **said}) + "\n" for key, said in answers.items())
        try:
            self.file.parent.mkdir(parents=True, exist_ok=True)
            with self.file.open("a", encoding="utf-8") as stream:
                stream.write(lines)
        except OSError as error:
            self.notices.append(f"Les positions reçues ne sont pas gardées : {reason(error)}.")


def _key(text: tuple[str, ...]) -> str:
    return hashlib.sha256("\x1f".join(" ".join(part.casefold().split()) for part in text).encode()).hexdigest()


def _batches(items: list) -> list[list]:
    return [items[start : start + BATCH] for start in range(0, len(items), BATCH)]


def _written(batch: list[tuple[str, tuple[str, ...]]]) -> str:
    stream = io.StringIO()
    writer = csv.writer(stream, lineterminator="\n")
    writer.writerow(("numero", *SENT))
    writer.writerows((number, *(" ".join(cell.split()) for cell in text)) for number, (_, text) in enumerate(batch))
    return stream.getvalue()


def _read(text: str, keys: list[str]) -> dict[str, dict]:
    """What the service said of each key; FetchFailed when it is not the table awaited."""
    rows = csv.DictReader(io.StringIO(text))
    try:
        if not set(rows.fieldnames or ()) >= ANSWERED:
            raise ValueError
        said = {keys[int(row["numero"])]: _said(row) for row in rows}
        if len(said) != len(keys):
            raise ValueError
    except (ValueError, IndexError, TypeError, csv.Error):
        raise FetchFailed("sa réponse n’est pas la table attendue.") from None
    return said


def _said(row: dict[str, str]) -> dict:
    nothing = dict.fromkeys(FOUND) | {"score": 0.0}
    if not row["result_citycode"] or not row["result_score"]:
        return nothing
    latitude, longitude, score = (float(row[name]) for name in ("latitude", "longitude", "result_score"))
    if not (abs(latitude) <= 90 and abs(longitude) <= 180 and 0 <= score <= 1):
        raise ValueError
    precision = "adresse" if row["result_type"] in PRECISE else "commune"
    return dict(zip(FOUND, (row["result_citycode"], latitude, longitude, score, precision), strict=True))
