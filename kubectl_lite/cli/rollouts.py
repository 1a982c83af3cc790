"""What the rollout subcommands share: their targets, the recorded revisions of a workload, and texts of pod templates."""
from __future__ import annotations

from kubectl_lite.cli import targets
from kubectl_lite.cli.errors import CommandError

REVISION, CAUSE, HASH = "deployment.kubernetes.io/revision", "kubernetes.io/change-cause", "pod-template-hash"


def find(ctx, flags, args):
    """The objects of a rollout command, as they are now."""
    if not args and not flags["filename"] and not flags["kustomize"]:
        raise CommandError("required resource not specified")
    found = targets.find(ctx, flags, args, selectors=True, latest=True, all_names=True)
    if not len(found) and not found.errors:
        ctx.error(f"No resources found in {ctx.namespace} namespace.\n")
    return found


def template_text(template: dict) -> str:
    """A pod template as `rollout history --revision` shows it: columns not aligned."""
    from kubectl_lite.printers.describe import podspec
    from kubectl_lite.printers.describe.writer import Writer
    writer = Writer()
    podspec.template(writer, template)
    return "".join(writer.aligned + writer.open)


def annotation(obj: dict, name: str) -> str:
    return ((obj.get("metadata") or {}).get("annotations") or {}).get(name, "")


def owned(ctx, row, obj) -> list[dict]:
    """The objects of another resource that this object controls."""
    uid = obj["metadata"]["uid"]
    items = ctx.client.list(row, obj["metadata"]["namespace"])["items"]
    return [i for i in items if any(o.get("controller") and o["uid"] == uid for o in i["metadata"].get("ownerReferences") or [])]


def revisions(ctx, obj) -> dict[int, dict]:
    """revision -> the ReplicaSet or ControllerRevision that records it."""
    kind = obj["kind"]
    if kind == "Deployment":
        sets = owned(ctx, ("apps", "replicasets"), obj)
        return {int(annotation(rs, REVISION)): rs for rs in sets if annotation(rs, REVISION).isdigit()}
    if kind in ("DaemonSet", "StatefulSet"):
        return {revision["revision"]: revision for revision in owned(ctx, ("apps", "controllerrevisions"), obj)}
    raise unserved("history viewer", "history", obj)


VISITED = ("CronJob", "DaemonSet", "Deployment", "Job", "Pod", "ReplicaSet", "ReplicationController", "StatefulSet")


def unserved(tool: str, what: str, obj) -> CommandError:
    """What kubectl says of a kind for which it has no such tool (polymorphichelpers): it knows a few, and of the rest only Kubernetes' own."""
    from kubectl_lite.api import schema
    kind, group = obj["kind"], obj["apiVersion"].rpartition("/")[0]
    full = f"{kind}.{group}" if group else kind
    if kind in VISITED:
        return CommandError(f'no {tool} has been implemented for "{full}"')
    if not schema.for_kind(obj["apiVersion"], kind):
        return CommandError(f'no kind "{kind}" is registered for version "{obj["apiVersion"]}" in scheme "pkg/scheme/scheme.go:28"')
    return CommandError(f'error retrieving {what} for "{full}", no visitor method exists for {{{group} {kind}}}')


def template_of(record: dict, obj: dict) -> dict:
    """The pod template that a revision records, with the cause of change shown as an annotation."""
    if record["kind"] == "ControllerRevision":
        from kubectl_lite.cli import localpatch
        from kubectl_lite.machinery.wire import STRATEGIC_PATCH
        return localpatch.apply(obj, record["data"], STRATEGIC_PATCH)["spec"]["template"]
    template, cause = record["spec"]["template"], annotation(record, CAUSE)
    if cause:
        meta = dict(template.get("metadata") or {})
        meta["annotations"] = {**(meta.get("annotations") or {}), CAUSE: cause}
        template = {**template, "metadata": meta}
    return template
