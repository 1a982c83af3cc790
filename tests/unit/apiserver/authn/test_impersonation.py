"""Acting as somebody else: who one becomes, and which rights each part needs."""
from __future__ import annotations

import pytest

from kubectl_lite.machinery.wire import Request, UserInfo
from tests.unit.apiserver.authn.test_chain import REVIEW, WHOAMI

RBAC = "rbac.authorization.k8s.io"
JANE = UserInfo("jane", ("dev",))


def acting(world, user=JANE, **headers):
    return world.server.handle(Request("POST", WHOAMI, {}, {name.replace("_", "-"): value for name, value in headers.items()}, REVIEW, user))


def allow(world, *rules):
    """Jane may do this everywhere, and everybody may ask who he is."""
    everybody = {"apiGroups": ["authentication.k8s.io"], "resources": ["selfsubjectreviews"], "verbs": ["create"]}
    for name, found, subject in (("jane", list(rules), {"kind": "User", "name": "jane"}), ("all", [everybody], {"kind": "Group", "name": "system:authenticated"}),
                                 ("none", [everybody], {"kind": "Group", "name": "system:unauthenticated"})):
        assert world.post(f"/apis/{RBAC}/v1/clusterroles", {"apiVersion": f"{RBAC}/v1", "kind": "ClusterRole", "metadata": {"name": name}, "rules": found}).status == 201
        assert world.post(f"/apis/{RBAC}/v1/clusterrolebindings", {
            "apiVersion": f"{RBAC}/v1", "kind": "ClusterRoleBinding", "metadata": {"name": name}, "subjects": [{"apiGroup": RBAC, **subject}],
            "roleRef": {"apiGroup": RBAC, "kind": "ClusterRole", "name": name}}).status == 201


def rule(resource, *names, group=""):
    return {"apiGroups": [group], "resources": [resource], "verbs": ["impersonate"], **({"resourceNames": list(names)} if names else {})}


EVERYTHING = (rule("users"), rule("groups"), rule("serviceaccounts"), rule("uids", group="authentication.k8s.io"), *(rule(f"userextras/{key}", group="authentication.k8s.io") for key in ("scopes", "example.com/key")))


@pytest.mark.parametrize("headers, found", [
    ({"impersonate_user": "bob"}, {"username": "bob", "groups": ["system:authenticated"]}),
    ({"impersonate_user": "bob", "impersonate_group": ["a", "b"], "impersonate_uid": "9"}, {"username": "bob", "groups": ["a", "b", "system:authenticated"], "uid": "9"}),
    ({"impersonate_user": "bob", "impersonate_extra_scopes": ["x", "y"]}, {"username": "bob", "groups": ["system:authenticated"], "extra": {"scopes": ["x", "y"]}}),
    ({"impersonate_user": "bob", "impersonate_extra_example.com%2fkey": "x"}, {"username": "bob", "groups": ["system:authenticated"], "extra": {"example.com/key": ["x"]}}),
    ({"impersonate_user": "system:serviceaccount:demo:default"}, {"username": "system:serviceaccount:demo:default", "groups": [
        "system:serviceaccounts", "system:serviceaccounts:demo", "system:authenticated"]}),
    ({"impersonate_user": "system:serviceaccount:demo:default", "impersonate_group": "a"},
     {"username": "system:serviceaccount:demo:default", "groups": ["a", "system:authenticated"]}),
    ({"impersonate_user": "system:anonymous"}, {"username": "system:anonymous", "groups": ["system:unauthenticated"]}),
    ({"impersonate_user": "bob", "impersonate_group": "system:unauthenticated"}, {"username": "bob", "groups": ["system:unauthenticated"]}),
])
def test_who_one_becomes(world, headers, found):
    allow(world, *EVERYTHING)
    assert acting(world, **headers).body["status"]["userInfo"] == found


@pytest.mark.parametrize("rules, headers, text", [
    ((), {"impersonate_user": "bob"}, 'selfsubjectreviews.authentication.k8s.io is forbidden: User "jane" cannot impersonate-on:user-info:create resource '
     '"selfsubjectreviews" in API group "authentication.k8s.io" at the cluster scope'),
    ((rule("users", "eve"),), {"impersonate_user": "bob"}, 'users "bob" is forbidden: User "jane" cannot impersonate resource "users" in API group "" at the cluster scope'),
    ((rule("users"),), {"impersonate_user": "bob", "impersonate_group": "ops"},
     'groups "ops" is forbidden: User "jane" cannot impersonate resource "groups" in API group "" at the cluster scope'),
    ((rule("users"),), {"impersonate_user": "bob", "impersonate_uid": "9"},
     'uids.authentication.k8s.io "9" is forbidden: User "jane" cannot impersonate resource "uids" in API group "authentication.k8s.io" at the cluster scope'),
    ((rule("users"), rule("userextras/scopes", "x", group="authentication.k8s.io")), {"impersonate_user": "bob", "impersonate_extra_scopes": ["x", "y"]},
     'userextras.authentication.k8s.io "y" is forbidden: User "jane" cannot impersonate resource "userextras/scopes" in API group "authentication.k8s.io" at the cluster scope'),
    ((rule("users"),), {"impersonate_user": "system:serviceaccount:demo:default"},
     'serviceaccounts "default" is forbidden: User "jane" cannot impersonate resource "serviceaccounts" in API group "" in the namespace "demo"'),
])
def test_each_part_needs_its_right(world, rules, headers, text):
    allow(world, *rules)
    answer = acting(world, **headers)
    assert (answer.status, answer.body["message"]) == (403, text)


@pytest.mark.parametrize("headers, shown", [
    ({"impersonate_group": ["a", "b"]}, 'UID:"", Groups:[]string{"a", "b"}, Extra:map[string][]string(nil)'),
    ({"impersonate_uid": "9"}, 'UID:"9", Groups:[]string(nil), Extra:map[string][]string(nil)'),
    ({"impersonate_extra_k": "v"}, 'UID:"", Groups:[]string(nil), Extra:map[string][]string{"k":[]string{"v"}}')])
def test_nobody_in_particular(world, headers, shown):
    answer = acting(world, **headers)
    assert (answer.status, answer.body["message"]) == (400, f'requested &user.DefaultInfo{{Name:"", {shown}}} without impersonating a user name')


def grants(mode, *rows):
    """Rules of a constrained mode: what may be done on reviews, and (resource, names) that one may become."""
    own = [{"apiGroups": ["authentication.k8s.io"], "resources": [resource], "verbs": [f"impersonate:{mode}"], "resourceNames": list(names)} for resource, *names in rows]
    return ({"apiGroups": ["authentication.k8s.io"], "resources": ["selfsubjectreviews"], "verbs": [f"impersonate-on:{mode}:create"]}, *own)


NODE_AGENT = UserInfo("system:serviceaccount:kube-system:agent", ("system:serviceaccounts",), extra={"authentication.kubernetes.io/node-name": ["n1"]})


@pytest.mark.parametrize("rules, headers, found", [
    (grants("user-info", ("users", "bob")), {"impersonate_user": "bob"}, ["system:authenticated"]),
    (grants("user-info", ("users", "bob"), ("groups", "*")), {"impersonate_user": "bob", "impersonate_group": list("abcd")}, [*"abcd", "system:authenticated"]),
    (grants("serviceaccount", ("serviceaccounts", "default")), {"impersonate_user": "system:serviceaccount:demo:default"},
     ["system:serviceaccounts", "system:serviceaccounts:demo", "system:authenticated"]),
    (grants("arbitrary-node", ("nodes", "n1")), {"impersonate_user": "system:node:n1"}, ["system:nodes", "system:authenticated"]),
])
def test_constrained_modes(world, rules, headers, found):
    allow(world, *rules)
    assert acting(world, **headers).body["status"]["userInfo"]["groups"] == found


@pytest.mark.parametrize("rules, headers, text", [
    (grants("user-info", ("users", "bob")), {"impersonate_user": "eve"}, 'users.authentication.k8s.io "eve" is forbidden: User "jane" cannot impersonate:user-info resource "users"'),
    (grants("user-info", ("users", "bob")), {"impersonate_user": "bob", "impersonate_group": "system:masters"},
     'at the cluster scope: impersonating the system:masters group is not allowed'),
    (grants("user-info", ("users", "bob")), {"impersonate_user": "bob", "impersonate_extra_k": "v"}, 'must be a domain-prefixed path (such as "acme.io/foo")'),
    (grants("user-info", ("users", "system:node:n1")), {"impersonate_user": "system:node:n1"}, 'cannot impersonate-on:arbitrary-node:create resource "selfsubjectreviews"'),
    (grants("arbitrary-node", ("nodes", "n1")), {"impersonate_user": "system:node:n1", "impersonate_group": "g"}, 'users "system:node:n1" is forbidden: User "jane" cannot impersonate'),
])
def test_limits_of_constrained_modes(world, rules, headers, text):
    allow(world, *rules)
    answer = acting(world, **headers)
    assert answer.status == 403 and text in answer.body["message"]


def test_an_agent_becomes_its_own_node_only(world):
    allow(world, *grants("associated-node", ("nodes", "*")))
    binding = world.get(f"/apis/{RBAC}/v1/clusterrolebindings/jane").body
    world.patch(f"/apis/{RBAC}/v1/clusterrolebindings/jane", "merge", {
        "subjects": [*binding["subjects"], {"kind": "ServiceAccount", "name": "agent", "namespace": "kube-system"}]})
    found = acting(world, NODE_AGENT, impersonate_user="system:node:n1").body["status"]["userInfo"]
    assert (found["username"], found["groups"]) == ("system:node:n1", ["system:nodes", "system:authenticated"])
    assert acting(world, NODE_AGENT, impersonate_user="system:node:n2").status == 403
    assert acting(world, UserInfo("system:serviceaccount:kube-system:agent"), impersonate_user="system:node:n1").status == 403
