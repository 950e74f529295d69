"""What may go wrong with one file: for good, for want of a network, or for a moment."""

from __future__ import annotations


class FetchFailed(Exception):
    """Nothing more can be done for this file now. `phrase`: French sentence, what and how to mend it."""

    def __init__(self, phrase: str) -> None:
        super().__init__(phrase)
        self.phrase = phrase


class NoNetwork(FetchFailed):
    """The site, or the whole network, cannot be reached."""


class Passing(Exception):
    """A trouble that may pass. wait: seconds the site asks for, None when it says nothing."""

    def __init__(self, phrase: str, wait: float | None = None, reached: bool = True) -> None:
        super().__init__(phrase)
        self.phrase = phrase
        self.wait = wait
        self.reached = reached
