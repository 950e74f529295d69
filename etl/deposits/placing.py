"""Where the offer of a deposit takes place: communes and points found from its addresses, when they are sure."""

from __future__ import annotations

from collections.abc import Iterable

import pandas as pd

from config import Config
from etl.deposits.disk import told
from etl.geocoding import geocoded
from etl.geocoding.doubt import COLUMNS
from etl.geocoding.remembered import places_folder, remember, remembered
from etl.geocoding.service import national
from etl.staging import Staged


def placed(config: Config, tables: Iterable[Staged]) -> tuple[list[Staged], pd.DataFrame]:
    """The tables with their missing communes and points filled, and the places a person must confirm.

    What is doubtful stays empty until somebody says it; what was said for an earlier load is known. The second answer
    has the columns of `etl.geocoding.doubt`.
    """
    service, known = national(config), remembered(places_folder(config.home, config.departement))
    answers = [geocoded(one, config.departement, service, known) for one in tables]
    doubts = [doubtful for _, doubtful in answers if len(doubtful)]
    return [one for one, _ in answers], pd.concat(doubts, ignore_index=True) if doubts else pd.DataFrame(
        columns=COLUMNS
    )


def confirm_places(config: Config, chosen: dict[str, str]) -> None:
    """Keep the communes a person said, for this load and the next ones. chosen: key of the place → commune code.

    DepositRefused when the disk refuses.
    """
    folder = places_folder(config.home, config.departement)
    with told(folder):
        remember(folder, chosen)
