import pytest

from kubectl_lite.printers.describe import environment
from kubectl_lite.printers.describe.writer import Writer

POD = {"metadata": {"name": "p", "namespace": "n", "uid": "u", "labels": {"b": "2", "a": "1"}, "annotations": {"k/x": "v"}}}


@pytest.mark.parametrize("path, want", [
    ("metadata.name", "p"), ("metadata.namespace", "n"), ("metadata.uid", "u"), ("metadata.labels", 'a="1"\nb="2"'), ("metadata.labels['b']", "2"),
    ("metadata.annotations['k/x']", "v"), ("metadata.annotations['none']", ""), ("status.podIP", ""), ("spec.nodeName", ""), ("nonsense['a']", "")])
def test_only_metadata_is_resolved(path, want):
    assert environment.pod_field(POD, path) == want


@pytest.mark.parametrize("ref, want", [
    ({"resource": "limits.cpu"}, "2"), ({"resource": "limits.cpu", "divisor": "1m"}, "1500"), ({"resource": "limits.memory", "divisor": "1Mi"}, "64"),
    ({"resource": "requests.cpu"}, "0"), ({"resource": "limits.example.com/gpu"}, ""), ({"resource": "limits.hugepages-2Mi", "divisor": "0"}, "4194304")])
def test_resource_values_are_rounded_up(ref, want):
    container = {"resources": {"limits": {"cpu": "1500m", "memory": "64Mi", "hugepages-2Mi": "4Mi"}}}
    assert environment.resource_value(ref, container) == want


def test_variables():
    listed = [{"name": "A", "value": "1"}, {"name": "MULTI", "value": "x\ny"}, {"name": "EMPTY"},
              {"name": "POD", "valueFrom": {"fieldRef": {"apiVersion": "v1", "fieldPath": "metadata.name"}}},
              {"name": "CPU", "valueFrom": {"resourceFieldRef": {"resource": "limits.cpu"}}},
              {"name": "S", "valueFrom": {"secretKeyRef": {"name": "s", "key": "k"}}},
              {"name": "C", "valueFrom": {"configMapKeyRef": {"name": "c", "key": "k", "optional": True}}}]
    w = Writer()
    environment.variables(w, {"env": listed}, POD)
    assert w.text() == """    Environment:
      A:      1
      MULTI:  x
              y
      EMPTY:  
      POD:    p (v1:metadata.name)
      CPU:    node allocatable (limits.cpu)
      S:      <set to the key 'k' in secret 's'>      Optional: false
      C:      <set to the key 'k' of config map 'c'>  Optional: true
"""


def test_a_template_resolves_nothing():
    w = Writer()
    environment.variables(w, {"env": [{"name": "POD", "valueFrom": {"fieldRef": {"apiVersion": "v1", "fieldPath": "metadata.name"}}}]}, None)
    assert w.text() == "    Environment:\n      POD:   (v1:metadata.name)\n"


def test_sources():
    w = Writer()
    environment.sources(w, {"envFrom": [{"prefix": "P_", "configMapRef": {"name": "cm"}}, {"secretRef": {"name": "sec", "optional": True}}]})
    assert w.text() == "    Environment Variables from:\n      cm   ConfigMap with prefix 'P_'  Optional: false\n      sec  Secret                      Optional: true\n"
