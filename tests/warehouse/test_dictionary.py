"""The dictionary against the tables of the domain reference (E.1), written here by hand."""

from __future__ import annotations

import re

import pytest

from geodata.levels import LEVELS
from warehouse import dictionary
from warehouse.dictionary import ORIGINS, TYPES, table, tables, vocabularies, vocabulary

# E.1, 233 columns: number of columns of each table and, among them, those that may be empty.
E1 = {
    "territoires": (19, 13),
    "brsa_effectifs": (11, 6),
    "structures": (17, 11),
    "actions": (33, 23),
    "sessions": (12, 4),
    "prescriptions": (16, 10),
    "presences": (6, 2),
    "parcours": (30, 25),
    "episodes_emploi": (6, 2),
    "enquete_devenir": (20, 13),
    "enquete_qualite": (23, 19),
    "referents_file_active": (11, 4),
    "budget_actions": (7, 3),
    "freins_agreges": (5, 1),
    "cibles": (7, 1),
}
# `chargements`: E.1 counts `synthetique` among its ten columns; four counters are added to it here, and
# `correspondance`, which tells one reading of a file from another; the date of the data may be unknown.
CHARGEMENTS = [
    "chargement_id",
    "table",
    "fichier",
    "sha256",
    "date_donnees",
    "date_chargement",
    "nb_lignes",
    "nb_rejets",
    "verdict",
]

SPOT = [
    ("territoires", "cog", "int", True),
    ("territoires", "code_tas", "text", True),
    ("territoires", "frr", "bool", False),
    ("brsa_effectifs", "effectif", "int", False),
    ("brsa_effectifs", "provisoire", "bool", True),
    ("brsa_effectifs", "date_observation", "date", True),
    ("structures", "reseaux_porteurs", "list", False),
    ("structures", "siret", "text", False),
    ("actions", "thematiques", "list", True),
    ("actions", "duree_semaines", "float", False),
    ("actions", "financement_cd", "bool", True),
    ("sessions", "places_ouvertes", "int", True),
    ("sessions", "date_maj_places", "timestamp", True),
    ("prescriptions", "session_id", "text", False),
    ("prescriptions", "date_entree", "date", False),
    ("presences", "date_seance", "date", True),
    ("presences", "heures", "float", False),
    ("parcours", "code_tas", "text", True),
    ("parcours", "double_accompagnement", "bool", False),
    ("parcours", "niveau_entree", "int", False),
    ("episodes_emploi", "date_fin", "date", False),
    ("enquete_devenir", "vague", "int", True),
    ("enquete_devenir", "repondant", "bool", True),
    ("enquete_qualite", "criteres", "list", False),
    ("referents_file_active", "etp", "float", True),
    ("budget_actions", "montant_realise", "float", False),
    ("freins_agreges", "effectif", "int", False),
    ("cibles", "echeance", "date", False),
    ("chargements", "date_chargement", "timestamp", True),
]

VALUES = {
    ("brsa_effectifs", "concept"): "foyers_droit_versable personnes soumis_droits_devoirs inscrits_f_g",
    ("brsa_effectifs", "statut_secret"): "diffusible secret non_disponible",
    ("freins_agreges", "statut_secret"): "diffusible secret",
    ("sessions", "statut"): "planifiee ouverte complete terminee annulee",
    ("prescriptions", "statut"): ("en_attente acceptee refusee_structure refusee_personne annulee expiree entree"),
    ("presences", "statut"): "present excuse injustifie annule_structure inconnu",
    ("parcours", "classe_age"): "moins_25 25_34 35_44 45_54 55_plus",
    ("parcours", "motif_sortie"): (
        "cdi cdd_plus_6m cdd_moins_6m interim creation fonction_publique contrat_aide siae_autre formation "
        "abandon perte_contact exclusion demenagement deces retraite sante maternite autre"
    ),
    ("parcours", "classe_sortie"): "durable transition positive retrait autre",
    ("enquete_devenir", "vague"): "6 12 24",
    ("budget_actions", "financeur"): "cd etat fse region commune prive autre",
    ("actions", "modes_accueil"): "a-distance en-presentiel",
    ("actions", "entree"): "session permanente",
    ("faits", "statut"): "disponible secret non_disponible provisoire",
}

LENGTHS = {
    "thematiques": 69,
    "publics": 14,
    "reseaux_porteurs": 108,
    "type_service": 6,
    "modes_mobilisation": 4,
    "type_dispositif": 16,
    "motif_refus": 9,
    "frein": 12,
    "mesure": 46,
}

OPEN = {
    "faits": "code niveau code_territoire code_departement periode modalite numerateur denominateur valeur "
    "statut source editeur millesime licence nature geographie codes_publies borne_basse borne_haute synthetique",
    "zones": "niveau code libelle code_departement latitude longitude superficie_km2 millesime source synthetique",
    "appartenances": "code_insee niveau code_zone millesime source synthetique",
    "passage_communes": "code_ancien code_courant source synthetique",
    "structures_externes": "structure_id producteur nom siret reseaux_porteurs commune code_postal code_insee latitude "
    "longitude lien_source date_maj score_qualite doublon_de millesime source synthetique",
    "services_externes": "service_id structure_id producteur nom type thematiques publics frais modes_accueil "
    "modes_mobilisation mobilisable_par zone_eligibilite commune code_postal code_insee latitude longitude lien_source "
    "date_maj score_qualite doublon_de millesime source synthetique",
    "lieux": "lieu_id type_lieu nom code_insee latitude longitude itinerant forme millesime source synthetique",
    "nomenclatures": "nomenclature code libelle millesime source synthetique",
    "sources": "source titre editeur licence url millesime date_donnees lecture fichier sha256 nb_lignes attendue_le "
    "synthetique",
}

COLUMNS = [column for declared in tables().values() for column in declared.columns]


def identifier(column: dictionary.Column) -> str:
    return f"{column.table}.{column.name}"


def test_the_233_columns_of_the_reference_are_all_declared() -> None:
    counts = {name: (len(table(name).columns) - 1, sum(not c.required for c in table(name).columns)) for name in E1}
    assert counts == E1
    assert sum(count for count, _ in E1.values()) + len([*CHARGEMENTS, "synthetique"]) == 233


def test_the_journal_of_loads_keeps_its_columns_and_counts_every_row() -> None:
    added = ["correspondance", "nb_recues", "nb_acceptees", "nb_ecartees", "nb_refusees"]
    assert set(table("chargements").names) == {*CHARGEMENTS, *added, "synthetique"}
    assert not table("chargements").column("date_donnees").required


@pytest.mark.parametrize(("name", "column", "kind", "required"), SPOT)
def test_type_and_nullability(name: str, column: str, kind: str, required: bool) -> None:
    declared = table(name).column(column)
    assert (declared.type, declared.required) == (kind, required)


@pytest.mark.parametrize(("where", "expected"), VALUES.items(), ids=lambda x: ".".join(x) if len(x) == 2 else "")
def test_closed_vocabularies(where: tuple[str, str], expected: str) -> None:
    assert list(table(where[0]).column(where[1]).values) == expected.split()


@pytest.mark.parametrize(("name", "expected"), LENGTHS.items())
def test_long_vocabularies_are_complete(name: str, expected: int) -> None:
    assert len(vocabulary(name)) == expected


@pytest.mark.parametrize(("name", "expected"), OPEN.items())
def test_open_tables(name: str, expected: str) -> None:
    assert list(table(name).names) == expected.split()


@pytest.mark.parametrize("name", tables())
def test_a_key_is_made_of_columns_of_the_table(name: str) -> None:
    declared = table(name)
    assert declared.key and set(declared.key) <= set(declared.names)
    assert declared.origin in ORIGINS
    assert declared.label and declared.grain and declared.description


@pytest.mark.parametrize("column", COLUMNS, ids=identifier)
def test_a_column_is_well_declared(column: dictionary.Column) -> None:
    assert column.type in TYPES
    assert column.label and "_" not in column.label
    assert "_" not in column.unit
    assert not (column.minimum is not None or column.maximum is not None) or column.type in ("int", "float")
    assert not column.values or column.type in ("text", "int", "list")
    re.compile(column.pattern)


@pytest.mark.parametrize("column", [c for c in COLUMNS if c.reference], ids=identifier)
def test_a_reference_leads_to_a_column_of_the_same_type(column: dictionary.Column) -> None:
    name, _, target = column.reference.partition(".")
    assert table(name).column(target).type == column.type


def test_no_column_is_declared_twice_nor_for_an_unknown_table() -> None:
    rows = dictionary._rows("columns.csv")
    declared = [(row["table"], row["colonne"]) for row in rows]
    assert len(declared) == len(set(declared))
    assert {name for name, _ in declared} == set(tables())
    assert "synthetique" not in {column for _, column in declared}


def test_every_table_carries_the_demonstration_mark() -> None:
    assert all(declared.column("synthetique").required for declared in tables().values())


def test_vocabularies_have_words_for_every_code() -> None:
    for name, codes in vocabularies().items():
        assert len(set(codes)) == len(codes), name
        assert all(label and "_" not in label and label[0] == label[0].upper() for label in codes.values()), name


def test_thematiques_belong_to_a_named_family() -> None:
    assert {code.split("--")[0] for code in vocabulary("thematiques")} == set(vocabulary("famille_thematique"))


def test_the_levels_of_the_observatory_are_all_admitted() -> None:
    assert set(LEVELS) <= set(vocabulary("niveau"))
    assert all(vocabulary("niveau")[code] == level.label for code, level in LEVELS.items())


@pytest.mark.parametrize(
    ("column", "good", "bad"),
    [
        ("territoires.code_insee", ["49007", "2A004", "97411"], ["4907", "2C004", "490070"]),
        ("faits.periode", ["2024", "2024-12", "2025-T3", "2024-S1"], ["2024-13", "T3-2025", "2025-T5"]),
        ("faits.modalite", ["", "famille=V", "famille=V|metier=A0X40"], ["V", "famille=", "|"]),
        ("actions.codes_rome", ["K1201", "N4101"], ["Z1201", "K120"]),
        ("prescriptions.personne_key", ["0a" * 32], ["0A" * 32, "123456789012345"]),
        ("structures.siret", ["12345678901234"], ["1234567890123"]),
    ],
)
def test_patterns_tell_good_from_bad(column: str, good: list[str], bad: list[str]) -> None:
    name, _, column = column.partition(".")
    pattern = re.compile(table(name).column(column).pattern)
    assert all(pattern.fullmatch(text) for text in good)
    assert not any(pattern.fullmatch(text) for text in bad)


def test_an_unknown_table_or_column_is_an_error() -> None:
    with pytest.raises(KeyError):
        table("inconnue")
    with pytest.raises(KeyError):
        table("actions").column("inconnue")
