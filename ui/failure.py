"""What a person reads when something unexpected happened."""

from __future__ import annotations


def sentence(error: Exception) -> str:
    """One French sentence, without any technical word; the log has the rest."""
    del error
    return (
        "Cette page n’a pas pu être affichée. Les données servies n’ont pas changé ; rechargez la page, "
        "et si le message revient, signalez-le à l’administrateur de l’observatoire."
    )
