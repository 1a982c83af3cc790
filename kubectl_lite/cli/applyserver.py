"""Server-side apply of one object, and the take-over of fields from client-side apply."""
from __future__ import annotations

from kubectl_lite.cli.errors import CommandError
from kubectl_lite.machinery.errors import ApiError
from kubectl_lite.machinery.wire import APPLY_PATCH, JSON_PATCH

ADVICE = """
Please review the fields above--they currently have other managers. Here
are the ways you can resolve this warning:
* If you intend to manage all of these fields, please re-run the apply
  command with the `--force-conflicts` flag.
* If you do not intend to manage all of the fields, please edit your
  manifest to remove references to the fields that should keep their
  current managers.
* You may co-own fields by updating your manifest to match the existing
  value; in this case, you'll become the manager if the other manager(s)
  stop managing the field (remove it from their configuration).
See https://kubernetes.io/docs/reference/using-api/server-side-apply/#conflicts"""


LAST_APPLIED = "kubectl.kubernetes.io/last-applied-configuration"
ANNOTATION_PATH = ("f:metadata", "f:annotations", f"f:{LAST_APPLIED}")
KUBECTL, ANNOTATION_MANAGER = "kubectl", "kubectl-last-applied"
RETRIES = 5


def apply(ctx, flags, info, strategy: str, query: dict) -> tuple[dict, str]:
    """(the object as it is now, "serverside-applied")."""
    query = {**query, "force": "true" if flags["force-conflicts"] else "false"}
    obj = _send(ctx, info, info.obj, query, flags["subresource"])
    return obj if flags["subresource"] else _take_over(ctx, info, obj, query), "serverside-applied"


def _send(ctx, info, config, query, subresource=""):
    try:
        return ctx.client.patch(info.resource, info.name, config, APPLY_PATCH, info.namespace, subresource, **query)
    except ApiError as e:
        if e.reason == "Conflict":
            raise CommandError(e.message + ADVICE) from None
        raise


def _take_over(ctx, info, obj, query):
    """Fields that client-side apply owns become kubectl's own, so that leaving them out removes them; the object as it is then."""
    entries = obj["metadata"].get("managedFields")
    if not entries or LAST_APPLIED not in (obj["metadata"].get("annotations") or {}):
        return obj
    try:
        obj = _keep_annotation(ctx, info, obj, query)
        moved = _move(ctx, info, obj, query)
        return _send(ctx, info, info.obj, query) if moved else obj
    except (ApiError, CommandError) as e:
        ctx.error(f"Warning: server rejected managed fields migration to Server-Side Apply. This is non-fatal and will be retried next time you apply. Error: {e}\n")
        return obj


def _keep_annotation(ctx, info, obj, query):
    """An owner of its own for the annotation of client-side apply, which kubectl's configuration does not name."""
    from kubectl_lite.machinery.managedfields.upgrade import APPLY, owners
    metadata = obj["metadata"]
    if query["fieldManager"] != KUBECTL or owners(metadata["managedFields"], APPLY, ANNOTATION_PATH):
        return obj
    kept = {k: metadata[k] for k in ("name", "namespace") if k in metadata}
    kept["annotations"] = {LAST_APPLIED: metadata["annotations"][LAST_APPLIED]}
    config = {"apiVersion": obj["apiVersion"], "kind": obj["kind"], "metadata": kept}
    return ctx.client.patch(info.resource, info.name, config, APPLY_PATCH, info.namespace, fieldManager=ANNOTATION_MANAGER, dryRun=query.get("dryRun"))


def _move(ctx, info, obj, query) -> bool:
    """Hand the managedFields of client-side managers over; whether there were any."""
    from kubectl_lite.machinery.managedfields.upgrade import UPDATE, owners, upgraded
    managers = owners(obj["metadata"]["managedFields"], UPDATE, ANNOTATION_PATH)
    for _ in range(RETRIES):
        entries = obj["metadata"]["managedFields"]
        moved = upgraded(entries, managers, query["fieldManager"])
        if moved == entries:
            return False
        patch = [{"op": "replace", "path": "/metadata/managedFields", "value": moved},
                 {"op": "replace", "path": "/metadata/resourceVersion", "value": obj["metadata"]["resourceVersion"]}]
        try:
            ctx.client.patch(info.resource, info.name, patch, JSON_PATCH, info.namespace, dryRun=query.get("dryRun"))
            return True
        except ApiError as e:
            if e.reason != "Conflict":
                raise
            obj = ctx.client.get(info.resource, info.name, info.namespace)
    return False
