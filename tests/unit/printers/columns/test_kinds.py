"""Cells of the kinds whose columns decide something; the plain ones are covered by test_table.py and the recorded rows."""
import pytest

from kubectl_lite.api import resources
from kubectl_lite.printers import columns

NOW = 1_700_000_000.0
AGO = "2023-11-14T22:10:20Z"  # three minutes


def row(group, version, name, **obj):
    obj = {"apiVersion": f"{group}/{version}" if group else version, "metadata": {"name": "x", "creationTimestamp": AGO, **obj.pop("metadata", {})}, **obj}
    return columns.row_cells(resources.find(group, version, name), obj, NOW)


@pytest.mark.parametrize("spec, status, want", [
    ({"type": "ClusterIP", "clusterIPs": ["10.0.0.1"]}, {}, ["ClusterIP", "10.0.0.1", "<none>", "<none>"]),
    ({"type": "NodePort", "clusterIPs": ["10.0.0.1"], "externalIPs": ["1.1.1.1", "2.2.2.2"],
      "ports": [{"port": 80, "nodePort": 30001, "protocol": "TCP"}, {"port": 53, "protocol": "UDP"}]}, {},
     ["NodePort", "10.0.0.1", "1.1.1.1,2.2.2.2", "80:30001/TCP,53/UDP"]),
    ({"type": "LoadBalancer", "clusterIPs": ["10.0.0.1"]}, {}, ["LoadBalancer", "10.0.0.1", "<pending>", "<none>"]),
    ({"type": "LoadBalancer", "clusterIPs": ["10.0.0.1"], "externalIPs": ["3.3.3.3"]}, {"loadBalancer": {"ingress": [{"ip": "1.1.1.1"}]}},
     ["LoadBalancer", "10.0.0.1", "1.1.1.1,3.3.3.3", "<none>"]),
    ({"type": "ExternalName", "externalName": "example.com"}, {}, ["ExternalName", "<none>", "example.com", "<none>"]),
    ({"type": "ClusterIP", "clusterIPs": ["None"], "selector": {"a": "b"}}, {}, ["ClusterIP", "None", "<none>", "<none>"]),
])
def test_services(spec, status, want):
    assert row("", "v1", "services", spec=spec, status=status)[1:5] == want


@pytest.mark.parametrize("conditions, unschedulable, want", [
    ([], False, "Unknown"), ([{"type": "Ready", "status": "True"}], False, "Ready"), ([{"type": "Ready", "status": "Unknown"}], False, "NotReady"),
    ([{"type": "Ready", "status": "True"}], True, "Ready,SchedulingDisabled")])
def test_node_status(conditions, unschedulable, want):
    assert row("", "v1", "nodes", spec={"unschedulable": unschedulable}, status={"conditions": conditions})[1] == want


def test_node_wide_columns():
    status = {"addresses": [{"type": "Hostname", "address": "h"}, {"type": "InternalIP", "address": "10.0.0.1"}],
              "nodeInfo": {"kernelVersion": "6.1", "architecture": "amd64", "kubeletVersion": "v1.36.0"}}
    assert row("", "v1", "nodes", status=status)[4:] == ["v1.36.0", "10.0.0.1", "<none>", "<unknown>", "6.1 (amd64)", "<unknown>"]


@pytest.mark.parametrize("types, deleted, want", [
    ([], False, "Running"), (["Complete"], True, "Complete"), (["Failed"], False, "Failed"), ([], True, "Terminating"), (["Suspended"], False, "Suspended"),
    (["FailureTarget"], False, "FailureTarget"), (["SuccessCriteriaMet"], False, "SuccessCriteriaMet")])
def test_job_status(types, deleted, want):
    metadata = {"deletionTimestamp": AGO} if deleted else {}
    assert row("batch", "v1", "jobs", metadata=metadata, status={"conditions": [{"type": t, "status": "True"} for t in types]})[1] == want


@pytest.mark.parametrize("spec, want", [({"completions": 3, "parallelism": 2}, "1/3"), ({"parallelism": 2}, "1/1 of 2"), ({"parallelism": 1}, "1/1")])
def test_job_completions(spec, want):
    assert row("batch", "v1", "jobs", spec=spec, status={"succeeded": 1})[2] == want


@pytest.mark.parametrize("status, want", [({}, ""), ({"startTime": AGO}, "3m"), ({"startTime": AGO, "completionTime": "2023-11-14T22:10:50Z"}, "30s")])
def test_job_duration(status, want):
    assert row("batch", "v1", "jobs", status=status)[3] == want


def test_event_times_and_target():
    event = {"involvedObject": {"kind": "Pod", "name": "p", "fieldPath": "spec.containers{c}"}, "type": "Normal", "reason": "R", "message": " m\n",
             "source": {"component": "kubelet", "host": "n1"}, "firstTimestamp": AGO, "lastTimestamp": "2023-11-14T22:13:10Z", "count": 4}
    assert row("", "v1", "events", **event) == ["10s", "Normal", "R", "pod/p", "spec.containers{c}", "kubelet, n1", "m", "3m", 4, "x"]


def test_event_series_counts():
    event = {"involvedObject": {"kind": "Node"}, "eventTime": "2023-11-14T22:10:20.000000Z", "reportingComponent": "c",
             "series": {"count": 7, "lastObservedTime": "2023-11-14T22:13:15.000000Z"}}
    cells = row("", "v1", "events", **event)
    assert (cells[0], cells[3], cells[5], cells[7], cells[8]) == ("5s", "node", "c", "3m", 7)


def test_events_of_the_new_group_read_the_same():
    event = {"regarding": {"kind": "Pod", "name": "p"}, "note": "n", "reportingController": "c", "reportingInstance": "i", "deprecatedFirstTimestamp": AGO,
             "deprecatedLastTimestamp": AGO, "deprecatedCount": 2, "type": "Normal", "reason": "R"}
    assert row("events.k8s.io", "v1", "events", **event) == ["3m", "Normal", "R", "pod/p", "", "c, i", "n", "3m", 2, "x"]


def test_endpoints_show_three_addresses():
    addresses = [{"ip": f"10.0.0.{i}"} for i in range(1, 6)]
    assert row("", "v1", "endpoints", subsets=[{"addresses": addresses, "ports": [{"port": 80}]}])[1] == "10.0.0.1:80,10.0.0.2:80,10.0.0.3:80 + 2 more..."
    assert row("", "v1", "endpoints", subsets=[{"addresses": addresses[:1]}])[1] == "10.0.0.1"
    assert row("", "v1", "endpoints")[1] == "<none>"


def test_endpoint_slices_show_three_ports_and_addresses():
    cells = row("discovery.k8s.io", "v1", "endpointslices", addressType="IPv4", ports=[{"port": 80}, {"name": "x"}, {}, {"port": 1}],
                endpoints=[{"addresses": ["1.1.1.1"]}, {"addresses": ["2.2.2.2"]}])
    assert cells[1:4] == ["IPv4", "80,x,* + 1 more...", "1.1.1.1,2.2.2.2"]
    assert row("discovery.k8s.io", "v1", "endpointslices")[2:4] == ["<unset>", "<unset>"]


def test_autoscaler_targets():
    metrics = [{"type": "Resource", "resource": {"name": "cpu", "target": {"averageUtilization": 80}}},
               {"type": "Resource", "resource": {"name": "memory", "target": {"averageValue": "1Gi"}}},
               {"type": "External", "external": {"target": {"value": "5"}}}]
    current = [{"type": "Resource", "resource": {"current": {"averageUtilization": 40, "averageValue": "1"}}}]
    cells = row("autoscaling", "v2", "horizontalpodautoscalers", spec={"metrics": metrics, "minReplicas": 1, "maxReplicas": 3}, status={"currentMetrics": current})
    assert cells[2:6] == ["cpu: 40%/80%, memory: <unknown>/1Gi + 1 more...", "1", 3, 0]
    assert row("autoscaling", "v2", "horizontalpodautoscalers")[2:4] == ["<none>", "<unset>"]


def test_quota_splits_limits_from_requests():
    status = {"hard": {"limits.cpu": "2", "pods": "3", "requests.cpu": "1"}, "used": {"pods": "1"}}
    assert row("", "v1", "resourcequotas", status=status)[1:3] == ["pods: 1/3, requests.cpu: 0/1", "limits.cpu: 0/2"]


def test_ingress_hosts():
    rules = [{"host": "a"}, {"host": "b"}, {}, {"host": "c"}, {"host": "d"}]
    assert row("networking.k8s.io", "v1", "ingresses", spec={"rules": rules, "tls": [{}]})[1:5] == ["<none>", "a,b,c + 2 more...", "", "80, 443"]
    assert row("networking.k8s.io", "v1", "ingresses", spec={"rules": [{}]})[2] == "*"


def test_volume_claim_shows_sizes_only_when_bound():
    spec, status = {"volumeName": "v", "storageClassName": "s"}, {"phase": "Bound", "capacity": {"storage": "1Gi"}, "accessModes": ["ReadWriteOnce"]}
    assert row("", "v1", "persistentvolumeclaims", spec=spec, status=status)[1:7] == ["Bound", "v", "1Gi", "RWO", "s", "<unset>"]
    assert row("", "v1", "persistentvolumeclaims", metadata={"deletionTimestamp": AGO}, spec={}, status=status)[1:5] == ["Terminating", "", "", ""]


def test_role_binding_subjects_by_kind():
    subjects = [{"kind": "User", "name": "u"}, {"kind": "Group", "name": "g"}, {"kind": "ServiceAccount", "name": "s", "namespace": "n"}, {"kind": "User", "name": "v"}]
    cells = row("rbac.authorization.k8s.io", "v1", "rolebindings", roleRef={"kind": "Role", "name": "r"}, subjects=subjects)
    assert cells[1:] == ["Role/r", "3m", "u, v", "g", "n/s"]


def test_controller_revision_names_its_controller():
    ref = {"apiVersion": "apps/v1", "kind": "StatefulSet", "name": "web", "controller": True}
    assert row("apps", "v1", "controllerrevisions", metadata={"ownerReferences": [ref]}, revision=4)[1:3] == ["statefulset.apps/web", 4]


def test_binding_parameters():
    def param(ref):
        return row("admissionregistration.k8s.io", "v1", "validatingadmissionpolicybindings", spec={"policyName": "p", "paramRef": ref})[2]
    assert (param(None), param({"name": "a"}), param({"name": "a", "namespace": "n"})) == ("<unset>", "*/a", "n/a")
    assert param({"selector": {"matchLabels": {"a": "b"}}}) == "&LabelSelector{MatchLabels:map[string]string{a: b,},MatchExpressions:[]LabelSelectorRequirement{},}"


@pytest.mark.parametrize("status, want", [({}, "pending"), ({"allocation": {}}, "allocated"), ({"allocation": {}, "reservedFor": [{}]}, "allocated,reserved")])
def test_resource_claim_state(status, want):
    assert row("resource.k8s.io", "v1", "resourceclaims", status=status)[1] == want


@pytest.mark.parametrize("ref, want", [({"resource": "services", "namespace": "n", "name": "s"}, "services/n/s"),
                                       ({"group": "example.com", "resource": "Things", "name": "t"}, "things.example.com/t"), (None, "<none>")])
def test_parent_of_an_address(ref, want):
    assert row("networking.k8s.io", "v1", "ipaddresses", spec={"parentRef": ref})[1] == want


def test_a_review_has_no_name():
    reviews = resources.find("authorization.k8s.io", "v1", "subjectaccessreviews")
    assert columns.row_cells(reviews, {"metadata": {}}, NOW) == ["", None]
