"""Reading the report an edition keeps of its own load."""

from __future__ import annotations

import pandas as pd

from warehouse.dictionary import tables


def blocking_sentences(results: pd.DataFrame) -> list[str]:
    """Sentences of the rules that refused a file, each once. results: table `regles_resultats`."""
    failed = results["statut"] != "respectee"
    refusing = failed & (results["gravite"] == "bloquant") & (results["portee"] == "fichier")
    return list(dict.fromkeys(results.loc[refusing, "phrase"]))


def warning_sentences(results: pd.DataFrame) -> list[str]:
    """Sentences of what is to be looked at in the département's own tables and refused nothing, each once."""
    own = [name for name, table in tables().items() if table.origin == "departement"]
    failed = (results["statut"] != "respectee") & results["table"].isin(own)
    refusing = (results["gravite"] == "bloquant") & (results["portee"] == "fichier")
    return list(dict.fromkeys(results.loc[failed & ~refusing, "phrase"]))
