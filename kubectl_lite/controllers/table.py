"""CONTROLLERS: every controller in the order they are run. A row names the module and the resources whose first object wakes it."""
from __future__ import annotations

from kubectl_lite.controllers.manager import Row

_HERE = "kubectl_lite.controllers."

CONTROLLERS = (
    Row("namespace-controller", _HERE + "namespace", ("namespaces",)),
    Row("service-account-controller", _HERE + "serviceaccount", ("namespaces",)),
    Row("root-ca-certificate-publisher-controller", _HERE + "rootca", ("namespaces",)),
    Row("deployment-controller", _HERE + "deployment", ("deployments.apps",)),
    Row("replicaset-controller", _HERE + "replicaset", ("replicasets.apps",)),
    Row("endpoints-controller", _HERE + "endpoints", ("services",)),
    Row("endpointslice-controller", _HERE + "endpointslice", ("services",)),
    Row("garbage-collector-controller", _HERE + "garbagecollector", ("namespaces",)),
)
