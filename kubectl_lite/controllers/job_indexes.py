"""Completion indexes of Jobs: sets of numbers written as "0,2-4,7". Pure."""
from __future__ import annotations

ANNOTATION = "batch.kubernetes.io/job-completion-index"


def parse(text: str, completions: int) -> set[int]:
    """The numbers of an interval text, those below the completions only."""
    found: set[int] = set()
    for part in (text or "").split(","):
        first, _, last = part.partition("-")
        if first.isdigit():
            found.update(range(int(first), (int(last) if last.isdigit() else int(first)) + 1))
    return {i for i in found if i < completions}


def text(indexes) -> str:
    """The numbers as intervals: runs of three or more are shortened to FIRST-LAST."""
    runs: list[list[int]] = []
    for i in sorted(indexes):
        if runs and runs[-1][1] == i - 1:
            runs[-1][1] = i
        else:
            runs.append([i, i])
    return ",".join(str(a) if a == b else f"{a}-{b}" if b > a + 1 else f"{a},{b}" for a, b in runs)


def of(pod: dict) -> int:
    """The completion index of a pod; -1 without one."""
    value = (pod["metadata"].get("annotations") or {}).get(ANNOTATION, "")
    return int(value) if value.isdigit() else -1
