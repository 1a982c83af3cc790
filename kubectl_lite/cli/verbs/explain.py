"""`explain`: the fields of a resource, from the server's OpenAPI document."""
from __future__ import annotations

from kubectl_lite.cli.errors import CommandError, PlainError
from kubectl_lite.client.mapper import NoResource
from kubectl_lite.machinery.errors import ApiError

FORMATS = ("", "plaintext", "plaintext-openapiv2")
SUGGESTION = 'Use "kubectl api-resources" for a complete list of supported resources.'


def run(ctx, flags, args):
    if not args:
        raise CommandError(f"You must specify the type of resource to explain. {SUGGESTION}\n")
    if len(args) > 1:
        raise CommandError("We accept only this format: explain RESOURCE\n")
    resource, path = find(ctx.client.mapper, args[0])
    group, version = _group_version(resource, flags["api-version"])
    if flags["output"] not in FORMATS:
        raise CommandError(f"unrecognized format: {flags['output']}")
    document, kind = _document(ctx, group, version, resource)
    _print(ctx, document, (group, version, kind), path, flags["recursive"])


def find(mapper, text: str):
    """(resource, field path) of `deployments.spec.replicas` or `deployments.apps.spec.replicas`."""
    name, *path = text.split(".")
    rest = ".".join(path) + "."
    for row in mapper.preferred() if path else ():
        if row.group and rest.startswith(row.group + ".") and name.lower() in (row.name, row.singular, *row.short_names):
            return row, [part for part in rest[len(row.group) + 1:].split(".") if part]
    if not name and path:
        raise CommandError("invalid jsonpath syntax, first node must be field node")
    try:
        return mapper.find(name), [part for part in path if part]
    except NoResource as e:
        raise PlainError(str(e)) from None


def _group_version(resource, api_version: str) -> tuple[str, str]:
    if not api_version:
        return resource.group, resource.version
    group, _, version = api_version.rpartition("/")
    return group, version


def _document(ctx, group: str, version: str, resource) -> tuple[dict, str]:
    """The document of the group version and the kind that the resource has in it."""
    rows = [row for row in ctx.client.mapper.resources(group, version) if row.name == resource.name]
    try:
        document = ctx.client.request("GET", f"/openapi/v3/{f'apis/{group}' if group else 'api'}/{version}").body
    except ApiError as e:
        if e.code != 404:
            raise
        rows = []
    if not rows:
        raise CommandError(f'couldn\'t find resource for "{group}/{version}, Resource={resource.name}"')
    return document, rows[0].kind


def _print(ctx, document: dict, gvk: tuple, path: list[str], recursive: bool) -> None:
    from kubectl_lite.printers import explain
    try:
        text = explain.explain(document, *gvk, path, recursive)
    except explain.NoField as e:
        ctx.write(explain.heading(*gvk))
        raise CommandError(str(e)) from None
    if text is None:
        raise CommandError(f"GVK map[group:{gvk[0]} kind:{gvk[2]} version:{gvk[1]}] not found in OpenAPI schema")
    ctx.write(explain.heading(*gvk) + text)
