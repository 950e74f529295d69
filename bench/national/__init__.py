"""The two ways of loading all France, each a process of its own for `bench/chargement_national.py`."""
