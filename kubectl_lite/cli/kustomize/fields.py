"""Where objects keep what kustomize changes: paths as tuples, `*` for every item of a list."""
from __future__ import annotations

TEMPLATE = ("spec", "template")
JOB_TEMPLATE = ("spec", "jobTemplate", "spec", "template")
TEMPLATES = {"Deployment": TEMPLATE, "ReplicaSet": TEMPLATE, "DaemonSet": TEMPLATE, "StatefulSet": TEMPLATE, "ReplicationController": TEMPLATE,
             "Job": TEMPLATE, "CronJob": JOB_TEMPLATE, "PodTemplate": ("template",)}
# (path of a selector's labels, whether it is made where it is missing)
SELECTORS = {
    "Service": [(("spec", "selector"), True)],
    "ReplicationController": [(("spec", "selector"), True)],
    "Deployment": [(("spec", "selector", "matchLabels"), True)],
    "ReplicaSet": [(("spec", "selector", "matchLabels"), True)],
    "DaemonSet": [(("spec", "selector", "matchLabels"), True)],
    "StatefulSet": [(("spec", "selector", "matchLabels"), True)],
    "Job": [(("spec", "selector", "matchLabels"), False)],
    "CronJob": [(("spec", "jobTemplate", "spec", "selector", "matchLabels"), False)],
    "PodDisruptionBudget": [(("spec", "selector", "matchLabels"), False)],
    "NetworkPolicy": [(("spec", "podSelector", "matchLabels"), False), (("spec", "ingress", "*", "from", "*", "podSelector", "matchLabels"), False),
                      (("spec", "egress", "*", "to", "*", "podSelector", "matchLabels"), False)],
}


def template_of(obj: dict) -> tuple | None:
    """The path of an object's pod template, () for a pod itself, None without one."""
    return () if obj.get("kind") == "Pod" else TEMPLATES.get(obj.get("kind"))


def templates_of(obj: dict) -> list[tuple]:
    """The paths of all templates inside an object: a cron job has one of jobs, too."""
    path = template_of(obj)
    return [JOB_TEMPLATE[:2], path] if obj.get("kind") == "CronJob" else [path] if path else []


def values(obj, path: tuple):
    """The values at a path that exist."""
    if not path:
        yield obj
    elif path[0] == "*":
        for item in obj if isinstance(obj, list) else ():
            yield from values(item, path[1:])
    elif isinstance(obj, dict) and path[0] in obj:
        yield from values(obj[path[0]], path[1:])


def make(obj: dict, path: tuple) -> dict:
    """The mapping at a path, made where it is missing."""
    for name in path:
        if not isinstance(obj.get(name), dict):
            obj[name] = {}
        obj = obj[name]
    return obj


def pod_spec(obj: dict) -> dict | None:
    """The pod spec inside an object."""
    path = template_of(obj)
    if path is None:
        return None
    return next(iter(values(obj, (*path, "spec"))), None)
