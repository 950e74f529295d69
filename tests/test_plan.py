"""Every import of the project follows `tests/plan.py`; outside libraries enter by their one door."""

from __future__ import annotations

import ast
import re
import subprocess
import sys
from functools import cache
from graphlib import TopologicalSorter
from pathlib import Path

import pytest
from plan import DOORS, ENVIRONMENT, FLOW, UNREACHABLE_FROM_APP

ROOT = Path(__file__).parents[1]
LEFT_OUT = {"tests", ".venv", "var", ".git", "docs"}
READS = re.compile(r"os\.environ|os\.getenv|import environ")
VAGUE = {"utils", "helpers", "common", "misc"}


@cache
def modules() -> dict[str, Path]:
    """Every module of the project outside the tests, by dotted name."""
    files = [path for path in ROOT.rglob("*.py") if not LEFT_OUT & set(path.relative_to(ROOT).parts)]
    names = {".".join(path.relative_to(ROOT).with_suffix("").parts): path for path in files}
    return {name.removesuffix(".__init__"): path for name, path in names.items()}


@cache
def imports(path: Path) -> set[str]:
    """Dotted names a file imports, those inside functions included; `from a import b` gives a and a.b."""
    found: set[str] = set()
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Import):
            found |= {alias.name for alias in node.names}
        elif isinstance(node, ast.ImportFrom) and node.module and not node.level:
            found |= {node.module} | {f"{node.module}.{alias.name}" for alias in node.names}
    return found


def room(name: str) -> str | None:
    """The room of FLOW a dotted name lies in: the longest one that contains it."""
    inside = [place for place in FLOW if name == place or name.startswith(f"{place}.")]
    return max(inside, key=len, default=None)


def test_every_module_has_a_room():
    assert [name for name in modules() if room(name) is None and name != "manage"] == []


@pytest.mark.parametrize("name", sorted(modules()))
def test_imports_go_one_way(name):
    mine = room(name)
    if mine is None:
        return
    theirs = {target: room(target) for target in imports(modules()[name])}
    late = {t for t, place in theirs.items() if place and place != mine and FLOW.index(place) > FLOW.index(mine)}
    assert late == set(), f"{name} ({mine}) imports what stands after it"


def test_no_files_import_one_another():
    """Not even for a type, nor through others. A package is not held to what it hands on from its own files."""
    known = set(modules())
    graph = {name: (imports(path) & known) - {name} for name, path in modules().items()}
    graph = {name: {one for one in used if not name.startswith(f"{one}.")} for name, used in graph.items()}
    TopologicalSorter(graph).prepare()  # CycleError names the files


@pytest.mark.parametrize("library", sorted(DOORS))
def test_outside_libraries_enter_by_their_door(library):
    doors = DOORS[library]
    through = {n for n, p in modules().items() if any(i.split(".")[0] == library for i in imports(p))}
    strangers = {n for n in through if not any(n == d or n.startswith(f"{d}.") for d in doors)}
    assert strangers == set()


def test_the_environment_is_read_in_one_file():
    readers = {n for n, p in modules().items() if READS.search(p.read_text(encoding="utf-8"))}
    assert {n for n in readers if n.split(".")[0] not in ENVIRONMENT} == set()


def test_the_application_never_reaches_the_gate():
    code = "import sys, runpy, streamlit; import ui, importlib, pkgutil\n"
    code += "[importlib.import_module(f'ui.{m.name}') for m in pkgutil.iter_modules(ui.__path__)]\n"
    code += "import disclosure.figures\n"
    code += f"print([m for m in {UNREACHABLE_FROM_APP!r} if m in sys.modules])"
    done = subprocess.run([sys.executable, "-c", code], cwd=ROOT, capture_output=True, text=True, check=True)
    assert done.stdout.strip().splitlines()[-1] == "[]"


def test_files_are_named_for_what_they_hold():
    assert [name for name in modules() if name.split(".")[-1] in VAGUE] == []


def test_pages_are_tables_of_contents():
    long = {p.name: n for p in (ROOT / "pages").glob("*.py") if (n := len(p.read_text("utf-8").splitlines())) > 90}
    assert long == {}
