from __future__ import annotations

import pytest

from kubectl_lite.controllers import conditions
from kubectl_lite.controllers import deployment_status as progress
from tests.unit.controllers.builders import NOW, NOW_TEXT, deployment, replica_set

LATER = "2023-11-14T22:23:21Z"


def made(reason, status="True", since=NOW_TEXT):
    return {"type": "Progressing", "status": status, "reason": reason, "lastUpdateTime": since, "lastTransitionTime": since, "message": ""}


def test_same_status_and_reason_is_no_change():
    old = [made("A")]
    assert progress.with_condition(old, made("A", since=LATER)) == old


def test_another_reason_keeps_the_transition_time_and_goes_to_the_end():
    found = progress.with_condition([made("A"), {"type": "Available", "status": "True"}], made("B", since=LATER))
    assert [c["type"] for c in found] == ["Available", "Progressing"]
    assert found[1]["lastTransitionTime"] == NOW_TEXT and found[1]["lastUpdateTime"] == LATER


@pytest.mark.parametrize("available, expected", [(3, "True"), (2, "True"), (1, "False")])
def test_availability_allows_for_what_may_be_missing(available, expected):
    new = replica_set("new", 3, available=available)
    status = progress.counted(deployment(3, 1, 1), new, [new], NOW_TEXT)
    assert conditions.find(status["conditions"], "Available")["status"] == expected
    assert status.get("unavailableReplicas", 0) == 3 - available


def test_rollout_that_advances_is_progressing():
    new = replica_set("new", 1, available=0)
    status = progress.progressed(deployment(3, status={"conditions": [made("NewReplicaSetCreated")]}), new, [new], NOW, NOW_TEXT)
    found = conditions.find(status["conditions"], "Progressing")
    assert (found["status"], found["reason"], found["message"]) == ("True", "ReplicaSetUpdated", 'ReplicaSet "new" is progressing.')


def test_complete_rollout_says_so_and_stays():
    new = replica_set("new", 3)
    status = progress.progressed(deployment(3), new, [new], NOW, NOW_TEXT)
    assert conditions.find(status["conditions"], "Progressing")["reason"] == progress.COMPLETE
    again = progress.progressed(deployment(3, status=status), new, [new], NOW + 9999, LATER)
    assert again == status


def test_rollout_that_stands_still_is_late_after_its_deadline():
    new = replica_set("new", 3, available=0)
    status = progress.progressed(deployment(3), new, [new], NOW, NOW_TEXT)
    stuck = deployment(3, status=status)
    assert progress.late_in(stuck, NOW) == 601
    assert conditions.find(progress.progressed(stuck, new, [new], NOW + 601, LATER)["conditions"], "Progressing")["reason"] == progress.TIMED_OUT


def test_without_a_deadline_there_is_no_progress_condition():
    new = replica_set("new", 3)
    found = deployment(3)
    found["spec"]["progressDeadlineSeconds"] = 2 ** 31 - 1
    assert [c["type"] for c in progress.progressed(found, new, [new], NOW, NOW_TEXT)["conditions"]] == ["Available"]


def test_failures_of_replica_sets_show():
    new = replica_set("new", 3, available=0)
    new["status"]["conditions"] = [{"type": "ReplicaFailure", "status": "True", "reason": "FailedCreate", "message": "no", "lastTransitionTime": NOW_TEXT}]
    found = conditions.find(progress.progressed(deployment(3), new, [new], NOW, NOW_TEXT)["conditions"], "ReplicaFailure")
    assert (found["reason"], found["message"], found["lastUpdateTime"]) == ("FailedCreate", "no", NOW_TEXT)


@pytest.mark.parametrize("paused, current, expected", [
    (True, None, "DeploymentPaused"), (True, made("DeploymentPaused"), None), (False, made("DeploymentPaused"), "DeploymentResumed"), (False, None, None),
    (True, made("ProgressDeadlineExceeded"), None),
])
def test_pausing_and_resuming_are_marked_once(paused, current, expected):
    found = progress.paused_condition(deployment(1, paused=paused, status={"conditions": [current] if current else []}), NOW_TEXT)
    assert (found and found["reason"]) == expected
