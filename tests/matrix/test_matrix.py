"""The matrices as a test: a sample by default, everything with `-m slow`.

REQUIRED says which share of an operation's cases must pass; what fails is listed by `python -m tests.matrix.run tests/matrix/data`.
"""
import collections
import os

import pytest

from tests.matrix import cases, compare
from tests.matrix.cluster import Cluster

DATA = os.path.join(os.path.dirname(__file__), "data")
REQUIRED = {"create": 0.97, "update": 0.97, "patches": 0.95, "printers": 0.97, "describe": 0.95}
SAMPLE = 20  # every so many-th case
WHOLE = ("printers", "describe")  # small enough for every run


def share_passed(op, step):
    bases, cluster, failed, total = cases.bases(DATA), Cluster(), collections.Counter(), 0
    for case in sorted(cases.load(DATA, op), key=lambda c: c["base"])[::step]:
        total += 1
        try:
            problem = compare.OPS[op](cluster, case, bases[case["base"]])
        except Exception as crash:  # counts as a failure of its kind
            problem = crash
        if problem is not None:
            failed[bases[case["base"]]["kind"]] += 1
    return 1 - failed.total() / total, failed


@pytest.mark.parametrize("op", sorted(REQUIRED))
def test_sample(op):
    share, failed = share_passed(op, SAMPLE if op not in WHOLE else 1)
    assert share >= REQUIRED[op], failed


@pytest.mark.slow
@pytest.mark.parametrize("op", sorted(REQUIRED))
def test_all(op):
    share, failed = share_passed(op, 1)
    assert share >= REQUIRED[op], failed
