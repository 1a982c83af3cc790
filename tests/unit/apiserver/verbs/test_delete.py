"""Deletions that only try."""
from __future__ import annotations

import pytest


@pytest.mark.parametrize("body, query", [({"dryRun": ["All"]}, {}), (None, {"dryRun": "All"}), ({"dryRun": ["All"], "gracePeriodSeconds": 0}, {})])
def test_a_dry_run_deletes_and_marks_nothing(world, body, query):
    world.post("pods", {"apiVersion": "v1", "kind": "Pod", "metadata": {"name": "p"}, "spec": {"nodeName": "n", "containers": [{"name": "c", "image": "x"}]}})
    before = world.server.store.revision()
    assert world.send("DELETE", "pods/p", body, **query).status == 200
    assert world.server.store.revision() == before and "deletionTimestamp" not in world.get("pods/p").body["metadata"]
