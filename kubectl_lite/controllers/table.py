"""CONTROLLERS: every controller in the order they are run. A row names the module and the resources whose first object wakes it."""
from __future__ import annotations

from kubectl_lite.controllers.manager import Row

_HERE = "kubectl_lite.controllers."

CONTROLLERS = (
    Row("bootstrap-controller", _HERE + "bootstrapping", ("namespaces",)),
    Row("ipallocator-repair-controller", _HERE + "ipaddressrepair", ("services", "ipaddresses.networking.k8s.io")),
    Row("namespace-controller", _HERE + "namespace", ("namespaces",)),
    Row("service-account-controller", _HERE + "serviceaccount", ("namespaces",)),
    Row("root-ca-certificate-publisher-controller", _HERE + "rootca", ("namespaces",)),
    Row("node-ipam-controller", _HERE + "nodeipam", ("nodes",)),
    Row("ttl-controller", _HERE + "nodettl", ("nodes",)),
    Row("node-lifecycle-controller", _HERE + "nodelifecycle", ("nodes",)),
    Row("taint-eviction-controller", _HERE + "tainteviction", ("pods",)),
    Row("pod-garbage-collector-controller", _HERE + "podgc", ("pods",)),
    Row("clusterrole-aggregation-controller", _HERE + "clusterroleaggregation", ("clusterroles.rbac.authorization.k8s.io",)),
    Row("resourcequota-controller", _HERE + "resourcequota", ("resourcequotas",)),
    Row("serviceaccount-token-controller", _HERE + "serviceaccounttoken", ("secrets",)),
    Row("certificatesigningrequest-signing-controller", _HERE + "certificatesigning", ("certificatesigningrequests.certificates.k8s.io",)),
    Row("service-cidr-controller", _HERE + "servicecidrs", ("servicecidrs.networking.k8s.io",)),
    Row("horizontal-pod-autoscaler-controller", _HERE + "horizontalpodautoscaler", ("horizontalpodautoscalers.autoscaling",)),
    Row("deployment-controller", _HERE + "deployment", ("deployments.apps",)),
    Row("replicaset-controller", _HERE + "replicaset", ("replicasets.apps",)),
    Row("replication-controller", _HERE + "replication", ("replicationcontrollers",)),
    Row("daemonset-controller", _HERE + "daemonset", ("daemonsets.apps",)),
    Row("statefulset-controller", _HERE + "statefulset", ("statefulsets.apps",)),
    Row("cronjob-controller", _HERE + "cronjob", ("cronjobs.batch",)),
    Row("job-controller", _HERE + "job", ("jobs.batch", "pods")),  # pods outlive their job until it lets them go
    Row("ttl-after-finished-controller", _HERE + "ttlafterfinished", ("jobs.batch",)),
    Row("disruption-controller", _HERE + "disruption", ("poddisruptionbudgets.policy",)),
    Row("ephemeral-volume-controller", _HERE + "ephemeralvolume", ("pods",)),
    Row("persistentvolume-binder-controller", _HERE + "volumebinder", ("persistentvolumeclaims", "persistentvolumes")),
    Row("persistentvolumeclaim-protection-controller", _HERE + "pvcprotection", ("persistentvolumeclaims",)),
    Row("persistentvolume-protection-controller", _HERE + "pvprotection", ("persistentvolumes",)),
    Row("endpoints-controller", _HERE + "endpoints", ("services",)),
    Row("endpointslice-controller", _HERE + "endpointslice", ("services",)),
    Row("endpointslice-mirroring-controller", _HERE + "endpointslicemirroring", ("endpoints",)),
    Row("validatingadmissionpolicy-status-controller", _HERE + "policystatus", ("validatingadmissionpolicies.admissionregistration.k8s.io",)),
    Row("garbage-collector-controller", _HERE + "garbagecollector", ("namespaces",)),
)
