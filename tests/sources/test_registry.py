"""Which reading stands for each source and vintage, and what is said of it."""

from __future__ import annotations

import pandas as pd
import pytest
from sources_files import BMO_2025, bmo_row, filosofi_row

from etl import registry
from etl.reading.protocol import Source
from etl.staging import SourceRefused
from warehouse.dictionary import table


def whole(collected, name):
    return pd.concat([staged.frame for staged in collected.staged if staged.table == name], ignore_index=True)


@pytest.fixture(scope="module")
def embedded():
    return registry.collect(None, "49")


def test_sources_are_found_by_themselves():
    found = registry.modules()
    assert {"bmo", "cog", "filosofi"} <= set(found)
    for code, module in found.items():
        assert isinstance(module.SOURCE, Source) and module.SOURCE.code == code
        assert module.SOURCE.licence and module.SOURCE.editeur and module.SOURCE.calendrier
        assert not set(module.SOURCE.colonnes) & set(module.SOURCE.ignorees)


def test_every_table_has_the_columns_and_the_words_of_the_dictionary(embedded):
    for name in {staged.table for staged in embedded.staged}:
        declared = table(name)
        for staged in (one for one in embedded.staged if one.table == name):
            assert set(staged.frame.columns) == set(declared.names) - {"synthetique"}
            for column in declared.columns:
                if column.values and column.name != "synthetique":
                    assert set(staged.frame[column.name]) <= set(column.values), (name, column.name)


def test_no_row_stands_twice(embedded):
    for name in {staged.table for staged in embedded.staged}:
        assert not whole(embedded, name).duplicated(list(table(name).key)).any(), name


def test_the_population_comes_once(embedded):
    facts = whole(embedded, "faits")
    people = facts[facts["code"] == "population_municipale"]
    assert set(people["source"]) == {"cog"} and set(people["periode"]) == {"2023"}
    assert people.groupby("niveau").size().to_dict() == {"commune": 176, "departement": 101, "region": 18, "france": 1}
    assert people.loc[people["niveau"] == "commune", "valeur"].sum() == 833_776
    whole_one = people[(people["niveau"] == "departement") & (people["code_territoire"] == "49")]
    assert whole_one["valeur"].tolist() == [833_776]


def test_former_communes_lead_to_todays(embedded):
    former = whole(embedded, "passage_communes").set_index("code_ancien")["code_courant"]
    assert former["49069"] == "49126" and former["49144"] == "44180" and former["49321"] == "49160"
    assert len(former) >= 187


def test_every_zone_has_a_place_on_the_map(embedded):
    # Classes of communes (frr) are no places.
    zones = whole(embedded, "zones").query("code_departement == '49' and niveau != 'frr'")
    assert zones[["latitude", "longitude", "superficie_km2"]].notna().all().all()
    basins = zones[zones["niveau"] == "bassin_bmo"]
    whole_departement = zones.loc[zones["niveau"] == "departement", "superficie_km2"].item()
    assert basins["superficie_km2"].sum() == pytest.approx(whole_departement)
    assert zones["latitude"].between(46.9, 47.9).all() and zones["longitude"].between(-1.5, 0.3).all()


def test_every_territory_of_a_figure_has_a_name(embedded):
    zones = set(whole(embedded, "zones")[["niveau", "code"]].itertuples(index=False, name=None))
    facts = whole(embedded, "faits")[["niveau", "code_territoire"]]
    named = facts[facts["niveau"] != "commune_publiee"]
    assert set(named.itertuples(index=False, name=None)) <= zones


def test_a_survey_that_names_one_basin_leaves_the_others_their_names(workbook, folder):
    workbook([bmo_row()])
    zones = whole(registry.collect(folder, "49"), "zones").query("niveau == 'bassin_bmo'")
    assert sorted(zones["libelle"]) == ["Angers", "Beaupréau", "Cholet", "Saumur", "Segré"]


def test_a_file_replaces_its_own_vintage_and_no_other(workbook, income_file, folder):
    workbook([bmo_row(met="7")])
    collected = registry.collect(folder, "49")
    facts = whole(collected, "faits")
    projects = facts.query("code == 'bmo_projets' and niveau == 'bassin_bmo'")
    assert projects.loc[projects["periode"] == "2025", "valeur"].tolist() == [7]
    assert projects.loc[projects["periode"] == "2024", "valeur"].sum() == 43391
    assert facts.query("code == 'taux_pauvrete' and niveau == 'commune'")["statut"].eq("secret").sum() == 118
    names = whole(collected, "nomenclatures")
    assert names.loc[names["millesime"] == "2025", "code"].tolist() == ["V", "V0X10"]


def test_sources_tell_how_each_vintage_was_read(income_file, folder, embedded):
    path = income_file([filosofi_row("49007", "21450", "21,0")])
    rows = registry.collect(folder, "49").sources.set_index(["source", "millesime"])
    read = rows.loc[("filosofi", "2021")]
    assert (read["lecture"], read["fichier"], read["nb_lignes"]) == ("fichier_editeur", path.name, 2)
    assert len(read["sha256"]) == 64
    kept = rows.loc[("bmo", "2025")]
    assert (kept["lecture"], kept["fichier"]) == ("embarque", "faits.parquet, nomenclatures.parquet, zones.parquet")
    assert set(embedded.sources["lecture"]) == {"embarque", "absente"}
    assert kept["nb_lignes"] == 708 * 3 + 3 * (1 + 8) + 8 + 202 + 5


def test_one_row_of_sources_for_each_vintage_used(embedded):
    used = {
        pair
        for staged in embedded.staged
        if "millesime" in staged.frame and staged.table != "sources"
        for pair in staged.frame[["source", "millesime"]].itertuples(index=False, name=None)
    }
    told = embedded.sources[embedded.sources["lecture"] != "absente"]
    rows = told[["source", "millesime"]]
    assert not rows.duplicated().any() and set(rows.itertuples(index=False, name=None)) == used
    assert embedded.staged[-1].table == "sources"


def test_a_source_that_gives_nothing_is_told_so(embedded):
    nothing = embedded.sources[embedded.sources["lecture"] == "absente"]
    assert {"oarsa", "qpv", "table_appartenance"} <= set(nothing["source"])
    assert (nothing["nb_lignes"] == 0).all() and set(nothing["millesime"]) == {"aucun"}
    assert set(nothing["source"]).isdisjoint(embedded.sources.loc[embedded.sources["nb_lignes"] > 0, "source"])


def test_an_older_survey_does_not_rename_todays_basins(workbook, folder):
    old = bmo_row(annee=2024.0, NOMBE25="ANCIEN NOM")
    workbook(
        [old],
        header=[name.replace("25", "24") for name in BMO_2025],
        sheet="BMO_2024_open_data",
        name="Base_open_data_BMO_2024.xlsx",
    )
    zones = whole(registry.collect(folder, "49"), "zones").set_index(["niveau", "code"])
    assert zones.loc[("bassin_bmo", "5218"), "libelle"] == "Angers"
    assert not zones.index.duplicated().any()


def test_a_refused_file_refuses_everything_and_every_refusal_is_told(workbook, folder):
    workbook([bmo_row()], name="Base_open_data_BMO_2024.xlsx")
    (folder / "cc_filosofi_2021_COM.csv").write_bytes(b"")
    with pytest.raises(SourceRefused) as caught:
        registry.collect(folder, "49")
    assert "annonce 2024" in caught.value.phrase and "cc_filosofi_2021_COM.csv » est vide" in caught.value.phrase
    assert caught.value.fichier == "Base_open_data_BMO_2024.xlsx"


def test_a_mirror_that_is_not_there_is_refused(tmp_path):
    with pytest.raises(SourceRefused, match="n’existe pas"):
        registry.collect(tmp_path / "absent", "49")


def test_notices_come_along(workbook, folder):
    workbook([[*bmo_row(), "x"]], header=[*BMO_2025, "clpe"])
    assert [notice.colonne for notice in registry.collect(folder, "49").notices] == ["clpe"]


@pytest.mark.parametrize(("departement", "communes"), [("2A", 124), ("974", 24), ("75", 1)])
def test_any_departement_has_its_communes(departement, communes):
    collected = registry.collect(None, departement)
    facts = whole(collected, "faits")
    assert set(facts["code"]) == {"population_municipale"} and (facts["niveau"] == "commune").sum() == communes
    assert {staged.table for staged in collected.staged} >= {"zones", "appartenances", "sources"}


def test_a_departement_that_does_not_exist_is_refused():
    with pytest.raises(SourceRefused, match="« 99 »"):
        registry.collect(None, "99")


def test_progress_is_told():
    steps = []
    registry.collect(None, "2A", steps.append)
    assert len(steps) == len(registry.modules()) and all(step.startswith("Lecture : ") for step in steps)
