"""The table of addresses, and the one that replaces or completes it."""

from __future__ import annotations

import re
from urllib.parse import urlsplit

import pytest

from etl.fetch.addresses import COLUMNS, MODES, PERIMETERS, AddressesRefused, addresses, sources

EXPECTED = {
    "bmo", "filosofi", "rp", "rp_melodi", "comparateur", "chomage_localise", "cnaf_foyers", "dares_defm", "oarsa",
    "data_inclusion", "france_services", "mediation_numerique", "cog", "mouvements", "table_appartenance", "epci",
    "zones_emploi", "clpe", "frr", "qpv", "bassins_bmo",
}  # fmt: skip
NEW = {"source": "bmo", "millesime": "2027", "titre": "BMO 2027", "mode": "datagouv", "adresse": "561fa564",
       "motif": "2027", "nom": "Base_open_data_BMO_2027.xlsx", "licence": "LO", "perimetre": "france"}  # fmt: skip


@pytest.fixture
def table(tmp_path):
    """table(*rows): a table of its own, as a spreadsheet would save it."""

    def write(*rows: dict[str, str], separator: str = ",", columns=COLUMNS, encoding: str = "utf-8"):
        path = tmp_path / "adresses.csv"
        lines = [separator.join(columns), *(separator.join(row.get(name, "") for name in columns) for row in rows)]
        path.write_text("\n".join(lines) + "\n", encoding=encoding)
        return path

    return write


def test_every_source_has_its_addresses():
    assert set(sources(addresses())) == EXPECTED


def test_every_row_of_the_projects_table_can_be_used():
    rows = addresses()
    assert len({one.nom for one in rows}) == len(rows)
    for one in rows:
        assert one.mode in MODES and one.perimetre in PERIMETERS and one.titre and one.licence, one
        assert one.mode == "depot" or one.adresse, one
        assert one.mode == "datagouv" or not one.adresse or urlsplit(one.adresse).scheme == "https", one
        assert one.mode == "datagouv" or not one.motif, one
        re.compile(one.motif), re.compile(one.reconnait)


def test_the_name_of_each_row_is_recognised_by_its_own_pattern_alone():
    """A file kept by the store and given back in a folder is known for what it is."""
    rows = addresses()
    patterns = [(one, re.compile(one.reconnait, re.IGNORECASE)) for one in rows if one.reconnait]
    for one in rows:
        name = one.within("59").nom
        knowing = {other.source for other, pattern in patterns if pattern.search(name)}
        assert knowing <= {one.source}, name


def test_bmo_goes_through_data_gouv_for_every_year():
    years = {one.millesime: one for one in addresses() if one.source == "bmo"}
    assert set(years) == {str(year) for year in range(2016, 2027)}
    assert {one.mode for one in years.values()} == {"datagouv"}


def test_a_departement_fills_its_addresses_only():
    rows = {one.nom: one for one in addresses()}
    dares = rows["dares_defm_communales-brutes_{departement}.csv"].within("2A")
    assert dares.nom == "dares_defm_communales-brutes_2A.csv" and "%222A%22" in dares.adresse
    assert "{" not in dares.adresse and "2A" in dares.titre
    assert rows["v_commune_2026.csv"].within("2A") == rows["v_commune_2026.csv"]


@pytest.mark.parametrize(("separator", "encoding"), [(",", "utf-8"), (";", "utf-8-sig")])
def test_a_new_vintage_is_a_new_row(table, separator, encoding):
    rows = addresses(table(NEW, separator=separator, encoding=encoding))
    assert rows[:-1] == addresses() and rows[-1].millesime == "2027"


def test_a_row_of_the_same_name_replaces_and_one_without_mode_takes_away(table):
    moved = NEW | {
        "nom": "Base_open_data_BMO_2026.xlsx",
        "mode": "direct",
        "adresse": "https://exemple.invalid/26.xlsx",
    }
    rows = {one.nom: one for one in addresses(table(moved, {"nom": "clpe.csv"}))}
    assert rows["Base_open_data_BMO_2026.xlsx"].adresse == "https://exemple.invalid/26.xlsx"
    assert "clpe.csv" not in rows and len(rows) == len(addresses()) - 1


@pytest.mark.parametrize(
    ("said", "column", "value"),
    [
        ({"mode": "ftp"}, "mode", "ftp"),
        ({"perimetre": "commune"}, "perimetre", "commune"),
        ({"source": "BMO!"}, "source", "BMO!"),
        ({"source": "../x"}, "source", "../x"),
        ({"nom": "dossier/bmo.xlsx"}, "nom", "dossier/bmo.xlsx"),
        ({"adresse": ""}, "adresse", ""),
        ({"motif": "(2027"}, "motif", "(2027"),
        ({"perimetre": "departement"}, "adresse", "561fa564"),
    ],
)
def test_a_mistake_is_told_with_its_line_and_column(table, said, column, value):
    with pytest.raises(AddressesRefused) as refused:
        addresses(table(NEW | {"nom": "avant.xlsx"}, NEW | said))
    assert f"ligne 3, colonne {column} : « {value} »" in str(refused.value)


def test_a_missing_column_or_file_is_told(table, tmp_path):
    with pytest.raises(AddressesRefused, match="il manque la colonne licence"):
        addresses(table(NEW, columns=[name for name in COLUMNS if name != "licence"]))
    with pytest.raises(AddressesRefused, match="ne peut pas être lue"):
        addresses(tmp_path / "absente.csv")
