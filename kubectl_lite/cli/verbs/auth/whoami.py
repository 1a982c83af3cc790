"""`auth whoami`."""
from __future__ import annotations

from kubectl_lite.cli import printing
from kubectl_lite.cli.errors import CommandError
from kubectl_lite.machinery.errors import ApiError


def run(ctx, flags, args):
    printer = printing.Printer(ctx, flags, "", typed=True)
    body = {"kind": "SelfSubjectReview", "apiVersion": "authentication.k8s.io/v1", "metadata": {}, "status": {"userInfo": {}}}
    answer = _ask(ctx, body)
    if printer.output:
        printer.print(answer)
        return
    from kubectl_lite.printers import tabwriter
    ctx.write(tabwriter.align("".join(f"{a}\t{v}\n" for a, v in rows(answer["status"]["userInfo"])), minwidth=6, padding=3))


def _ask(ctx, body):
    try:
        return ctx.client.request("POST", "/apis/authentication.k8s.io/v1/selfsubjectreviews", {}, body).body
    except ApiError as e:
        if e.reason in ("Forbidden", "NotFound"):
            raise CommandError("the selfsubjectreviews API is not enabled in the cluster or you do not have permission to call it") from None
        raise


def rows(user: dict):
    """Attribute and value, header included."""
    yield "ATTRIBUTE", "VALUE"
    if user.get("username"):
        yield "Username", user["username"]
    if user.get("uid"):
        yield "UID", user["uid"]
    if user.get("groups"):
        yield "Groups", f"[{' '.join(user['groups'])}]"
    for key, values in sorted((user.get("extra") or {}).items()):
        yield f"Extra: {key}", f"[{' '.join(values)}]"
