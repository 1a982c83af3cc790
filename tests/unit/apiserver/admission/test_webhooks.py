"""Admission webhooks, called over HTTPS on this machine: what they are sent, what their answers do, and how failures are told."""
from __future__ import annotations

import base64
import copy
import json
import time

import pytest

from kubectl_lite.machinery.wire import Request
from tests.unit.apiserver import hooks
from tests.unit.apiserver.conftest import ADMIN

GROUP = "/apis/admissionregistration.k8s.io/v1"
MAPS = {"operations": ["*"], "apiGroups": [""], "apiVersions": ["v1"], "resources": ["configmaps"]}
PODS = {**MAPS, "resources": ["pods", "pods/*"]}


def review(request, **response):
    return {"apiVersion": request["apiVersion"], "kind": "AdmissionReview", "response": {"uid": request["request"]["uid"], "allowed": True, **response}}


def allow(request):
    return review(request)


def patching(*operations):
    text = base64.b64encode(json.dumps(operations).encode()).decode()
    return lambda request: review(request, patch=text, patchType="JSONPatch")


def labelling(key, value="1"):
    """A patch that adds a label; it looks at the object, as it must."""
    def answer(request):
        has = "labels" in request["request"]["object"]["metadata"]
        operation = {"op": "add", "path": f"/metadata/labels/{key}" if has else "/metadata/labels", "value": value if has else {key: value}}
        return patching(operation)(request)
    return answer


def webhook(hook=None, name="a.example.com", **more):
    client = {"url": hook.url(), "caBundle": hooks.authority().bundle} if hook else {"url": "https://127.0.0.1:1/check"}
    return {"name": name, "rules": [MAPS], "clientConfig": client, "sideEffects": "None", "admissionReviewVersions": ["v1"], "timeoutSeconds": 5, **more}


def register(world, *webhooks, kind="Validating", name="hooks"):
    body = {"apiVersion": "admissionregistration.k8s.io/v1", "kind": f"{kind}WebhookConfiguration", "metadata": {"name": name}, "webhooks": list(webhooks)}
    made = world.post(f"{GROUP}/{kind.lower()}webhookconfigurations", body)
    assert made.status == 201, made.body


def config_map(name="c", **metadata):
    return {"apiVersion": "v1", "kind": "ConfigMap", "metadata": {"name": name, **metadata}, "data": {"a": "1"}}


def message(response, status):
    assert response.status == status, response.body
    return response.body["message"]


FAILED = 'Internal error occurred: failed calling webhook "a.example.com": '
POSTED = FAILED + 'failed to call webhook: Post "https://127.0.0.1:{}/hook?timeout=5s": '


# ---- what is sent ---------------------------------------------------------------------------------------------------


def test_the_review_of_a_create(world, serve):
    hook = serve(allow)
    register(world, webhook(hook))
    assert world.send("POST", "configmaps", config_map(), fieldManager="me").status == 201
    [sent] = hook.seen
    request = sent["request"]
    assert (sent["kind"], sent["apiVersion"]) == ("AdmissionReview", "admission.k8s.io/v1")
    assert request["kind"] == {"group": "", "version": "v1", "kind": "ConfigMap"} == request["requestKind"]
    assert request["resource"] == {"group": "", "version": "v1", "resource": "configmaps"} == request["requestResource"]
    assert (request["name"], request["namespace"], request["operation"], request["dryRun"]) == ("c", "demo", "CREATE", False)
    assert request["userInfo"]["username"] == "kubernetes-admin" and request["oldObject"] is None and request["object"]["data"] == {"a": "1"}
    assert request["options"] == {"kind": "CreateOptions", "apiVersion": "meta.k8s.io/v1", "fieldManager": "me"}
    assert "subResource" not in request and hook.headers[0][0] == "/hook?timeout=5s"


def test_updates_and_deletes_show_what_was(world, serve):
    hook = serve(allow)
    register(world, webhook(hook))
    world.post("configmaps", config_map())
    world.patch("configmaps/c", "merge", {"data": {"a": "2"}})
    world.send("DELETE", "configmaps/c", {"gracePeriodSeconds": 0, "propagationPolicy": "Background"})
    _, update, delete = (body["request"] for body in hook.seen)
    assert (update["object"]["data"], update["oldObject"]["data"], update["options"]["kind"]) == ({"a": "2"}, {"a": "1"}, "PatchOptions")
    assert delete["object"] is None and delete["oldObject"]["data"] == {"a": "2"}
    assert delete["options"] == {"kind": "DeleteOptions", "apiVersion": "meta.k8s.io/v1", "gracePeriodSeconds": 0, "propagationPolicy": "Background"}


def test_the_version_of_the_review_is_the_first_known(world, serve):
    hook = serve(lambda request: {"response": {"allowed": True}})  # v1beta1 asks neither for a uid nor for a kind
    register(world, webhook(hook, admissionReviewVersions=["v9", "v1beta1", "v1"]))
    assert world.post("configmaps", config_map()).status == 201
    assert hook.seen[0]["apiVersion"] == "admission.k8s.io/v1beta1"


# ---- which webhooks concern a write -----------------------------------------------------------------------------------


@pytest.mark.parametrize("more, concerned", [
    ({}, True),
    ({"rules": [{**MAPS, "operations": ["UPDATE", "DELETE"]}]}, False),
    ({"rules": [{**MAPS, "apiGroups": ["apps"]}]}, False),
    ({"rules": [{**MAPS, "resources": ["configmaps/status"]}]}, False),
    ({"rules": [{**MAPS, "resources": ["*"]}]}, True),
    ({"rules": [{**MAPS, "resources": ["*/*"]}]}, True),
    ({"rules": [{**MAPS, "scope": "Cluster"}]}, False),
    ({"rules": [{**MAPS, "scope": "Namespaced"}]}, True),
    ({"namespaceSelector": {"matchLabels": {"team": "x"}}}, False),
    ({"namespaceSelector": {"matchLabels": {"kubernetes.io/metadata.name": "demo"}}}, True),
    ({"objectSelector": {"matchLabels": {"app": "x"}}}, True),
    ({"objectSelector": {"matchExpressions": [{"key": "app", "operator": "NotIn", "values": ["x"]}]}}, False),
    ({"matchConditions": [{"name": "n", "expression": "object.data.a == '1'"}]}, True),
    ({"matchConditions": [{"name": "n", "expression": "object.data.a == '2'"}, {"name": "m", "expression": "object.none.x == 1"}]}, False),
])
def test_which_writes_concern_a_webhook(world, serve, more, concerned):
    hook = serve(allow)
    register(world, webhook(hook, **more))
    assert world.post("configmaps", config_map(labels={"app": "x"})).status == 201
    assert bool(hook.seen) is concerned


def test_a_condition_that_cannot_be_evaluated(world, serve):
    hook, condition = serve(allow), [{"name": "n", "expression": "object.none.x == 1"}]
    register(world, webhook(hook, matchConditions=condition))
    assert message(world.post("configmaps", config_map()), 403) == (
        'configmaps "c" is forbidden: expression \'object.none.x == 1\' resulted in error: no such key: none')
    world.patch(f"{GROUP}/validatingwebhookconfigurations/hooks", "json", [{"op": "replace", "path": "/webhooks/0/failurePolicy", "value": "Ignore"}])
    assert world.post("configmaps", config_map()).status == 201 and hook.seen == []


def test_equivalent_versions_are_converted_and_exact_ones_are_not(world, serve):
    older, exact = serve(allow), serve(allow)
    rule = {"operations": ["*"], "apiGroups": ["autoscaling"], "apiVersions": ["v1"], "resources": ["horizontalpodautoscalers"]}
    register(world, webhook(older, rules=[rule]), webhook(exact, "b.example.com", rules=[rule], matchPolicy="Exact"))
    scaler = {"apiVersion": "autoscaling/v2", "kind": "HorizontalPodAutoscaler", "metadata": {"name": "h"}, "spec": {
        "maxReplicas": 3, "scaleTargetRef": {"apiVersion": "apps/v1", "kind": "Deployment", "name": "d"},
        "metrics": [{"type": "Resource", "resource": {"name": "cpu", "target": {"type": "Utilization", "averageUtilization": 50}}}]}}
    assert world.post("/apis/autoscaling/v2/namespaces/demo/horizontalpodautoscalers", scaler).status == 201
    request = older.seen[0]["request"]
    assert request["kind"]["version"] == "v1" == request["resource"]["version"] and request["requestKind"]["version"] == "v2"
    assert request["object"]["spec"]["targetCPUUtilizationPercentage"] == 50 and exact.seen == []


def test_webhooks_never_concern_their_own_configurations(world, serve):
    hook = serve(lambda request: review(request, allowed=False))
    register(world, webhook(hook, rules=[{"operations": ["*"], "apiGroups": ["*"], "apiVersions": ["*"], "resources": ["*/*"]}]))
    assert world.send("DELETE", f"{GROUP}/validatingwebhookconfigurations/hooks").status == 200 and hook.seen == []


def test_subresources_and_doors_are_writes_too(world, serve):
    hook = serve(lambda request: review(request, allowed=request["request"]["operation"] != "CONNECT", status={"message": "no shells"}))
    register(world, webhook(hook, rules=[PODS]))
    world.post("pods", {"apiVersion": "v1", "kind": "Pod", "metadata": {"name": "p"}, "spec": {"containers": [{"name": "c", "image": "x"}]}})
    world.post("pods/p/binding", {"apiVersion": "v1", "kind": "Binding", "metadata": {"name": "p"}, "target": {"kind": "Node", "name": "n"}})
    refused = world.send("POST", "pods/p/exec", command="sh", container="c", stdin="true")
    assert message(refused, 400) == 'admission webhook "a.example.com" denied the request: no shells'
    world.post("pods/p/eviction", {"apiVersion": "policy/v1", "kind": "Eviction", "metadata": {"name": "p"}})
    shown = [(r["operation"], r.get("subResource", ""), r["kind"]["kind"]) for r in (body["request"] for body in hook.seen)]
    assert shown == [("CREATE", "", "Pod"), ("CREATE", "binding", "Binding"), ("CONNECT", "exec", "PodExecOptions"), ("CREATE", "eviction", "Eviction")]
    options = hook.seen[2]["request"]["object"]
    assert options == {"kind": "PodExecOptions", "apiVersion": "v1", "stdin": True, "container": "c", "command": ["sh"]}


# ---- what answers do ---------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("result, status, reason, text", [
    ({}, 400, None, " without explanation"),
    ({"message": "no\nway"}, 400, None, ": no\nway"),
    ({"reason": "Teapot"}, 400, "Teapot", ": Teapot"),
    ({"code": 200, "message": "x"}, 400, None, ": x"),
    ({"code": 403, "reason": "Forbidden", "message": "x", "details": {"name": "c"}}, 403, "Forbidden", ": x"),
])
def test_a_refusal(world, serve, result, status, reason, text):
    register(world, webhook(serve(lambda request: review(request, allowed=False, status=result))))
    before = world.server.store.revision()
    answer = world.post("configmaps", config_map())
    assert message(answer, status) == f'admission webhook "a.example.com" denied the request{text}'
    assert answer.body.get("reason") == reason and answer.body.get("details") == result.get("details") and answer.body["status"] == "Failure"
    assert world.server.store.revision() == before


def test_warnings_and_audit_annotations(world, serve, tmp_path):
    from kubectl_lite.apiserver import audit, auditpolicy
    world.server.settings.audit = audit.Log(auditpolicy.Policy({"rules": [{"level": "RequestResponse"}], "omitStages": ["RequestReceived"]}), str(tmp_path / "audit.log"))
    first = serve(lambda request: review(request, warnings=["old", "old"], auditAnnotations={"key": "value"}))
    register(world, webhook(serve(labelling("m"))), kind="Mutating", name="m")
    register(world, webhook(first), webhook(None, "b.example.com", failurePolicy="Ignore"))
    assert world.post("configmaps", config_map()).warnings == ["old"]
    event = json.loads((tmp_path / "audit.log").read_text().splitlines()[-1])["annotations"]
    assert event["a.example.com/key"] == "value"
    assert event["failed-open.validating.webhook.admission.k8s.io/round_0_index_1"] == "b.example.com"
    assert event["mutation.webhook.admission.k8s.io/round_0_index_0"] == '{"configuration":"m","webhook":"a.example.com","mutated":true}'
    assert json.loads(event["patch.webhook.admission.k8s.io/round_0_index_0"])["patch"][0]["op"] == "add"


def test_a_patch_is_typed_and_defaulted(world, serve):
    register(world, webhook(serve(patching({"op": "add", "path": "/spec/containers/-", "value": {"name": "side", "image": "s:1", "unknown": 1}})), rules=[PODS]),
             kind="Mutating")
    made = world.post("pods", {"apiVersion": "v1", "kind": "Pod", "metadata": {"name": "p"}, "spec": {"containers": [{"name": "c", "image": "x"}]}})
    side = made.body["spec"]["containers"][1]
    assert side["imagePullPolicy"] == "IfNotPresent" and "unknown" not in side
    assert side["volumeMounts"][0]["mountPath"].startswith("/var/run/secrets")  # the plug-ins before it ran again


@pytest.mark.parametrize("operations, text", [
    ([{"op": "replace", "path": "/data/none/x", "value": 1}], "replace operation does not apply: doc is missing path: "),
    ([{"op": "replace", "path": "/data", "value": "x"}], "json: cannot unmarshal string into Go struct field ConfigMap.data of type map[string]string"),
    ([5], "json: cannot unmarshal number into Go value of type jsonpatch.Operation"),
])
def test_a_patch_that_does_not_fit(world, serve, operations, text):
    register(world, webhook(serve(patching(*operations))), kind="Mutating")
    assert message(world.post("configmaps", config_map()), 500).startswith(f"Internal error occurred: {text}")


def test_a_delete_cannot_be_patched(world, serve):
    world.post("configmaps", config_map())
    register(world, webhook(serve(patching({"op": "add", "path": "/data", "value": {}}))), kind="Mutating")
    assert message(world.send("DELETE", "configmaps/c"), 500) == (
        'Internal error occurred: admission webhook "a.example.com" attempted to modify the object, which is not supported for this operation')


def test_they_are_called_in_the_order_of_names_and_see_what_others_did(world, serve):
    order = []

    def noting(name):
        def answer(request):
            order.append((name, dict(request["request"]["object"]["metadata"].get("labels") or {})))
            return labelling(name)(request)
        return answer
    register(world, webhook(serve(noting("z1")), "z.example.com"), webhook(serve(noting("a1")), "a.example.com"), kind="Mutating", name="b")
    register(world, webhook(serve(noting("first"))), kind="Mutating", name="a")
    made = world.post("configmaps", config_map())
    assert [name for name, _ in order] == ["first", "z1", "a1"] and order[2][1] == {"first": "1", "z1": "1"}
    assert made.body["metadata"]["labels"] == {"first": "1", "z1": "1", "a1": "1"}


@pytest.mark.parametrize("policy, calls", [("IfNeeded", 2), ("Never", 1)])
def test_reinvocation(world, serve, policy, calls):
    first, second = serve(labelling("x")), serve(labelling("y"))
    register(world, webhook(first, reinvocationPolicy=policy), webhook(second, "b.example.com", reinvocationPolicy=policy), kind="Mutating")
    assert world.post("configmaps", config_map()).status == 201
    assert (len(first.seen), len(second.seen)) == (calls, 1)
    if calls == 2:
        assert first.seen[1]["request"]["object"]["metadata"]["labels"] == {"x": "1", "y": "1"}


def test_the_second_round_calls_nobody_for_the_first_time(world, serve):
    late = serve(allow)
    register(world, webhook(late, "late.example.com", objectSelector={"matchLabels": {"x": "1"}}), webhook(serve(labelling("x")), "x.example.com"), kind="Mutating")
    assert world.post("configmaps", config_map()).status == 201 and late.seen == []


def test_a_mutation_that_is_invalid_is_refused_by_validation(world, serve):
    register(world, webhook(serve(labelling("bad", "not valid!"))), kind="Mutating")
    assert message(world.post("configmaps", config_map()), 422).startswith('ConfigMap "c" is invalid: metadata.labels: Invalid value: "not valid!"')


# ---- dry run -----------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("kind", ["Mutating", "Validating"])
def test_side_effects_under_dry_run(world, serve, kind):
    hook = serve(allow)
    register(world, webhook(hook, sideEffects="NoneOnDryRun"), kind=kind)
    assert world.post("configmaps", config_map(), dryRun="All").status == 201 and hook.seen[0]["request"]["dryRun"] is True
    path = f"{GROUP}/{kind.lower()}webhookconfigurations/hooks"
    # v1 takes no other side effects; objects from before are still served
    row = __import__("kubectl_lite.api.resources", fromlist=["find"]).find_kind("admissionregistration.k8s.io", "v1", f"{kind}WebhookConfiguration")
    stored = copy.deepcopy(world.get(path).body)
    stored["webhooks"][0].update(sideEffects="Some", failurePolicy="Ignore")
    world.server.objects.update(row, "", "hooks", stored, world.server.objects.get(row, "", "hooks"), None)
    assert message(world.post("configmaps", config_map(), dryRun="All"), 400) == 'admission webhook "a.example.com" does not support dry run'
    assert world.post("configmaps", config_map()).status == 201


# ---- failures ----------------------------------------------------------------------------------------------------------


def test_a_failure_is_ignored_or_fails_as_the_policy_says(world):
    register(world, webhook(), kind="Mutating")
    assert message(world.post("configmaps", config_map()), 500) == (
        FAILED + 'failed to call webhook: Post "https://127.0.0.1:1/check?timeout=5s": dial tcp 127.0.0.1:1: connect: connection refused')
    world.patch(f"{GROUP}/mutatingwebhookconfigurations/hooks", "json", [{"op": "replace", "path": "/webhooks/0/failurePolicy", "value": "Ignore"}])
    assert world.post("configmaps", config_map()).status == 201


def test_a_slow_webhook_has_its_timeout_and_no_more(world, serve):
    hook = serve(lambda request: time.sleep(3) or allow(request))
    register(world, webhook(hook, timeoutSeconds=1), webhook(hook, "b.example.com", timeoutSeconds=1))
    began = time.monotonic()
    text = message(world.post("configmaps", config_map()), 500)
    assert text == f'{FAILED}failed to call webhook: Post "{hook.url()}?timeout=1s": context deadline exceeded'
    assert time.monotonic() - began < 1.9  # both were waited for at the same time


@pytest.mark.parametrize("answer, text", [
    (lambda r: (500, b"broken"), 'failed to call webhook: an error on the server ("broken") has prevented the request from succeeding'),
    (lambda r: (404, b""), "failed to call webhook: the server could not find the requested resource"),
    (lambda r: (400, b"x"), "failed to call webhook: the server rejected our request for an unknown reason"),
    (lambda r: (403, {"kind": "Status", "apiVersion": "v1", "status": "Failure", "message": "go away", "code": 403}), "failed to call webhook: go away"),
    (lambda r: (302, b""), "failed to call webhook: the server responded with the status code 302 but did not return more information"),
    (lambda r: b"", "failed to call webhook: 0-length response with status code: 200 and content type: text/plain"),
    (lambda r: b"{", "failed to call webhook: couldn't get version/kind; json parse error: unexpected end of JSON input"),
    (lambda r: b'["x"]', "failed to call webhook: couldn't get version/kind; json parse error: json: cannot unmarshal array into Go value of type struct "
                         '{ APIVersion string "json:\\"apiVersion,omitempty\\""; Kind string "json:\\"kind,omitempty\\"" }'),
    (lambda r: {}, "received invalid webhook response: webhook response was absent"),
    (lambda r: {**review(r), "kind": ""}, "received invalid webhook response: expected webhook response of admission.k8s.io/v1, Kind=AdmissionReview, "
                                          "got admission.k8s.io/v1, Kind="),
    (lambda r: {"response": {"uid": r["request"]["uid"], "allowed": True}},
     "received invalid webhook response: expected webhook response of admission.k8s.io/v1, Kind=AdmissionReview, got /, Kind="),
    (lambda r: {**review(r), "kind": "Pod", "apiVersion": "v1"}, 'failed to call webhook: no kind "Pod" is registered for version "v1" in scheme "pkg/runtime/scheme.go:110"'),
    (lambda r: review(r, uid="other"), 'received invalid webhook response: expected response.uid="{uid}", got "other"'),
    (lambda r: review(r, patch="W10="), "received invalid webhook response: validating webhook may not return response.patch"),
    (lambda r: review(r, patchType="JSONPatch"), "received invalid webhook response: validating webhook may not return response.patchType"),
    (lambda r: review(r, allowed="yes"), "failed to call webhook: json: cannot unmarshal string into Go struct field AdmissionResponse.response.allowed of type bool"),
])
def test_nonsense(world, serve, answer, text):
    hook = serve(answer)
    register(world, webhook(hook))
    found = message(world.post("configmaps", config_map()), 500)
    assert found == FAILED + text.replace("{uid}", hook.seen[0]["request"]["uid"])


@pytest.mark.parametrize("response, text", [
    ({"patch": "W10="}, "webhook returned response.patch but not response.patchType"),
    ({"patchType": "JSONPatch"}, "webhook returned response.patchType but not response.patch"),
])
def test_patch_and_its_type_go_together(world, serve, response, text):
    register(world, webhook(serve(lambda request: review(request, **response))), kind="Mutating")
    assert message(world.post("configmaps", config_map()), 500) == f"{FAILED}received invalid webhook response: {text}"


def test_certificates_that_are_not_believed(world, serve):
    def said(hook):
        register(world, webhook(hook), name=f"hooks-{hook.port}")
        text = message(world.post("configmaps", config_map()), 500)
        world.send("DELETE", f"{GROUP}/validatingwebhookconfigurations/hooks-{hook.port}")
        assert text.startswith(POSTED.format(hook.port))
        return text.removeprefix(POSTED.format(hook.port)).removeprefix("tls: failed to verify certificate: ")
    assert said(serve(allow, by=hooks.Authority("stranger"))) == "x509: certificate signed by unknown authority"
    assert said(serve(allow, by=hooks.Authority())) == (
        'x509: certificate signed by unknown authority (possibly because of "x509: ECDSA verification failure" while trying to verify '
        'candidate authority certificate "webhooks")')
    assert said(serve(allow, names=("localhost",))) == "x509: cannot validate certificate for 127.0.0.1 because it doesn't contain any IP SANs"
    assert said(serve(allow, names=("10.0.0.1", "10.0.0.2"))) == "x509: certificate is valid for 10.0.0.1, 10.0.0.2, not 127.0.0.1"
    assert said(serve(allow, since=-3)).startswith("x509: certificate has expired or is not yet valid: current time 20")
    assert said(serve(allow, plain=True)) == "http: server gave HTTP response to HTTPS client"


def test_a_host_that_nobody_knows(world):
    register(world, webhook(clientConfig={"url": "https://nobody.invalid/x"}))
    assert message(world.post("configmaps", config_map()), 500) == (
        FAILED + 'failed to call webhook: Post "https://nobody.invalid/x?timeout=5s": dial tcp: lookup nobody.invalid: no such host')


def test_a_bundle_that_is_none(world):
    register(world, webhook(clientConfig={"url": "https://127.0.0.1:1/x", "caBundle": base64.b64encode(b"nonsense").decode()}))
    assert "could not get REST client: unable to load root certificates" in message(world.post("configmaps", config_map()), 500)


# ---- services ----------------------------------------------------------------------------------------------------------


def by_service(**more):
    return webhook(clientConfig={"caBundle": hooks.authority().bundle, "service": {"name": "hook", "namespace": "demo", "path": "/check", **more}})


def service(**spec):
    return {"apiVersion": "v1", "kind": "Service", "metadata": {"name": "hook"}, "spec": {"ports": [{"port": 443}], **spec}}


SERVICE = FAILED + 'failed to call webhook: Post "https://hook.demo.svc:443/check?timeout=5s": '


@pytest.mark.parametrize("made, why", [
    (None, 'service "hook" not found'),
    (service(clusterIP="None"), 'cannot route to service with ClusterIP "None"'),
    (service(ports=[{"port": 80}]), 'no service port 443 found for service "hook"'),
    (service(clusterIP="10.0.0.9"), "dial tcp 10.0.0.9:443: connect: connection refused"),
])
def test_a_service_that_leads_nowhere(world, made, why):
    if made:
        assert world.post("services", made).status == 201
    register(world, by_service())
    assert message(world.post("configmaps", config_map()), 500) == SERVICE + why


def test_a_service_with_an_external_name_leads_out(world, serve):
    hook = serve(allow, names=("hook.demo.svc",))
    world.post("services", service(type="ExternalName", externalName="localhost"))
    register(world, by_service(port=hook.port))
    assert world.post("configmaps", config_map()).status == 201 and hook.headers[0][1]["Host"] == f"hook.demo.svc:{hook.port}"


def test_endpoints_written_by_hand_are_dialled(world, serve):
    hook = serve(allow, names=("hook.demo.svc",))
    world.post("services", service())
    row = __import__("kubectl_lite.api.resources", fromlist=["find"]).find("discovery.k8s.io", "v1", "endpointslices")
    world.server.objects.create(row, "demo", "hook", {  # an address of this machine, which the API itself would not take
        "apiVersion": "discovery.k8s.io/v1", "kind": "EndpointSlice", "metadata": {"name": "hook", "namespace": "demo", "labels": {"kubernetes.io/service-name": "hook"}},
        "addressType": "IPv4", "ports": [{"name": "", "port": hook.port}], "endpoints": [{"addresses": ["127.0.0.1"], "conditions": {"ready": True}}]}, None)
    register(world, by_service())
    assert world.post("configmaps", config_map()).status == 201 and len(hook.seen) == 1


def test_others_are_not_asked(world, serve):
    """Reads do not pass admission, whoever asks."""
    hook = serve(lambda request: review(request, allowed=False))
    register(world, webhook(hook))
    assert world.server.handle(Request("GET", "/api/v1/namespaces/demo/configmaps", user=ADMIN)).status == 200 and hook.seen == []


def test_the_trace_tells_of_calls(world, serve):
    told = []
    register(world, webhook(serve(allow)), webhook(None, "b.example.com", failurePolicy="Ignore"))
    world.server.settings.trace = lambda stage, text, changes=(), resource=None: told.append((stage, text))
    world.post("configmaps", config_map())
    calls = [text for stage, text in told if stage == "webhook"]
    assert calls[0] == "hooks/a.example.com: allowed" and calls[1].startswith("hooks/b.example.com: ignored: failed to call webhook: Post ")


def test_a_scale_is_shown_as_one(world, serve):
    hook = serve(lambda request: patching({"op": "replace", "path": "/spec/replicas", "value": 2})(request))
    register(world, webhook(hook, rules=[{**MAPS, "apiGroups": ["apps"], "resources": ["deployments/scale"]}]), kind="Mutating")
    path, labels = "/apis/apps/v1/namespaces/demo/deployments", {"a": "b"}
    world.post(path, {"apiVersion": "apps/v1", "kind": "Deployment", "metadata": {"name": "d"}, "spec": {
        "selector": {"matchLabels": labels}, "template": {"metadata": {"labels": labels}, "spec": {"containers": [{"name": "c", "image": "x"}]}}}})
    assert world.patch(f"{path}/d/scale", "merge", {"spec": {"replicas": 9}}).body["spec"]["replicas"] == 2
    request = hook.seen[0]["request"]
    assert request["kind"] == {"group": "autoscaling", "version": "v1", "kind": "Scale"} and request["subResource"] == "scale"
    assert request["object"]["spec"]["replicas"] == 9 and request["oldObject"]["spec"]["replicas"] == 1
    assert world.get(f"{path}/d").body["spec"]["replicas"] == 2
