"""The admission plug-ins in the order they run, and which are on by default (kube-apiserver 1.36's order).

Policies and webhooks run after the mutating built-in plug-ins; ResourceQuota is last because it writes down what it lets through.
"""
from __future__ import annotations

# (name, module of admission/plugins, on by default)
ORDER = (
    ("NamespaceLifecycle", "namespace_lifecycle", True),
    ("LimitRanger", "limit_ranger", True),
    ("ServiceAccount", "service_account", True),
    ("NodeRestriction", "node_restriction", True),
    ("TaintNodesByCondition", "taint_nodes_by_condition", True),
    ("AlwaysPullImages", "always_pull_images", False),
    ("PodSecurity", "pod_security", True),
    ("Priority", "priority", True),
    ("DefaultTolerationSeconds", "default_toleration_seconds", True),
    ("PodTolerationRestriction", "pod_toleration_restriction", False),
    ("EventRateLimit", "event_rate_limit", False),
    ("DefaultStorageClass", "default_storage_class", True),
    ("StorageObjectInUseProtection", "storage_protection", True),
    ("PersistentVolumeClaimResize", "claim_resize", True),
    ("RuntimeClass", "runtime_class", True),
    ("CertificateApproval", "certificate_approval", True),
    ("CertificateSigning", "certificate_signing", True),
    ("CertificateSubjectRestriction", "certificate_subject_restriction", True),
    ("DefaultIngressClass", "default_ingress_class", True),
    ("MutatingAdmissionPolicy", "mutating_admission_policy", True),
    ("MutatingAdmissionWebhook", "mutating_webhook", True),
    ("ValidatingAdmissionPolicy", "validating_admission_policy", True),
    ("ValidatingAdmissionWebhook", "validating_webhook", True),
    ("ResourceQuota", "resource_quota", True),
)


def enabled(settings) -> tuple:
    """(name, module) of the plug-ins in force under --enable/--disable-admission-plugins."""
    return tuple((name, module) for name, module, on in ORDER
                 if on and name not in settings.disable_admission or name in settings.enable_admission)
