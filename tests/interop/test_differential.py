"""A real kubectl and ours, line by line: the command lines of lines/*.txt against equal state directories.

A sample is part of the default run, everything carries the marker `slow`. OPEN holds the lines that are known to differ, and why.
"""
from __future__ import annotations

from pathlib import Path

import pytest

from tests.interop import differential

LINES = Path(__file__).parent / "lines"
EVERY = 40  # of so many cases one is in the sample

pytestmark = pytest.mark.skipif(not differential.NEW, reason="no kubectl.1.33 beside the kubectl on the PATH")


def known() -> set[str]:
    """The lines that differ still (open.txt: a reason behind #, then its lines)."""
    text = (Path(__file__).parent / "open.txt").read_text()
    return {line.strip() for line in text.splitlines() if line.strip() and not line.startswith("#")}


@pytest.fixture(scope="module")
def pair(tmp_path_factory):
    with differential.Pair(tmp_path_factory.mktemp("pair")) as made:
        yield made


def check(pair, cases):
    """Every line of the cases but the known ones is answered alike."""
    problems = []
    for case in cases:
        for line, wanted, got in pair.compare(case):
            if line not in known():
                problems += [line, *differential.differences(wanted, got)] if wanted != got else []
    assert not problems, "\n".join(problems)


def test_a_sample_is_answered_alike(pair):
    everything = [case for path in sorted(LINES.glob("*.txt")) for case in differential.cases(path)]
    check(pair, [case for case in everything[::EVERY] if not any("wait" in line or "port-forward" in line for line in case)])


@pytest.mark.slow
@pytest.mark.parametrize("name", sorted(path.stem for path in LINES.glob("*.txt")))
def test_all_are_answered_alike(pair, name):
    check(pair, differential.cases(LINES / f"{name}.txt"))
