"""The pure plans of the smaller controllers, one by one."""
from __future__ import annotations

import pytest

from kubectl_lite.controllers import (cronjob, daemonset, disruption, endpoints, endpointslice, endpointslicemirroring, horizontalpodautoscaler, namespace, nodelifecycle,
                                      nodettl, resourcequota, stateful_pods, tainteviction, volumes)
from kubectl_lite.machinery import cron
from tests.unit.controllers.builders import NOW, NOW_TEXT, meta, pod


def test_namespace_conditions_name_what_is_left():
    made = {c["type"]: (c["status"], c["message"]) for c in namespace.plan_conditions(None, {"pods": 2, "deployments.apps": 1}, {"x/hold": 1}, [], NOW_TEXT)}
    assert made["NamespaceContentRemaining"] == ("True", "Some resources are remaining: deployments.apps has 1 resource instances, pods. has 2 resource instances")
    assert made["NamespaceFinalizersRemaining"][0] == "True" and made["NamespaceDeletionContentFailure"][0] == "False"


def node(*conditions, taints=(), labels=None, name="n1", unschedulable=False):
    spec = {"taints": list(taints)}
    if unschedulable:
        spec["unschedulable"] = True
    return {"metadata": {"name": name, "labels": labels or {}}, "spec": spec, "status": {"conditions": [{"type": t, "status": s} for t, s in conditions]}}


@pytest.mark.parametrize("conditions, keys", [
    ([("Ready", "True")], []), ([("Ready", "False")], ["not-ready/NoSchedule", "not-ready/NoExecute"]),
    ([("Ready", "Unknown")], ["unreachable/NoSchedule", "unreachable/NoExecute"]), ([("Ready", "True"), ("PIDPressure", "True")], ["pid-pressure/NoSchedule"]),
    ([], ["not-ready/NoSchedule"]),
])
def test_taints_follow_conditions(conditions, keys):
    made = nodelifecycle.plan_taints(node(*conditions), NOW_TEXT)
    assert [f"{t['key'].rpartition('/')[2]}/{t['effect']}" for t in made] == keys


def test_other_taints_stay_and_present_ones_keep_their_time():
    foreign, ours = {"key": "team", "effect": "NoSchedule"}, {"key": "node.kubernetes.io/not-ready", "effect": "NoExecute", "timeAdded": "then"}
    made = nodelifecycle.plan_taints(node(("Ready", "False"), taints=[foreign, ours]), NOW_TEXT)
    assert made[:2] == [foreign, ours] and len(made) == 3
    assert nodelifecycle.plan_taints(node(("Ready", "True"), taints=[foreign, ours]), NOW_TEXT) == [foreign]


def tolerating(*tolerations):
    return {**pod(), "spec": {"tolerations": list(tolerations)}}


def test_patience_with_taints():
    taint = {"key": "k", "effect": "NoExecute", "timeAdded": NOW_TEXT}
    found = node(taints=[taint])
    assert tainteviction.patience(tolerating(), found, NOW) == 0
    assert tainteviction.patience(tolerating({"operator": "Exists"}), found, NOW) == float("inf")
    limits = [{"key": "k", "operator": "Exists", "tolerationSeconds": s} for s in (300, 60)]
    assert tainteviction.patience(tolerating(*limits), found, NOW + 10) == 50
    assert tainteviction.patience(tolerating(*limits), found, NOW + 100) == 0


def test_time_of_a_taint_without_one_is_that_of_its_writer():
    found = node(taints=[{"key": "k", "effect": "NoExecute"}])
    found["metadata"]["managedFields"] = [{"time": NOW_TEXT, "fieldsV1": {"f:spec": {"f:taints": {}}}}, {"time": "2024-01-01T00:00:00Z", "fieldsV1": {"f:status": {}}}]
    assert tainteviction.since(found["spec"]["taints"][0], found, NOW + 50) == NOW


@pytest.mark.parametrize("size, seconds", [(1, 0), (100, 0), (101, 15), (1000, 30), (99999, 300)])
def test_time_to_live_grows_with_the_cluster(size, seconds):
    assert nodettl.seconds(size) == seconds


def daemon(**template):
    return {"apiVersion": "apps/v1", "kind": "DaemonSet", "metadata": meta("agent"), "spec": {"template": {"metadata": {"labels": {"app": "agent"}}, "spec": {"containers": [], **template}}}}


def on(name, **more):
    return pod(f"p-{name}", node=name, **more)


def test_daemons_missing_and_surplus():
    nodes = [node(("Ready", "True"), name="n1"), node(("Ready", "True"), name="n2", labels={"x": "y"}), node(("Ready", "True"), name="n3")]
    missing, surplus, failed = daemonset.plan(daemon(nodeSelector={"x": "y"}), [on("n1")], nodes)
    assert (missing, [p["metadata"]["name"] for p in surplus], failed) == (["n2"], ["p-n1"], [])
    missing, surplus, failed = daemonset.plan(daemon(), [on("n1", phase="Failed"), on("n2")], nodes)
    assert (missing, surplus, [p["metadata"]["name"] for p in failed]) == (["n3"], [], ["p-n1"])


def test_daemons_bear_cordons_but_not_foreign_taints():
    assert daemonset.decide(daemon(), node(unschedulable=True, taints=[{"key": "node.kubernetes.io/unschedulable", "effect": "NoSchedule"}])) == (True, True)
    assert daemonset.decide(daemon(), node(taints=[{"key": "k", "effect": "NoSchedule"}])) == (False, True)
    assert daemonset.decide(daemon(), node(taints=[{"key": "k", "effect": "NoExecute"}])) == (False, False)


def test_daemon_pod_is_pinned_to_its_node():
    made = daemonset.new_pod(daemon(), "n1", "hash")
    assert daemonset.node_of(made) == "n1" and made["metadata"]["labels"]["controller-revision-hash"] == "hash"
    assert len(made["spec"]["tolerations"]) == 6 and len(daemonset.new_pod(daemon(hostNetwork=True), "n1", "h")["spec"]["tolerations"]) == 7


def rolling(**limits):
    made = daemon()
    made["spec"]["updateStrategy"] = {"type": "RollingUpdate", "rollingUpdate": limits}
    return made


def version(name, hash_, ready=True):
    return pod(f"{name}-{hash_}", node=name, ready=ready, labels={"controller-revision-hash": hash_})


def test_daemons_roll_as_many_at_a_time_as_may_be_unavailable():
    here = {"n1": [version("n1", "old")], "n2": [version("n2", "old")], "n3": [version("n3", "new")]}

    def victims(**limits):
        return [p["metadata"]["name"] for p in daemonset.plan_roll(rolling(**limits), here, "new", NOW)]
    assert victims() == ["n1-old"] and victims(maxUnavailable=2) == ["n1-old", "n2-old"]
    here["n3"] = [version("n3", "new", ready=False)]
    assert victims() == []
    here["n2"] = [version("n2", "old", ready=False)]
    assert victims() == ["n2-old"]


def test_daemons_surge_and_old_ones_go_when_the_new_are_available():
    here = {"n1": [version("n1", "old")], "n2": [version("n2", "old")]}
    assert daemonset.plan_surge(rolling(maxSurge=1), here, "new", NOW) == (["n1"], [])
    here["n1"].append(version("n1", "new", ready=False))
    assert daemonset.plan_surge(rolling(maxSurge=1), here, "new", NOW) == ([], [])
    here["n1"][1] = version("n1", "new")
    assert daemonset.plan_surge(rolling(maxSurge=1), here, "new", NOW)[1][0]["metadata"]["name"] == "n1-old"


def budget(**spec):
    return {"metadata": meta("b"), "spec": spec}


@pytest.mark.parametrize("spec, expected", [
    ({"minAvailable": 2}, (3, 2, False, "")), ({"minAvailable": "50%"}, (5, 3, False, "")), ({"maxUnavailable": 1}, (5, 4, False, "")), ({"maxUnavailable": "30%"}, (5, 3, False, "")),
])
def test_expectations_of_budgets(spec, expected):
    owner = {"kind": "ReplicaSet", "uid": "u", "controller": True}
    found = [pod(n, owner=owner) for n in "abc"]
    assert disruption.expectations(budget(**spec), found, lambda p: ("u", 5)) == expected


def test_budget_of_pods_without_a_controller():
    assert disruption.expectations(budget(maxUnavailable=1), [pod("a")], lambda p: None) == (0, 0, True, "")
    stray = pod("a", owner={"kind": "Unicorn", "uid": "u", "controller": True})
    assert disruption.expectations(budget(maxUnavailable=1), [stray], lambda p: None)[3] == 'found no controllers for pod "a"'


def addressed(name, ip, ready=True, **more):
    made = pod(name, ready=ready, **more)
    made["status"]["podIPs"] = [{"ip": ip}]
    return made


def service(**spec):
    return {"apiVersion": "v1", "kind": "Service", "metadata": meta("web"), "spec": {"selector": {"app": "web"}, "clusterIP": "10.96.0.1", "ports": [{"port": 80}], **spec}}


def test_addresses_with_the_same_ports_share_a_subset():
    found = [addressed("b", "10.0.0.2"), addressed("a", "10.0.0.1"), addressed("c", "10.0.0.3", ready=False), addressed("d", "10.0.0.4", phase="Failed"), pod("e")]
    subsets = endpoints.plan(service(), found)["subsets"]
    assert [a["ip"] for a in subsets[0]["addresses"]] == ["10.0.0.1", "10.0.0.2"]
    assert [a["ip"] for a in subsets[0]["notReadyAddresses"]] == ["10.0.0.3"]
    assert subsets[0]["ports"] == [{"port": 80, "protocol": "TCP"}]


def test_named_target_ports_differ_by_pod():
    def serving(name, ip, number):
        made = addressed(name, ip)
        made["spec"]["containers"] = [{"name": "c", "ports": [{"name": "http", "containerPort": number}]}]
        return made
    found = [serving("a", "10.0.0.1", 80), serving("b", "10.0.0.2", 8080), addressed("c", "10.0.0.3")]
    named = service(ports=[{"port": 80, "targetPort": "http", "name": "web"}])
    subsets = {s["addresses"][0]["ip"]: s["ports"] for s in endpoints.plan(named, found)["subsets"]}
    assert subsets == {ip: [{"port": number, "protocol": "TCP", "name": "web"}] for ip, number in (("10.0.0.1", 80), ("10.0.0.2", 8080))}
    made = endpointslice.plan(named, found, [], {}).create
    assert {s["endpoints"][0]["addresses"][0]: [p["port"] for p in s.get("ports", ())] for s in made} == {"10.0.0.1": [80], "10.0.0.2": [8080], "10.0.0.3": []}


def test_slices_keep_endpoints_where_they_are():
    first = endpointslice.plan(service(), [addressed("a", "10.0.0.1")], [], {"node1": "z1"}).create[0]
    assert first["endpoints"][0]["zone"] == "z1"
    stored = {**first, "metadata": {**first["metadata"], "name": "web-x", "labels": first["metadata"]["labels"]}}
    assert endpointslice.plan(service(), [addressed("a", "10.0.0.1")], [stored], {"node1": "z1"}) == ([], [], [])
    gone = addressed("a", "10.0.0.1", deletionTimestamp=NOW_TEXT)
    changed = endpointslice.plan(service(), [gone], [stored], {}).update[0][1]
    assert changed["endpoints"][0]["conditions"] == {"ready": False, "serving": True, "terminating": True}


def test_mirrored_are_hand_made_endpoints_of_services_without_selector():
    hand, plain = {"metadata": meta("web"), "subsets": []}, service(selector=None)
    assert endpointslicemirroring.is_mirrored(hand, plain)
    assert not endpointslicemirroring.is_mirrored(hand, service())
    assert not endpointslicemirroring.is_mirrored({"metadata": meta("web", labels={"endpointslice.kubernetes.io/skip-mirror": "true"})}, plain)


def volume(name, size, **spec):
    return {"metadata": meta(name), "spec": {"capacity": {"storage": size}, "accessModes": ["ReadWriteOnce"], **spec}, "status": {"phase": "Available"}}


def claim(size, **spec):
    return {"metadata": meta("c"), "spec": {"resources": {"requests": {"storage": size}}, "accessModes": ["ReadWriteOnce"], **spec}}


def chosen(claim_, *found, delayed=False):
    best = volumes.best_match(found, claim_, delayed)
    return best and best["metadata"]["name"]


def test_smallest_volume_that_serves():
    found = [volume("big", "10Gi"), volume("fit", "2Gi"), volume("small", "1Gi")]
    assert chosen(claim("2Gi"), *found) == "fit"
    assert chosen(claim("20Gi"), *found) is None
    assert chosen(claim("2Gi"), *found, delayed=True) is None
    assert chosen(claim("1Gi", storageClassName="x"), *found) is None
    assert chosen(claim("1Gi", accessModes=["ReadWriteMany"]), *found) is None
    assert chosen(claim("1Gi", volumeMode="Block"), *found) is None


def test_reserved_volume_comes_first():
    reserved = volume("mine", "10Gi", claimRef={"namespace": "demo", "name": "c"})
    assert chosen(claim("1Gi"), volume("fit", "1Gi"), reserved) == "mine"
    others = volume("others", "1Gi", claimRef={"namespace": "demo", "name": "x"})
    assert chosen(claim("1Gi"), others) is None


def cron_job(schedule="0 3 * * *", created="2023-11-14T00:00:00Z", last=None, **spec):
    return {"apiVersion": "batch/v1", "kind": "CronJob", "metadata": meta("night", created=created), "spec": {"schedule": schedule, "jobTemplate": {"spec": {}}, **spec},
            "status": {"lastScheduleTime": last} if last else {}}


@pytest.mark.parametrize("found, due", [
    (cron_job(), "2023-11-14T03:00:00Z"), (cron_job(created="2023-11-14T10:00:00Z"), None), (cron_job(last="2023-11-14T03:00:00Z"), None),
    (cron_job(created="2023-11-01T00:00:00Z"), "2023-11-14T03:00:00Z"), (cron_job("*/5 * * * *", created="2023-01-01T00:00:00Z"), "2023-11-14T22:10:00Z"),
])
def test_latest_time_that_is_due(found, due):
    from kubectl_lite.machinery.env import parse_time
    assert cronjob.last_due(found, cron.parse(found["spec"]["schedule"]), "", NOW) == (due and parse_time(due))


def test_job_is_named_after_the_minute():
    made = cronjob.new_job(cron_job(), 1_700_000_040)
    assert made["metadata"]["name"] == "night-28333334"
    assert made["metadata"]["annotations"]["batch.kubernetes.io/cronjob-scheduled-timestamp"] == "2023-11-14T22:14:00Z"


@pytest.mark.parametrize("entry, resource", [
    ("pods", "pods"), ("requests.cpu", "pods"), ("cpu", "pods"), ("count/deployments.apps", "deployments.apps"), ("services.nodeports", "services"), ("requests.storage", "persistentvolumeclaims"),
    ("gold.storageclass.storage.k8s.io/requests.storage", "persistentvolumeclaims"), ("configmaps", "configmaps"), ("requests.example.com/gpu", "pods"),
])
def test_what_a_quotas_names_count(entry, resource):
    assert resourcequota.resource_of(entry) == resource


def test_unmeasured_metrics_in_kubernetes_words():
    metric = {"type": "Resource", "resource": {"name": "cpu", "target": {"type": "Utilization"}}}
    assert horizontalpodautoscaler.unmeasured(metric, "demo") == (
        "FailedGetResourceMetric", "failed to get cpu utilization: unable to get metrics for resource cpu: unable to fetch metrics from resource metrics API: "
        "the server could not find the requested resource (get pods.metrics.k8s.io)")


def stateful(**policy):
    templates = [{"metadata": {"name": "data"}, "spec": {}}]
    return {"apiVersion": "apps/v1", "kind": "StatefulSet", "metadata": meta("web"),
            "spec": {"serviceName": "svc", "selector": {"matchLabels": {"app": "web"}}, "volumeClaimTemplates": templates, "persistentVolumeClaimRetentionPolicy": policy}}


def test_stateful_pod_has_its_name_its_claims_and_the_rest_of_its_volumes():
    template = {"metadata": {}, "spec": {"containers": [], "volumes": [{"name": "data", "emptyDir": {}}, {"name": "tmp", "emptyDir": {}}]}}
    made = stateful_pods.new_pod(stateful(), template, 3, "web-abc")
    assert (made["metadata"]["name"], made["spec"]["hostname"], made["spec"]["subdomain"]) == ("web-3", "web-3", "svc")
    assert [v["name"] for v in made["spec"]["volumes"]] == ["data", "tmp"] and "persistentVolumeClaim" in made["spec"]["volumes"][0]
    assert stateful_pods.ordinal(made) == 3 and stateful_pods.belongs(stateful(), made)


@pytest.mark.parametrize("policy, condemned, kinds", [
    ({}, False, []), ({"whenDeleted": "Delete"}, False, ["StatefulSet"]), ({"whenDeleted": "Delete"}, True, ["StatefulSet"]), ({"whenScaled": "Delete"}, True, ["Pod"]),
    ({"whenScaled": "Delete"}, False, []), ({"whenScaled": "Delete", "whenDeleted": "Delete"}, True, ["Pod"]),
])
def test_owners_of_claims_by_the_retention_policy(policy, condemned, kinds):
    found = stateful_pods.claim_owners(stateful(**policy), pod("web-0"), {"metadata": {}}, condemned)
    assert [r["kind"] for r in found] == kinds
