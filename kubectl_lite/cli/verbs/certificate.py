"""`certificate approve` and `certificate deny`."""
from __future__ import annotations

from kubectl_lite.cli import printing, targets
from kubectl_lite.cli.errors import CommandError

WORDS = {
    "certificate approve": ("Approved", "Denied", "approved", "KubectlApprove", "This CSR was approved by kubectl certificate approve."),
    "certificate deny": ("Denied", "Approved", "denied", "KubectlDeny", "This CSR was denied by kubectl certificate deny."),
}


def run(ctx, flags, args):
    kind, opposite, word, reason, message = WORDS[flags.path]
    printer = printing.Printer(ctx, flags, word)
    if not args and not flags["filename"] and not flags["kustomize"]:
        raise CommandError("one or more CSRs must be specified as <name> or -f <filename>")
    words = [f"certificatesigningrequests/{name}" for name in args]
    found = targets.find(ctx, flags, words, latest=True)

    def decide(info):
        conditions = (info.obj.get("status") or {}).get("conditions") or []
        if any(c["type"] == opposite for c in conditions):
            raise CommandError(f'certificate signing request "{info.name}" is already {opposite}')
        obj = info.obj
        if flags["force"] or not any(c["type"] == kind for c in conditions):
            condition = {"type": kind, "status": "True", "reason": reason, "message": message, "lastUpdateTime": ctx.env.timestamp()}
            new = {**obj, "status": {**(obj.get("status") or {}), "conditions": [*conditions, condition]}}
            obj = ctx.client.update(info.resource, new, "approval")
        printer.print(obj)
    targets.visit(found, decide)
