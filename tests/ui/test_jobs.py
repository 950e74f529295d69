"""A work under way is one for every screen that follows it, and tells where it stands."""

from __future__ import annotations

import json
import subprocess
import sys

import pytest

from ui import jobs


@pytest.fixture
def begin(tmp_path):
    """begin(): a process that works until its input is closed."""
    begun: list[jobs.Job] = []

    def one() -> jobs.Job:
        said = tmp_path / f"phrases-{len(begun)}.txt"
        with said.open("w", encoding="utf-8") as out:
            command = [
                sys.executable,
                "-S",
                "-c",
                "import sys; sys.stdin.read(); print('  1/9  Lecture'); print('Fin.')",
            ]
            process = subprocess.Popen(command, stdin=subprocess.PIPE, stdout=out, stderr=out)
        begun.append(jobs.Job(process, tmp_path / f"suivi-{len(begun)}.jsonl", said))
        return begun[-1]

    yield one
    for job in begun:
        job.process.stdin.close()
        job.process.wait(30)


def over(job: jobs.Job) -> None:
    job.process.stdin.close()
    job.process.wait(30)


def test_two_screens_follow_the_same_work_and_a_new_one_begins_once_it_is_over(begin, tmp_path):
    key = str(tmp_path)
    assert jobs.under_way(key) is None
    first = jobs.follow(key, begin)
    assert jobs.follow(key, begin) is first and jobs.under_way(key) is first
    over(first)
    assert jobs.under_way(key) is None
    assert jobs.follow(key, begin) is not first


def test_progress_says_the_step_under_way_and_the_sentences_of_the_end(begin):
    job = begin()
    told = jobs.progress(job)
    assert (told.step, told.part, told.number, told.total, told.code) == ("Préparation", 0.0, 0, 0, None)
    lines = [{"depot": "x"}, {"etape": "Lecture", "fait": 1, "total": 4}, {"etape": "Contrôle", "fait": 2, "total": 4}]
    text = "".join(json.dumps(line) + "\n" for line in lines)
    job.trail.write_text(text + '{"etape": "à moitié écri', encoding="utf-8")
    told = jobs.progress(job)
    assert (told.step, told.part, told.number, told.total, told.code) == ("Contrôle", 0.5, 3, 4, None)
    over(job)
    told = jobs.progress(job)
    assert told.code == 0 and told.sentences == ("Fin.",), "what it printed, without its steps"
