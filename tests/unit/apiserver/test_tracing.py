"""The way of a request in lines."""
from __future__ import annotations

import pytest

from kubectl_lite.apiserver import tracing
from kubectl_lite.machinery.wire import Request, UserInfo


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
    assert list(dict.fromkeys(stages)) == ["request", "authentication", "authorization", "decoding", "admission", "validation", "storage", "answer"]
    changed = next(changes for _, text, changes in told if text.startswith("Priority admit"))
    assert "+ spec.priority: 0" in changed
    assert told[-2][1].startswith("/registry/pods/demo/p: revision ") and told[-1][1].startswith("201 Pod at revision ")


def test_a_refusal_tells_who_refused(world):
    told = []
    world.server.settings.trace = lambda stage, text, changes=(), resource=None: told.append((stage, text))
    pod = {"apiVersion": "v1", "kind": "Pod", "metadata": {"name": "p"}, "spec": {"priorityClassName": "none", "containers": [{"name": "c", "image": "x"}]}}
    assert world.post("pods", pod).status == 403
    assert any(text.startswith("Priority admit: refused: ") for _, text in told) and told[-1][0] == "answer"


@pytest.fixture
def told(world):
    """The lines (stage, text, changes) that are told of each request."""
    lines = []
    world.server.settings.trace = lambda stage, text, changes=(), resource=None: lines.append((stage, text, list(changes)))
    return lines


def lines_of(told, stage):
    return [(text, changes) for found, text, changes in told if found == stage]


def test_a_patch_an_allocation_and_a_dry_run(world, told):
    world.post("services", {"apiVersion": "v1", "kind": "Service", "metadata": {"name": "s"}, "spec": {"ports": [{"port": 80}]}})
    assert any(change.startswith('+ spec.clusterIP: "10.0.0.') for change in lines_of(told, "allocation")[0][1])
    told.clear()
    world.patch("services/s", "merge", {"metadata": {"labels": {"a": "1"}}}, dryRun="All")
    assert lines_of(told, "patching") == [("application/merge-patch+json", ['+ metadata.labels: {"a": "1"}'])]
    assert lines_of(told, "storage") == [("dry run: nothing is written", [])]
    assert lines_of(told, "request")[0][0] == "PATCH /api/v1/namespaces/demo/services/s?dryRun=All (patch)"


def test_reads_and_discovery_are_short(world, told):
    world.get("pods"), world.get("/api/v1")
    assert lines_of(told, "answer")[0][0].startswith("200 PodList of 0 at revision ") and told[-1] == ("discovery", "GET /api/v1", [])


def test_a_refusal_by_validation_counts_its_problems(world, told):
    world.post("configmaps", {"apiVersion": "v1", "kind": "ConfigMap", "metadata": {"name": "A B"}, "data": {"/": "x"}})
    [(text, problems)] = lines_of(told, "validation")
    assert text == "refused: 2 problems" and problems[0].startswith("metadata.name: Invalid value")


def role(name, namespace, *, user="jane", **rule):
    rbac = "rbac.authorization.k8s.io"
    path = f"/apis/{rbac}/v1/namespaces/{namespace}"
    return [(f"{path}/roles", {"apiVersion": f"{rbac}/v1", "kind": "Role", "metadata": {"name": name}, "rules": [{"apiGroups": [""], "resources": ["pods"], **rule}]}),
            (f"{path}/rolebindings", {"apiVersion": f"{rbac}/v1", "kind": "RoleBinding", "metadata": {"name": name}, "roleRef": {"apiGroup": rbac, "kind": "Role", "name": name},
                                      "subjects": [{"apiGroup": rbac, "kind": "User", "name": user}]})]


def refused(world, told, path, method="GET"):
    told.clear()
    assert world.server.handle(Request(method, path, user=UserInfo("jane"))).status == 403
    return lines_of(told, "authorization")[0][1]


def test_which_rules_came_near(world, told):
    for path, body in role("reader", "demo", verbs=["get"]) + role("named", "demo", verbs=["delete"], resourceNames=["a", "b"]) + role("other", "default", verbs=["list", "update"]):
        assert world.post(path, body).status == 201
    pods = "/api/v1/namespaces/demo/pods"
    assert refused(world, told, pods) == [
        'RoleBinding "reader/demo" of Role "reader" to User "jane": verb list is not in [get]',
        'RoleBinding "other/default" of Role "other" would allow it in the namespace "default"']
    assert refused(world, told, f"{pods}/x", "DELETE") == [
        'RoleBinding "named/demo" of Role "named" to User "jane": name "x" is not in [a, b]',
        'RoleBinding "reader/demo" of Role "reader" to User "jane": verb delete is not in [get]']
    assert refused(world, told, f"{pods}/x/log") == ['RoleBinding "reader/demo" of Role "reader" to User "jane": resource pods/log is not in [pods]']
    assert refused(world, told, "/api/v1/namespaces/demo/secrets")[0].startswith('none of the 2 rules that user "jane" has here is about resource "secrets": ')
    assert refused(world, told, "/metrics") == ['no role is bound to user "jane" or its groups here']


@pytest.mark.parametrize("method, path, body, stage", [
    ("POST", "configmaps", {"apiVersion": "v1", "kind": "ConfigMap", "metadata": {"name": "a"}, "data": 1}, "decoding"),
    ("POST", "configmaps", {"apiVersion": "v1", "kind": "ConfigMap", "metadata": {"name": "there"}}, "storage"),
    ("POST", "services", {"apiVersion": "v1", "kind": "Service", "metadata": {"name": "s"}, "spec": {"clusterIP": "10.9.9.9", "ports": [{"port": 1}]}}, "allocation"),
    ("PUT", "configmaps/there", {"apiVersion": "v1", "kind": "ConfigMap", "metadata": {"name": "there", "resourceVersion": "1"}, "data": {"k": "v"}}, "storage"),
    ("POST", "configmaps", {"apiVersion": "v1", "kind": "ConfigMap", "metadata": {"name": "A"}}, "validation"),
])
def test_the_stage_that_refuses_says_so(world, told, method, path, body, stage):
    world.post("configmaps", {"apiVersion": "v1", "kind": "ConfigMap", "metadata": {"name": "there"}})
    told.clear()
    answer = world.send(method, path, body)
    assert answer.status >= 400
    assert [found for found, text, _ in told if text.startswith("refused: ")] == [stage] and told[-1][0] == "answer"


def test_a_patch_that_does_not_fit_is_refused_as_such(world, told):
    world.post("configmaps", {"apiVersion": "v1", "kind": "ConfigMap", "metadata": {"name": "a"}})
    world.patch("configmaps/a", "json", [{"op": "test", "path": "/metadata/name", "value": "b"}])
    assert lines_of(told, "patching")[0][0].startswith("refused: ")


def test_unknown_credentials_and_foreign_users_are_answered(world, told):
    world.server.handle(Request("GET", "/api/v1/pods", headers={"authorization": "Bearer x"}))
    assert [stage for stage, _, _ in told] == ["request", "authentication", "answer"] and told[1][1].startswith("refused: ")
    told.clear()
    world.server.handle(Request("GET", "/api/v1/pods", user=UserInfo("jane")))
    assert [stage for stage, _, _ in told] == ["request", "authentication", "authorization", "answer"] and told[-1][1].startswith("403 Forbidden: ")


def test_a_write_that_changes_nothing_wakes_nobody(world):
    world.post("configmaps", {"apiVersion": "v1", "kind": "ConfigMap", "metadata": {"name": "a"}})
    written = []
    world.server.settings.trace = lambda stage, text, changes=(), resource=None: written.append((text, resource)) if stage == "storage" else None
    world.patch("configmaps/a", "merge", {"data": {"k": "v"}})
    revision = world.patch("configmaps/a", "merge", {"data": {"k": "v"}}).body["metadata"]["resourceVersion"]
    world.send("DELETE", "configmaps/a")
    key = "/registry/configmaps/demo/a"
    assert [text for text, _ in written] == [f"{key}: revision {revision}", f"{key}: unchanged: no new revision", f"{key}: removed at revision {int(revision) + 1}"]
    assert [resource is not None for _, resource in written] == [True, False, True]


def test_a_review_that_says_no_says_why(world, told):
    spec = {"user": "jane", "resourceAttributes": {"verb": "list", "resource": "pods", "namespace": "demo"}}
    world.post("/apis/authorization.k8s.io/v1/subjectaccessreviews", {"apiVersion": "authorization.k8s.io/v1", "kind": "SubjectAccessReview", "spec": spec})
    [(text, why)] = lines_of(told, "review")
    assert text.startswith('refused: User "jane" cannot list resource "pods"') and "no role is bound" in why[0]


def test_printed_lines_fold_discovery_and_indent_requests_within_requests():
    out = []
    printer = tracing.Printer(out.append)
    for path in ("/api/v1", "/apis", "/apis/apps/v1", "/apis/batch/v1", "/apis/policy/v1"):
        printer("discovery", f"GET {path}")
    for stage, text in (("request", "A"), ("admission", "a"), ("request", "B"), ("storage", "b"), ("answer", "200 B"), ("answer", "200 A"), ("discovery", "GET /api")):
        printer(stage, text, ["+ x: 1"] if text == "b" else ())
    printer.flush()
    printer.flush()
    assert "".join(out).splitlines() == [
        "trace: discovery       GET /api/v1, GET /apis, GET /apis/apps/v1 and 2 more",
        "trace: request         A", "trace: admission       a",
        "trace:   request         B", "trace:   storage         b", "trace:                     + x: 1", "trace:   answer          200 B",
        "trace: answer          200 A", "trace: discovery       GET /api"]
