"""A real server on loopback and a real browser in front of it."""

from __future__ import annotations

from collections.abc import Iterator
from urllib.parse import urlsplit

import pytest
from e2e_server import DESKTOP, Visit
from playwright.sync_api import Browser, sync_playwright

from bench.navigateur import FLAGS, observatory
from config import Config


@pytest.fixture(scope="session")
def address(published: Config) -> Iterator[str]:
    """The application, started as a user starts it, on the demonstration edition."""
    with observatory(published) as url:
        yield url


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
