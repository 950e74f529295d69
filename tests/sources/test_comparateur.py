"""INSEE's comparateur: counts of merged communes add up, cities are counted once, marks are no figures."""

from __future__ import annotations

import zipfile

import pandas as pd
import pytest
from sources_files import read, valued

from etl.reading.library import library
from etl.sources import comparateur

HEADER = "CODGEO;P22_POP;P16_POP;P22_EMPLT;P22_POP1564;P22_CHOM1564;P22_ACT1564;ETTOT24;MED_SL23;PR_MD60_23"
NAME = "base_cc_comparateur.CSV"


def test_the_form_of_2022(lines, folder):
    lines(NAME, HEADER, "49007;157555.5;150000;80000;100000;9000;70000;9;22100;20.0", "49009;100;1;1;1;0;1;1;s;nd")
    found = valued(read(comparateur, folder), "commune")
    assert found["population_rp", "49007", "2022"] == (157555.5, "disponible")
    assert found["chomeurs_1564", "49009", "2022"] == (0.0, "disponible")
    assert found["taux_pauvrete", "49007", "2023"] == (20.0, "disponible")
    assert found["niveau_vie_median", "49009", "2023"][1] == "secret"
    assert found["taux_pauvrete", "49009", "2023"][1] == "non_disponible"
    assert not any(code == "menages" for code, _, _ in found)  # this file has no such column


def test_merged_communes_add_up_but_their_median_does_not(lines, folder):
    lines(NAME, HEADER, "49160;10;1;1;1;0;1;1;20000;10", "49321;5;1;1;1;0;1;1;30000;10")
    found = valued(read(comparateur, folder), "commune")
    assert found["population_rp", "49160", "2022"] == (15.0, "disponible")
    assert found["niveau_vie_median", "49160", "2023"][1] == "non_disponible"


def test_comma_decimals_and_a_byte_order_mark(lines, folder):
    lines(NAME, HEADER.replace(";", ","), '49007,"157 555,5",1,1,1,0,1,1,"22 100","20,5"', encoding="utf-8-sig")
    found = valued(read(comparateur, folder), "commune")
    assert found["population_rp", "49007", "2022"] == (157555.5, "disponible")
    assert found["taux_pauvrete", "49007", "2023"] == (20.5, "disponible")


def test_found_by_its_header_and_a_vanished_column_refuses(lines, folder):
    lines("telechargement.csv", HEADER.replace("P22_CHOM1564", "P22_CHOMAGE"), "49007;1;1;1;1;0;1;1;1;1")
    (refused,) = read(comparateur, folder).refusals
    assert refused.colonne == "P22_CHOM1564"


def test_a_cut_archive_is_refused(lines, folder):
    path = lines(NAME, HEADER, *["49007;1;1;1;1;0;1;1;1;1"] * 5000)
    whole = folder / "base_cc_comparateur_csv.zip"
    with zipfile.ZipFile(whole, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.write(path, NAME)
    path.unlink()
    content = bytearray(whole.read_bytes())
    content[60:90] = bytes(30)
    whole.write_bytes(bytes(content))
    (refused,) = read(comparateur, folder).refusals
    assert "archive" in refused.phrase and NAME in refused.phrase


@pytest.fixture(scope="module")
def whole(mirror):
    staged = comparateur.read(library(mirror), "49").staged
    rows = pd.concat([one.frame for one in staged])
    return rows.set_index(["code", "niveau", "code_territoire"])["valeur"].sort_index()


@pytest.mark.reel
def test_published_populations_of_2018(whole):
    """INSEE, populations municipales 2018: France without Mayotte, and Paris as the sum of its arrondissements."""
    people = whole["population_rp"]
    assert people["france", "FR"] == 66_732_538
    paris = people["arrondissement_municipal"].filter(regex="^75")
    assert len(paris) == 20 and paris.sum() == people["commune", "75056"] == people["departement", "75"] == 2_175_601
    assert people["commune", "13055"] == 868_277 and people["commune", "69123"] == 518_635
    assert people["departement"].notna().sum() == 100 and pd.isna(people["departement", "976"])


@pytest.mark.reel
def test_hand_sums(whole):
    assert whole["population_1564", "commune", "49160"] == pytest.approx(1754.37528490285)
    assert whole["niveau_vie_median", "commune", "2A004"] == 21_900
    assert whole["taux_pauvrete", "commune", "97411"] == 34
