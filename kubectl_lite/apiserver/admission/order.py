"""The admission plug-ins in the order they run, and which are on by default (kube-apiserver 1.36's order).

Policies and webhooks run after the mutating built-in plug-ins; ResourceQuota is late because it writes down what it lets through.
"""
from __future__ import annotations

# (name, module of admission/plugins, on by default)
ORDER = (
    ("AlwaysAdmit", "always_admit", False),
    ("NamespaceAutoProvision", "namespace_auto_provision", False),
    ("NamespaceLifecycle", "namespace_lifecycle", True),
    ("NamespaceExists", "namespace_exists", False),
    ("LimitPodHardAntiAffinityTopology", "limit_hard_anti_affinity", False),
    ("LimitRanger", "limit_ranger", True),
    ("ServiceAccount", "service_account", True),
    ("NodeRestriction", "node_restriction", True),
    ("TaintNodesByCondition", "taint_nodes_by_condition", True),
    ("AlwaysPullImages", "always_pull_images", False),
    ("PodSecurity", "pod_security", True),
    ("PodNodeSelector", "pod_node_selector", False),
    ("Priority", "priority", True),
    ("DefaultTolerationSeconds", "default_toleration_seconds", True),
    ("PodTolerationRestriction", "pod_toleration_restriction", False),
    ("EventRateLimit", "event_rate_limit", False),
    ("ExtendedResourceToleration", "extended_resource_toleration", False),
    ("DefaultStorageClass", "default_storage_class", True),
    ("StorageObjectInUseProtection", "storage_protection", True),
    ("OwnerReferencesPermissionEnforcement", "owner_references", False),
    ("PersistentVolumeClaimResize", "claim_resize", True),
    ("RuntimeClass", "runtime_class", True),
    ("CertificateApproval", "certificate_approval", True),
    ("CertificateSigning", "certificate_signing", True),
    ("CertificateSubjectRestriction", "certificate_subject_restriction", True),
    ("DefaultIngressClass", "default_ingress_class", True),
    ("DenyServiceExternalIPs", "deny_external_ips", False),
    ("PodTopologyLabels", "pod_topology_labels", True),
    ("PodResizeValidator", "pod_resize_validator", True),
    ("MutatingAdmissionPolicy", "mutating_admission_policy", True),
    ("MutatingAdmissionWebhook", "mutating_webhook", True),
    ("ValidatingAdmissionPolicy", "validating_admission_policy", True),
    ("ValidatingAdmissionWebhook", "validating_webhook", True),
    ("ResourceQuota", "resource_quota", True),
    ("AlwaysDeny", "always_deny", False),
)

# Names that may be switched on and off as well: what they look at is served only behind feature gates that are off.
GATED = ("ClusterTrustBundleAttest", "PodGroupProtection", "PodGroupWorkloadExists", "NodeDeclaredFeatureValidator", "JobValidation")


def enabled(settings) -> tuple:
    """(name, module) of the plug-ins in force under --enable/--disable-admission-plugins."""
    return tuple((name, module) for name, module, on in ORDER
                 if on and name not in settings.disable_admission or name in settings.enable_admission)
