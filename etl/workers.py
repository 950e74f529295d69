"""Several sources read at once, each in a process of its own where the system can fork; one after the other elsewhere.

What a process read comes back through a file: large columns are mapped, not copied. A refusal comes back as itself.
"""

from __future__ import annotations

import gc
import multiprocessing
import os
import pickle
import signal
import tempfile
import threading
from collections.abc import Callable, Iterable, Sequence
from concurrent.futures import Future, ProcessPoolExecutor, as_completed
from concurrent.futures.process import BrokenProcessPool
from mmap import ACCESS_COPY, mmap
from pathlib import Path
from types import ModuleType

import pyarrow as pa

from etl.reading.library import Library
from etl.reading.protocol import Reading

Progress = Callable[[str], None]
AT_ONCE = 2  # each holds the largest file it reads: more of them would pass the memory a national load may take
WORTH = 8 << 20  # bytes of files under which starting processes costs more than it saves
# The longest to read go first, so that no process is left alone at the end.
FIRST = ("bmo", "table_appartenance", "comparateur", "cog", "rp_melodi", "cnaf_foyers", "oarsa")


def read_all(
    modules: Sequence[ModuleType],
    shelf: Library,
    departement: str,
    progress: Progress,
    meanwhile: Callable[[], object] = lambda: None,
) -> list[Reading]:
    """What each module reads of the shelf, in the order of the modules; progress is told as each one is read.

    meanwhile: done here while others read. SourceRefused, or any other error of a source, is raised as it would be
    were the source read here.
    """
    pa.set_memory_pool(pa.system_memory_pool())  # Arrow's own gives pages back and asks for them again, all the time
    if not _worth(shelf):
        return [_told(module, progress).read(shelf, departement) for module in modules]
    with tempfile.TemporaryDirectory(prefix="lecture-") as folder:
        return _apart(modules, shelf, departement, progress, meanwhile, Path(folder))


def _told(module: ModuleType, progress: Progress) -> ModuleType:
    progress(f"Lecture : {module.SOURCE.titre}")
    return module


def _worth(shelf: Library) -> bool:
    if "fork" not in multiprocessing.get_all_start_methods() or (os.cpu_count() or 1) < AT_ONCE:
        return False
    if threading.active_count() > 1:  # a fork copies the locks other threads hold
        return False
    return sum(path.stat().st_size for path in {one.path for one in shelf.documents}) > WORTH


def _apart(
    modules: Sequence[ModuleType],
    shelf: Library,
    departement: str,
    progress: Progress,
    meanwhile: Callable[[], object],
    folder: Path,
) -> list[Reading]:
    pool = ProcessPoolExecutor(AT_ONCE, multiprocessing.get_context("fork"), _begin)
    readings: dict[ModuleType, Reading] = {}
    try:
        waiting = {
            pool.submit(_kept, module.__name__, shelf, departement, folder): module
            for module in sorted(modules, key=_turn)
        }
        meanwhile()
        for future in as_completed(waiting):
            readings[waiting[future]] = _brought(future, folder)
            _told(waiting[future], progress)
    except BrokenProcessPool:  # a process was killed, for want of memory say: what it had to read is read here
        for module in modules:
            if module not in readings:
                readings[module] = _told(module, progress).read(shelf, departement)
    finally:
        pool.shutdown(cancel_futures=True)
    return [readings[module] for module in modules]


def _turn(module: ModuleType) -> int:
    code = module.SOURCE.code
    return FIRST.index(code) if code in FIRST else len(FIRST)


def _begin() -> None:
    """A child goes at once when it is interrupted, or when the process that asked for it is gone.

    It lives for one load: looking for cycles among millions of cells would cost a tenth of its time.
    """
    gc.disable()
    signal.signal(signal.SIGINT, signal.SIG_DFL)
    parent = multiprocessing.parent_process()

    def follow() -> None:
        parent.join()
        os._exit(1)

    threading.Thread(target=follow, daemon=True).start()


def _kept(name: str, shelf: Library, departement: str, folder: Path) -> tuple[str, bytes, list[int]]:
    """In a child: read one source, put its columns in a file; its name, the rest, and the size of each piece."""
    import sys

    reading = sys.modules[name].read(shelf, departement)
    pieces: list[pickle.PickleBuffer] = []
    rest = pickle.dumps(reading, protocol=5, buffer_callback=pieces.append)
    views = [piece.raw() for piece in pieces]
    with (folder / name).open("wb") as stream:
        for view in views:
            stream.write(view)
            stream.write(bytes(-view.nbytes % 64))
    return name, rest, [view.nbytes for view in views]


def _brought(future: Future, folder: Path) -> Reading:
    name, rest, sizes = future.result()
    path = folder / name
    if not path.stat().st_size:
        return pickle.loads(rest, buffers=_pieces(memoryview(b""), sizes))
    with path.open("rb") as stream:
        held = memoryview(mmap(stream.fileno(), 0, access=ACCESS_COPY))
    path.unlink()
    return pickle.loads(rest, buffers=_pieces(held, sizes))


def _pieces(held: memoryview, sizes: Iterable[int]) -> Iterable[memoryview]:
    start = 0
    for size in sizes:
        yield held[start : start + size]
        start += size + -size % 64
