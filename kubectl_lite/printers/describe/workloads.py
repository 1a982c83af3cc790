"""What the describers of workloads share: the count of a controller's pods by phase, and condition tables."""
from __future__ import annotations

from kubectl_lite.printers.describe.fetching import body
from kubectl_lite.printers.describe.writer import Writer
from kubectl_lite.printers.text import controller_of

PHASES = (("Running", "Running"), ("Pending", "Waiting"), ("Succeeded", "Succeeded"), ("Failed", "Failed"))


def pods_status(obj: dict, pods) -> str:
    """"1 Running / 0 Waiting / 0 Succeeded / 0 Failed" of the pods that the object controls; an ApiError in `pods` is raised."""
    uid = obj["metadata"].get("uid")
    owned = [pod for pod in body(pods).get("items") or () if (controller_of(pod) or {}).get("uid") == uid]
    phases = [(pod.get("status") or {}).get("phase") for pod in owned]
    return " / ".join(f"{phases.count(phase)} {word}" for phase, word in PHASES)


def conditions(w: Writer, obj: dict) -> None:
    """The conditions of a deployment, replica set or replication controller."""
    listed = (obj.get("status") or {}).get("conditions")
    if listed:
        w.write(0, "Conditions:\n  Type\tStatus\tReason\n")
        w.rows(1, ("----", "------", "------"))
    for condition in listed or ():
        w.line(1, f"{condition.get('type', '')} \t{condition.get('status', '')}\t{condition.get('reason', '')}")


def controlled_by(w: Writer, obj: dict) -> None:
    owner = controller_of(obj)
    if owner:
        w.field("Controlled By", f"{owner['kind']}/{owner['name']}")
