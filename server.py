"""The web server: the application, and beside it the files a browser keeps (contours, Leaflet).

Contours are served from OBS_HOME with names that carry their content's hash, so they never expire; Leaflet
comes from PyPI packages. No request leaves this machine.
"""

from __future__ import annotations

import importlib.metadata
import logging
from pathlib import Path

import streamlit as st
from starlette.routing import Mount
from starlette.staticfiles import StaticFiles

from config import ROOT, load
from ui.failure import sentence

YEAR = 31_536_000
LIBRARIES = {"leaflet": "XStatic-Leaflet", "markercluster": "XStatic-Leaflet-MarkerCluster"}


class LastingFiles(StaticFiles):
    """Static files whose content never changes under a name."""

    def file_response(self, *arguments, **named):
        response = super().file_response(*arguments, **named)
        response.headers["Cache-Control"] = f"public, max-age={YEAR}, immutable"
        return response


def data_folder(distribution: str) -> Path:
    """Where an XStatic package keeps its files. PackageNotFoundError when it is not installed."""
    files = importlib.metadata.files(distribution) or []
    inside = next(file for file in files if file.name.endswith(".css"))
    return Path(inside.locate()).parent


def routes() -> list[Mount]:
    """The static files beside the application."""
    contours = LastingFiles(directory=load().home / "contours", check_dir=False)
    mounts = [Mount(f"/{name}", LastingFiles(directory=data_folder(dist))) for name, dist in LIBRARIES.items()]
    return [Mount("/contours", contours), *mounts]


def on_error(error: Exception) -> bool:
    """A person sees a sentence; the details go to the log."""
    logging.getLogger("observatoire").exception("page error", exc_info=error)
    st.error(sentence(error))
    return True


app = st.App(ROOT / "app.py", routes=routes(), on_script_error=on_error)
