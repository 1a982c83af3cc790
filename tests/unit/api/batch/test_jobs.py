"""Job and CronJob."""
import copy

import pytest

from kubectl_lite.api.batch.jobspec import index_count

POD = {"spec": {"restartPolicy": "Never", "containers": [{"name": "c", "image": "x"}]}}


def job(**spec):
    return {"apiVersion": "batch/v1", "kind": "Job", "spec": {"template": copy.deepcopy(POD), **spec}}


def cron(**spec):
    return {"apiVersion": "batch/v1", "kind": "CronJob", "spec": {"schedule": "* * * * *", "jobTemplate": {"spec": {"template": copy.deepcopy(POD)}}, **spec}}


def test_defaults(rules):
    spec = rules.written(job())["spec"]
    assert (spec["completions"], spec["parallelism"], spec["backoffLimit"], spec["completionMode"], spec["suspend"]) == (1, 1, 6, "NonIndexed", False)
    assert rules.written(job(backoffLimitPerIndex=1))["spec"]["backoffLimit"] == 2147483647
    assert rules.written(job(parallelism=2))["spec"].get("completions") is None


def test_the_generated_selector(rules):
    made = rules.written(job())
    assert made["spec"]["selector"] == {"matchLabels": {"batch.kubernetes.io/controller-uid": "u-1"}}
    assert made["spec"]["template"]["metadata"]["labels"]["job-name"] == "a" and rules.create(job()) == []


def test_a_stored_job_reads_with_the_labels_of_its_template(rules):
    made = rules.written(job())
    stored = rules.strategy(made).slot("at_rest")(made)
    assert stored["metadata"]["labels"] == made["spec"]["template"]["metadata"]["labels"] and "labels" not in made["metadata"]


@pytest.mark.parametrize("change, wanted", [
    ({"completionMode": "Indexed", "completions": None, "parallelism": 1}, ["spec.completions: Required value: when completion mode is Indexed"]),
    ({"maxFailedIndexes": 1}, ["spec.backoffLimitPerIndex: Required value: when maxFailedIndexes is specified",
                               "spec.maxFailedIndexes: Invalid value: 1: requires indexed completion mode"]),
    ({"podFailurePolicy": {"rules": [{"action": "FailJob"}]}},
     ["spec.podFailurePolicy.rules[0]: Invalid value: specifying one of OnExitCodes and OnPodConditions is required"]),
    ({"managedBy": "a"}, ['spec.managedBy: Invalid value: "a": must be a domain-prefixed path (such as "acme.io/foo")']),
])
def test_refusals(rules, change, wanted):
    assert rules.create(job(**change)) == wanted


def test_a_job_keeps_its_template_unless_it_waits(rules):
    changed = copy.deepcopy(POD)
    changed["spec"]["nodeSelector"] = {"a": "b"}
    texts = rules.update(job(), job(template=changed))
    assert any(t.startswith("spec.template: Invalid value:") and t.endswith("field is immutable") for t in texts)
    uid = {"batch.kubernetes.io/controller-uid": "u-1", "batch.kubernetes.io/job-name": "a", "controller-uid": "u-1", "job-name": "a"}
    changed["metadata"] = {"labels": uid}
    selector = {"matchLabels": {"batch.kubernetes.io/controller-uid": "u-1"}}
    assert rules.update(job(suspend=True), job(suspend=True, template=changed, selector=selector)) == []


def test_resources_may_change_while_a_job_waits(rules):
    labels = {"batch.kubernetes.io/controller-uid": "u-1", "batch.kubernetes.io/job-name": "a", "controller-uid": "u-1", "job-name": "a"}
    changed = {"metadata": {"labels": labels}, "spec": {"restartPolicy": "Never", "containers": [{"name": "c", "image": "x", "resources": {"limits": {"cpu": "1"}}}]}}
    new = job(suspend=True, template=changed, selector={"matchLabels": {"batch.kubernetes.io/controller-uid": "u-1"}})
    assert rules.update(job(suspend=True), new) == []
    changed["spec"]["containers"][0]["image"] = "y"
    assert [t.partition(":")[0] for t in rules.update(job(suspend=True), new)] == ["spec.template.spec"]


def test_pods_of_a_job_with_a_failure_policy_are_not_restarted(rules):
    policy = {"rules": [{"action": "FailJob", "onExitCodes": {"operator": "In", "values": [1]}}]}
    pod = {"spec": {"restartPolicy": "Always", "containers": [{"name": "c", "image": "x"}]}}
    wanted = ['spec.template.spec.restartPolicy: Required value: valid values: "OnFailure", "Never"']
    assert rules.create(job(podFailurePolicy=policy, template=pod)) == wanted
    pod["spec"]["restartPolicy"] = "OnFailure"
    only = 'spec.template.spec.restartPolicy: Invalid value: "OnFailure": only "Never" is supported when podFailurePolicy is specified'
    assert rules.create(job(podFailurePolicy=policy, template=pod)) == [only]


def test_indexes():
    assert index_count("0,2-4", 5) == 4 and index_count("", 5) == 0
    wrong = (("5", 'too large index: "5"'), ("2,1", "non-increasing order, previous: 2, current: 1"), ("x", 'cannot convert string to integer for index: "x"'),
             ("3,1-x", 'cannot convert string to integer for index: "x"'), ("3-2", "non-increasing order, previous: 3, current: 2"))
    for text, why in wrong:
        with pytest.raises(ValueError, match=why):
            index_count(text, 5)


@pytest.mark.parametrize("change, wanted", [
    ({"schedule": "x"}, 'spec.schedule: Invalid value: "x": expected exactly 5 fields, found 1: [x]'),
    ({"schedule": "TZ=UTC * * * * *"}, 'spec.schedule: Invalid value: "TZ=UTC * * * * *": cannot use TZ or CRON_TZ in schedule, use timeZone field instead'),
    ({"timeZone": "No/Where"}, 'spec.timeZone: Invalid value: "No/Where": unknown time zone No/Where'),
    ({"concurrencyPolicy": "Odd"}, 'spec.concurrencyPolicy: Unsupported value: "Odd": supported values: "Allow", "Forbid", "Replace"'),
])
def test_cron_jobs(rules, change, wanted):
    assert rules.create(cron(**change)) == [wanted]


def test_a_cron_job_has_a_short_name(rules):
    long = {**cron(), "metadata": {"name": "a" * 53}}
    assert rules.create(long) == [f'metadata.name: Invalid value: "{"a" * 53}": must be no more than 52 characters']
    assert rules.update(long, long) == []


def true(*kinds):
    return {"conditions": [{"type": kind, "status": "True"} for kind in kinds]}


START, END = "2026-01-01T00:00:00Z", "2026-01-01T01:00:00Z"
DONE = {"startTime": START, "completionTime": END, **true("SuccessCriteriaMet", "Complete")}


@pytest.mark.parametrize("status, was, wanted", [
    (DONE, {}, []),
    ({"startTime": START, **true("FailureTarget", "Failed")}, {}, []),
    ({"active": -1}, {}, ["status.active: Invalid value: -1: must be greater than or equal to 0"]),
    ({"ready": 2, "active": 1}, {}, ["status.ready: Invalid value: 2: cannot set more ready pods than active"]),
    ({"startTime": START, **true("Failed")}, {}, ["status.conditions: Invalid value: cannot set Failed=True condition without the FailureTarget=true condition"]),
    ({**DONE, **true("Complete")}, {}, ["status.conditions: Invalid value: cannot set Complete=True condition without the SuccessCriteriaMet=true condition"]),
    ({**DONE, "completionTime": None}, {}, ["status.completionTime: Required value: completionTime is required for Complete jobs"]),
    ({"startTime": START, "completionTime": END}, {},
     [f'status.completionTime: Invalid value: "{END}": cannot set completionTime when there is no Complete=True condition']),
    ({**DONE, "startTime": END, "completionTime": START}, {}, [f'status.completionTime: Invalid value: "{START}": must be equal to or after `startTime`']),
    ({**DONE, "active": 1}, {}, ["status.active: Invalid value: 1: active>0 is invalid for finished job"]),
    ({**DONE, "uncountedTerminatedPods": {"failed": ["a"]}}, {},
     ['status.uncountedTerminatedPods: Invalid value: {"Succeeded":null,"Failed":["a"]}: must be empty for finished job']),
    ({"uncountedTerminatedPods": {"succeeded": ["", "a"], "failed": ["a"]}}, {},
     ['status.uncountedTerminatedPods.succeeded[0]: Invalid value: "": must not be empty', 'status.uncountedTerminatedPods.failed[0]: Duplicate value: "a"']),
    ({}, DONE, ["status.conditions: Invalid value: cannot disable the terminal Complete=True condition",
                "status.startTime: Required value: startTime cannot be removed for unsuspended job",
                "status.conditions: Invalid value: cannot disable the SuccessCriteriaMet=True condition"]),
    ({"failed": 1}, {"failed": 2}, ["status.failed: Invalid value: 1: cannot decrease the failed counter"]),
    ({"completedIndexes": "0"}, {}, ['status.completedIndexes: Invalid value: "0": cannot set non-empty completedIndexes when non-indexed completion mode']),
    ({"failedIndexes": ""}, {}, ['status.failedIndexes: Invalid value: "": cannot set non-null failedIndexes when backoffLimitPerIndex is null']),
    ({**true("SuccessCriteriaMet", "FailureTarget")}, {},
     ["status.conditions: Invalid value: cannot set SuccessCriteriaMet=True and FailureTarget=true conditions"]),
])
def test_what_a_status_may_become(rules, status, was, wanted):
    assert rules.status(job(), {k: v for k, v in status.items() if v is not None}, was) == wanted


def test_indexes_in_a_status(rules):
    indexed = job(completionMode="Indexed", completions=5, parallelism=3, backoffLimitPerIndex=1)
    assert rules.status(indexed, {"completedIndexes": "0-2", "failedIndexes": "3"}) == []
    assert rules.status(indexed, {"completedIndexes": "0-2", "failedIndexes": "2,4"}) == [
        'status.failedIndexes: Invalid value: "2,4": failedIndexes and completedIndexes overlap at index: 2']
    assert rules.status(indexed, {"failedIndexes": "7"}) == ['status.failedIndexes: Invalid value: "7": error parsing failedIndexes: too large index: "7"']
    same = job(completionMode="Indexed", completions=5, parallelism=5)
    assert rules.status(same, {"succeeded": 1}, {"succeeded": 2}) == [] != rules.status(indexed, {"succeeded": 1}, {"succeeded": 2})


def test_only_changes_of_a_status_are_looked_at(rules):
    wrong = {"active": 1, **true("Failed")}
    assert rules.status(job(), {**wrong, "failed": 1}, wrong) == []


def test_jobs_of_very_many_indexes_are_warned_of(rules):
    [told] = rules.warnings(job(completionMode="Indexed", completions=100001, parallelism=10001))
    assert told.startswith("spec: In Indexed Jobs with a number of completions higher than 10^5")
