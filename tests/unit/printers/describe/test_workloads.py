import pytest
from tests.unit.printers.describe.said import AGO, LONG_AGO, lines, said

from kubectl_lite.machinery import errors
from kubectl_lite.printers.describe.deployment import replica_sets

TEMPLATE = {"metadata": {"labels": {"app": "a"}}, "spec": {"containers": [{"name": "c", "image": "nginx"}]}}
SELECTOR = {"matchLabels": {"app": "a"}}


def owned(uid="u"):
    return {"ownerReferences": [{"kind": "X", "name": "x", "uid": uid, "controller": True}]}


def pods(*phases):
    return {"items": [{"metadata": {"name": f"p{i}", **owned()}, "status": {"phase": phase}} for i, phase in enumerate(phases)]}


DEPLOYMENT = """Name:                   x
Namespace:              demo
CreationTimestamp:      Tue, 14 Nov 2023 22:10:20 +0000
Labels:                 <none>
Annotations:            deployment.kubernetes.io/revision: 1
Selector:               app=a
Replicas:               3 desired | 3 updated | 3 total | 2 available | 1 unavailable
StrategyType:           RollingUpdate
MinReadySeconds:        0
RollingUpdateStrategy:  25% max unavailable, 1 max surge
Pod Template:
  Labels:  app=a
  Containers:
   c:
    Image:         nginx
    Port:          <none>
    Host Port:     <none>
    Environment:   <none>
    Mounts:        <none>
  Volumes:         <none>
  Node-Selectors:  <none>
  Tolerations:     <none>
Conditions:
  Type           Status  Reason
  ----           ------  ------
  Available      True    MinimumReplicasAvailable
OldReplicaSets:  x-old (0/0 replicas created)
NewReplicaSet:   x-new (3/3 replicas created)
Events:          <none>
"""


def replica_set(name, created, image, replicas, owner="u"):
    template = {"metadata": {"labels": {"app": "a", "pod-template-hash": name}}, "spec": {"containers": [{"name": "c", "image": image}]}}
    return {"metadata": {"name": name, "creationTimestamp": created, **owned(owner)}, "spec": {"replicas": replicas, "template": template}, "status": {"replicas": replicas}}


def test_deployment():
    spec = {"replicas": 3, "selector": SELECTOR, "template": TEMPLATE, "strategy": {"type": "RollingUpdate", "rollingUpdate": {"maxUnavailable": "25%", "maxSurge": 1}}}
    status = {"updatedReplicas": 3, "replicas": 3, "availableReplicas": 2, "unavailableReplicas": 1,
              "conditions": [{"type": "Available", "status": "True", "reason": "MinimumReplicasAvailable"}]}
    sets = {"items": [replica_set("x-new", AGO, "nginx", 3), replica_set("x-old", LONG_AGO, "old", 0)]}
    obj = {"metadata": {"namespace": "demo", "annotations": {"deployment.kubernetes.io/revision": "1"}}, "spec": spec, "status": status}
    assert said("Deployment", obj, "apps", {"replica sets": sets}) == DEPLOYMENT


def test_replica_sets_of_others_do_not_count():
    deployment = {"metadata": {"uid": "u"}, "spec": {"template": TEMPLATE}}
    assert replica_sets(deployment, [replica_set("other", AGO, "nginx", 1, owner="else")]) == ([], [])
    assert [rs["metadata"]["name"] for rs in replica_sets(deployment, [replica_set("b", AGO, "q", 1), replica_set("a", LONG_AGO, "r", 1)])[0]] == ["a", "b"]


@pytest.mark.parametrize("kind, group", [("ReplicaSet", "apps"), ("ReplicationController", ""), ("StatefulSet", "apps"), ("DaemonSet", "apps")])
def test_pods_are_counted_by_phase(kind, group):
    foreign = {"metadata": {"name": "q"}, "status": {"phase": "Running"}}
    related = {"pods": {"items": pods("Running", "Running", "Pending", "Failed")["items"] + [foreign]}}
    text = said(kind, {"spec": {"template": TEMPLATE}}, group, related)
    assert lines(text, "Pods Status:").split(":", 1)[1].strip().startswith("2 Running / 1 Waiting / 0 Succeeded / 1 Failed")


def test_a_replica_set_says_why_pods_are_unknown():
    text = said("ReplicaSet", {"spec": {"template": TEMPLATE}}, "apps", {"pods": errors.forbidden("pods", "", "no")})
    assert "Pods Status:  error in fetching pods: pods is forbidden: no\n" in text


def test_stateful_set_claims_and_strategy():
    claim = {"metadata": {"name": "data", "labels": {"b": "2", "a": "1"}}, "spec": {"accessModes": ["ReadWriteOnce"], "resources": {"requests": {"storage": "1Gi"}}}}
    spec = {"replicas": 2, "updateStrategy": {"type": "RollingUpdate", "rollingUpdate": {"partition": 1}}, "volumeClaimTemplates": [claim], "template": TEMPLATE}
    text = said("StatefulSet", {"spec": spec}, "apps")
    assert lines(text, "Update Strategy:", "Pods") == "Update Strategy:    RollingUpdate\n  Partition:        1"
    assert lines(text, "Volume Claims:", "Events") == ("Volume Claims:\n  Name:          data\n  StorageClass:  \n  Labels:        a=1\n                 b=2\n"
                                                      "  Annotations:   <none>\n  Capacity:      1Gi\n  Access Modes:  [ReadWriteOnce]")


def test_daemon_set_counts():
    text = said("DaemonSet", {"spec": {"template": TEMPLATE, "selector": SELECTOR}, "status": {"desiredNumberScheduled": 3, "numberAvailable": 2}}, "apps")
    assert "Desired Number of Nodes Scheduled: 3\nCurrent Number of Nodes Scheduled: 0\n" in text and "with Available Pods: 2\n" in text


def test_job():
    spec = {"parallelism": 1, "completions": 3, "completionMode": "Indexed", "suspend": False, "backoffLimit": 6, "template": TEMPLATE, "selector": SELECTOR}
    status = {"startTime": AGO, "completionTime": "2023-11-14T22:11:20Z", "ready": 0, "succeeded": 3, "completedIndexes": ",".join(map(str, range(40)))}
    text = said("Job", {"spec": spec, "status": status}, "batch")
    assert lines(text, "Parallelism", "Pod Template") == """Parallelism:        1
Completions:        3
Completion Mode:    Indexed
Suspend:            false
Backoff Limit:      6
Start Time:         Tue, 14 Nov 2023 22:10:20 +0000
Completed At:       Tue, 14 Nov 2023 22:11:20 +0000
Duration:           60s
Pods Statuses:      0 Active (0 Ready) / 3 Succeeded / 0 Failed
Completed Indexes:  0,1,2,3,4,5,6,7,8,9,10,11,12,13,14,15,16,17,18,19,20,..."""


def test_cron_job():
    spec = {"schedule": "@daily", "concurrencyPolicy": "Forbid", "suspend": True, "startingDeadlineSeconds": 9, "jobTemplate": {"spec": {"template": TEMPLATE}}}
    text = said("CronJob", {"spec": spec, "status": {"active": [{"name": "a"}, {"name": "b"}]}}, "batch")
    assert "Suspend:                       True\nTime Zone:                     <unset>\n" in text
    assert "Starting Deadline Seconds:     9s\nSelector:                      <unset>\n" in text
    assert "Last Schedule Time:  <unset>\nActive Jobs:         a, b\n" in text
