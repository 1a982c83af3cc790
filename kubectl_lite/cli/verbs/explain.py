"""`explain`: the structure of a resource, from the schema facts or a custom resource's own schema."""
from __future__ import annotations

from kubectl_lite.cli import explaining
from kubectl_lite.cli.errors import CommandError, PlainError
from kubectl_lite.client.mapper import NoResource

FORMATS = ("plaintext", "plaintext-openapiv2")


def run(ctx, flags, args):
    if not args:
        raise CommandError('You must specify the type of resource to explain. Use "kubectl api-resources" for a complete list of supported resources.')
    if len(args) > 1:
        raise CommandError("We accept only this format: explain RESOURCE")
    row, path = _row(ctx, args[0], flags["api-version"])
    if flags["output"] not in FORMATS:
        raise CommandError(f"unrecognized format: {flags['output']}")
    root = explaining.root(ctx, row)
    ctx.write(explaining.header(row))
    node = explaining.descend(root, path)
    if node is None:
        raise CommandError(f'field "{path[-1]}" does not exist')
    ctx.write(explaining.body(node, path, flags["recursive"]))


def _row(ctx, text: str, api_version: str):
    """(resource, field path) of `deployments.spec.replicas` or `deployments.apps.spec`: the longest name that is a resource wins."""
    words = text.split(".")
    for count in range(len(words), 0, -1) if len(words) > 1 else (1,):
        try:
            row = ctx.client.mapper.find(".".join(words[:count]))
        except NoResource:
            continue
        return _versioned(ctx, row, api_version), words[count:]
    raise PlainError(f'the server doesn\'t have a resource type "{words[0]}"')


def _versioned(ctx, row, api_version: str):
    if not api_version or api_version == row.api_version:
        return row
    group, _, version = api_version.rpartition("/")
    for other in ctx.client.mapper.resources(group, version):
        if other.name == row.name:
            return other
    raise CommandError(f'couldn\'t find resource for "{api_version}, Resource={row.name}"')
