"""Lists of tolerations laid over each other, as pkg/util/tolerations does it."""
from __future__ import annotations


def merged(first: list[dict], second: list[dict]) -> list[dict]:
    """Two lists of tolerations as one, without those that another covers; of equal ones the first stays."""
    everything, kept = [*first, *second], []
    for i, toleration in enumerate(everything):
        covered = any(covers(other, toleration) for other in kept)
        if not covered and not any(other != toleration and covers(other, toleration) for other in everything[i + 1:]):
            kept.append(toleration)
    return kept


def covers(wide: dict, toleration: dict) -> bool:
    """Whether one toleration tolerates all that another does (isSuperset)."""
    if wide == toleration:
        return True
    everything = not wide.get("key") and wide.get("operator") == "Exists"
    if wide.get("key", "") != toleration.get("key", "") and not everything:
        return False
    if wide.get("effect") and wide["effect"] != toleration.get("effect", ""):
        return False
    longest, seconds = wide.get("tolerationSeconds"), toleration.get("tolerationSeconds")
    if wide.get("effect") == "NoExecute" and longest is not None and (seconds is None or seconds > longest):
        return False
    if wide.get("operator") == "Exists":
        return True
    return toleration.get("operator") == "Equal" and toleration.get("value", "") == wide.get("value", "")
