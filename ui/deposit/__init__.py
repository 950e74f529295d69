"""Bringing the département's tables in, one step after another: deposit, recognise, check, compare, publish."""
