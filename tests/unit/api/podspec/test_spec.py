"""The rules of pod specs by example: (what is changed in a good spec, the errors it gives)."""
import copy

import pytest

from kubectl_lite.api.podspec import defaults, spec, template
from kubectl_lite.api.podspec.options import POD, TEMPLATE
from kubectl_lite.machinery.field import Path


def good(**changes):
    pod = {"containers": [{"name": "c", "image": "x:1"}], **copy.deepcopy(changes)}
    defaults.default_spec(pod)
    return pod


def container(**changes):
    return good(containers=[{"name": "c", "image": "x:1", **changes}])


def errors(pod, options=POD):
    return [str(p) for p in spec.validate(pod, Path("spec"), options, {"name": "p"})]


LABEL = "a lowercase RFC 1123 label must consist of lower case alphanumeric characters or '-', and must start and end with an alphanumeric character"


def test_a_good_spec_has_no_errors():
    assert errors(good()) == []


@pytest.mark.parametrize("pod, want", [
    (good(containers=[]), ["spec.containers: Required value"]),
    (good(restartPolicy="Sometimes"), ['spec.restartPolicy: Unsupported value: "Sometimes": supported values: "Always", "OnFailure", "Never"']),
    (good(dnsPolicy="None"), ["spec.dnsConfig: Required value: must provide `dnsConfig` when `dnsPolicy` is None"]),
    (good(activeDeadlineSeconds=0), ["spec.activeDeadlineSeconds: Invalid value: 0: must be between 1 and 2147483647, inclusive"]),
    (good(hostUsers=False, hostPID=True), ["spec.HostPID: Forbidden: when `hostUsers` is false"]),
    (good(os={"name": "beos"}), ['spec.os: Unsupported value: "beos": supported values: "linux", "windows"']),
    (good(os={"name": "windows"}, securityContext={"runAsUser": 1}), ["spec.securityContext.runAsUser: Forbidden: cannot be set for a windows pod"]),
    (good(resources={"requests": {"cpu": "1"}}, containers=[{"name": "c", "image": "x", "resources": {"requests": {"cpu": "2"}}}]),
     ['spec.resources.requests[cpu]: Invalid value: "1": must be greater than or equal to aggregate container requests of 2']),
    (good(tolerations=[{"key": "a", "operator": "Lt"}]),
     ['spec.tolerations[0].operator: Unsupported value: "Lt": supported values: "Equal", "Exists", "Lt", "Gt"']),
    (good(topologySpreadConstraints=[{"maxSkew": 1, "topologyKey": "z", "whenUnsatisfiable": "ScheduleAnyway", "minDomains": 2}]),
     ["spec.topologySpreadConstraints[0].minDomains: Invalid value: 2: can only use minDomains if whenUnsatisfiable=DoNotSchedule, not ScheduleAnyway"]),
    (good(resourceClaims=[{"name": "a"}]),
     ['spec.resourceClaims[0]: Invalid value: {"Name":"a","ResourceClaimName":null,"ResourceClaimTemplateName":null}: '
      "must specify one of: `resourceClaimName`, `resourceClaimTemplateName`"]),
    (container(name="c", ports=[{"containerPort": 80, "hostPort": 1}, {"containerPort": 81, "hostPort": 1}]),
     ['spec.containers[0].ports[1].hostPort: Duplicate value: "TCP//1"']),
    (container(resources={"requests": {"cpu": "2"}, "limits": {"cpu": "1"}}),
     ['spec.containers[0].resources.requests: Invalid value: "2": must be less than or equal to cpu limit of 1']),
    (container(resources={"limits": {"example.com/gpu": "1500m"}}), ['spec.containers[0].resources.limits[example.com/gpu]: Invalid value: "1500m": must be an integer']),
    (container(resources={"requests": {"hugepages-2Mi": "3Mi"}, "limits": {"hugepages-2Mi": "3Mi"}}),
     ['spec.containers[0].resources.limits[hugepages-2Mi]: Invalid value: "3Mi": 3Mi is not positive integer multiple of hugepages-2Mi',
      'spec.containers[0].resources.requests[hugepages-2Mi]: Invalid value: "3Mi": 3Mi is not positive integer multiple of hugepages-2Mi',
      "spec.containers[0].resources: Forbidden: HugePages require cpu or memory"]),
    (container(resources={"requests": {"disk": "1"}}),
     ['spec.containers[0].resources.requests[disk]: Invalid value: "disk": must be a standard resource type or fully qualified',
      'spec.containers[0].resources.requests[disk]: Invalid value: "disk": must be a standard resource for containers']),
    (container(resources={"claims": [{"name": "x"}]}),
     ['spec.containers[0].resources.claims[0]: Not found: "x": must be one of the names in pod.spec.resourceClaims which is empty']),
    (container(livenessProbe={"httpGet": {"port": 1}, "exec": {"command": ["x"]}, "successThreshold": 2}),
     ["spec.containers[0].livenessProbe.httpGet: Forbidden: may not specify more than 1 handler type",
      "spec.containers[0].livenessProbe.successThreshold: Invalid value: 2: must be 1"]),
    (container(lifecycle={"preStop": {"sleep": {"seconds": 31}}}),
     ["spec.containers[0].lifecycle.preStop.sleep: Invalid value: 31: must be non-negative and less than terminationGracePeriodSeconds (30)"]),
    (container(env=[{"name": "A", "valueFrom": {"fieldRef": {"fieldPath": "metadata.labels['a/b/c']"}}}]),
     ['spec.containers[0].env[0].valueFrom.fieldRef: Invalid value: "a/b/c": a valid label key must consist of']),
    (container(env=[{"name": "A", "valueFrom": {"fieldRef": {"fieldPath": "status.phase"}}}]),
     ['spec.containers[0].env[0].valueFrom.fieldRef.fieldPath: Unsupported value: "status.phase": supported values: "metadata.name", "metadata.namespace", '
      '"metadata.uid", "spec.nodeName", "spec.serviceAccountName", "status.hostIP", "status.hostIPs", "status.podIP", "status.podIPs"']),
    (container(volumeMounts=[{"name": "v", "mountPath": "/x"}]), ['spec.containers[0].volumeMounts[0].name: Not found: "v"']),
    (container(securityContext={"procMount": "Unmasked"}),
     ['spec.containers[0].securityContext.procMount: Invalid value: "Unmasked": `hostUsers` must be false to use `Unmasked`']),
    (container(securityContext={"windowsOptions": {"hostProcess": True}}), ["spec.hostNetwork: Invalid value: false: hostNetwork must be true if pod contains any hostProcess containers"]),
    (container(restartPolicyRules=[{"action": "Restart", "exitCodes": {"operator": "In", "values": [1]}}]),
     ["spec.containers[0].restartPolicy: Required value: must specify restartPolicy when restart rules are used"]),
])
def test_errors(pod, want):
    got = errors(pod)
    assert len(got) == len(want) and all(g.startswith(w) for g, w in zip(got, want)), got


@pytest.mark.parametrize("source, want", [
    ({"hostPath": {"path": "/a/../b", "type": "Odd"}}, ["hostPath.path: Invalid value: \"/a/../b\": must not contain '..'", 'hostPath.type: Unsupported value: "Odd"']),
    ({"emptyDir": {}, "nfs": {"server": "s", "path": "/"}}, ["nfs: Forbidden: may not specify more than 1 volume type"]),
    ({"nfs": {"server": "s", "path": "x"}}, ['nfs.path: Invalid value: "x": must be an absolute path']),
    ({"iscsi": {"targetPortal": "t", "iqn": "xyz"}}, ['iscsi.iqn: Invalid value: "xyz": must be valid format starting with iqn, eui, or naa']),
    ({"projected": {"sources": [{"serviceAccountToken": {"path": "t", "expirationSeconds": 5}}]}},
     ["projected.sources[0].serviceAccountToken.expirationSeconds: Invalid value: 5: may not specify a duration less than 10 minutes"]),
    ({"projected": {"sources": [{"secret": {"name": "a", "items": [{"key": "k", "path": "p"}]}}, {"configMap": {"name": "b", "items": [{"key": "k", "path": "p"}]}}]}},
     ['projected: Invalid value: "b": conflicting duplicate paths']),
    ({"secret": {"secretName": "s", "defaultMode": 512}}, ["secret.defaultMode: Invalid value: 512: must be a number between 0 and 0777 (octal), both inclusive"]),
    ({"downwardAPI": {"items": [{"path": "a", "fieldRef": {"fieldPath": "spec.nodeName"}}]}}, ['downwardAPI.fieldRef.fieldPath: Unsupported value: "spec.nodeName"']),
    ({"quobyte": {"registry": "nohost", "volume": "v"}}, ['quobyte.registry: Invalid value: "nohost": must be a host:port pair']),
    ({"ephemeral": {"volumeClaimTemplate": {"spec": {"accessModes": ["ReadWriteOnce"]}}}}, ["ephemeral.volumeClaimTemplate.spec.resources[storage]: Required value"]),
])
def test_volume_errors(source, want):
    got = errors(good(volumes=[{"name": "v", **source}]))
    assert len(got) == len(want) and all(g.startswith("spec.volumes[0]." + w) for g, w in zip(got, want)), got


def test_a_template_may_have_what_a_pod_may_not():
    pod = good(containers=[{"name": "c", "image": " x"}], hostNetwork=True)
    pod["containers"][0]["ports"] = [{"containerPort": 80, "protocol": "TCP"}]
    assert errors(pod, TEMPLATE) == []
    assert errors(pod, POD) == ["spec.containers[0].ports[0].hostPort: Invalid value: 0: must match `containerPort` when `hostNetwork` is true"]


def test_templates_name_their_labels_without_metadata():
    got = template.validate({"metadata": {"labels": {"a": "-"}}, "spec": {**good(), "ephemeralContainers": []}}, Path("spec.template"))
    assert [str(p).partition(":")[0] for p in got] == ["spec.template.labels"]
