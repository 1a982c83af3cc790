"""The server's Table columns: which module of this package prints which resource, and the four entries the API server uses.

A module holds COLUMNS, rows of (name, type, format, priority), and `cells(obj, now) -> list` with one cell per column, wide ones
included (the server always makes all of them; kubectl leaves out what it does not show). It may also define `conditions(obj)`,
the conditions of a row, and `order(objects)`, for the one kind whose lists the server sorts. Modules are imported when first needed.
"""
from __future__ import annotations

from importlib import import_module

MODULES = {
    ("", "componentstatuses"): "componentstatuses",
    ("", "configmaps"): "configmaps",
    ("", "endpoints"): "endpoints",
    ("", "events"): "events",
    ("", "limitranges"): "created_at",
    ("", "namespaces"): "namespaces",
    ("", "nodes"): "nodes",
    ("", "persistentvolumeclaims"): "persistentvolumeclaims",
    ("", "persistentvolumes"): "persistentvolumes",
    ("", "pods"): "pods",
    ("", "podtemplates"): "podtemplates",
    ("", "replicationcontrollers"): "replicationcontrollers",
    ("", "resourcequotas"): "resourcequotas",
    ("", "secrets"): "secrets",
    ("", "serviceaccounts"): "serviceaccounts",
    ("", "services"): "services",
    ("admissionregistration.k8s.io", "mutatingadmissionpolicies"): "mutatingadmissionpolicies",
    ("admissionregistration.k8s.io", "mutatingadmissionpolicybindings"): "admissionpolicybindings",
    ("admissionregistration.k8s.io", "mutatingwebhookconfigurations"): "webhookconfigurations",
    ("admissionregistration.k8s.io", "validatingadmissionpolicies"): "validatingadmissionpolicies",
    ("admissionregistration.k8s.io", "validatingadmissionpolicybindings"): "admissionpolicybindings",
    ("admissionregistration.k8s.io", "validatingwebhookconfigurations"): "webhookconfigurations",
    ("apiextensions.k8s.io", "customresourcedefinitions"): "created_at",
    ("apiregistration.k8s.io", "apiservices"): "apiservices",
    ("apps", "controllerrevisions"): "controllerrevisions",
    ("apps", "daemonsets"): "daemonsets",
    ("apps", "deployments"): "deployments",
    ("apps", "replicasets"): "replicasets",
    ("apps", "statefulsets"): "statefulsets",
    ("autoscaling", "horizontalpodautoscalers"): "horizontalpodautoscalers",
    ("autoscaling", "scales"): "scales",
    ("batch", "cronjobs"): "cronjobs",
    ("batch", "jobs"): "jobs",
    ("certificates.k8s.io", "certificatesigningrequests"): "certificatesigningrequests",
    ("coordination.k8s.io", "leases"): "leases",
    ("discovery.k8s.io", "endpointslices"): "endpointslices",
    ("events.k8s.io", "events"): "events",
    ("flowcontrol.apiserver.k8s.io", "flowschemas"): "flowschemas",
    ("flowcontrol.apiserver.k8s.io", "prioritylevelconfigurations"): "prioritylevelconfigurations",
    ("networking.k8s.io", "ingressclasses"): "ingressclasses",
    ("networking.k8s.io", "ingresses"): "ingresses",
    ("networking.k8s.io", "ipaddresses"): "ipaddresses",
    ("networking.k8s.io", "networkpolicies"): "networkpolicies",
    ("networking.k8s.io", "servicecidrs"): "servicecidrs",
    ("node.k8s.io", "runtimeclasses"): "runtimeclasses",
    ("policy", "poddisruptionbudgets"): "poddisruptionbudgets",
    ("rbac.authorization.k8s.io", "clusterrolebindings"): "rolebindings",
    ("rbac.authorization.k8s.io", "clusterroles"): "created_at",
    ("rbac.authorization.k8s.io", "rolebindings"): "rolebindings",
    ("rbac.authorization.k8s.io", "roles"): "created_at",
    ("resource.k8s.io", "deviceclasses"): "name_and_age",
    ("resource.k8s.io", "resourceclaims"): "resourceclaims",
    ("resource.k8s.io", "resourceclaimtemplates"): "name_and_age",
    ("resource.k8s.io", "resourceslices"): "resourceslices",
    ("scheduling.k8s.io", "priorityclasses"): "priorityclasses",
    ("storage.k8s.io", "csidrivers"): "csidrivers",
    ("storage.k8s.io", "csinodes"): "csinodes",
    ("storage.k8s.io", "csistoragecapacities"): "created_at",
    ("storage.k8s.io", "storageclasses"): "storageclasses",
    ("storage.k8s.io", "volumeattachments"): "volumeattachments",
    ("storage.k8s.io", "volumeattributesclasses"): "volumeattributesclasses",
}
DEFAULT = "created_at"
_loaded: dict[tuple, object] = {}


def table_columns(resource) -> list[dict]:
    """The column definitions of a resource's Table, as on the wire."""
    if resource.crd:
        return _custom().columns(resource)
    return definitions(_module(resource).COLUMNS)


def definitions(columns: tuple) -> list[dict]:
    """COLUMNS rows as on the wire."""
    return [_definition(*column) for column in columns]


def row_cells(resource, obj: dict, now: float) -> list:
    """The cells of one object, in the order of `table_columns`."""
    if resource.crd:
        return _custom().cells(resource, obj, now)
    return _module(resource).cells(obj, now)


def row_conditions(resource, obj: dict) -> list[dict]:
    """The conditions of a row: Completed, of a pod that is done."""
    conditions = None if resource.crd else getattr(_module(resource), "conditions", None)
    return conditions(obj) if conditions else []


def row_order(resource, objects: list[dict]) -> list[dict]:
    """A list's objects in the order of their rows: as given, but for flow schemas."""
    order = None if resource.crd else getattr(_module(resource), "order", None)
    return order(objects) if order else objects


def _module(resource):
    key = (resource.group, resource.name)
    module = _loaded.get(key)
    if module is None:
        module = _loaded[key] = import_module("kubectl_lite.printers.columns." + MODULES.get(key, DEFAULT))
    return module


def _custom():
    return import_module("kubectl_lite.printers.columns.customresources")


def _definition(name: str, type_: str, format_: str, priority: int) -> dict:
    from kubectl_lite.printers.columns.descriptions import description
    return {"name": name, "type": type_, "format": format_, "description": description(name), "priority": priority}
