"""From a row of the table of addresses to the file to ask for, portal by portal."""

from __future__ import annotations

import json
import re
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import urlsplit, urlunsplit

from etl.fetch.addresses import Address
from etl.fetch.content import CHECKSUMS
from etl.fetch.network import Network
from etl.fetch.patience import read
from etl.fetch.trouble import FetchFailed

DATAGOUV = "https://www.data.gouv.fr/api/1/datasets/"
SISTERS = ({"xlsx", "xls", "zip"}, {"json", "geojson", "zip"}, {"csv", "zip"})


@dataclass(frozen=True)
class Target:
    """The file itself. checksum: algorithm (of CHECKSUMS) and value that the publisher gives, None without one."""

    url: str
    checksum: tuple[str, str] | None = None


def target(address: Address, network: Network) -> Target:
    """What to ask for. FetchFailed when the portal does not list it, or its page is not of the expected form."""
    if address.mode == "datagouv":
        return _datagouv(address, network)
    made = {"opendatasoft": _opendatasoft, "melodi": _melodi}.get(address.mode)
    return Target(made(address) if made else address.adresse)


def _opendatasoft(address: Address) -> str:
    """`…/explore/dataset/<id>/?where=…` → its whole export, in the format of `nom`."""
    parts = urlsplit(address.adresse)
    dataset = _dataset(address, r"/explore/dataset/([^/]+)/?")
    form = Path(address.nom).suffix.removeprefix(".")
    query = "&".join(filter(None, ["delimiter=%3B" if form == "csv" else "", parts.query]))
    path = f"/api/explore/v2.1/catalog/datasets/{dataset}/exports/{form}"
    return urlunsplit((parts.scheme, parts.netloc, path, query, ""))


def _melodi(address: Address) -> str:
    """`…/melodi/catalog/<id>` → the bulk file of its vintage, labels in French."""
    dataset = _dataset(address, r".*/catalog/([^/]+)/?")
    base = address.adresse.rsplit("/catalog/", 1)[0]
    return f"{base}/file/{dataset}/{dataset}_{address.millesime}_CSV_FR"


def _dataset(address: Address, shape: str) -> str:
    found = re.fullmatch(shape, urlsplit(address.adresse).path)
    if found is None:
        raise FetchFailed(
            f"« {address.adresse} » n’est pas la page d’un jeu de données ({address.mode}). "
            f"Corrigez la ligne « {address.nom} » de la table d’adresses."
        )
    return found[1]


def _datagouv(address: Address, network: Network) -> Target:
    """The resource of the dataset whose title matches, in the awaited format if there is one, the newest first."""
    url = address.adresse if "://" in address.adresse else f"{DATAGOUV}{address.adresse}/"
    resources = _resources(url, network)
    titled = [one for one in resources if re.search(address.motif, one.get("title") or "", re.IGNORECASE)]
    form = Path(address.nom).suffix.removeprefix(".")
    kin = set().union({form}, *(family for family in SISTERS if form in family))
    fitting = [one for one in titled if _form(one) in kin and one.get("url")]
    if not fitting:
        seen = ", ".join(f"« {one.get('title')} »" for one in (titled or resources)[:5]) or "aucune ressource"
        raise FetchFailed(
            f"Le jeu de données {url} n’a pas de ressource {form} dont le titre réponde à « {address.motif} » "
            f"(on y lit : {seen}). Corrigez le motif dans une table désignée par OBS_ADRESSES."
        )
    best = max(fitting, key=lambda one: (_form(one) == form, one.get("last_modified") or one.get("created_at") or ""))
    return Target(best["url"], _checksum(best.get("checksum") or {}))


def _checksum(said: dict) -> tuple[str, str] | None:
    kind, value = str(said.get("type") or "").lower(), str(said.get("value") or "")
    return (kind, value) if kind in CHECKSUMS and value else None


def _form(resource: dict) -> str:
    """The format of a resource as its publisher says it, else the suffix of its address."""
    return (resource.get("format") or Path(urlsplit(resource.get("url") or "").path).suffix).lower().lstrip(".")


def _resources(url: str, network: Network) -> list[dict]:
    try:
        return json.loads(read(url, network))["resources"]
    except (ValueError, KeyError, TypeError) as error:
        raise FetchFailed(f"{url} ne décrit pas un jeu de données de data.gouv.fr. Vérifiez l’adresse.") from error
