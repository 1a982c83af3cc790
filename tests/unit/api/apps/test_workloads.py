"""Deployment, ReplicaSet, DaemonSet and StatefulSet."""
import copy

import pytest

from kubectl_lite.machinery.errors import ApiError

POD = {"metadata": {"labels": {"app": "a"}}, "spec": {"containers": [{"name": "c", "image": "x"}]}}


def workload(kind, **spec):
    return {"apiVersion": "apps/v1", "kind": kind, "spec": {"selector": {"matchLabels": {"app": "a"}}, "template": copy.deepcopy(POD), **spec}}


def test_defaults_of_a_deployment(rules):
    spec = rules.written(workload("Deployment"))["spec"]
    assert (spec["replicas"], spec["revisionHistoryLimit"], spec["progressDeadlineSeconds"]) == (1, 10, 600)
    assert spec["strategy"] == {"type": "RollingUpdate", "rollingUpdate": {"maxUnavailable": "25%", "maxSurge": "25%"}}
    assert spec["template"]["spec"]["restartPolicy"] == "Always"


@pytest.mark.parametrize("kind", ["Deployment", "ReplicaSet", "StatefulSet", "DaemonSet"])
def test_the_selector_selects_the_template_and_stays(rules, kind):
    bad = workload(kind, selector={"matchLabels": {"app": "b"}})
    assert "spec.template.metadata.labels: Invalid value: {\"app\":\"a\"}: `selector` does not match template `labels`" in rules.create(bad)
    assert any("field is immutable" in t or "updates to statefulset spec" in t for t in rules.update(workload(kind), bad))


@pytest.mark.parametrize("strategy, wanted", [
    ({"type": "Recreate", "rollingUpdate": {}}, "spec.strategy.rollingUpdate: Forbidden: may not be specified when strategy `type` is 'Recreate'"),
    ({"rollingUpdate": {"maxUnavailable": 0, "maxSurge": 0}}, "spec.strategy.rollingUpdate.maxUnavailable: Invalid value: 0: may not be 0 when `maxSurge` is 0"),
    ({"rollingUpdate": {"maxUnavailable": "150%"}}, 'spec.strategy.rollingUpdate.maxUnavailable: Invalid value: "150%": must not be greater than 100%'),
])
def test_strategies_of_a_deployment(rules, strategy, wanted):
    assert rules.create(workload("Deployment", strategy=strategy)) == [wanted]


def test_the_deadline_is_longer_than_readiness(rules):
    assert rules.create(workload("Deployment", progressDeadlineSeconds=10, minReadySeconds=10)) == [
        "spec.progressDeadlineSeconds: Invalid value: 10: must be greater than minReadySeconds"]


def test_annotations_count_as_a_change_of_a_deployment(rules):
    old = rules.written(workload("Deployment"))
    new = {**old, "metadata": {**old["metadata"], "annotations": {"a": "b"}}}
    assert rules.strategy(old).bumps_generation(new, old)
    replicaset = rules.written(workload("ReplicaSet"))
    assert not rules.strategy(replicaset).bumps_generation({**replicaset, "metadata": new["metadata"]}, replicaset)


def test_a_daemon_set_counts_the_changes_of_its_template(rules):
    first = rules.written(workload("DaemonSet"))
    assert first["metadata"]["annotations"] == {"deprecated.daemonset.template.generation": "1"}
    other = workload("DaemonSet")
    other["spec"]["template"]["spec"]["containers"][0]["image"] = "y"
    assert rules.written(other, first)["metadata"]["annotations"] == {"deprecated.daemonset.template.generation": "2"}
    assert rules.written(workload("DaemonSet"), first)["metadata"]["annotations"] == {"deprecated.daemonset.template.generation": "1"}


def test_a_stateful_set_has_a_volume_for_each_claim(rules):
    claim = {"metadata": {"name": "data"}, "spec": {"accessModes": ["ReadWriteOnce"], "resources": {"requests": {"storage": "1Gi"}}}}
    mounted = workload("StatefulSet", volumeClaimTemplates=[claim])
    mounted["spec"]["template"]["spec"]["containers"][0]["volumeMounts"] = [{"name": "data", "mountPath": "/d"}]
    assert rules.create(mounted) == []
    mounted["spec"]["volumeClaimTemplates"] = []
    assert rules.create(mounted) == ['spec.template.spec.containers[0].volumeMounts[0].name: Not found: "data"']


def test_most_of_a_stateful_set_is_fixed(rules):
    old = workload("StatefulSet", serviceName="s")
    assert rules.update(old, workload("StatefulSet", serviceName="s", replicas=3, updateStrategy={"type": "OnDelete"})) == []
    assert rules.update(old, workload("StatefulSet", serviceName="t"))[0].startswith("spec: Forbidden: updates to statefulset spec for fields other than")


def test_status_counts_are_bounded(rules):
    bounded = {"replicas": 1, "readyReplicas": 2, "availableReplicas": 1, "collisionCount": 1, "terminatingReplicas": -1}
    assert rules.status(workload("Deployment"), bounded, {"collisionCount": 2}) == [
        "status.terminatingReplicas: Invalid value: -1: must be greater than or equal to 0",
        "status.readyReplicas: Invalid value: 2: cannot be greater than status.replicas", "status.collisionCount: Invalid value: 1: cannot be decremented"]


@pytest.mark.parametrize("kind", ["Deployment", "StatefulSet", "DaemonSet"])
def test_collisions_are_not_forgotten(rules, kind):
    assert rules.status(workload(kind), {}, {"collisionCount": 2}) == ["status.collisionCount: Invalid value: 0: cannot be decremented"]


def test_the_status_of_a_deployment_leaves_its_labels(rules):
    strategy, old = rules.strategy(workload("Deployment")), {"metadata": {"labels": {"a": "b"}}, "spec": {}, "status": {}}
    new = {"metadata": {"labels": {"c": "d"}, "annotations": {"e": "f"}}, "spec": {"paused": True}, "status": {"replicas": 1}}
    strategy.prepare_for_status_update(new, old)
    assert new == {"metadata": {"labels": {"a": "b"}, "annotations": {"e": "f"}}, "spec": {}, "status": {"replicas": 1}}


@pytest.mark.parametrize("kind, key", [("DaemonSet", "deprecated.daemonset.template.generation"), ("Deployment", "deprecated.deployment.rollback.to")])
def test_annotations_that_stand_for_fields_are_numbers(rules, kind, key):
    def annotated(value):
        return {**workload(kind), "metadata": {"annotations": {key: value}}}
    assert rules.create(annotated("7")) == [] == rules.create({**workload(kind)})
    for value, why in (("x", "invalid syntax"), ("9" * 20, "value out of range")):
        with pytest.raises(ApiError, match=f'cannot be handled as a {kind}: strconv.ParseInt: parsing "{value}": {why}'):
            rules.create(annotated(value))


def test_a_rollback_goes_to_no_negative_revision(rules):
    made = {**workload("Deployment"), "metadata": {"annotations": {"deprecated.deployment.rollback.to": "-1"}}}
    assert rules.create(made) == ["spec.rollbackTo.revision: Invalid value: -1: must be greater than or equal to 0"]


def test_warnings_of_stateful_sets(rules):
    claim = {"metadata": {"name": "data"}, "spec": {"accessModes": ["ReadWriteOnce"], "resources": {"requests": {"storage": "1.5"}}}}
    assert rules.warnings(workload("StatefulSet", volumeClaimTemplates=[claim], revisionHistoryLimit=-1)) == [
        'spec.volumeClaimTemplates[0].resources.requests[storage]: fractional byte value "1500m" is invalid, must be an integer',
        "spec.revisionHistoryLimit: a negative value retains all historical revisions; a value >= 0 is recommended"]
