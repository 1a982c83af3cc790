"""The order in which kustomize prints: what others need comes first, webhooks last, then by kind and name; or as the objects were found."""
from __future__ import annotations

FIRST = ("Namespace", "ResourceQuota", "StorageClass", "CustomResourceDefinition", "ServiceAccount", "PodSecurityPolicy", "Role", "ClusterRole",
         "RoleBinding", "ClusterRoleBinding", "ConfigMap", "Secret", "Endpoints", "Service", "LimitRange", "PriorityClass", "PersistentVolume",
         "PersistentVolumeClaim", "Deployment", "StatefulSet", "CronJob", "PodDisruptionBudget")
LAST = ("MutatingWebhookConfiguration", "ValidatingWebhookConfiguration")


def arranged(objects: list[dict], options: dict, reorder: str) -> list[dict]:
    """The objects in the order of sortOptions, else of --reorder (legacy or none)."""
    if (options.get("order") or {"none": "fifo"}.get(reorder, reorder)) == "fifo":
        return objects
    own = options.get("legacySortOptions")
    first, last = (own.get("orderFirst") or (), own.get("orderLast") or ()) if own else (FIRST, LAST)
    return sorted(objects, key=lambda obj: _key(obj, tuple(first), tuple(last)))


def _key(obj: dict, first: tuple, last: tuple) -> tuple:
    kind, meta = obj.get("kind", ""), obj.get("metadata") or {}
    rank = first.index(kind) - len(first) if kind in first else last.index(kind) + 1 if kind in last else 0
    group, _, version = obj.get("apiVersion", "").rpartition("/")
    return rank, f"{group or '~G'}_{version}_{kind}", meta.get("namespace", "") or "~X", meta.get("name", "")
