"""The order in which kustomize prints: what others need comes first, webhooks last, then by kind and name."""
from __future__ import annotations

FIRST = ("Namespace", "ResourceQuota", "StorageClass", "CustomResourceDefinition", "ServiceAccount", "PodSecurityPolicy", "Role", "ClusterRole",
         "RoleBinding", "ClusterRoleBinding", "ConfigMap", "Secret", "Endpoints", "Service", "LimitRange", "PriorityClass", "PersistentVolume",
         "PersistentVolumeClaim", "Deployment", "StatefulSet", "CronJob", "PodDisruptionBudget")
LAST = ("MutatingWebhookConfiguration", "ValidatingWebhookConfiguration")


def legacy(objects: list[dict]) -> list[dict]:
    """kustomize's legacy sort order."""
    return sorted(objects, key=_key)


def _key(obj: dict) -> tuple:
    kind, meta = obj.get("kind", ""), obj.get("metadata") or {}
    rank = FIRST.index(kind) - len(FIRST) if kind in FIRST else LAST.index(kind) + 1 if kind in LAST else 0
    group = obj.get("apiVersion", "").rpartition("/")[0]
    return rank, kind, group, meta.get("namespace", ""), meta.get("name", "")
