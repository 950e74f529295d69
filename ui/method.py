"""The method page, generated: nothing here is typed twice."""

from __future__ import annotations

import pandas as pd
import plotly.graph_objects as go
import streamlit as st

from disclosure import figures
from disclosure.control import DIFFUSION, THRESHOLDS
from exports.palettes import principal
from geodata.levels import LEVELS
from indicators.breaks import breaks
from indicators.catalogue import PAGES, catalogue
from indicators.peers import CONTEXT, COUNT, LEAST, SHARE
from indicators.wording import number
from ui.charts import dressed
from ui.filters import Choice
from ui.maps import plain_map
from ui.tables import sentences
from warehouse.controls import controls
from warehouse.dictionary import tables
from warehouse.edition import Edition

PAGE_WORDS = dict(zip(PAGES, ("Accueil", "Couverture", "Fréquentation", "Besoins", "Résultats"), strict=True))
ORIGINS = {
    "departement": "Tables du Département",
    "ouverte": "Données publiques",
    "systeme": "Tables de l’observatoire",
}


# Severity, scope ("" for any), and what they do.
EFFECTS = (
    ("bloquant", "fichier", "Refusent le fichier"),
    ("bloquant", "ligne", "Mettent la ligne de côté"),
    ("alerte", "", "Alertent"),
)
MANY = 4  # tables named one by one


def summary(edition: Edition) -> str:
    """What the page holds."""
    return (
        f"{len(catalogue())} indicateurs, {len(edition.table('sources'))} sources et millésimes, "
        f"{len(tables())} tables : voici comment chaque chiffre est défini, calculé et protégé."
    )


def levels(choice: Choice) -> None:
    """The zonings: a map of the chosen one, and how many territories each level has."""
    level = LEVELS[choice.niveau]
    left, right = st.columns([3, 2], gap="large")
    with left:
        st.subheader(f"{level.plural} ({level.publisher})")
        plain_map(choice.edition, choice.niveau, choice.territoire, "methode_carte")
    with right:
        st.subheader("Nombre de territoires par niveau")
        counted = {LEVELS[code].plural: len(figures.territories(choice.edition, code)) for code in LEVELS}
        rows = pd.DataFrame([pair for pair in counted.items() if pair[1]], columns=["Niveau", "Territoires"])
        shown = _bars(rows)
        st.plotly_chart(shown, key="methode_graphique", config={"displayModeBar": False}, width="stretch")
        st.dataframe(rows, hide_index=True, width="stretch")


def _bars(rows: pd.DataFrame) -> go.Figure:
    bars = go.Bar(
        x=rows["Territoires"], y=rows["Niveau"], orientation="h", text=rows["Territoires"],
        marker={"color": principal("contexte")}, hovertemplate="%{y} : %{x}<extra></extra>",
    )  # fmt: skip
    figure = go.Figure(bars)
    figure.update_yaxes(autorange="reversed")
    figure.update_xaxes(visible=False)
    return dressed(figure, 320)


def indicators(edition: Edition) -> None:
    """Every indicator with its formula, levels and sources, by page."""
    st.subheader("Les indicateurs")
    st.download_button(
        "Télécharger le catalogue (CSV)", _catalogue_csv, file_name=f"catalogue_edition{edition.number}.csv",
        mime="text/csv", on_click="ignore",
    )  # fmt: skip
    for page, title in PAGE_WORDS.items():
        chosen = [entry for entry in catalogue().values() if entry.page == page]
        for entry in chosen:
            with st.expander(f"{title} · {entry.libelle}"):
                under = f" ÷ {entry.denominateur}" if entry.denominateur else ""
                st.markdown(
                    f"**Calcul** : {entry.numerateur}{under} ({entry.unite})  \n"
                    f"**Niveaux** : {', '.join(LEVELS[code].within for code in entry.niveaux)}  \n"
                    f"**Pas de temps** : {entry.grain}  \n"
                    f"**Champ** : {entry.champ}  \n" + (f"**Note** : {entry.note}" if entry.note else "")
                )


def _catalogue_csv() -> bytes:
    rows = [
        {
            "code": entry.code, "libelle": entry.libelle, "unite": entry.unite, "numerateur": entry.numerateur,
            "denominateur": entry.denominateur, "niveaux": ", ".join(entry.niveaux), "pas_de_temps": entry.grain,
            "seuil_de_diffusion": entry.seuil, "champ": entry.champ, "note": entry.note,
        }
        for entry in catalogue().values()
    ]  # fmt: skip
    return pd.DataFrame(rows).to_csv(index=False, sep=";").encode("utf-8-sig")


def breaks_in_series() -> None:
    """Where series are interrupted, and why."""
    st.subheader("Ruptures de série")
    st.markdown("Une courbe s’interrompt à ces dates, et aucune évolution n’est calculée de part et d’autre.")
    told: dict[str, list[str]] = {}
    for entry in catalogue().values():
        for _, sentence in breaks(entry.code):
            told.setdefault(sentence, []).append(entry.libelle)
    st.markdown("\n".join(f"- {sentence} Indicateurs : {' ; '.join(names)}." for sentence, names in told.items()))


def resemblance() -> None:
    """How the territories to compare with are chosen."""
    st.subheader("Territoires proches")
    st.markdown(
        f"Les {COUNT} territoires de même niveau à la plus petite distance euclidienne, sur des variables centrées et "
        "réduites (logarithme pour la population et la densité). Une variable sert si elle est connue ici et pour au "
        f"moins {100 * SHARE:.0f}\u202f% des autres ; il en faut {LEAST}. La liste peut être changée par le lecteur."
    )
    lines = [
        f"- **{LEVELS[niveau].plural}** : {', '.join(one.label for one in used)}" for niveau, used in CONTEXT.items()
    ]
    st.markdown("\n".join(lines))


def secrecy() -> None:
    """The thresholds of disclosure control, as they are applied."""
    rules = THRESHOLDS[DIFFUSION]
    st.subheader("Secret statistique")
    st.markdown(
        f"Un effectif de moins de {rules.groupe} personnes n’est pas diffusé, ni un taux calculé sur moins de "
        f"{rules.groupe} personnes ou dont le numérateur ou le complément compte moins de {rules.attribut} personnes. "
        f"Un résultat d’enquête demande au moins {rules.repondants} répondants. D’autres chiffres sont masqués quand "
        "une soustraction permettrait de retrouver un chiffre protégé. Sous "
        f"{rules.fragile} personnes, ou quand l’intervalle dépasse {rules.demi_intervalle:.0f} points de part et "
        "d’autre, le chiffre est dit fragile."
    )


def checks() -> None:
    """Every check that the gate plays on a load, by severity and by table, as the rules themselves say it."""
    st.subheader("Les contrôles")
    told = controls()
    st.markdown(
        f"{number(len(told))} contrôles, joués sur les tables reçues. Un contrôle bloquant refuse le fichier, ou met "
        "la ligne de côté ; une alerte se lit et n’empêche rien. Un département peut régler certains seuils dans un "
        "fichier : la page « Qualité des données » dit alors lesquels, et pourquoi."
    )
    for severity, scope, title in EFFECTS:
        chosen = [one for one in told if one.gravite == severity and scope in ("", one.portee)]
        with st.expander(f"{title} ({number(len(chosen))})"):
            rows = [(one.verifie, _played_on(one.tables), one.regle) for one in chosen]
            st.html(sentences(pd.DataFrame(rows, columns=["Ce qui est vérifié", "Tables", "Règle"]), title))


def _played_on(names: tuple[str, ...]) -> str:
    """Labels of the tables, in few words when nearly all are looked at."""
    if len(names) > MANY:
        return f"{len(names)} tables"
    return ", ".join(tables()[name].label for name in names if name in tables())


def dictionary() -> None:
    """Every table and column, as declared."""
    st.subheader("Dictionnaire des données")
    for origin, title in ORIGINS.items():
        for table in (table for table in tables().values() if table.origin == origin):
            with st.expander(f"{title} · {table.label}"):
                st.caption(f"{table.description}. Une ligne : {table.grain}.")
                rows = [(c.label, c.unit, "oui" if c.required else "non", c.note) for c in table.columns]
                st.dataframe(
                    pd.DataFrame(rows, columns=["Colonne", "Unité", "Obligatoire", "Précision"]),
                    hide_index=True,
                    width="stretch",
                )
