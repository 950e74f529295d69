"""Third step: the gate, in a process of its own; what it says, and how to mend what it set aside."""

from __future__ import annotations

import pandas as pd
import streamlit as st

from etl.deposits import changes, entry, reading
from etl.deposits.changes import CONFIRMABLE
from etl.deposits.deposit import PREPARED, REFUSED, Deposit, DepositRefused
from etl.spreadsheets import opening
from etl.spreadsheets.corrected import mended, recognised
from etl.staging import SourceRefused
from exports.corrections import corrections
from indicators.wording import number
from ui import jobs, session
from ui.deposit import state
from ui.deposit.state import open_deposit
from ui.findings import INFORMATION, KEPT, table_label
from ui.tables import sentences
from warehouse.edition import Edition
from warehouse.report import blocking_sentences

TRAVELS = (
    "Le contrôle continue même si vous quittez cette page : vous le retrouverez dans « Dépôts en cours ». Les autres "
    "pages restent ouvertes à tous."
)
XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
NOT_OURS = (
    "Ce fichier n’est pas le classeur de correction de ce dépôt : rien n’en est repris. Renvoyez le classeur "
    "téléchargé ici, une fois ses cellules corrigées ; pour un autre fichier, retirez ce dépôt puis déposez-le."
)
STATES = {"corrigee": "Corrigée", "encore_ecartee": "Encore écartée", "nouvelle": "Nouvelle"}


def control(found: Deposit) -> None:
    """What the gate said when it refused; otherwise the button that has it look."""
    if found.state == REFUSED and found.edition:
        report(found)
        st.caption("Une règle ou une source a changé depuis ? Le même fichier peut être contrôlé une seconde fois.")
        _button(found, "Contrôler de nouveau", "secondary")
        return
    st.markdown(
        "Le contrôle lit les tables, joue toutes les règles et prépare une édition, sans rien changer à ce qui est "
        "affiché. Comptez une à deux minutes."
    )
    _button(found, "Contrôler de nouveau" if found.edition else "Contrôler", "primary")


def _button(found: Deposit, words: str, kind: str) -> None:
    if st.button(words, type=kind, key="depot_controler"):
        check(found.id)


def check(identifier: str) -> None:
    """Have the gate look at that deposit, in a process of its own; one at a time, whoever asks."""
    jobs.follow(identifier, lambda: jobs.start(session.config(), "check", "--depot", identifier))
    st.rerun()


def checking(found: Deposit) -> bool:
    """Whether the gate is looking at it now; then its progress is shown, and nothing else is to be done."""
    job = jobs.under_way(found.id)
    if job is not None:
        _follow(job)
    return job is not None


@st.fragment(run_every=1.0)
def _follow(job: jobs.Job) -> None:
    """Looks at the work every second; what is served to others does not wait for it."""
    told = jobs.progress(job)
    where = f" (étape {told.number} sur {told.total})" if told.total else ""
    st.progress(told.part, f"Contrôle en cours : {told.step}{where}, {job.seconds} s")
    st.caption(TRAVELS)
    if told.code is None:
        return
    if told.code not in (0, 3):
        st.session_state["depot_erreurs"] = told.sentences
    st.rerun(scope="app")


def report(found: Deposit) -> None:
    """Received = accepted + set aside + refused, what blocks, what to look at, the rows, and the way to mend them."""
    edition = session.opened(found.edition)
    names = _own(found)
    loads, results, rejected = (_of(edition, name, names) for name in ("chargements", "regles_resultats", "rejets"))
    _said(found, loads)
    _counts(loads)
    _blocking(results)
    _confirm(found, results)
    _mended(found, rejected)
    _alerts(results)
    if len(rejected):
        _rows(found, rejected)


def _blocking(results: pd.DataFrame) -> None:
    """What refuses the load, each with its table, and that there is a way on."""
    sentences_told = blocking_sentences(results)
    if not sentences_told:
        return
    tables = results.drop_duplicates("phrase").set_index("phrase")["table"].map(table_label)
    lines = [f"- **{tables[one]}** : {one}" if one in tables else f"- {one}" for one in sentences_told]
    st.error("Refusé par le contrôle ; ce qui est affiché n’a pas changé.\n\n" + "\n".join(lines))


def _own(found: Deposit) -> set[str]:
    chosen = changes.mapping(found)
    return {name for sheet in chosen.sheets for name in sheet.tables} if chosen else set()


def _of(edition: Edition, table: str, names: set[str]) -> pd.DataFrame:
    frame = edition.table(table)
    return frame[frame["table"].isin(names)]


def _said(found: Deposit, loads: pd.DataFrame) -> None:
    """What came of it, in one sentence."""
    received, accepted, aside = (int(loads[f"nb_{name}"].sum()) for name in ("recues", "acceptees", "ecartees"))
    told = f"{number(accepted)} lignes sur {number(received)} sont acceptées"
    told += f", {number(aside)} mise{'s' if aside > 1 else ''} de côté" if aside else ""
    if found.state == PREPARED:
        st.success(f"{told}. L’édition {found.edition} est prête ; elle n’est pas encore affichée.")
    elif found.state != REFUSED:
        st.caption(f"{told}.")


def _counts(loads: pd.DataFrame) -> None:
    shown = pd.DataFrame({"Table": loads["table"].map(table_label)})
    if loads["fichier"].nunique() > 1:
        shown["Fichier"] = loads["fichier"]
    words = {"recues": "Reçues", "acceptees": "Acceptées", "ecartees": "Mises de côté", "refusees": "Refusées"}
    for name, head in words.items():
        shown[head] = [number(count) for count in loads[f"nb_{name}"]]
    st.html(sentences(shown, "Lignes reçues, acceptées, mises de côté et refusées"))


def _alerts(results: pd.DataFrame) -> None:
    wrong = results[(results["statut"] != KEPT) & ~results["gravite"].isin([INFORMATION, "bloquant"])]
    if wrong.empty:
        return
    with st.expander(f"À regarder ({len(wrong)})", expanded=len(wrong) <= 6):
        shown = pd.DataFrame(
            {"Table": wrong["table"].map(table_label), "Constat": wrong["phrase"], "Règle": wrong["regle"]}
        )
        st.html(sentences(shown, "À regarder"))


def _rows(found: Deposit, rejected: pd.DataFrame) -> None:
    st.subheader("Lignes mises de côté", anchor=False)
    st.caption("Téléchargez ces lignes telles que vous les avez écrites, corrigez les cellules colorées, renvoyez-les.")
    shown = pd.DataFrame({"À corriger": rejected["phrase"], "Règle": rejected["regle"]})
    st.html(sentences(shown.head(200), "Lignes mises de côté"))
    left, right = st.columns(2, vertical_alignment="bottom")
    left.download_button(
        "Télécharger le classeur de correction",
        lambda: corrections(state.blocks(found), changes.mapping(found), rejected, found.id),
        f"a_corriger_{found.id}.xlsx", XLSX, key="depot_corrections", on_click="ignore", width="stretch",
    )  # fmt: skip
    with right:
        back = st.file_uploader("Renvoyer le classeur corrigé", key=f"depot_retour_{len(found.corrections)}")
    if back is not None:
        _send_again(found, back.name, back.getvalue(), rejected)


def _send_again(found: Deposit, name: str, content: bytes, rejected: pd.DataFrame) -> None:
    try:
        with st.spinner("Lecture du classeur corrigé…"):
            if recognised(opening.grids(name, content)) is None:
                st.error(NOT_OURS)
                return
            after = entry.correct(session.config(), found.id, name, content, answered=rejected)
    except (entry.PersonsFound, DepositRefused) as refused:
        st.error(str(refused))
        return
    except SourceRefused as refused:
        st.error(refused.phrase)
        return
    open_deposit(after.id)
    check(after.id)


def _mended(found: Deposit, rejected: pd.DataFrame) -> None:
    """What the last correction mended, line by line."""
    before = changes.answered(found)
    if before is None:
        return
    told = mended(before, rejected)
    counted = told["etat"].value_counts()
    done, still, new = (int(counted.get(name, 0)) for name in STATES)
    parts = [f"{done} défaut{'s' if done > 1 else ''} corrigé{'s' if done > 1 else ''}"]
    parts += [f"{still} encore là"] if still else []
    parts += [f"{new} nouveau{'x' if new > 1 else ''}"] if new else []
    (st.success if not still and not new else st.info)(f"Votre correction : {', '.join(parts)}.")
    with st.expander("Le détail de la correction"):
        shown = pd.DataFrame(
            {"Feuille": told["feuille"], "Ligne": told["ligne"].astype(str), "Constat": told["phrase"],
             "État": told["etat"].map(STATES)}
        )  # fmt: skip
        st.html(sentences(shown, "Ce que la correction change"))
        changes_told = reading.corrected(found)[1]
        if len(changes_told):
            cells = changes_told[["feuille", "ligne", "colonne", "avant", "apres"]].astype("str")
            st.html(
                sentences(
                    cells.set_axis(["Feuille", "Ligne", "Colonne", "Avant", "Après"], axis=1), "Cellules changées"
                )
            )


def _confirm(found: Deposit, results: pd.DataFrame) -> None:
    """A volume that a person says is normal, with the reason, which is kept."""
    asked = results[
        (results["statut"] != KEPT) & results["regle"].isin(CONFIRMABLE) & (results["gravite"] == "bloquant")
    ]
    for row in asked.drop_duplicates(["regle", "table"]).itertuples():
        with st.form(f"depot_confirmer_{row.regle}_{row.table}"):
            why = st.text_input(f"{table_label(row.table)} : pourquoi ce nombre de lignes est-il normal ?")
            if st.form_submit_button("Confirmer et contrôler de nouveau"):
                try:
                    changes.confirm(session.config(), found.id, row.regle, row.table, why)
                except DepositRefused as refused:
                    st.error(str(refused))
                    continue
                check(found.id)
