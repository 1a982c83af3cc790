import pytest

from kubectl_lite.api.podspec.warnings import for_pod, for_template
from kubectl_lite.machinery.field import Path


def warned(annotations=None, **spec):
    return for_pod({"metadata": {"name": "p", "annotations": annotations or {}}, "spec": spec}, None)


def ports(*values):
    return {"containers": [{"ports": [{"protocol": "TCP", **value} for value in values]}]}


def projected(*sources):
    return {"volumes": [{"name": "v", "projected": {"sources": list(sources)}}]}


FIRST, SECOND = "spec.containers[0].ports[0]", "spec.containers[0].ports[1]"
TOKEN = {"serviceAccountToken": {"path": "token/"}}


@pytest.mark.parametrize("spec, want", [
    ({"nodeSelector": {"beta.kubernetes.io/os": "linux"}}, 'spec.nodeSelector[beta.kubernetes.io/os]: deprecated since v1.14; use "kubernetes.io/os" instead'),
    ({"volumes": [{"name": "a", "rbd": {}}]}, "spec.volumes[0].rbd: deprecated in v1.28, non-functional in v1.31+"),
    ({"containers": [{"resources": {"requests": {"memory": "1500m"}}}]},
     'spec.containers[0].resources.requests[memory]: fractional byte value "1500m" is invalid, must be an integer'),
    ({"containers": [{"resources": {"limits": {"memory": "1Ei"}}}]}, 'spec.containers[0].resources.limits[memory]: fractional byte value "1Ei" is invalid, must be an integer'),
    ({"containers": [{"env": [{"name": "A"}, {"name": "A"}]}]}, 'spec.containers[0].env[1]: hides previous definition of "A", which may be dropped when using apply'),
    ({"imagePullSecrets": [{"name": "a"}, {"name": "a"}]}, 'spec.imagePullSecrets[1].name: duplicate name "a"'),
    ({"volumes": [{"name": "a", "storageos": {}}]}, "spec.volumes[0].storageOS: deprecated in v1.22, non-functional in v1.25+"),
    ({"volumes": [{"name": "a", "ephemeral": {"volumeClaimTemplate": {"spec": {"resources": {"requests": {"storage": "1500m"}}}}}}]},
     'spec.volumes[0].ephemeral.volumeClaimTemplate.spec.resources.requests[storage]: fractional byte value "1500m" is invalid, must be an integer'),
    ({"volumes": [{"name": "c", "configMap": {"name": "m", "items": [{"path": "a"}, {"path": "a/b"}]}}]},
     'volume "c" (ConfigMap "m"): overlapping paths: "a/b" with "a"'),
    (projected({"secret": {"name": "s", "items": [{"path": "token"}]}}, TOKEN),
     'volume "v" (Projected): overlapping paths: "token" (ServiceAccountToken) with "token" (Secret "s")'),
    (projected({"secret": {"name": "s", "items": [{"path": "tokens"}]}}, TOKEN), None),
    (projected({}), 'volume "v" (Projected) has no sources provided'),
    ({"containers": [{"env": [{"name": "A"}, {"name": "A", "value": "$(A)"}]}]},
     'spec.containers[0].env[1]: hides previous definition of "A", which may be dropped when using apply'),
    (ports({"containerPort": 80}, {"containerPort": 80}), f"{SECOND}: duplicate port definition with {FIRST}"),
    (ports({"containerPort": 80}, {"containerPort": 80, "protocol": "UDP"}), None),
    (ports({"containerPort": 80}, {"containerPort": 80, "hostPort": 1}), f"{SECOND}: overlapping port definition with {FIRST}"),
    (ports({"containerPort": 80, "hostPort": 1}, {"containerPort": 80, "hostPort": 1, "hostIP": "1.1.1.1"}),
     f"{SECOND}: dangerously ambiguous port definition with {FIRST}"),
    (ports({"containerPort": 80, "hostPort": 1}, {"containerPort": 80, "hostPort": 2}), None),
    (ports({"containerPort": 80, "hostIP": "1.1.1.1", "name": "n"}),
     f"{FIRST}: hostIP set without hostPort: {{Name:n HostPort:0 ContainerPort:80 Protocol:TCP HostIP:1.1.1.1}}"),
    (ports({"containerPort": 80, "name": "n"}, {"containerPort": 81, "name": "n"}),
     f'{SECOND}: duplicate port name "n" with {FIRST}, services and probes that select ports by name will use {FIRST}'),
    ({"affinity": {"nodeAffinity": {"preferredDuringSchedulingIgnoredDuringExecution": [{"preference": {"matchExpressions": [{"key": "a", "values": ["-1"]}]}}]}}},
     "spec.affinity.nodeAffinity.preferredDuringSchedulingIgnoredDuringExecution[0].preference.matchExpressions[0].values[0]: -1 is invalid, a valid label "
     "must be an empty string or consist of alphanumeric characters, '-', '_' or '.', and must start and end with an alphanumeric character "
     "(e.g. 'MyValue',  or 'my_value',  or '12345', regex used for validation is '(([A-Za-z0-9][-A-Za-z0-9_.]*)?[A-Za-z0-9])?')"),
    ({"hostAliases": [{"ip": "01.2.3.4"}]},
     'spec.hostAliases[0].ip: non-standard IP address "01.2.3.4" will be considered invalid in a future Kubernetes release: use "1.2.3.4"'),
    ({"terminationGracePeriodSeconds": -1}, "spec.terminationGracePeriodSeconds: must be >= 0; negative values are invalid and will be treated as 1"),
])
def test_warnings(spec, want):
    assert warned(**spec) == ([want] if want else [])


@pytest.mark.parametrize("key, spec, want", [
    ("security.alpha.kubernetes.io/sysctls", {}, 'non-functional in v1.11+; use the "sysctls" field instead'),
    ("seccomp.security.alpha.kubernetes.io/pod", {}, 'non-functional in v1.27+; use the "seccompProfile" field instead'),
    ("seccomp.security.alpha.kubernetes.io/pod", {"securityContext": {"seccompProfile": {"type": "Unconfined"}}}, None),
    ("container.seccomp.security.alpha.kubernetes.io/c", {"containers": [{"name": "c"}]}, 'non-functional in v1.27+; use the "seccompProfile" field instead'),
    ("container.seccomp.security.alpha.kubernetes.io/d", {"containers": [{"name": "c"}]}, None),
    ("container.apparmor.security.beta.kubernetes.io/c", {"containers": [{"name": "c"}]}, None),
])
def test_old_annotations(key, spec, want):
    assert warned({key: "unconfined"}, **spec) == ([f"metadata.annotations[{key}]: {want}"] if want else [])


def test_a_template_is_told_of_app_armor_annotations():
    key = "container.apparmor.security.beta.kubernetes.io/c"
    template = {"metadata": {"annotations": {key: "unconfined"}}, "spec": {"containers": [{"name": "c"}]}}
    assert for_template(template, Path("template")) == [f'template.metadata.annotations[{key}]: deprecated since v1.30; use the "appArmorProfile" field instead']
    template["spec"]["securityContext"] = {"appArmorProfile": {"type": "Unconfined"}}
    assert for_template(template, Path("template")) == []


def test_a_name_that_is_no_host_name_is_warned_of_once():
    pod = {"metadata": {"name": "a.b"}, "spec": {}}
    assert for_pod(pod, None)[0].startswith("metadata.name: this is used in the Pod's hostname, which can result in surprising behavior; a DNS label is recommended: [")
    assert for_pod(pod, pod) == []


def test_a_variable_that_uses_its_former_self_is_fine():
    assert warned(containers=[{"env": [{"name": "A"}, {"name": "A", "value": "$(A):x"}]}]) == []


def test_templates_name_their_path():
    assert for_template({"spec": {"volumes": [{"name": "a", "glusterfs": {}}]}}, Path("spec.template")) == [
        "spec.template.spec.volumes[0].glusterfs: deprecated in v1.25, non-functional in v1.26+"]
