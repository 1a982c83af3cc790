"""Jobs, whose pods are ended by hand."""
from __future__ import annotations

from tests.scenarios.conftest import kind


def job(name="work", **spec):
    pod = {"spec": {"restartPolicy": "Never", "schedulerName": "by-hand", "containers": [{"name": "main", "image": "registry.k8s.io/pause:3.10"}]}}
    return kind("Job", name, "batch/v1", spec={"template": pod, **spec})


def end(world, phase, index=None, **status):
    """End one pending pod (of a completion index)."""
    for pod in world.list("pods"):
        own = pod["metadata"]["labels"].get("batch.kubernetes.io/job-completion-index")
        if pod["status"]["phase"] == "Pending" and index in (None, own):
            world.patch("pods", pod["metadata"]["name"], {"status": {"phase": phase, **status}}, subresource="status")
            world.settle()
            return
    raise AssertionError("no pending pod")


def status(world, name="work"):
    return world.get("jobs.batch", name)["status"]


def test_job_is_complete_when_its_pod_has_succeeded(world):
    world.create(job())
    world.settle()
    assert {k: v for k, v in status(world).items() if k != "startTime"} == {"active": 1, "ready": 0, "terminating": 0, "uncountedTerminatedPods": {}}
    assert world.list("pods")[0]["metadata"]["finalizers"] == ["batch.kubernetes.io/job-tracking"]
    end(world, "Succeeded")
    found = status(world)
    assert found["succeeded"] == 1 and "active" not in found and found["completionTime"]
    assert world.conditions("jobs.batch", "work") == dict.fromkeys(
        ("SuccessCriteriaMet", "Complete"), ("True", "CompletionsReached", "Reached expected number of succeeded pods"))
    assert "finalizers" not in world.list("pods")[0]["metadata"]
    assert [e[1] for e in world.events(kind="Job")] == ["Completed", "SuccessfulCreate"]
    world.delete("jobs.batch", "work", propagationPolicy="Background")
    world.settle()
    assert world.list("pods") == []


def test_failed_pods_beyond_the_limit_fail_the_job(world):
    world.create(job(backoffLimit=0))
    world.settle()
    end(world, "Failed")
    assert status(world)["failed"] == 1
    assert world.conditions("jobs.batch", "work")["Failed"] == ("True", "BackoffLimitExceeded", "Job has reached the specified backoff limit")
    assert ("Warning", "BackoffLimitExceeded", "job-controller", "Job has reached the specified backoff limit") in world.events(kind="Job")


def test_failed_pod_is_replaced_after_its_back_off(world):
    world.create(job())
    world.settle()
    end(world, "Failed")
    assert "active" not in status(world)
    report = world.settle()
    assert 0 < report.waiting[0][0] <= 10
    world.pass_time(11)
    assert status(world)["active"] == 1


def test_indexed_job_counts_indexes(world):
    world.create(job(completions=3, parallelism=3, completionMode="Indexed"))
    world.settle()
    assert sorted(p["spec"]["hostname"] for p in world.list("pods")) == ["work-0", "work-1", "work-2"]
    end(world, "Succeeded", "0")
    end(world, "Succeeded", "2")
    assert (status(world)["completedIndexes"], status(world)["active"]) == ("0,2", 1)
    end(world, "Succeeded", "1")
    assert status(world)["completedIndexes"] == "0-2"


def test_suspending_deletes_pods_and_resuming_makes_new_ones(world):
    world.create(job(parallelism=2, completions=2, suspend=True))
    world.settle()
    assert world.list("pods") == [] and "startTime" not in status(world)
    world.patch("jobs.batch", "work", {"spec": {"suspend": False}})
    world.settle()
    assert len(world.list("pods")) == 2
    world.patch("jobs.batch", "work", {"spec": {"suspend": True}})
    world.settle()
    assert world.list("pods") == [] and "failed" not in status(world)
    said = [e[1] for e in world.events(kind="Job")]
    assert said == ["Resumed", "SuccessfulCreate", "SuccessfulCreate", "SuccessfulDelete", "SuccessfulDelete", "Suspended"]
    assert [e["count"] for e in world.list("events") if e["reason"] == "Suspended"] == [2]


def test_failure_policy_fails_the_job_at_once(world):
    rule = {"action": "FailJob", "onExitCodes": {"containerName": "main", "operator": "In", "values": [42]}}
    world.create(job(podFailurePolicy={"rules": [rule]}))
    world.settle()
    name = world.names("pods")[0]
    ended = [{"name": "main", "image": "x", "imageID": "x", "ready": False, "restartCount": 0, "state": {"terminated": {"exitCode": 42, "reason": "Error"}}}]
    end(world, "Failed", containerStatuses=ended)
    message = f"Container main for pod demo/{name} failed with exit code 42 matching FailJob rule at index 0"
    assert world.conditions("jobs.batch", "work")["Failed"] == ("True", "PodFailurePolicy", message)


def test_success_policy_ends_an_indexed_job_early(world):
    world.create(job(completions=3, parallelism=3, completionMode="Indexed", successPolicy={"rules": [{"succeededIndexes": "0"}]}))
    world.settle()
    end(world, "Succeeded", "0")
    assert world.conditions("jobs.batch", "work")["Complete"] == ("True", "SuccessPolicy", "Matched rules at index 0")
    assert (status(world)["succeeded"], status(world)["completedIndexes"]) == (1, "0")


def test_finished_job_goes_when_its_time_is_up(world):
    world.create(job(ttlSecondsAfterFinished=100))
    world.settle()
    end(world, "Succeeded")
    assert world.names("jobs.batch") == ["work"]
    world.pass_time(101)
    assert world.names("jobs.batch") == [] and world.list("pods") == []


def test_active_deadline(world):
    world.create(job(activeDeadlineSeconds=60))
    world.settle()
    world.pass_time(61)
    assert world.conditions("jobs.batch", "work")["Failed"][1] == "DeadlineExceeded"
    assert world.list("pods") == []


def test_running_pods_go_with_their_job(world):
    made = job()
    made["spec"]["template"]["spec"]["schedulerName"] = "default-scheduler"
    world.create(made)
    world.settle()
    assert world.list("pods")[0]["status"]["phase"] == "Running"
    world.delete("jobs.batch", "work", propagationPolicy="Background")
    world.settle()
    assert world.list("pods") == []


def test_each_index_has_its_own_limit(world):
    world.create(job(completions=2, parallelism=2, completionMode="Indexed", backoffLimitPerIndex=1))
    world.settle()
    end(world, "Failed", "0")
    end(world, "Succeeded", "1")
    assert status(world)["completedIndexes"] == "1" and not status(world)["failedIndexes"]
    world.pass_time(11)
    retry = next(p for p in world.list("pods") if p["status"]["phase"] == "Pending")
    assert retry["metadata"]["annotations"]["batch.kubernetes.io/job-index-failure-count"] == "1"
    end(world, "Failed", "0")
    assert status(world)["failedIndexes"] == "0"
    assert world.conditions("jobs.batch", "work")["Failed"] == ("True", "FailedIndexes", "Job has failed indexes")
