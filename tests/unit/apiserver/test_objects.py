"""Objects: what is kept of a collection is true after every write."""
from __future__ import annotations

from kubectl_lite.api import resources


def test_a_standing_collection_follows_the_store(world):
    row = resources.find("", "v1", "configmaps")
    names = lambda: [o["metadata"]["name"] for o in world.server.objects.standing(row, "demo")]  # noqa: E731
    assert names() == []
    world.post("configmaps", {"apiVersion": "v1", "kind": "ConfigMap", "metadata": {"name": "a"}})
    assert names() == ["a"]
    assert world.server.objects.standing(row, "demo") is world.server.objects.standing(row, "demo")
    world.send("DELETE", "configmaps/a")
    assert names() == []
