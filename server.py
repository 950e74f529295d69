"""The web server: the application, and beside it the files a browser keeps (contours, Leaflet).

Contours are served from OBS_HOME with names that carry their content's hash, so they never expire; Leaflet
comes from PyPI packages. No request leaves this machine.
"""

from __future__ import annotations

import gc
import importlib
import importlib.metadata
import logging
import pkgutil
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path

import streamlit as st
from starlette.datastructures import MutableHeaders
from starlette.middleware import Middleware
from starlette.routing import Mount
from starlette.staticfiles import StaticFiles
from starlette.types import ASGIApp, Message, Receive, Scope, Send
from streamlit.runtime.pages_manager import PagesManager

import ui
from config import ROOT, load
from ui.failure import sentence

YEAR = 31_536_000
SCRIPTS = Path(st.__file__).parent / "static" / "static" / "js"
FIRST_SHOWN = ("Html", "purify.es")  # what draws the sentence and the key figures
LIBRARIES = {"leaflet": "XStatic-Leaflet", "markercluster": "XStatic-Leaflet-MarkerCluster"}


class LastingFiles(StaticFiles):
    """Static files whose content never changes under a name."""

    def file_response(self, *arguments, **named):
        response = super().file_response(*arguments, **named)
        response.headers["Cache-Control"] = f"public, max-age={YEAR}, immutable"
        return response


def announced() -> str:
    """Link header: the scripts of the key figures, which then come before the map's 5 MB rather than among them."""
    names = [file.name for stem in FIRST_SHOWN for file in SCRIPTS.glob(f"{stem}.*.js")]
    return ", ".join(f"</static/js/{name}>; rel=modulepreload; crossorigin" for name in names)


class FiguresFirst:
    """Adds that header to the page every visit begins with; changes nothing else."""

    def __init__(self, app: ASGIApp) -> None:
        self.app, self.link = app, announced()

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        async def announcing(message: Message) -> None:
            if message["type"] == "http.response.start":
                headers = MutableHeaders(scope=message)
                if self.link and headers.get("content-type", "").startswith("text/html"):
                    headers.append("Link", self.link)
            await send(message)

        await self.app(scope, receive, announcing if scope["type"] == "http" else send)


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


@asynccontextmanager
async def warm(app: st.App) -> AsyncIterator[None]:
    """Import every room of the screens before the first visitor comes: he would wait for it otherwise.

    Streamlit collects garbage after each run, and nothing is sent meanwhile: what has been imported is never
    garbage, so it is put out of the collector's sight.
    """
    del app
    for module in pkgutil.iter_modules(ui.__path__):
        importlib.import_module(f"ui.{module.name}")
    gc.collect()
    gc.freeze()
    yield


def on_error(error: Exception) -> bool:
    """A person sees a sentence; the details go to the log."""
    logging.getLogger("observatoire").exception("page error", exc_info=error)
    st.error(sentence(error))
    return True


# Streamlit would run a file of pages/ by itself when a link opens it first, without the frame of app.py.
PagesManager.uses_pages_directory = False
app = st.App(
    ROOT / "app.py", routes=routes(), middleware=[Middleware(FiguresFirst)], lifespan=warm, on_script_error=on_error
)
