"""Before the gate: communes and points of the offer are filled in, what is doubtful waits for a person."""

from etl.geocoding.doubt import notices
from etl.geocoding.filling import geocoded

__all__ = ["geocoded", "notices"]
