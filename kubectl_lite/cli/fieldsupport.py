"""Who checks the fields of a file's objects: the server, or kubectl itself for the few kinds that no PATCH operation is documented for.

Mirrors cli-runtime's QueryParamVerifier and kubectl's ParamVerifyingSchema.
"""
from __future__ import annotations

from kubectl_lite.cli.errors import CommandError
from kubectl_lite.machinery.errors import ApiError

DEFINITIONS = "/apis/apiextensions.k8s.io/v1/customresourcedefinitions"
LIST = ("v1", "List")


def problems(ctx, value: dict) -> list[str]:
    """What kubectl itself finds wrong with an object (of each item, where it is a List); [] where the server will look."""
    api_version, kind = value["apiVersion"], value["kind"]
    if (api_version, kind) == LIST:
        return _list_problems(ctx, value)
    return [] if _server_checks(ctx, api_version, kind) else _validate(ctx, value)


def _server_checks(ctx, api_version: str, kind: str) -> bool:
    """Whether the documents show that PATCHes of this kind know fieldValidation; a kind of a known version without any may be a custom one."""
    group, _, version = api_version.rpartition("/")
    rows = ctx.client.mapper.resources(group, version)
    if not rows:
        return False
    return any(row.kind == kind and "patch" in row.verbs for row in rows) or _defined(ctx, group, kind)


def _defined(ctx, group: str, kind: str) -> bool:
    """Whether a CustomResourceDefinition defines the kind."""
    try:
        items = ctx.client.request("GET", DEFINITIONS).body["items"]
    except ApiError as e:
        raise CommandError(f"failed to check CRD: failed to list CRDs: {e.message}") from None
    return any(crd["spec"]["group"] == group and crd["spec"]["names"]["kind"] == kind for crd in items)


def _list_problems(ctx, value: dict) -> list[str]:
    items = value.get("items")
    if not isinstance(items, list):
        return ["invalid object to validate"]
    found = []
    for item in items:
        found += kind_problems(item) or _validate(ctx, item)
    return found


def kind_problems(value) -> list[str]:
    """What keeps a value from having a kind."""
    if not isinstance(value, dict):
        return ["invalid object to validate"]
    return [f"{name} not set" if value.get(name) is None else f"{name} isn't string type"
            for name in ("apiVersion", "kind") if not isinstance(value.get(name), str)]


def _validate(ctx, value: dict) -> list[str]:
    from kubectl_lite.cli import schemacheck
    return schemacheck.problems(ctx, value)
