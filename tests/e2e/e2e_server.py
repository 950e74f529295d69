"""What browser tests share: the widths we look at, and a page that remembers whom it asked."""

from __future__ import annotations

from dataclasses import dataclass, field

from playwright.sync_api import Page

DESKTOP, PHONE = {"width": 1366, "height": 768}, {"width": 390, "height": 844}


@dataclass
class Visit:
    """A page being looked at, and every host it asked something of."""

    page: Page
    hosts: set[str] = field(default_factory=set)
    errors: list[str] = field(default_factory=list)
