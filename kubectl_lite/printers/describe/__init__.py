"""kubectl describe: which module of this package describes which kind.

A module has `related(obj) -> {name: (path, query)}`, what must be fetched besides the object (name "events" is left out under
--show-events=false), and `describe(obj, related, now) -> str`, a function of values alone: `related` maps the same names to what
was answered, a decoded body or the ApiError. Kinds that are not in the table are described by generic.py, field by field.
"""
from __future__ import annotations

from importlib import import_module

MODULES = {
    ("", "Pod"): "pod",
    ("", "ReplicationController"): "replicationcontroller",
    ("", "Secret"): "secret",
    ("", "Service"): "service",
    ("", "ServiceAccount"): "serviceaccount",
    ("", "Node"): "node",
    ("", "LimitRange"): "limitrange",
    ("", "ResourceQuota"): "resourcequota",
    ("", "PersistentVolume"): "persistentvolume",
    ("", "PersistentVolumeClaim"): "persistentvolumeclaim",
    ("", "Namespace"): "namespace",
    ("", "Endpoints"): "endpoints",
    ("", "ConfigMap"): "configmap",
    ("discovery.k8s.io", "EndpointSlice"): "endpointslice",
    ("autoscaling", "HorizontalPodAutoscaler"): "horizontalpodautoscaler",
    ("networking.k8s.io", "Ingress"): "ingress",
    ("networking.k8s.io", "IngressClass"): "ingressclass",
    ("networking.k8s.io", "ServiceCIDR"): "servicecidr",
    ("networking.k8s.io", "IPAddress"): "ipaddress",
    ("networking.k8s.io", "NetworkPolicy"): "networkpolicy",
    ("batch", "Job"): "job",
    ("batch", "CronJob"): "cronjob",
    ("apps", "StatefulSet"): "statefulset",
    ("apps", "Deployment"): "deployment",
    ("apps", "DaemonSet"): "daemonset",
    ("apps", "ReplicaSet"): "replicaset",
    ("certificates.k8s.io", "CertificateSigningRequest"): "certificatesigningrequest",
    ("storage.k8s.io", "StorageClass"): "storageclass",
    ("storage.k8s.io", "CSINode"): "csinode",
    ("storage.k8s.io", "VolumeAttributesClass"): "volumeattributesclass",
    ("policy", "PodDisruptionBudget"): "poddisruptionbudget",
    ("rbac.authorization.k8s.io", "Role"): "role",
    ("rbac.authorization.k8s.io", "ClusterRole"): "role",
    ("rbac.authorization.k8s.io", "RoleBinding"): "rolebinding",
    ("rbac.authorization.k8s.io", "ClusterRoleBinding"): "rolebinding",
    ("scheduling.k8s.io", "PriorityClass"): "priorityclass",
}
GENERIC = "generic"


class DescribeError(Exception):
    """An object that its describer cannot read; str() is the message."""


def describer(group: str, kind: str):
    """The module that describes a kind."""
    return import_module("kubectl_lite.printers.describe." + MODULES.get((group, kind), GENERIC))
