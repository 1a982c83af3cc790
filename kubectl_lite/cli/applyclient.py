"""Client-side apply of one object: create it, or patch what differs between what was applied last, what is wanted and what is."""
from __future__ import annotations

import json

from kubectl_lite.cli import deletion, dryrun, lastapplied, metapatch, patchtypes, recording
from kubectl_lite.cli.errors import CommandError, add_source
from kubectl_lite.machinery.errors import ApiError
from kubectl_lite.machinery.wire import MERGE_PATCH, STRATEGIC_PATCH

RETRIES = 5
FORCE_WAIT = 60.0
MISSING = ("resource {} is missing the " + lastapplied.ANNOTATION + " annotation which is required by kubectl apply. kubectl apply should only be "
           "used on resources created declaratively by either kubectl create --save-config or kubectl apply. The missing annotation will be "
           "patched automatically.")


def apply(ctx, flags, info, strategy: str, query: dict) -> tuple[dict, str]:
    """(the object as it is now, "created" | "configured" | "unchanged")."""
    modified = lastapplied.annotate(recording.recorded(info.obj, flags))
    current = _current(ctx, info)
    if current is None:
        return _create(ctx, info, modified, strategy, query), "created"
    if strategy == dryrun.CLIENT:
        return current, "configured"
    if lastapplied.of(current) is None:
        ctx.error(f"Warning: {MISSING.format(object_name(info))}\n")
    return _patch(ctx, flags, info, modified, current, query)


def _current(ctx, info) -> dict | None:
    try:
        return ctx.client.get(info.resource, info.name, info.namespace)
    except ApiError as e:
        if e.reason == "NotFound":
            return None
        raise add_source(f"retrieving current configuration of:\n{describe(info)}\nfrom server for:", info.source, e) from None


def _create(ctx, info, modified, strategy, query):
    if strategy == dryrun.CLIENT:
        return modified
    try:
        return ctx.client.create(info.resource, metapatch.without_version(modified), info.namespace, **query)
    except ApiError as e:
        raise add_source("creating", info.source, e) from None


def _patch(ctx, flags, info, modified, current, query):
    """Patch until the object stands still long enough; --force replaces what cannot be patched."""
    patch: dict = {}
    try:
        for attempt in range(RETRIES):
            patch = {}
            patch, kind = _made(modified, current, flags["overwrite"])
            if not patch:
                return current, "unchanged"
            try:
                return ctx.client.patch(info.resource, info.name, patch, kind, info.namespace, **query), "configured"
            except ApiError as e:
                if e.reason != "Conflict" or attempt == RETRIES - 1:
                    raise
            current = ctx.client.get(info.resource, info.name, info.namespace)
    except (ApiError, CommandError) as e:
        if flags["force"] and getattr(e, "reason", "") in ("Conflict", "Invalid"):
            return _recreate(ctx, flags, info, modified, query), "configured"
        e = add_source("patching", info.source, e)
        raise add_source(f"applying patch:\n{_text(patch) if patch else ''}\nto:\n{describe(info)}\nfor:", info.source, e) from None


def _made(modified, current, overwrite):
    """make_patch, whose refusal tells what the patch was to be made from."""
    try:
        return make_patch(modified, current, overwrite)
    except CommandError as e:
        original = lastapplied.of(current) or ""
        raise CommandError(f"creating patch with:\noriginal:\n{original}\nmodified:\n{_text(modified)}\n\ncurrent:\n{_text(current)}\n\nfor:: {e}") from None


def make_patch(modified: dict, current: dict, overwrite: bool = True) -> tuple[dict, str]:
    """(patch, its content type): strategic for built-in kinds, a merge patch for others."""
    from kubectl_lite.machinery.patch import threeway
    from kubectl_lite.machinery.patch.errors import PatchError
    original = json.loads(lastapplied.of(current) or "{}")
    rules = patchtypes.lookup(modified["apiVersion"], modified["kind"])
    try:
        if rules is not None:
            return threeway.strategic(original, modified, current, rules, overwrite), STRATEGIC_PATCH
        keep = [threeway.unchanged("apiVersion"), threeway.unchanged("kind"), threeway.unchanged("metadata", "name")]
        return threeway.merge(original, modified, current, keep), MERGE_PATCH
    except threeway.PreconditionFailed:
        raise CommandError("At least one of apiVersion, kind and name was changed") from None
    except PatchError as e:
        raise CommandError(str(e)) from None


def _recreate(ctx, flags, info, modified, query):
    """--force: delete, wait, create."""
    deleter = deletion.Deleter(ctx, deletion.cascade(flags["cascade"]), max(flags["grace-period"], -1), quiet=True)
    deleter.delete(info)
    deleter.wait(flags["timeout"] or FORCE_WAIT)
    return ctx.client.create(info.resource, metapatch.without_version(modified), info.namespace, **query)


def object_name(info) -> str:
    """`configmaps/a`, as warnings name an object."""
    return f"{info.resource.name}/{info.name}"


def describe(info) -> str:
    """The two lines by which errors name a resource and an object."""
    row = info.resource
    return (f'Resource: "{row.group}/{row.version}, Resource={row.name}", GroupVersionKind: "{row.group}/{row.version}, Kind={row.kind}"\n'
            f'Name: "{info.name}", Namespace: "{info.namespace}"')


def _text(patch) -> str:
    from kubectl_lite.machinery import gojson
    return gojson.compact(patch)
