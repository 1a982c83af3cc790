"""The policies of Jobs: what a failed pod means (podFailurePolicy) and when enough has succeeded (successPolicy). Pure. Mirrors pkg/controller/job."""
from __future__ import annotations

from collections import namedtuple

from kubectl_lite.controllers import job_indexes

FAIL_JOB, FAIL_INDEX, IGNORE, COUNT = "FailJob", "FailIndex", "Ignore", "Count"

# What a failed pod means: the action, and the message of a FailJob.
Verdict = namedtuple("Verdict", "action message", defaults=("",))


def judge(policy: dict | None, pod: dict) -> Verdict:
    """The action of the first rule that matches a failed pod; Count without one."""
    for index, rule in enumerate((policy or {}).get("rules") or ()):
        matched = _exit_code_match(rule, pod) if rule.get("onExitCodes") else _condition_match(rule, pod)
        if matched:
            message = f"{matched} matching {rule['action']} rule at index {index}" if rule["action"] == FAIL_JOB else ""
            return Verdict(rule["action"], message)
    return Verdict(COUNT)


def _pod_name(pod):
    return f"{pod['metadata']['namespace']}/{pod['metadata']['name']}"


def _exit_code_match(rule, pod):
    wanted = rule["onExitCodes"]
    status = pod.get("status") or {}
    for container in (status.get("containerStatuses") or []) + (status.get("initContainerStatuses") or []):
        ended = (container.get("state") or {}).get("terminated")
        if not ended or wanted.get("containerName") not in (None, container["name"]) or not ended.get("exitCode"):
            continue
        if (ended["exitCode"] in wanted["values"]) == (wanted["operator"] == "In"):
            return f"Container {container['name']} for pod {_pod_name(pod)} failed with exit code {ended['exitCode']}"
    return ""


def _condition_match(rule, pod):
    for wanted in rule.get("onPodConditions") or ():
        for found in (pod.get("status") or {}).get("conditions") or ():
            if found["type"] == wanted["type"] and found["status"] == wanted.get("status", "True"):
                return f"Pod {_pod_name(pod)} has condition {found['type']}"
    return ""


def matched_success_rule(policy: dict | None, completions: int, succeeded: set) -> str:
    """The message of the first rule that the succeeded indexes meet; "" when none does."""
    for index, rule in enumerate((policy or {}).get("rules") or ()):
        among = succeeded
        if rule.get("succeededIndexes"):
            named = job_indexes.parse(rule["succeededIndexes"], completions)
            among = succeeded & named
            if rule.get("succeededCount") is None and named and among == named:
                return f"Matched rules at index {index}"
        if rule.get("succeededCount") is not None and len(among) >= rule["succeededCount"]:
            return f"Matched rules at index {index}"
    return ""
