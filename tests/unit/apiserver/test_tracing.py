"""The way of a request in lines."""
from __future__ import annotations

from kubectl_lite.apiserver import tracing


def test_changes_are_a_small_diff():
    before = {"spec": {"a": 1, "gone": True, "list": [1]}, "metadata": {"managedFields": [{}]}}
    after = {"spec": {"a": 2, "new": {"x": 1}, "list": [1, 2]}, "metadata": {"managedFields": [{}, {}]}}
    assert sorted(tracing.changes(before, after)) == ["+ spec.list[1]: 2", '+ spec.new: {"x": 1}', "- spec.gone: true",
                                                      "~ metadata.managedFields: 1 -> 2 entries", "~ spec.a: 1 -> 2"]


def test_a_long_diff_is_cut():
    lines = tracing.changes({}, {str(i): i for i in range(100)})
    assert len(lines) == tracing.MOST_LINES + 1 and lines[-1] == f"… {100 - tracing.MOST_LINES} more"


def test_a_create_tells_every_stage(world):
    told = []
    world.server.settings.trace = lambda stage, text, changes=(), resource=None: told.append((stage, text, list(changes)))
    pod = {"apiVersion": "v1", "kind": "Pod", "metadata": {"name": "p"}, "spec": {"containers": [{"name": "c", "image": "x"}]}}
    assert world.post("pods", pod).status == 201
    stages = [stage for stage, _, _ in told]
    assert list(dict.fromkeys(stages)) == ["request", "authentication", "authorization", "decoding", "admission", "validation", "storage"]
    changed = next(changes for _, text, changes in told if text.startswith("Priority admit"))
    assert "+ spec.priority: 0" in changed
    assert told[-1][1].startswith("/registry/pods/demo/p: revision ")


def test_a_refusal_tells_who_refused(world):
    told = []
    world.server.settings.trace = lambda stage, text, changes=(), resource=None: told.append((stage, text))
    pod = {"apiVersion": "v1", "kind": "Pod", "metadata": {"name": "p"}, "spec": {"priorityClassName": "none", "containers": [{"name": "c", "image": "x"}]}}
    assert world.post("pods", pod).status == 403
    assert any(text.startswith("Priority admit: refused: ") for _, text in told) and told[-1][0] == "answer"
