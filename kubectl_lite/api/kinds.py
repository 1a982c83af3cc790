"""KINDS: which module holds the rules of which kind. Explicit; a kind without a row is served with the generic rules alone.

A module path is relative to kubectl_lite.api and is imported when the kind is first written or selected by field.
"""
from __future__ import annotations

from importlib import import_module

from kubectl_lite.api.strategy import GENERIC, Strategy

# (group, kind): module
KINDS = {
    ("apiextensions.k8s.io", "CustomResourceDefinition"): "apiextensions.customresourcedefinition",
    ("rbac.authorization.k8s.io", "ClusterRoleBinding"): "rbac.clusterrolebinding",
    ("rbac.authorization.k8s.io", "RoleBinding"): "rbac.rolebinding",
    ("rbac.authorization.k8s.io", "ClusterRole"): "rbac.clusterrole",
    ("rbac.authorization.k8s.io", "Role"): "rbac.role",
    ("", "ConfigMap"): "core.configmap",
    ("", "Endpoints"): "core.endpoints",
    ("", "Event"): "core.event",
    ("", "Namespace"): "core.namespace",
    ("", "Node"): "core.node",
    ("", "Pod"): "core.pod",
    ("", "PodTemplate"): "core.podtemplate",
    ("", "ReplicationController"): "core.replicationcontroller",
    ("", "PersistentVolume"): "core.persistentvolume",
    ("", "PersistentVolumeClaim"): "core.persistentvolumeclaim",
    ("", "LimitRange"): "core.limitrange",
    ("", "ResourceQuota"): "core.resourcequota",
    ("", "Secret"): "core.secret",
    ("", "Service"): "core.service",
    ("", "ServiceAccount"): "core.serviceaccount",
    ("admissionregistration.k8s.io", "MutatingAdmissionPolicy"): "admissionregistration.mutatingadmissionpolicy",
    ("admissionregistration.k8s.io", "MutatingAdmissionPolicyBinding"): "admissionregistration.mutatingadmissionpolicybinding",
    ("admissionregistration.k8s.io", "MutatingWebhookConfiguration"): "admissionregistration.mutatingwebhookconfiguration",
    ("admissionregistration.k8s.io", "ValidatingAdmissionPolicy"): "admissionregistration.validatingadmissionpolicy",
    ("admissionregistration.k8s.io", "ValidatingAdmissionPolicyBinding"): "admissionregistration.validatingadmissionpolicybinding",
    ("admissionregistration.k8s.io", "ValidatingWebhookConfiguration"): "admissionregistration.validatingwebhookconfiguration",
    ("apps", "ControllerRevision"): "apps.controllerrevision",
    ("apps", "DaemonSet"): "apps.daemonset",
    ("apps", "Deployment"): "apps.deployment",
    ("apps", "ReplicaSet"): "apps.replicaset",
    ("apps", "StatefulSet"): "apps.statefulset",
    ("autoscaling", "HorizontalPodAutoscaler"): "autoscaling.horizontalpodautoscaler",
    ("batch", "CronJob"): "batch.cronjob",
    ("batch", "Job"): "batch.job",
    ("discovery.k8s.io", "EndpointSlice"): "discovery.endpointslice",
    ("networking.k8s.io", "IPAddress"): "networking.ipaddress",
    ("networking.k8s.io", "Ingress"): "networking.ingress",
    ("networking.k8s.io", "IngressClass"): "networking.ingressclass",
    ("networking.k8s.io", "NetworkPolicy"): "networking.networkpolicy",
    ("networking.k8s.io", "ServiceCIDR"): "networking.servicecidr",
    ("coordination.k8s.io", "Lease"): "coordination.lease",
    ("node.k8s.io", "RuntimeClass"): "node.runtimeclass",
    ("policy", "PodDisruptionBudget"): "policy.poddisruptionbudget",
    ("scheduling.k8s.io", "PriorityClass"): "scheduling.priorityclass",
    ("apiregistration.k8s.io", "APIService"): "apiregistration.apiservice",
    ("flowcontrol.apiserver.k8s.io", "FlowSchema"): "flowcontrol.flowschema",
    ("flowcontrol.apiserver.k8s.io", "PriorityLevelConfiguration"): "flowcontrol.prioritylevelconfiguration",
    ("resource.k8s.io", "DeviceClass"): "resource.deviceclass",
    ("resource.k8s.io", "ResourceClaim"): "resource.resourceclaim",
    ("resource.k8s.io", "ResourceClaimTemplate"): "resource.resourceclaimtemplate",
    ("resource.k8s.io", "ResourceSlice"): "resource.resourceslice",
    ("certificates.k8s.io", "CertificateSigningRequest"): "certificates.certificatesigningrequest",
    ("storage.k8s.io", "CSIDriver"): "storage.csidriver",
    ("storage.k8s.io", "CSINode"): "storage.csinode",
    ("storage.k8s.io", "CSIStorageCapacity"): "storage.csistoragecapacity",
    ("storage.k8s.io", "StorageClass"): "storage.storageclass",
    ("storage.k8s.io", "VolumeAttachment"): "storage.volumeattachment",
    ("storage.k8s.io", "VolumeAttributesClass"): "storage.volumeattributesclass",
    ("events.k8s.io", "Event"): "core.event",
}

_loaded: dict[tuple, Strategy] = {}


def strategy(group: str, kind: str) -> Strategy:
    """The rules of a kind."""
    key = (group, kind)
    found = _loaded.get(key)
    if found is None:
        path = KINDS.get(key)
        found = _loaded[key] = Strategy(load=lambda: import_module(f"kubectl_lite.api.{path}")) if path else GENERIC
    return found
