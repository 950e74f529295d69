"""Disclosure control: what may be shown to whom, applied once before every way out."""
