"""PodSecurity: what is looked at, in which version of the standards, and what namespaces are told."""
from __future__ import annotations

import pytest

from kubectl_lite.apiserver.admission.podsecurity.levels import evaluate
from kubectl_lite.apiserver.admission.podsecurity.namespaces import label_problems
from kubectl_lite.apiserver.admission.podsecurity.policy import PREFIX, minor

NAMESPACE = "/api/v1/namespaces/demo"


def pod(name="p", owner=None, **spec):
    references = [{"apiVersion": "v1", "kind": "X", "name": "x", "uid": owner, "controller": True}] if owner else []
    return {"apiVersion": "v1", "kind": "Pod", "metadata": {"name": name, "ownerReferences": references}, "spec": {"containers": [{"name": "c", "image": "x"}], **spec}}


def label(world, **labels):
    return world.patch(NAMESPACE, "merge", {"metadata": {"labels": {PREFIX + key.replace("_", "-"): value for key, value in labels.items()}}})


def reasons(level, version, spec, annotations=None):
    spec = {"containers": [{"name": "c"}], **spec}
    return [reason for reason, _ in evaluate(level, minor(version), {"annotations": annotations or {}}, spec)]


UNMASKED = {"containers": [{"name": "c", "securityContext": {"procMount": "Unmasked"}}]}


@pytest.mark.parametrize("level, version, spec, found", [
    ("baseline", "latest", UNMASKED, True), ("baseline", "latest", {**UNMASKED, "hostUsers": False}, False), ("baseline", "v1.34", {**UNMASKED, "hostUsers": False}, True),
    ("restricted", "latest", {**UNMASKED, "hostUsers": False}, True), ("restricted", "v1.34", UNMASKED, True)])
def test_all_of_proc(level, version, spec, found):
    assert reasons(level, version, spec).count("procMount") == found


@pytest.mark.parametrize("version, name, allowed", [
    ("v1.26", "net.ipv4.ip_local_reserved_ports", False), ("v1.27", "net.ipv4.ip_local_reserved_ports", True), ("v1.28", "net.ipv4.tcp_fin_timeout", False),
    ("v1.29", "net.ipv4.tcp_fin_timeout", True), ("v1.31", "net.ipv4.tcp_rmem", False), ("latest", "net.ipv4.tcp_rmem", True), ("v1.0", "net.ipv4.tcp_syncookies", True)])
def test_kernel_parameters_by_version(version, name, allowed):
    assert ("forbidden sysctls" not in reasons("baseline", version, {"securityContext": {"sysctls": [{"name": name, "value": "1"}]}})) is allowed


@pytest.mark.parametrize("version, allowed", [("v1.30", False), ("v1.31", True), ("latest", True)])
def test_types_of_selinux_by_version(version, allowed):
    spec = {"securityContext": {"seLinuxOptions": {"type": "container_engine_t"}}}
    assert ("seLinuxOptions" not in reasons("baseline", version, spec)) is allowed


def test_windows_is_spared_since_it_could_be_told():
    spec = {"os": {"name": "windows"}, "securityContext": {"runAsNonRoot": True}}
    assert reasons("restricted", "latest", spec) == []
    assert reasons("restricted", "v1.24", spec) == ["allowPrivilegeEscalation != false", "unrestricted capabilities", "seccompProfile"]


def test_seccomp_was_an_annotation():
    held = {"seccomp.security.alpha.kubernetes.io/pod": "unconfined", "container.seccomp.security.alpha.kubernetes.io/c": "runtime/default"}
    found = evaluate("baseline", 18, {"annotations": held}, {"containers": [{"name": "c"}]})
    assert found == [("seccompProfile", 'forbidden annotation seccomp.security.alpha.kubernetes.io/pod="unconfined"')]
    assert reasons("baseline", "v1.19", {}, held) == []


def test_hosts_of_probes():
    probe = {"httpGet": {"host": "h", "port": 1}}
    spec = {"containers": [{"name": "b", "livenessProbe": probe}, {"name": "a", "lifecycle": {"preStop": {"tcpSocket": {"host": "g", "port": 1}}}}]}
    assert evaluate("baseline", minor("latest"), {}, spec) == [("probe or lifecycle host", 'containers "a", "b" use probe or lifecycle hosts "g", "h"')]
    assert evaluate("baseline", 33, {}, spec) == []


def test_only_new_images_are_looked_at(world):
    world.post("pods", pod(hostNetwork=True))
    label(world, enforce="baseline")
    assert world.patch("pods/p", "merge", {"metadata": {"labels": {"a": "b"}}}).status == 200
    assert world.patch("pods/p", "strategic", {"spec": {"tolerations": [{"key": "k", "operator": "Exists"}]}}).status == 200
    assert world.patch("pods/p", "strategic", {"spec": {"containers": [{"name": "c", "image": "y"}]}}).status == 403
    debugger = {"spec": {"ephemeralContainers": [{"name": "d", "image": "x"}]}}
    assert world.patch("pods/p/ephemeralcontainers", "strategic", debugger).status == 403


def test_bad_labels_may_stay_but_not_become_others(world):
    world.server.settings.disable_admission = ("PodSecurity",)
    label(world, enforce="odd")
    world.server.settings.disable_admission = ()
    assert label(world, other="x").status == 200
    answer = label(world, warn="odd")
    assert answer.status == 422 and answer.body["message"].count("must be one of privileged, baseline, restricted") == 2


def test_what_is_wrong_with_labels():
    assert [str(p) for p in label_problems({PREFIX + "warn-version": "1.25"})] == [
        'metadata.labels[pod-security.kubernetes.io/warn-version]: Invalid value: "1.25": must be "latest" or "v1.x"']


def test_pods_that_are_there_are_named_with_others_of_the_same_reasons(world):
    for name, owner, spec in (("b1", "u", {"hostNetwork": True}), ("b2", "u", {"hostNetwork": True}), ("b", "", {"hostNetwork": True}), ("a", "", {"hostPID": True, "hostIPC": True})):
        world.post("pods", pod(name, owner, **spec))
    world.post("pods", {**pod("ab", hostPID=True), "spec": {"hostPID": True, "containers": [{"name": "c", "image": "x", "securityContext": {"privileged": True}}]}})
    assert label(world, enforce="baseline").warnings == [
        'existing pods in namespace "demo" violate the new PodSecurity enforce level "baseline:latest"',
        "a (and 3 other pods): host namespaces", "ab: host namespaces, privileged"]
    assert label(world, enforce="baseline", enforce_version="latest").warnings == []  # the same version of the same level
