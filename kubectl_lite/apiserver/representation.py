"""Representation: an object or a list as the client asked for it: as it is, as a Table, or with metadata alone (Accept header)."""
from __future__ import annotations

from kubectl_lite.apiserver.negotiation import PARTIAL, PARTIAL_LIST, TABLE, form
from kubectl_lite.machinery import errors

INCLUDE = ("", "None", "Metadata", "Object")


def answer(scope, obj: dict) -> dict:
    """One object in the wanted form."""
    wanted = form(scope)
    if wanted.kind == TABLE:
        return table(scope, [obj], {"resourceVersion": obj["metadata"].get("resourceVersion", "")})
    if wanted.kind == PARTIAL_LIST:
        raise errors.not_acceptable(f"you requested {PARTIAL_LIST}, but the requested object is not a list ({_go_type(scope.resource)})")
    return partial(obj, wanted.version) if wanted.kind == PARTIAL else obj


def collection(scope, objs: list[dict], metadata: dict) -> dict:
    """A list in the wanted form."""
    wanted, resource = form(scope), scope.resource
    if wanted.kind == TABLE:
        return table(scope, objs, metadata)
    if wanted.kind == PARTIAL:
        raise errors.not_acceptable(f"you requested {PARTIAL}, but the requested object is a list ({_go_type(resource)}List)")
    if wanted.kind == PARTIAL_LIST:
        return {"kind": PARTIAL_LIST, "apiVersion": f"meta.k8s.io/{wanted.version}", "metadata": metadata, "items": [partial(o, wanted.version) for o in objs]}
    items = objs if resource.crd else [bare(o) for o in objs]
    list_kind = resource.crd["status"]["acceptedNames"].get("listKind") if resource.crd else ""
    return {"kind": list_kind or f"{resource.kind}List", "apiVersion": resource.api_version, "metadata": metadata, "items": items}


def _go_type(resource):
    """The Go type of a resource's objects inside the server."""
    return "*unstructured.Unstructured" if resource.crd else f"*{resource.group.partition('.')[0] or 'core'}.{resource.kind}"


def bare(obj: dict) -> dict:
    """An item of a typed list: without kind and apiVersion, as built-in lists carry them."""
    return {k: v for k, v in obj.items() if k not in ("kind", "apiVersion")}


def partial(obj: dict, version: str = "v1") -> dict:
    """The metadata alone."""
    return {"kind": PARTIAL, "apiVersion": f"meta.k8s.io/{version}", "metadata": obj["metadata"]}


def table(scope, objs: list[dict], metadata: dict, definitions: bool = True) -> dict:
    """A meta.k8s.io Table; includeObject says what each row carries of its object."""
    from kubectl_lite.printers import columns
    include, version, now = _include(scope.request), form(scope).version, scope.env.now()
    rows = [_row(scope.resource, obj, now, include, version) for obj in columns.row_order(scope.resource, objs)]
    return {"kind": "Table", "apiVersion": f"meta.k8s.io/{version}", "metadata": metadata,
            "columnDefinitions": columns.table_columns(scope.resource) if definitions else [], "rows": rows}


def _include(request):
    include = request.param("includeObject")
    if include not in INCLUDE:
        from kubectl_lite.machinery import field
        problem = field.invalid(field.Path("includeObject"), include, "must be 'Metadata', 'Object', 'None', or empty")
        raise errors.bad_request(f"Unable to convert to Table as requested: {problem}")
    return include or "Metadata"


def _row(resource, obj, now, include, version):
    from kubectl_lite.printers import columns
    row = {"cells": columns.row_cells(resource, obj, now)}
    conditions = columns.row_conditions(resource, obj)
    if conditions:
        row["conditions"] = conditions
    row["object"] = {"None": None, "Metadata": partial(obj, version), "Object": obj}[include]
    return row
