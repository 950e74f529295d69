"""Which files make one export: a whole one, or every page of an answer of the API; never two at once."""

from __future__ import annotations

from etl.inclusion.fiches import REQUIRED, Fiches
from etl.reading.protocol import Notice, Source
from etl.staging import SourceRefused


def one_export(source: Source, lists: list[Fiches], notices: list[Notice]) -> list[Fiches]:
    """The lists to read, copies left aside. SourceRefused for two exports, a missing page or a missing field."""
    kept: dict[tuple[str, str], Fiches] = {}
    for one in lists:
        first = kept.setdefault((one.document.sha256, one.feuille), one)
        if first is not one:
            phrase = f"« {one.document.name} » est la copie exacte de « {first.document.name} » : lue une seule fois."
            notices.append(Notice(source.code, "", one.document.name, one.feuille, "", phrase))
    chosen = sorted(kept.values(), key=lambda one: one.page)
    _refuse_two(source, chosen)
    _refuse_missing_page(chosen)
    for one in chosen:
        _refuse_missing_field(one)
    return chosen


def missing(one: Fiches) -> list[str]:
    """Fields the schema wants of every record, and that the file does not have."""
    return sorted(REQUIRED[one.kind] - one.fields)


def _refuse_two(source: Source, chosen: list[Fiches]) -> None:
    pages = {one.page[0] for one in chosen}
    if len(chosen) > 1 and (len(pages) < len(chosen) or len({one.page[1] for one in chosen}) > 1):
        one, other = chosen[:2]
        raise SourceRefused(
            f"Deux fichiers différents donnent les {one.kind} de la source « {source.titre} » : "
            f"« {one.document.name} » et « {other.document.name} ». Gardez le bon et retirez l’autre.",
            other.document.name,
        )


def _refuse_missing_page(chosen: list[Fiches]) -> None:
    if not chosen:
        return
    one, wanted = chosen[0], chosen[0].page[1]
    absent = sorted(set(range(1, wanted + 1)) - {each.page[0] for each in chosen})
    if absent:
        raise SourceRefused(
            f"« {one.document.name} » est une page sur {wanted} d’une réponse de l’API data·inclusion ; il manque la "
            f"page {', '.join(map(str, absent))}. Ajoutez-la, ou prenez l’export ouvert, qui tient en un fichier.",
            one.document.name,
        )


def _refuse_missing_field(one: Fiches) -> None:
    lacking = missing(one)
    if lacking and one.records:
        named = ", ".join(f"« {name} »" for name in lacking)
        raise SourceRefused(
            f"Dans « {one.document.name} », il manque {named}, que le schéma data·inclusion v1 rend obligatoire. "
            "Remettez l’export tel que l’éditeur l’a publié (la version 0 n’existe plus depuis avril 2026).",
            one.document.name, one.feuille, lacking[0],
        )  # fmt: skip
