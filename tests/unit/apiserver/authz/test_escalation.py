"""Nobody gives away rights that he does not have."""
from __future__ import annotations

import pytest

from kubectl_lite import cluster
from kubectl_lite.machinery.env import FixedEnv
from kubectl_lite.machinery.errors import ApiError
from kubectl_lite.machinery.wire import UserInfo

RBAC = "/apis/rbac.authorization.k8s.io/v1"
ROLES, BINDINGS = f"{RBAC}/namespaces/default/roles", f"{RBAC}/namespaces/default/rolebindings"
JANE = UserInfo("jane", ("dev",))
PODS = {"apiGroups": [""], "resources": ["pods"], "verbs": ["get"]}


def role(name, *rules, kind="Role", **more):
    return {"apiVersion": "rbac.authorization.k8s.io/v1", "kind": kind, "metadata": {"name": name}, "rules": list(rules), **more}


def binding(name, ref, kind="Role", user="jane"):
    return {"apiVersion": "rbac.authorization.k8s.io/v1", "kind": "RoleBinding", "metadata": {"name": name},
            "roleRef": {"apiGroup": "rbac.authorization.k8s.io", "kind": kind, "name": ref},
            "subjects": [{"apiGroup": "rbac.authorization.k8s.io", "kind": "User", "name": user}]}


@pytest.fixture
def place():
    """A cluster in which jane may write roles and bindings and get pods, in the namespace default."""
    here = cluster.in_memory(FixedEnv(seed=1))
    writes = {"apiGroups": ["rbac.authorization.k8s.io"], "resources": ["roles", "rolebindings", "clusterroles"], "verbs": ["create", "update", "patch", "get"]}
    send(here, "POST", ROLES, role("writer", writes, PODS))
    send(here, "POST", BINDINGS, binding("writer", "writer"))
    return here


def send(place, method, path, body, user=None):
    return place.client(user).request(method, path, body=body).body


def refusal(place, method, path, body, user=JANE):
    with pytest.raises(ApiError) as caught:
        send(place, method, path, body, user)
    return caught.value.message


def test_a_role_with_more_rights_is_refused(place):
    text = refusal(place, "POST", ROLES, role("more", {**PODS, "verbs": ["get", "delete"]}, {**PODS, "resources": ["secrets"]}))
    assert text == ('roles.rbac.authorization.k8s.io "more" is forbidden: user "jane" (groups=["dev" "system:authenticated"]) is attempting to grant RBAC '
                    'permissions not currently held:\n{APIGroups:[""], Resources:["pods"], Verbs:["delete"]}\n'
                    '{APIGroups:[""], Resources:["secrets"], Verbs:["get"]}')


def test_a_role_within_ones_rights_is_written_and_cannot_be_raised(place):
    made = send(place, "POST", ROLES, role("same", PODS), JANE)
    raised = {**made, "rules": [{**PODS, "verbs": ["*"]}]}
    assert 'Verbs:["*"]}' in refusal(place, "PUT", f"{ROLES}/same", raised)
    assert send(place, "GET", f"{ROLES}/same", None)["rules"] == [PODS]


def test_a_binding_needs_the_rights_of_its_role_or_bind(place):
    assert "is attempting to grant" in refusal(place, "POST", BINDINGS, binding("view", "view", "ClusterRole"))
    send(place, "POST", ROLES, role("binder", {"apiGroups": ["rbac.authorization.k8s.io"], "resources": ["clusterroles"], "resourceNames": ["view"], "verbs": ["bind"]}))
    send(place, "POST", BINDINGS, binding("binder", "binder"))
    send(place, "POST", BINDINGS, binding("view", "view", "ClusterRole"), JANE)


def test_binding_a_role_that_does_not_exist(place):
    assert refusal(place, "POST", BINDINGS, binding("x", "nothing")) == 'roles.rbac.authorization.k8s.io "nothing" not found'


def test_escalate_allows_it(place):
    send(place, "POST", ROLES, role("escalator", {"apiGroups": ["rbac.authorization.k8s.io"], "resources": ["roles"], "verbs": ["escalate"]}))
    send(place, "POST", BINDINGS, binding("escalator", "escalator"))
    send(place, "POST", ROLES, role("more", {**PODS, "verbs": ["*"]}), JANE)


def test_a_binding_to_a_missing_role_is_told(place):
    send(place, "POST", BINDINGS, binding("gone", "gone", user="bob"))
    text = refusal(place, "GET", "/api/v1/namespaces/default/pods", None, UserInfo("bob"))
    assert text.endswith('in the namespace "default": RBAC: role.rbac.authorization.k8s.io "gone" not found')
