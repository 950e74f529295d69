"""Loads of the département's tables under way: files received, mapping confirmed, corrections, where each stands."""
