"""What the generators of `create` share: the name argument, dry runs, --save-config, sending, and printing the result."""
from __future__ import annotations

from kubectl_lite.cli import dryrun, lastapplied, printing
from kubectl_lite.cli.errors import CommandError, UsageError, plain_text
from kubectl_lite.machinery.errors import ApiError


def one_name(flags, args: list[str]) -> str:
    """The one NAME before `--` (generate.NameFromCommandArgs)."""
    count = len(args) if flags.dash == -1 else flags.dash
    if count != 1:
        raise UsageError(flags.path, f"exactly one NAME is required, got {count}")
    return args[0]


def create(ctx, flags, args, resource: str, build, failed: str = "") -> int:
    """Build the object that the flags describe and create it.

    `resource` is "configmaps", "deployments.apps/v1", …; `build(ctx, flags, name) -> object` is pure but for files it reads;
    `failed` goes before the server's text, None of kubectl's generators agreeing on how errors are shown.
    """
    name = one_name(flags, args)
    strategy = dryrun.strategy(ctx, flags)
    printer = printing.Printer(ctx, flags, "created", strategy, typed=True)
    validation = dryrun.validation(flags)
    obj = build(ctx, flags, name)
    group, version, plural, namespaced = RESOURCES[resource]
    if namespaced and ctx.namespace_explicit:
        obj = {**obj, "metadata": {**obj["metadata"], "namespace": ctx.namespace}}
    if flags.get("save-config"):
        obj = lastapplied.annotate(obj, typed=True)
    if strategy != dryrun.CLIENT:
        obj = _send(ctx, flags, obj, resource, strategy, validation, failed)
    printer.print(obj)
    return 0


def _send(ctx, flags, obj, resource, strategy, validation, failed):
    query = {"fieldManager": [flags["field-manager"]], "fieldValidation": [validation]}
    if strategy == dryrun.SERVER:
        query["dryRun"] = ["All"]
    try:
        return ctx.client.request("POST", collection(resource, ctx.namespace), query, obj).body
    except ApiError as e:
        if not failed:
            raise
        raise CommandError(failed + plain_text(e)) from None


def collection(resource: str, namespace: str) -> str:
    """The URL path of a kind's collection in a namespace."""
    group, version, plural, namespaced = RESOURCES[resource]
    root = f"/apis/{group}/{version}" if group else f"/api/{version}"
    return f"{root}/namespaces/{namespace}/{plural}" if namespaced else f"{root}/{plural}"


RBAC = "rbac.authorization.k8s.io"
# name -> (group, version, plural, namespaced): the kinds that kubectl itself knows how to make
RESOURCES = {
    "clusterroles": (RBAC, "v1", "clusterroles", False),
    "clusterrolebindings": (RBAC, "v1", "clusterrolebindings", False),
    "configmaps": ("", "v1", "configmaps", True),
    "cronjobs": ("batch", "v1", "cronjobs", True),
    "deployments": ("apps", "v1", "deployments", True),
    "ingresses": ("networking.k8s.io", "v1", "ingresses", True),
    "jobs": ("batch", "v1", "jobs", True),
    "namespaces": ("", "v1", "namespaces", False),
    "poddisruptionbudgets": ("policy", "v1", "poddisruptionbudgets", True),
    "priorityclasses": ("scheduling.k8s.io", "v1", "priorityclasses", False),
    "resourcequotas": ("", "v1", "resourcequotas", True),
    "roles": (RBAC, "v1", "roles", True),
    "rolebindings": (RBAC, "v1", "rolebindings", True),
    "secrets": ("", "v1", "secrets", True),
    "serviceaccounts": ("", "v1", "serviceaccounts", True),
    "services": ("", "v1", "services", True),
}
