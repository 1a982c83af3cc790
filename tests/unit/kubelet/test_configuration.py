from __future__ import annotations

import pytest

from kubectl_lite.kubelet import configuration
from tests.unit.kubelet.builders import container, pod

THERE = {("configmaps", "cfg"): {"data": {"k": "v"}, "binaryData": {"b": "eA=="}}, ("secrets", "sec"): {"data": {"k": "dg=="}}}


def find(resource, _namespace, name):
    return THERE.get((resource, name))


def key(kind, name, key_, **more):
    return {"env": [{"name": "A", "valueFrom": {f"{kind}KeyRef": {"name": name, "key": key_, **more}}}]}


@pytest.mark.parametrize("fields, problem", [
    ({"envFrom": [{"configMapRef": {"name": "nope"}}]}, 'configmap "nope" not found'),
    ({"envFrom": [{"secretRef": {"name": "nope", "optional": True}}]}, ""),
    (key("configMap", "cfg", "k"), ""), (key("configMap", "cfg", "b"), ""), (key("secret", "nope", "k"), 'secret "nope" not found'),
    (key("configMap", "cfg", "x"), "couldn't find key x in ConfigMap demo/cfg"), (key("secret", "sec", "x"), "couldn't find key x in Secret demo/sec"),
    (key("secret", "sec", "x", optional=True), ""),
])
def test_what_holds_a_container_up(fields, problem):
    assert configuration.container_problem(pod(), container(**fields), find) == problem


@pytest.mark.parametrize("volume, problem", [
    ({"configMap": {"name": "cfg"}}, ""), ({"configMap": {"name": "nope"}}, 'configmap "nope" not found'), ({"secret": {"secretName": "nope", "optional": True}}, ""),
    ({"configMap": {"name": "cfg", "items": [{"key": "x", "path": "x"}]}}, "references non-existent config key: x"),
    ({"projected": {"sources": [{"serviceAccountToken": {}}, {"secret": {"name": "nope"}}]}}, 'secret "nope" not found'), ({"emptyDir": {}}, ""),
])
def test_what_holds_a_volume_up(volume, problem):
    assert configuration.volume_problem(pod(volumes=[{"name": "v", **volume}]), find) == (("v", problem) if problem else ("", ""))
