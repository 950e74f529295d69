"""The census in words, as the web site exports it: the same measures as its files in codes."""

from __future__ import annotations

import math

import pytest
from sources_files import valued

from etl.reading.library import library
from etl.sources import rp_melodi

WORK = (
    '"Géographie";"Niveau Géo";"Fréquence";"Sexe";"Statut d\'emploi variable selon l\'enquête";"Âge";"Diplôme";'
    '"Mesure du recensement ";Période;Valeur'
)
EPCI = "Etablissement public de coopération intercommunal"


def line(place, status, value, level="Commune", sex="Total", diploma="Total"):
    return f'"{place}";"{level}";"Annuel";"{sex}";"{status}";"De 15 à 64 ans";"{diploma}";"Population";2022;{value}'


def read(folder):
    return rp_melodi.read(library(folder), "49")


def test_words_are_put_back_into_codes(lines, folder):
    lines(
        "export.csv", WORK, line("Communauté urbaine Angers Loire Métropole", "Total", "190000,5", EPCI),
        line("Angers", "Chômeur", "9300,25"), line("Angers", "Actif occupé", 60000), line("Angers", "Retraité", 1),
        line("Angers", "Total", 50000, sex="Femme"), line("Angers", "Total", 9, diploma="CAP, BEP"),
        encoding="utf-8-sig",
    )  # fmt: skip
    reading = read(folder)
    assert (reading.refusals, reading.notices) == ([], [])
    assert valued(reading, "commune") == {
        ("chomeurs_1564", "49007", "2022"): (9300.25, "disponible"),
        ("actifs_occupes_1564", "49007", "2022"): (60000.0, "disponible"),
    }
    assert valued(reading, "epci") == {("population_1564", "244900015", "2022"): (190000.5, "disponible")}


def test_a_name_of_several_places_is_told_only_inside_its_intercommunalite(lines, folder):
    """Allonnes is a commune of Maine-et-Loire, of Sarthe, of Oise and of Eure-et-Loir."""
    lines("export.csv", WORK, line("Allonnes", "Total", 1800), line("Angers", "Total", 100000))
    reading = read(folder)
    assert {place for _, place, _ in valued(reading, "commune")} == {"49007"}
    assert "1 noms de territoires ne se reconnaissent pas (exemple : « Allonnes »)" in reading.notices[0].phrase
    whole = line("Communauté d'agglomération Saumur Val de Loire", "Total", 60000, EPCI)
    lines("export.csv", WORK, line("Allonnes", "Total", 1800), whole)
    assert valued(read(folder), "commune")["population_1564", "49002", "2022"][0] == 1800


@pytest.mark.reel
def test_communes_of_a_real_export_add_up_to_their_intercommunalite(mirror):
    reading = read(mirror)
    communes, epci = valued(reading, "commune"), valued(reading, "epci")
    assert communes["chomeurs_1564", "91377", "2022"][0] == 2661.37585  # Massy, read by eye
    for measure, period in (("sans_diplome", "2022"), ("population_15p_non_scolarisee", "2011")):
        parts = [v for (code, place, when), (v, _) in communes.items()
                 if (code, when) == (measure, period) and place.startswith("91")]  # fmt: skip
        assert len(parts) == 27 and math.isclose(sum(parts), epci[measure, "200056232", period][0], abs_tol=0.01)
