"""The change of an indicator between two dates, territory by territory."""

from __future__ import annotations

import pandas as pd

from disclosure.building import exhibit, own, select
from disclosure.exhibit import EXHIBIT_COLUMNS, Exhibit
from disclosure.measures import measures
from disclosure.words import SHOWN, Spoken, territories, whole_name
from geodata.levels import LEVELS
from indicators.catalogue import indicator
from indicators.change import NAN, change, direction, indicator_of_change
from indicators.remember import per_edition
from indicators.series import Break, breaks_between
from indicators.wording import of, period_words, signed, territory_words, typography, value
from warehouse.edition import Edition

JOIN = "_"
ABSENT = {"valeur": NAN, "ic_bas": NAN, "ic_haut": NAN, "statut": "non_disponible", "synthetique": False}


@per_edition
def evolution(edition: Edition, code: str, niveau: str, avant: str, apres: str, modalite: str = "") -> Exhibit:
    """One row per territory of the level: its change from `avant` to `apres`, put in order if they are not.

    Its numerateur is the value at the later date, its denominateur that at the earlier one. Across a break no row has
    a change: « non_comparable ».
    """
    avant, apres = sorted((avant, apres))
    chosen, broken = indicator(code), breaks_between(code, avant, apres)
    rows = select(own(edition, measures(edition, code, niveau), niveau), modalite=modalite)
    rows = rows[rows["periode"].isin([avant, apres])]
    by_date = {p: rows[rows["periode"] == p].set_index("territoire").to_dict("index") for p in (avant, apres)}
    told = []
    for key, name in territories(edition, niveau):
        before, after = (by_date[periode].get(key, ABSENT) for periode in (avant, apres))
        row = change(chosen, before, after)
        if broken:
            row |= {"valeur": NAN, "ic_bas": NAN, "ic_haut": NAN, "statut": "non_comparable"}
        told.append({"cle": key, "libelle": name, **row, "synthetique": before["synthetique"] or after["synthetique"]})
    frame = pd.DataFrame(told, columns=list(EXHIBIT_COLUMNS))
    shown = indicator_of_change(chosen, avant, apres)
    periode = f"{avant}{JOIN}{apres}"
    said = Evolved(edition, shown, "evolution", niveau, edition.departement, periode, modalite, frame, rows)
    return exhibit(said)


class Evolved(Spoken):
    """The words of a change."""

    @property
    def dates(self) -> tuple[str, str]:
        """The two periods, the earlier one first."""
        before, _, after = self.periode.partition(JOIN)
        return before, after

    @property
    def broken(self) -> tuple[Break, ...]:
        """What parts the two periods, if anything does."""
        return breaks_between(self.indicator.code, *self.dates)

    def title(self) -> str:
        where = f"{LEVELS[self.niveau].within}, {whole_name(self.edition)}"
        return f"Évolution {of(self.indicator.libelle)}{self.modality_title()} {self.between()} – {where}"

    def between(self) -> str:
        """ "entre 2023 et 2025"."""
        before, after = map(period_words, self.dates)
        return f"entre {before} et {after}"

    def lecture(self) -> str:
        if self.broken:
            return f"Non comparable : rupture de série en {self.broken[-1].first}."
        shown = self.frame[self.frame["statut"].isin(SHOWN)]
        moving = shown[shown["valeur"].round(self.indicator.decimals) != 0]
        if shown.empty:
            return f"Aucune évolution n’est significative ou connue {self.between()}."
        return self.reading((moving if len(moving) else shown).iloc[0])

    def reading(self, row: pd.Series) -> str:
        """ "Angers, entre 2023 et 2025 : hausse de 2,1 points (de 71,0 % à 73,1 %)."."""
        decimals = self.indicator.decimals
        source = indicator(self.indicator.code)
        first, last = (value(source, row[name]) for name in ("denominateur", "numerateur"))
        way = direction(row["valeur"], decimals)
        size = signed(abs(row["valeur"]), decimals, self.indicator.unite).lstrip("+")
        told = way if way == "stable" else f"{way} de {size}"
        where = territory_words(self.niveau, row["libelle"])
        return typography(f"{where[:1].upper()}{where[1:]}, {self.between()} : {told} (de {first} à {last}).")

    def breaks(self) -> list[str]:
        return [one.sentence for one in self.broken]
