"""What the gate needs to know beside the tables it judges."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date

from config import Config
from etl.own import Load, loaded, own_names
from geodata.communes import communes
from quality.catalogue import every_rule
from quality.judgement import Context
from quality.known_totals import known_totals, totals_path
from quality.tuning import path, read
from warehouse.dictionary import tables
from warehouse.edition import Edition
from warehouse.statut import EditionInfo


def context(
    config: Config, previous: EditionInfo | None, served: Edition | None, load: Load, units: Mapping[str, str]
) -> Context:
    """What the tables are judged against. previous, served: the edition served now.

    units: for each indicator of the catalogue, its unit. A demonstration is not compared with the real tables it
    replaces. SourceRefused when the settings of the département (its rules, its known totals) cannot be understood.
    """
    names = [name for name, table in tables().items() if table.origin != "systeme"]
    back = load.demonstration and previous is not None and not previous.synthetic
    ignored = dict.fromkeys(own_names()) if back else {}
    return Context(
        departement=config.departement,
        known_communes=frozenset(communes()["code"]),
        today=date.today(),
        previous={name: previous.rows.get(name) or None for name in names} | ignored if previous else {},
        totals=known_totals(totals_path(config.home, config.departement)),
        indicators=frozenset(units),
        percentages=frozenset(code for code, unit in units.items() if unit == "%" and not code.startswith("ecart")),
        loaded=loaded(served),
        before=served.read if served and not back else None,  # not kept: a table of persons holds a million rows
        confirmed=load.confirmed,
        served=previous.published.date() if previous else None,
        invented=bool(previous and previous.synthetic),
        tuning=read(path(config.home, config.departement), every_rule),
    )
