"""Plug-ins that are switched on and configured: PodSecurity's defaults and exemptions, rates of events, tolerations, pull policies."""
from __future__ import annotations

import json

import pytest

from kubectl_lite.apiserver import configuration
from kubectl_lite.api.podspec.tolerations import covers, merged
from kubectl_lite.machinery.wire import Request, UserInfo

KINDS = {"PodSecurity": ("pod-security.admission.config.k8s.io/v1", "PodSecurityConfiguration"),
         "EventRateLimit": ("eventratelimit.admission.k8s.io/v1alpha1", "Configuration"),
         "PodTolerationRestriction": ("podtolerationrestriction.admission.k8s.io/v1alpha1", "Configuration")}


def admission(name, **body):
    api_version, kind = KINDS[name]
    return {"apiVersion": "apiserver.config.k8s.io/v1", "kind": "AdmissionConfiguration",
            "plugins": [{"name": name, "configuration": {"apiVersion": api_version, "kind": kind, **body}}]}


def configure(world, name, **body):
    found = configuration.settings({"admissionConfiguration": admission(name, **body), "enableAdmissionPlugins": [name]})
    world.server.settings.admission_configuration = found["admission_configuration"]
    world.server.settings.enable_admission = found["enable_admission"]


def pod(name="p", labels=None, **spec):
    return {"apiVersion": "v1", "kind": "Pod", "metadata": {"name": name}, "spec": {"containers": [{"name": "c", "image": "x:1"}], **spec}}


HOSTED = 'violates PodSecurity "baseline:latest": host namespaces (hostNetwork=true)'


# ---- PodSecurity -------------------------------------------------------------------------------------------------------


def test_defaults_of_the_cluster(world):
    configure(world, "PodSecurity", defaults={"enforce": "baseline", "warn": "restricted", "warn-version": "v1.25"})
    assert world.post("pods", pod(hostNetwork=True)).body["message"] == f'pods "p" is forbidden: {HOSTED}'
    made = world.post("pods", pod())
    assert made.status == 201 and made.warnings[0].startswith('would violate PodSecurity "restricted:v1.25": allowPrivilegeEscalation != false')
    world.patch("/api/v1/namespaces/demo", "merge", {"metadata": {"labels": {"pod-security.kubernetes.io/enforce": "privileged"}}})
    assert world.post("pods", pod("q", hostNetwork=True)).status == 201  # labels count more


@pytest.mark.parametrize("exemptions, spec", [
    ({"namespaces": ["demo"]}, {}), ({"usernames": ["kubernetes-admin"]}, {}), ({"runtimeClasses": ["vm"]}, {"runtimeClassName": "vm"})])
def test_exemptions(world, exemptions, spec):
    world.post("/apis/node.k8s.io/v1/runtimeclasses", {"apiVersion": "node.k8s.io/v1", "kind": "RuntimeClass", "metadata": {"name": "vm"}, "handler": "vm"})
    configure(world, "PodSecurity", defaults={"enforce": "baseline"}, exemptions={key: ["other"] for key in exemptions})
    assert world.post("pods", pod(hostNetwork=True, **spec)).status == 403
    configure(world, "PodSecurity", defaults={"enforce": "baseline"}, exemptions=exemptions)
    assert world.post("pods", pod(hostNetwork=True, **spec)).status == 201


def test_what_the_audit_log_hears(world, tmp_path):
    from kubectl_lite.apiserver import audit, auditpolicy
    configure(world, "PodSecurity", defaults={"enforce": "privileged", "audit": "baseline"})
    world.server.settings.audit = audit.Log(auditpolicy.Policy({"rules": [{"level": "Metadata"}], "omitStages": ["RequestReceived"]}), str(tmp_path / "audit.log"))
    world.post("pods", pod(hostNetwork=True))
    annotations = json.loads((tmp_path / "audit.log").read_text().splitlines()[-1])["annotations"]
    assert annotations["pod-security.kubernetes.io/enforce-policy"] == "privileged:latest"
    assert annotations["pod-security.kubernetes.io/audit-violations"] == f"would {HOSTED.replace('violates', 'violate')}"


# ---- EventRateLimit ----------------------------------------------------------------------------------------------------


def event(world, name, namespace="demo", component="a"):
    body = {"apiVersion": "v1", "kind": "Event", "metadata": {"name": name}, "involvedObject": {"kind": "Pod", "name": "p", "namespace": namespace},
            "source": {"component": component}}
    return world.post(f"/api/v1/namespaces/{namespace}/events", body)


@pytest.mark.parametrize("kind, key", [("Server", ""), ("Namespace", "demo"), ("SourceAndObject", "aPoddemop")])
def test_a_rate_of_events(world, kind, key):
    configure(world, "EventRateLimit", limits=[{"type": kind, "qps": 1, "burst": 3}])
    assert [event(world, f"e{i}").status for i in range(3)] == [201, 201, 201]
    refused = event(world, "more")
    assert refused.status == 429 and refused.body["message"] == f"Too many requests: limit reached on type {kind} for key {key}"
    assert refused.body["reason"] == "TooManyRequests"
    assert event(world, "elsewhere", "default", "b").status == (429 if kind == "Server" else 201)
    world.env.advance(2)
    assert [event(world, f"f{i}").status for i in range(3)] == [201, 201, 429]


def test_events_are_not_limited_unless_it_is_switched_on(world):
    world.server.settings.admission_configuration = configuration.settings(
        {"admissionConfiguration": admission("EventRateLimit", limits=[{"type": "Server", "qps": 1, "burst": 1}])})["admission_configuration"]
    assert [event(world, f"e{i}").status for i in range(3)] == [201, 201, 201]


# ---- PodTolerationRestriction ------------------------------------------------------------------------------------------

A, B, ANY = {"key": "a", "operator": "Exists"}, {"key": "b", "operator": "Equal", "value": "1", "effect": "NoSchedule"}, {"operator": "Exists"}


@pytest.mark.parametrize("wide, narrow, result", [
    (A, A, True), (ANY, B, True), (A, {**A, "effect": "NoSchedule"}, True), ({**A, "effect": "NoSchedule"}, A, False), (B, {**B, "value": "2"}, False),
    ({**A, "effect": "NoExecute", "tolerationSeconds": 5}, {**A, "effect": "NoExecute", "tolerationSeconds": 9}, False),
    ({**A, "effect": "NoExecute", "tolerationSeconds": 9}, {**A, "effect": "NoExecute", "tolerationSeconds": 5}, True), (B, {"key": "b", "operator": "Exists"}, False)])
def test_which_toleration_covers_which(wide, narrow, result):
    assert covers(wide, narrow) is result


def test_merged_tolerations():
    assert merged([A, B], [A]) == [A, B] and merged([B], [ANY]) == [ANY] and merged([], []) == []


def test_tolerations_of_the_namespace_and_the_cluster(world):
    configure(world, "PodTolerationRestriction", default=[A], whitelist=[A, {"key": "node.kubernetes.io/not-ready", "operator": "Exists"},
                                                                      {"key": "node.kubernetes.io/unreachable", "operator": "Exists"}])
    assert A in world.post("pods", pod()).body["spec"]["tolerations"]
    refused = world.post("pods", pod("q", tolerations=[B]))
    assert (refused.status, refused.body["message"]) == (500, "pod tolerations (possibly merged with namespace default tolerations) conflict with its cluster whitelist")
    annotations = {"scheduler.alpha.kubernetes.io/defaultTolerations": json.dumps([B]), "scheduler.alpha.kubernetes.io/tolerationsWhitelist": json.dumps([B])}
    world.patch("/api/v1/namespaces/demo", "merge", {"metadata": {"annotations": annotations}})
    refused = world.post("pods", pod("q"))  # DefaultTolerationSeconds has added what the namespace does not allow
    assert refused.body["message"].endswith("conflict with its namespace whitelist")


# ---- AlwaysPullImages --------------------------------------------------------------------------------------------------


def test_images_are_always_pulled(world):
    world.server.settings.enable_admission = ("AlwaysPullImages",)
    assert world.post("pods", pod()).body["spec"]["containers"][0]["imagePullPolicy"] == "Always"
    world.server.settings.enable_admission = ()
    world.post("pods", pod("before"))
    world.server.settings.enable_admission = ("AlwaysPullImages",)
    assert world.patch("pods/before", "merge", {"metadata": {"labels": {"a": "1"}}}).status == 200  # no image that it did not have


def test_images_that_are_volumes_are_always_pulled_too(world):
    world.server.settings.enable_admission = ("AlwaysPullImages",)
    made = world.post("pods", pod(volumes=[{"name": "v", "image": {"reference": "data", "pullPolicy": "Never"}}]))
    assert made.body["spec"]["volumes"][0]["image"]["pullPolicy"] == "Always"


# ---- the configuration itself ------------------------------------------------------------------------------------------


@pytest.mark.parametrize("value, problem", [
    ({"kind": "AdmissionConfiguration"}, "must be a AdmissionConfiguration of apiserver.config.k8s.io/v1"),
    ({**admission("PodSecurity"), "plugins": [{"name": "LimitRanger"}]}, "a plug-in that takes a configuration is one of PodSecurity"),
    ({**admission("PodSecurity"), "plugins": [{"name": "PodSecurity", "configuration": {}}]}, "must be a PodSecurityConfiguration of"),
    (admission("PodSecurity", defaults={"enforce": "strict"}), "defaults.enforce must be one of privileged, baseline, restricted"),
    (admission("EventRateLimit", limits=[]), "must not be empty"), (admission("EventRateLimit", limits=[{"type": "Moon"}]), "each limit needs a type"),
    ("nowhere.yaml", "cannot read"),
])
def test_mistakes_are_told(value, problem):
    with pytest.raises(configuration.BadConfiguration, match=problem):
        configuration.settings({"admissionConfiguration": value})


def test_it_may_lie_in_files(tmp_path):
    (tmp_path / "admission.yaml").write_text("apiVersion: apiserver.config.k8s.io/v1\nkind: AdmissionConfiguration\nplugins:\n- name: PodSecurity\n  path: ps.yaml\n")
    (tmp_path / "ps.yaml").write_text("apiVersion: pod-security.admission.config.k8s.io/v1\nkind: PodSecurityConfiguration\ndefaults: {enforce: baseline}\n")
    found = configuration.settings({"admissionConfiguration": "admission.yaml"}, str(tmp_path))
    assert found["admission_configuration"]["PodSecurity"]["defaults"] == {"enforce": "baseline"}


def test_rates_by_user(world):
    """Rates by user are those of the one who writes."""
    configure(world, "EventRateLimit", limits=[{"type": "User", "qps": 1, "burst": 1}])
    writer = UserInfo("writer", ("system:masters", "system:authenticated"))
    body = {"apiVersion": "v1", "kind": "Event", "metadata": {"name": "e"}, "involvedObject": {"kind": "Pod", "name": "p", "namespace": "demo"}}
    assert world.server.handle(Request("POST", "/api/v1/namespaces/demo/events", {}, {"user-agent": "writer/1"}, body, writer)).status == 201
    assert event(world, "f").status == 201
