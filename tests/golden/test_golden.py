"""Recorded transcripts of real Kubernetes 1.36, replayed step by step. OPEN.txt names the steps that are known to differ still.

Every third scenario is part of the default run; the others carry the marker `slow`.
`python -m tests.golden.test_golden` replays everything and writes OPEN.txt anew.
"""
from __future__ import annotations

import sys
import tempfile
from pathlib import Path

import pytest

from tests.golden.replay import Replay

HERE = Path(__file__).parent
SCENARIOS = sorted((HERE / "scenarios").rglob("*.yaml"))
OPEN = HERE / "OPEN.txt"


def name(path: Path) -> str:
    return f"{path.parent.name}/{path.stem}"


def open_steps() -> dict[str, set[str]]:
    """scenario -> the shell lines that differ (`scenario<TAB>shell line`, spaces folded)."""
    known: dict[str, set[str]] = {}
    for line in OPEN.read_text().splitlines() if OPEN.exists() else ():
        scenario, _, run = line.partition("\t")
        known.setdefault(scenario, set()).add(run)
    return known


def folded(step) -> str:
    return " ".join(step["run"].split())


@pytest.mark.parametrize("path", [pytest.param(p, id=name(p), marks=[pytest.mark.slow] if i % 3 else []) for i, p in enumerate(SCENARIOS)])
def test_scenario(path, tmp_path):
    known = open_steps().get(name(path), set())
    for step, wanted, got in Replay(path, tmp_path).steps():
        if folded(step) not in known:
            assert got == wanted, step["run"]


def differing(path: Path) -> list[str]:
    """The shell lines of a scenario whose answer differs."""
    with tempfile.TemporaryDirectory() as folder:
        return [folded(step) for step, wanted, got in Replay(path, Path(folder)).steps() if got != wanted]


if __name__ == "__main__":
    lines = [f"{name(path)}\t{run}\n" for path in SCENARIOS for run in dict.fromkeys(differing(path))]
    OPEN.write_text("".join(lines))
    sys.exit(f"{len(lines)} steps differ" if lines else 0)
