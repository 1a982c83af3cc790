"""kubectl describe deployment, with its old and new replica sets."""
from __future__ import annotations

from kubectl_lite.printers.ages import rfc1123z
from kubectl_lite.printers.describe import fetching
from kubectl_lite.printers.describe.events import events
from kubectl_lite.printers.describe.podspec import template
from kubectl_lite.printers.describe.workloads import conditions
from kubectl_lite.printers.describe.writer import Writer, annotations, labels
from kubectl_lite.printers.labels import selector_text
from kubectl_lite.printers.text import controller_of

HASH = "pod-template-hash"


def related(obj: dict) -> dict:
    selector = selector_text((obj.get("spec") or {}).get("selector"))
    sets = fetching.collection("/apis/apps/v1", "replicasets", obj["metadata"].get("namespace", ""), labelSelector=selector)
    return {"replica sets": sets, "events": fetching.events(obj)}


def describe(obj: dict, related: dict, now: float) -> str:
    spec, w = obj.get("spec") or {}, Writer()
    _head(w, obj, spec, obj.get("status") or {})
    template(w, spec.get("template") or {})
    conditions(w, obj)
    old, new = replica_sets(obj, fetching.items(related["replica sets"]))
    if old or new:
        w.field("OldReplicaSets", _sets(old))
        w.field("NewReplicaSet", _sets(new))
    events(w, related, now)
    return w.text()


def _head(w: Writer, obj: dict, spec: dict, status: dict) -> None:
    meta, strategy = obj["metadata"], spec.get("strategy") or {}
    w.rows(0, ("Name:", meta["name"]), ("Namespace:", meta.get("namespace", "")), ("CreationTimestamp:", rfc1123z(meta.get("creationTimestamp"))))
    labels(w, "Labels", meta.get("labels"))
    annotations(w, "Annotations", meta.get("annotations"))
    counts = (("updated", "updatedReplicas"), ("total", "replicas"), ("available", "availableReplicas"), ("unavailable", "unavailableReplicas"))
    w.field("Selector", selector_text(spec.get("selector")))
    w.field("Replicas", " | ".join([f"{spec.get('replicas', 0)} desired"] + [f"{status.get(key, 0)} {word}" for word, key in counts]))
    w.field("StrategyType", strategy.get("type", ""))
    w.field("MinReadySeconds", spec.get("minReadySeconds", 0))
    rolling = strategy.get("rollingUpdate")
    if rolling is not None:
        w.field("RollingUpdateStrategy", f"{rolling.get('maxUnavailable', 0)} max unavailable, {rolling.get('maxSurge', 0)} max surge")


def replica_sets(deployment: dict, listed: list[dict]) -> tuple[list[dict], list[dict]]:
    """(old, new) replica sets that the deployment controls, oldest first; the new one has its very template (deploymentutil)."""
    uid = deployment["metadata"].get("uid")
    owned = sorted((rs for rs in listed if (controller_of(rs) or {}).get("uid") == uid),
                   key=lambda rs: (rs["metadata"].get("creationTimestamp") or "", rs["metadata"]["name"]))
    wanted = _plain((deployment.get("spec") or {}).get("template"))
    new = next((rs for rs in owned if _plain((rs.get("spec") or {}).get("template")) == wanted), None)
    return [rs for rs in owned if rs is not new], [new] if new else []


def _plain(pod_template: dict | None) -> dict:
    """A pod template without the hash label that controllers add."""
    template = dict(pod_template or {})
    meta = dict(template.get("metadata") or {})
    meta["labels"] = {key: value for key, value in (meta.get("labels") or {}).items() if key != HASH}
    template["metadata"] = {key: value for key, value in meta.items() if value is not None}
    return template


def _sets(sets: list[dict]) -> str:
    return ", ".join(f"{rs['metadata']['name']} ({(rs.get('status') or {}).get('replicas', 0)}/{(rs.get('spec') or {}).get('replicas', 0)} "
                     "replicas created)" for rs in sets) or "<none>"
