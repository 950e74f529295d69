"""Keys hashed again: the published vector of HMAC, joins that survive, what is not a key left alone."""

from __future__ import annotations

import pandas as pd
from hypothesis import given
from hypothesis import strategies as st

from etl.persons.rekey import rekeyed
from etl.staging import Staged

KEY = b"cle de l'essai, jamais une vraie"
WELL = st.text("0123456789abcdef", min_size=64, max_size=64)
ILL = st.sampled_from([None, "", "1234567", "G" * 64, "A" * 64, 12, float("nan"), "0" * 63])


def table(keys: list[object], name: str = "prescriptions") -> Staged:
    frame = pd.DataFrame({"personne_key": pd.Series(keys, dtype="object"), "rang": range(len(keys))})
    return Staged(name, frame, "x.csv", lines=pd.Series(range(2, len(keys) + 2)))


def test_the_value_is_hmac_sha256_in_hexadecimal() -> None:
    # Computed apart: printf '%s' 000…0 | openssl dgst -sha256 -hmac "cle de l'essai, jamais une vraie"
    expected = "cee76325c680d0b9e65451fabc8b5c6916c687d72c5223f7b3318c2043c1928a"
    assert rekeyed(table(["0" * 64]), KEY).frame["personne_key"].tolist() == [expected]


@given(st.lists(st.one_of(WELL, ILL), max_size=30), st.lists(st.integers(0, 29), max_size=30))
def test_joins_survive_and_malformed_keys_are_left_as_they_are(keys: list, places: list[int]) -> None:
    other = [keys[place % len(keys)] for place in places] if keys else []
    one, two = (rekeyed(table(some), KEY).frame["personne_key"].tolist() for some in (keys, other))
    for before, after in zip(keys + other, one + two, strict=True):
        well = isinstance(before, str) and len(before) == 64 and set(before) <= set("0123456789abcdef")
        assert well == (after != before and after == after)  # a NaN is not itself
    known = {before: after for before, after in zip(keys, one, strict=True) if isinstance(before, str)}
    assert all(after == known[before] for before, after in zip(other, two, strict=True) if isinstance(before, str))
    texts = [before for before in known if len(before) == 64]
    assert len({known[before] for before in texts}) == len(texts)


def test_another_secret_gives_other_keys_and_other_columns_do_not_move() -> None:
    staged = table(["a" * 64, "b" * 64])
    first, second = rekeyed(staged, KEY), rekeyed(staged, KEY + b"!")
    assert not set(first.frame["personne_key"]) & set(second.frame["personne_key"])
    assert first.frame["rang"].tolist() == [0, 1] and first.lines.tolist() == [2, 3]
    assert staged.frame["personne_key"].tolist() == ["a" * 64, "b" * 64]


def test_a_table_that_names_nobody_is_the_same_one() -> None:
    staged = Staged("actions", pd.DataFrame({"action_id": ["a"]}), "x.csv")
    assert rekeyed(staged, KEY) is staged
