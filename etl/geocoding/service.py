"""The national address service, when the configuration names one."""

from __future__ import annotations

from config import Config
from etl.fetch.adresses_nationales import NationalAddresses

FOLDER = "geocodage"


def national(config: Config) -> NationalAddresses | None:
    """None unless OBS_GEOCODAGE says where it is; what it answers is kept under the home."""
    return NationalAddresses(config.geocoding, config.home / FOLDER) if config.geocoding else None
