"""Contours, zonings, passage between geographies, distances."""
