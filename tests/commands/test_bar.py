"""The bar a person watches while an edition is built."""

from __future__ import annotations

import io

from commands.bar import Bar


class Terminal(io.StringIO):
    def isatty(self) -> bool:
        return True


def drawn(terminal: Terminal) -> list[str]:
    return [line.removeprefix("\x1b[2K") for line in terminal.getvalue().split("\r")[1:]]


def test_elsewhere_than_on_a_terminal_each_step_has_its_line():
    stream = io.StringIO()
    bar = Bar(stream, 12)
    bar("Lecture : BMO"), bar("Lecture : RP")
    bar.close()
    assert stream.getvalue() == "   1/12  Lecture : BMO\n   2/12  Lecture : RP\n"


def test_on_a_terminal_one_line_moves(monkeypatch):
    monkeypatch.setenv("COLUMNS", "60")
    terminal = Terminal()
    bar = Bar(terminal, 4)
    for step in ("un", "deux", "trois", "un titre beaucoup trop long pour tenir sur la ligne qui reste"):
        bar(step)
    lines = drawn(terminal)
    assert ["0\u202f%" in lines[0], "25\u202f%" in lines[1], "50\u202f%" in lines[2], "75\u202f%" in lines[3]] == [
        True
    ] * 4
    assert lines[2].startswith("[██████████··········]") and lines[2].endswith("trois")
    assert all(len(line) < 60 for line in lines) and lines[3].endswith("…")
    bar.close()
    assert terminal.getvalue().endswith("\n")


def test_more_steps_than_foreseen_never_pass_the_end():
    terminal = Terminal()
    bar = Bar(terminal, 1)
    bar("un"), bar("deux"), bar("trois")
    assert "100\u202f%" in drawn(terminal)[-1]
