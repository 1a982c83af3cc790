"""The paths of an OpenAPI document: which operations a resource has, on which kind, and which query parameters they take.

Pure functions of a Resource. Clients read from here which kind a path serves and whether the server validates fields by itself.
"""
from __future__ import annotations

# where, method, action -> the verb of discovery
COLLECTION = (("get", "list", "list"), ("post", "post", "create"), ("delete", "deletecollection", "deletecollection"))
OBJECT = (("get", "get", "get"), ("put", "put", "update"), ("patch", "patch", "patch"), ("delete", "delete", "delete"))
SUBRESOURCE = (("get", "get", "get"), ("post", "post", "create"), ("put", "put", "update"), ("patch", "patch", "patch"))

_SELECTION = ("allowWatchBookmarks", "continue", "fieldSelector", "labelSelector", "limit", "resourceVersion", "resourceVersionMatch",
              "sendInitialEvents", "timeoutSeconds", "watch")
_WRITING = ("dryRun", "fieldManager", "fieldValidation")
_DELETING = ("dryRun", "gracePeriodSeconds", "ignoreStoreReadErrorWithClusterBreakingPotential", "orphanDependents", "propagationPolicy")
PARAMETERS = {"list": _SELECTION, "post": _WRITING, "put": _WRITING, "patch": (*_WRITING, "force"), "delete": _DELETING,
              "deletecollection": (*_DELETING, *(p for p in _SELECTION if p not in ("allowWatchBookmarks", "watch")))}
TYPES = {name: "boolean" for name in ("allowWatchBookmarks", "sendInitialEvents", "watch", "force", "orphanDependents",
                                      "ignoreStoreReadErrorWithClusterBreakingPotential")}
TYPES.update({name: "integer" for name in ("limit", "timeoutSeconds", "gracePeriodSeconds")})


def of(row) -> dict:
    """path -> {method: operation} of one Resource and its subresources."""
    gvk, namespace = (row.group, row.version, row.kind), "{namespace}" if row.namespaced else ""
    paths = {}
    if row.namespaced:
        paths[row.path()] = _operations(COLLECTION[:1], row.verbs, gvk)
    paths[row.path(namespace)] = _operations(COLLECTION, row.verbs, gvk)
    paths[row.path(namespace, "{name}")] = _operations(OBJECT, row.verbs, gvk)
    for name, (group, version, kind, _, verbs) in row.subresources.items():
        paths[row.path(namespace, "{name}", name)] = _operations(SUBRESOURCE, verbs, (group, version, kind))
    return {path: operations for path, operations in paths.items() if operations}


def _operations(table, verbs, gvk) -> dict:
    return {method: _operation(action, gvk) for method, action, verb in table if verb in verbs}


def _operation(action, gvk) -> dict:
    return {"x-kubernetes-action": action, "x-kubernetes-group-version-kind": dict(zip(("group", "version", "kind"), gvk)),
            "parameters": [_parameter(name) for name in PARAMETERS.get(action, ())]}


def _parameter(name) -> dict:
    return {"name": name, "in": "query", "schema": {"type": TYPES.get(name, "string"), "uniqueItems": True}}
