"""What the front door runs inside the environment, one file per command."""

from __future__ import annotations


class UserMistake(Exception):
    """What a person can mend. The message is the French sentence shown; `code` the exit code."""

    def __init__(self, sentence: str, code: int = 2) -> None:
        super().__init__(sentence)
        self.code = code
