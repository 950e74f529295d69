"""Reading the report an edition keeps of its own load."""

from __future__ import annotations

import pandas as pd


def blocking_sentences(results: pd.DataFrame) -> list[str]:
    """Sentences of the rules that refused a file, each once. results: table `regles_resultats`."""
    failed = results["statut"] != "respectee"
    refusing = failed & (results["gravite"] == "bloquant") & (results["portee"] == "fichier")
    return list(dict.fromkeys(results.loc[refusing, "phrase"]))
