"""Every scenario that is copied here passes, step by step. OPEN.txt names the steps that are known to differ still."""
from pathlib import Path

import pytest

from tests.golden.replay import Replay

HERE = Path(__file__).parent
SCENARIOS = sorted((HERE / "scenarios").rglob("*.yaml"))


def open_steps() -> dict[str, set[str]]:
    """scenario -> the shell lines that are known to differ still (OPEN.txt: `scenario<TAB>shell line`)."""
    known: dict[str, set[str]] = {}
    path = HERE / "OPEN.txt"
    for line in path.read_text().splitlines() if path.exists() else ():
        scenario, _, run = line.partition("\t")
        known.setdefault(scenario, set()).add(run)
    return known


OPEN = open_steps()


@pytest.mark.parametrize("path", SCENARIOS, ids=lambda p: f"{p.parent.name}/{p.stem}")
def test_scenario(path, tmp_path):
    known = OPEN.get(f"{path.parent.name}/{path.stem}", set())
    for step, wanted, got in Replay(path, tmp_path).steps():
        if " ".join(step["run"].split()) in known:
            continue
        assert got == wanted, step["run"]
