"""Offline: the commune an address of the offer names, and how sure one may be. `located` is the door."""

from geodata.geocoding.locating import located, normalised
from geodata.geocoding.matching import SURE

__all__ = ["SURE", "located", "normalised"]
