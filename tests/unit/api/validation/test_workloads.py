"""Counters of statuses."""
from __future__ import annotations

from kubectl_lite.api.validation import workloads
from kubectl_lite.machinery.field import Path


def test_counters_that_are_absent_are_zero():
    problems = workloads.bounded({"replicas": -1}, ("readyReplicas",), Path("status"))
    assert [str(p) for p in problems] == ["status.readyReplicas: Invalid value: 0: cannot be greater than status.replicas"]
    assert workloads.bounded({"replicas": 2, "readyReplicas": 2}, ("readyReplicas", "availableReplicas"), Path("status")) == []
