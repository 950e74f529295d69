"""What changes between two editions: rows by their key, cells by their column, and never a person's row."""

from __future__ import annotations

import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from warehouse import editions
from warehouse.dictionary import table
from warehouse.differences import changed_rows, rows
from warehouse.edition import in_memory


def own(name: str, *given: dict) -> pd.DataFrame:
    """Rows of an own table, columns left out being empty."""
    frame = pd.DataFrame(list(given)).reindex(columns=list(table(name).names))
    return frame.assign(synthetique=False)


BEFORE = own(
    "actions",
    {"action_id": "A1", "nom": "Atelier mobilité", "places_conventionnees": 12},
    {"action_id": "A2", "nom": "Chantier vert", "places_conventionnees": 8},
    {"action_id": "A3", "nom": "Ressourcerie"},
)
# A1 renamed and enlarged, A2 the same, A3 gone, A4 come.
AFTER = own(
    "actions",
    {"action_id": "A4", "nom": "Code de la route"},
    {"action_id": "A1", "nom": "Atelier mobilité et permis", "places_conventionnees": 15},
    {"action_id": "A2", "nom": "Chantier vert", "places_conventionnees": 8},
)


def counted(before, after) -> dict[str, list[int]]:
    return {row[0]: list(row[1:]) for row in rows(before, after).itertuples(index=False)}


def test_rows_are_told_by_key_whatever_their_order():
    told = rows(in_memory({"actions": BEFORE}), in_memory({"actions": AFTER}))
    assert list(told.columns) == ["table", "ajoutees", "retirees", "modifiees", "identiques"]
    assert told.to_dict("records") == [
        {"table": "actions", "ajoutees": 1, "retirees": 1, "modifiees": 1, "identiques": 1}
    ]


def test_each_cell_that_differs_is_told_with_its_key():
    told = changed_rows(in_memory({"actions": BEFORE}), in_memory({"actions": AFTER}), "actions")
    assert list(told.columns) == ["action_id", "colonne", "avant", "apres"]
    assert told.to_dict("records") == [
        {"action_id": "A1", "colonne": "nom", "avant": "Atelier mobilité", "apres": "Atelier mobilité et permis"},
        {"action_id": "A1", "colonne": "places_conventionnees", "avant": 12, "apres": 15},
    ]


def test_the_first_edition_adds_everything_and_an_absent_table_is_all_removed():
    assert counted(None, in_memory({"actions": AFTER})) == {"actions": [3, 0, 0, 0]}
    assert counted(in_memory({"actions": AFTER}), in_memory({})) == {"actions": [0, 3, 0, 0]}
    assert changed_rows(None, in_memory({"actions": AFTER}), "actions").empty


def test_an_empty_part_of_a_key_is_the_same_as_another_empty_one():
    key = {"code_insee": None, "code_tas": "T1", "date_observation": pd.Timestamp(2025, 12, 31), "source": "caf"}
    before = own("brsa_effectifs", key | {"effectif": 40}, key | {"code_tas": "T2", "effectif": None})
    after = own("brsa_effectifs", key | {"effectif": 44}, key | {"code_tas": "T2", "effectif": None})
    old, new = in_memory({"brsa_effectifs": before}), in_memory({"brsa_effectifs": after})
    assert counted(old, new) == {"brsa_effectifs": [0, 0, 1, 1]}
    (told,) = changed_rows(old, new, "brsa_effectifs").to_dict("records")
    assert (told["code_tas"], told["colonne"], told["avant"], told["apres"]) == ("T1", "effectif", 40, 44)


def test_rows_of_persons_are_counted_and_never_shown():
    mine = {"prescription_id": "P1", "personne_key": "ab" * 32, "statut": "en_attente"}
    before, after = own("prescriptions", mine), own("prescriptions", mine | {"statut": "entree"})
    old, new = in_memory({"prescriptions": before}), in_memory({"prescriptions": after})
    assert counted(old, new) == {"prescriptions": [0, 0, 1, 0]}
    for name in ("prescriptions", "presences", "parcours", "episodes_emploi", "enquete_devenir", "enquete_qualite"):
        with pytest.raises(ValueError):
            changed_rows(old, new, name)


def test_an_invented_row_that_becomes_real_has_changed():
    invented = BEFORE.assign(synthetique=True)
    assert counted(in_memory({"actions": invented}), in_memory({"actions": BEFORE})) == {"actions": [0, 0, 3, 0]}


def test_open_data_are_not_told():
    facts = own("faits", {"code": "x", "niveau": "departement", "code_territoire": "49", "periode": "2024"})
    assert rows(in_memory({}), in_memory({"faits": facts})).empty


def test_editions_read_back_from_their_store_are_compared_the_same(blank):
    for frame in (BEFORE, AFTER):
        editions.publish(blank, {"actions": frame}, "accepte")
    old, new = editions.open_edition(blank, 1), editions.open_edition(blank, 2)
    assert counted(old, new) == {"actions": [1, 1, 1, 1]}
    assert counted(new, new) == {"actions": [0, 0, 0, 3]}
    assert len(changed_rows(old, new, "actions")) == 2


@given(
    st.dictionaries(st.sampled_from("abcdef"), st.one_of(st.none(), st.integers(0, 3))),
    st.dictionaries(st.sampled_from("abcdef"), st.one_of(st.none(), st.integers(0, 3))),
)
def test_counts_are_those_of_two_dictionaries(before, after):
    def edition(known: dict):
        return in_memory(
            {"actions": own("actions", *({"action_id": k, "cible_remplissage": v} for k, v in known.items()))}
        )

    both = before.keys() & after.keys()
    changed = sum(before[key] != after[key] for key in both)
    expected = [len(after.keys() - both), len(before.keys() - both), changed, len(both) - changed]
    assert counted(edition(before), edition(after)) == ({"actions": expected} if before or after else {})
