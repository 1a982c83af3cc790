import pytest
from tests.unit.printers.describe.said import said

from kubectl_lite.printers.describe.generic import title


@pytest.mark.parametrize("name, want", [
    ("podCIDR", "Pod CIDR"), ("podCIDRs", "Pod CIDRs"), ("clusterIPs", "Cluster I Ps"), ("nonResourceURLs", "Non Resource URLs"), ("uid", "UID"), ("apiVersion", "API Version"),
    ("seLinuxMount", "Se Linux Mount"), ("nodeID", "Node ID"), ("URL", "URL"), ("app.kubernetes.io/name", "app.kubernetes.io/name"), ("a1", "a1"), ("x-y", "X - Y")])
def test_titles(name, want):
    assert title(name) == want


def test_fields_are_sorted_and_nested():
    obj = {"metadata": {"namespace": "demo", "resourceVersion": "7", "managedFields": [{}]},
           "spec": {"on": True, "size": 1.5, "none": None, "empty": {}, "list": ["a", 2, {"b": "c", "a": 1}], "nested": {"deepField": "v"}}}
    assert said("Widget", obj, "example.com") == """Name:         x
Namespace:    demo
Labels:       <none>
Annotations:  <none>
API Version:  example.com/v1
Kind:         Widget
Metadata:
  Creation Timestamp:  2023-11-14T22:10:20Z
  Resource Version:    7
  UID:                 u
Spec:
  Empty:
  List:
    a
    2
    A:  1
    B:  c
  Nested:
    Deep Field:  v
  None:          <nil>
  On:            true
  Size:          1.5
Events:          <none>
"""
