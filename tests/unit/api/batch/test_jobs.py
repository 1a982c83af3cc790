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


def test_indexes():
    assert index_count("0,2-4", 5) == 4 and index_count("", 5) == 0
    for text, why in (("5", 'too large index: "5"'), ("2,1", "non-increasing order, previous: 2, current: 1"), ("x", 'cannot convert string to integer for index: "x"')):
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
