"""Representation: an object or a list as the client asked for it: as it is, as a Table, or with metadata alone (Accept header)."""
from __future__ import annotations

TABLE, PARTIAL, PARTIAL_LIST = "Table", "PartialObjectMetadata", "PartialObjectMetadataList"


def wanted(request) -> str:
    """"" (the object itself), "Table", "PartialObjectMetadata" or "PartialObjectMetadataList": the first acceptable choice."""
    accept = request.headers.get("accept", "")
    if "as=" not in accept:
        return ""
    for choice in accept.split(","):
        params = choice.split(";")
        kind = next((p.strip()[3:] for p in params if p.strip().startswith("as=")), "")
        if not kind or kind in (TABLE, PARTIAL, PARTIAL_LIST):
            return kind
    return ""


def answer(scope, obj: dict) -> dict:
    """One object in the wanted form."""
    kind = wanted(scope.request)
    if kind == TABLE:
        return table(scope, [obj], {"resourceVersion": obj["metadata"].get("resourceVersion", "")})
    return partial(obj) if kind == PARTIAL else obj


def collection(scope, objs: list[dict], metadata: dict) -> dict:
    """A list in the wanted form."""
    kind, resource = wanted(scope.request), scope.resource
    if kind == TABLE:
        return table(scope, objs, metadata)
    if kind == PARTIAL_LIST:
        return {"kind": PARTIAL_LIST, "apiVersion": "meta.k8s.io/v1", "metadata": metadata, "items": [partial(o) for o in objs]}
    items = objs if resource.crd else [bare(o) for o in objs]
    list_kind = resource.crd["status"]["acceptedNames"].get("listKind") if resource.crd else ""
    return {"kind": list_kind or f"{resource.kind}List", "apiVersion": resource.api_version, "metadata": metadata, "items": items}


def bare(obj: dict) -> dict:
    """An item of a typed list: without kind and apiVersion, as built-in lists carry them."""
    return {k: v for k, v in obj.items() if k not in ("kind", "apiVersion")}


def partial(obj: dict) -> dict:
    """The metadata alone."""
    return {"kind": PARTIAL, "apiVersion": "meta.k8s.io/v1", "metadata": obj["metadata"]}


def table(scope, objs: list[dict], metadata: dict, definitions: bool = True) -> dict:
    """A meta.k8s.io/v1 Table; includeObject says what each row carries of its object."""
    from kubectl_lite.printers import columns
    include = scope.request.param("includeObject") or "Metadata"
    now = scope.env.now()
    rows = [_row(scope.resource, obj, now, include) for obj in columns.row_order(scope.resource, objs)]
    if include == "None":
        for row in rows:
            del row["object"]
    return {"kind": "Table", "apiVersion": "meta.k8s.io/v1", "metadata": metadata,
            "columnDefinitions": columns.table_columns(scope.resource) if definitions else [], "rows": rows}


def _row(resource, obj, now, include):
    from kubectl_lite.printers import columns
    row = {"cells": columns.row_cells(resource, obj, now)}
    conditions = columns.row_conditions(resource, obj)
    if conditions:
        row["conditions"] = conditions
    row["object"] = _row_object(obj, include)
    return row


def _row_object(obj, include):
    return obj if include == "Object" else partial(obj)
