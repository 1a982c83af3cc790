from __future__ import annotations

import pytest

from kubectl_lite.controllers import job_plan
from tests.unit.controllers.builders import NOW, pod

TRACKED = [job_plan.FINALIZER]


def job(status=None, **spec):
    return {"spec": {"completions": 1, "parallelism": 1, "template": {"spec": {"restartPolicy": "Never"}}, **spec}, "status": status or {}}


def count(*found, **spec):
    return job_plan.Count(job(**spec), list(found))


def test_finished_pods_count_once():
    fresh, counted = pod("a", "Succeeded", finalizers=TRACKED), pod("b", "Succeeded")
    assert count(fresh, counted, status={"succeeded": 1}, completions=3).succeeded == 2


def test_pods_noted_but_let_go_of_are_counted_after_all():
    status = {"uncountedTerminatedPods": {"succeeded": ["uid-gone", "uid-a"]}}
    assert count(pod("a", "Succeeded", finalizers=TRACKED), status=status, completions=3).succeeded == 2


@pytest.mark.parametrize("spec, active, succeeded, wanted", [
    ({"completions": 5, "parallelism": 2}, 0, 0, 2), ({"completions": 5, "parallelism": 2}, 1, 4, 1), ({"completions": None, "parallelism": 3}, 3, 0, 3),
    ({"completions": None, "parallelism": 3}, 2, 1, 2),
])
def test_how_many_are_wanted(spec, active, succeeded, wanted):
    found = [pod(f"a{i}") for i in range(active)]
    assert count(*found, status={"succeeded": succeeded}, **spec).wanted() == wanted


def test_deleted_pods_count_as_failed_unless_the_job_waits_for_their_end():
    going = pod("a", finalizers=TRACKED, deletionTimestamp="2023-11-14T22:13:20Z")
    assert count(going).failed == 1
    assert count(going, podReplacementPolicy="Failed").failed == 0


def indexed(name, index, phase="Running"):
    return pod(name, phase, finalizers=TRACKED, annotations={"batch.kubernetes.io/job-completion-index": str(index)})


def test_free_indexes_are_the_lowest_without_a_pod():
    found = count(indexed("a", 0), indexed("b", 2, "Succeeded"), completions=5, parallelism=3, completionMode="Indexed")
    assert found.free_indexes(2) == [1, 3]


def test_pods_of_doubled_indexes_are_removed_first():
    found = count(indexed("a", 0), indexed("b", 1), indexed("c", 1), completions=5, parallelism=3, completionMode="Indexed")
    assert [p["metadata"]["name"] for p in found.surplus(1)] == ["c"]


@pytest.mark.parametrize("spec, failed, reason", [({"backoffLimit": 1}, 1, ""), ({"backoffLimit": 1}, 2, "BackoffLimitExceeded"), ({"backoffLimit": 0}, 1, "BackoffLimitExceeded")])
def test_backoff_limit(spec, failed, reason):
    found = count(status={"failed": failed}, **spec)
    assert job_plan.failure(found.job, found, NOW)[0] == reason


def test_back_off_doubles_with_each_failure_since_the_last_success():
    def ended(name, phase, at):
        return pod(name, phase, ready=False, ready_at=at)
    one = ended("a", "Failed", "2023-11-14T22:13:20Z")
    assert job_plan.backoff([one], NOW) == 10
    assert job_plan.backoff([one, ended("b", "Failed", "2023-11-14T22:13:20Z")], NOW) == 20
    assert job_plan.backoff([one, ended("b", "Succeeded", "2023-11-14T22:14:20Z")], NOW) == 0
    assert job_plan.backoff([one], NOW + 10) == 0
