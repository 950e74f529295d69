"""A real server on loopback and a real browser in front of it."""

from __future__ import annotations

import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from urllib.error import URLError
from urllib.parse import urlsplit
from urllib.request import urlopen

import pytest
from e2e_server import DESKTOP, Visit
from playwright.sync_api import Browser, sync_playwright

from config import ROOT, Config, for_child

FLAGS = (
    "--headless",
    "--no-sandbox",
    "--use-gl=swiftshader",
    "--enable-unsafe-swiftshader",
    "--disable-background-networking",
)


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


@pytest.fixture(scope="session")
def address(published: Config) -> Iterator[str]:
    """The application, started as a user starts it, on the demonstration edition."""
    port = free_port()
    command = [sys.executable, "-m", "commands", "run", "--port", str(port)]
    server = subprocess.Popen(command, cwd=ROOT, env=for_child(published), stdout=subprocess.DEVNULL)
    try:
        _wait(f"http://127.0.0.1:{port}/_stcore/health")
        yield f"http://127.0.0.1:{port}"
    finally:
        server.terminate()
        server.wait(20)


def _wait(url: str, seconds: float = 60) -> None:
    limit = time.monotonic() + seconds
    while time.monotonic() < limit:
        try:
            with urlopen(url, timeout=2):
                return
        except (URLError, OSError):
            time.sleep(0.3)
    raise TimeoutError(f"{url} ne répond pas après {seconds} s")


@pytest.fixture(scope="session")
def browser(chromium: str) -> Iterator[Browser]:
    with sync_playwright() as playwright:
        opened = playwright.chromium.launch(executable_path=chromium, args=list(FLAGS))
        yield opened
        opened.close()


@pytest.fixture
def visit(browser: Browser, request) -> Iterator[Visit]:
    """A fresh page; parametrize indirectly with a viewport, the desktop's by default."""
    context = browser.new_context(viewport=getattr(request, "param", DESKTOP), locale="fr-FR", accept_downloads=True)
    looked = Visit(context.new_page())
    looked.page.on("request", lambda asked: looked.hosts.add(urlsplit(asked.url).hostname or "local"))
    looked.page.on("pageerror", lambda error: looked.errors.append(str(error)))
    yield looked
    context.close()
