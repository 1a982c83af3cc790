"""`rollout undo`: puts back the pod template of an earlier revision."""
from __future__ import annotations

import copy

from kubectl_lite.cli import dryrun, lastapplied, printing, rollouts, targets
from kubectl_lite.cli.errors import CommandError
from kubectl_lite.machinery.wire import JSON_PATCH, STRATEGIC_PATCH

# annotations that belong to the deployment, not to its template
KEPT = (lastapplied.ANNOTATION, "deployment.kubernetes.io/revision", "deployment.kubernetes.io/revision-history",
        "deployment.kubernetes.io/desired-replicas", "deployment.kubernetes.io/max-replicas", "deprecated.deployment.rollback.to")


def run(ctx, flags, args):
    strategy = dryrun.strategy(ctx, flags)
    printer = printing.Printer(ctx, flags, "rolled back", strategy, typed=True)
    found = rollouts.find(ctx, flags, args)

    def undo(info):
        word = (_deployment if info.resource.kind == "Deployment" else _history)(ctx, info, flags["to-revision"], strategy)
        printer.print(info.obj, word + dryrun.SUFFIX[strategy])
    targets.visit(found, undo)


def _missing(revision) -> CommandError:
    return CommandError(f"unable to find specified revision {revision} in history")


def _deployment(ctx, info, revision, strategy) -> str:
    if revision < 0:
        raise _missing(revision)
    record = _chosen(rollouts.revisions(ctx, info.obj), revision, f'no rollout history found for deployment "{info.name}"')
    template = copy.deepcopy(record["spec"]["template"])
    if strategy == dryrun.CLIENT:
        return rollouts.template_text(template)
    if info.obj["spec"].get("paused"):
        raise CommandError("you cannot rollback a paused deployment; resume it first with 'kubectl rollout resume' and try again")
    _without_hash(template)
    if template == _without_hash(copy.deepcopy(info.obj["spec"]["template"])):
        return f"skipped rollback (current template already matches revision {revision})"
    patch = [{"op": "replace", "path": "/spec/template", "value": template},
             {"op": "replace", "path": "/metadata/annotations", "value": _annotations(info.obj, record)}]
    ctx.client.patch(info.resource, info.name, patch, JSON_PATCH, info.namespace, dryRun=dryrun.query(strategy))
    return "rolled back"


def _chosen(records: dict, revision: int, none: str) -> dict:
    """The record of a revision; 0 is the one before the latest."""
    if revision:
        if revision not in records:
            raise _missing(revision)
        return records[revision]
    if len(records) < 2:
        raise CommandError(none)
    return records[sorted(records)[-2]]


def _without_hash(template: dict) -> dict:
    labels = (template.get("metadata") or {}).get("labels") or {}
    labels.pop(rollouts.HASH, None)
    return template


def _annotations(deployment, record) -> dict:
    """The deployment's own annotations and the rest from the revision."""
    own = {k: v for k, v in (deployment["metadata"].get("annotations") or {}).items() if k in KEPT}
    return {**own, **{k: v for k, v in (record["metadata"].get("annotations") or {}).items() if k not in KEPT}}


def _history(ctx, info, revision, strategy) -> str:
    """Daemon sets and stateful sets: the recorded patch."""
    if info.resource.kind not in ("DaemonSet", "StatefulSet"):
        raise rollouts.unserved("rollbacker", "rollbacker", info.obj)
    if revision < 0:
        raise _missing(revision)
    record = _chosen(rollouts.revisions(ctx, info.obj), revision, "no last revision to roll back to")
    template = rollouts.template_of(record, info.obj)
    if strategy == dryrun.CLIENT:
        return rollouts.template_text(template)
    if template == info.obj["spec"]["template"]:
        return f"skipped rollback (current template already matches revision {revision})"
    ctx.client.patch(info.resource, info.name, record["data"], STRATEGIC_PATCH, info.namespace, dryRun=dryrun.query(strategy))
    return "rolled back"
