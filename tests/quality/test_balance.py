"""Whatever is received: rows received are accepted, set aside or refused, and nothing else happens to them."""

from __future__ import annotations

import pandas as pd
from hypothesis import given, settings
from hypothesis import strategies as st
from quality_world import ANGERS, CHOLET, context

from etl.staging import Staged
from quality.gate import judge

COLUMNS = ["nomenclature", "code", "libelle", "millesime", "source"]
CELLS = st.sampled_from(["a", "b", "c", "", None, 7])
CODES = st.sampled_from([ANGERS, CHOLET, "49069", "49999", "4900", "", None])
PASSAGE = pd.DataFrame({"code_ancien": ["49069"], "code_courant": [CHOLET]})


@st.composite
def nomenclatures(draw: st.DrawFn) -> Staged:
    rows = draw(st.lists(st.tuples(*[CELLS] * len(COLUMNS)), max_size=30))
    frame = pd.DataFrame(rows, columns=COLUMNS, dtype="object")
    if draw(st.integers(0, 4)) == 0:
        frame = frame.drop(columns=draw(st.sampled_from(COLUMNS)))
    return Staged("nomenclatures", frame, draw(st.sampled_from(["x.csv", "y.csv"])))


@st.composite
def memberships(draw: st.DrawFn) -> Staged:
    rows = draw(st.lists(st.tuples(CODES, st.sampled_from(["epci", "zone", ""])), max_size=30))
    frame = pd.DataFrame(rows, columns=["code_insee", "niveau"], dtype="object")
    frame = frame.assign(code_zone=[str(n) for n in range(len(frame))], millesime="2025", source="cog")
    return Staged("appartenances", frame, "appartenances.csv")


def balanced(files: list[Staged]) -> None:
    judgement = judge(files, context(passage=PASSAGE))
    loads = judgement.loads
    parts = loads[["nb_acceptees", "nb_ecartees", "nb_refusees"]]
    assert loads["nb_recues"].tolist() == [len(staged.frame) for staged in files]
    assert loads["nb_recues"].tolist() == parts.sum(axis=1).tolist()
    assert (loads[["nb_acceptees", "nb_ecartees", "nb_refusees"]] >= 0).all(axis=None)
    assert loads["nb_rejets"].tolist() == (loads["nb_ecartees"] + loads["nb_refusees"]).tolist()
    refused = loads[loads["verdict"] == "refuse"]
    assert (refused["nb_refusees"] == refused["nb_recues"]).all()
    assert (loads.loc[loads["verdict"] != "refuse", "nb_refusees"] == 0).all()
    for name in loads["table"].unique():
        kept = int(loads.loc[loads["table"] == name, "nb_acceptees"].sum())
        assert len(judgement.accepted.get(name, ())) == kept
    assert (judgement.verdict == "refuse") == (len(refused) > 0)


@given(st.lists(st.one_of(nomenclatures(), memberships()), min_size=1, max_size=3))
@settings(max_examples=15, deadline=None, derandomize=True)
def test_received_is_accepted_plus_set_aside_plus_refused(files: list[Staged]) -> None:
    balanced(files)
