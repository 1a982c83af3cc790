"""Which rights a set of rules contains, and how what is missing is told."""
from __future__ import annotations

import pytest

from kubectl_lite.apiserver.authz import coverage

PODS = {"apiGroups": [""], "resources": ["pods"], "verbs": ["get", "list"]}


@pytest.mark.parametrize("held, wanted, lacking", [
    ([PODS], {**PODS, "verbs": ["get"]}, []),
    ([PODS], {**PODS, "verbs": ["get", "delete"]}, ['{APIGroups:[""], Resources:["pods"], Verbs:["delete"]}']),
    ([PODS], {**PODS, "resourceNames": ["a"]}, []),
    ([{**PODS, "resourceNames": ["a"]}], PODS, ['{APIGroups:[""], Resources:["pods"], Verbs:["get" "list"]}']),
    ([{**PODS, "resourceNames": ["a"]}], {**PODS, "resourceNames": ["b"], "verbs": ["get"]},
     ['{APIGroups:[""], Resources:["pods"], ResourceNames:["b"], Verbs:["get"]}']),
    ([{"apiGroups": ["*"], "resources": ["*"], "verbs": ["*"]}], PODS, []),
    ([{**PODS, "resources": ["*/status"]}], {**PODS, "resources": ["pods/status"]}, []),
    ([{**PODS, "resources": ["*/status"]}], {**PODS, "resources": ["pods"], "verbs": ["get"]}, ['{APIGroups:[""], Resources:["pods"], Verbs:["get"]}']),
    ([{"nonResourceURLs": ["/logs/*"], "verbs": ["get"]}], {"nonResourceURLs": ["/logs/a"], "verbs": ["get"]}, []),
    ([{"nonResourceURLs": ["/logs/a"], "verbs": ["get"]}], {"nonResourceURLs": ["/logs/*"], "verbs": ["get"]}, ['{NonResourceURLs:["/logs/*"], Verbs:["get"]}']),
])
def test_what_is_missing(held, wanted, lacking):
    assert [coverage.text(rule) for rule in coverage.compact(coverage.missing(held, [wanted]))] == lacking
