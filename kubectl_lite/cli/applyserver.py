"""Server-side apply of one object, and the take-over of fields from client-side apply."""
from __future__ import annotations

from kubectl_lite.cli.errors import CommandError
from kubectl_lite.machinery.errors import ApiError
from kubectl_lite.machinery.wire import APPLY_PATCH

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


def apply(ctx, flags, info, strategy: str, query: dict) -> tuple[dict, str]:
    """(the object as it is now, "serverside-applied")."""
    force = {"force": "true" if flags["force-conflicts"] else "false"}
    try:
        return ctx.client.patch(info.resource, info.name, info.obj, APPLY_PATCH, info.namespace, **query, **force), "serverside-applied"
    except ApiError as e:
        if e.reason == "Conflict" and "Apply failed" in e.message:
            raise CommandError(e.message + ADVICE) from None
        raise
