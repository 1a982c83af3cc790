"""Whether a container that ended is started again: its own rules, its own policy, the pod's. Mirrors ContainerShouldRestart."""
from __future__ import annotations


def should_restart(container: dict, spec: dict, exit_code: int) -> bool:
    """Whether a container of this pod spec that ended with the code runs again."""
    policy = container.get("restartPolicy")
    if policy is not None and any(_matches(rule.get("exitCodes"), exit_code) for rule in container.get("restartPolicyRules") or ()):
        return True
    return {"Always": True, "OnFailure": exit_code != 0, "Never": False}.get(policy or spec.get("restartPolicy"), True)


def _matches(codes, exit_code):
    if codes is None:
        return False
    listed = exit_code in (codes.get("values") or ())
    return {"In": listed, "NotIn": not listed}.get(codes.get("operator"), False)
