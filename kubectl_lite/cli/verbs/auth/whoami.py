"""`auth whoami`."""
from __future__ import annotations

from kubectl_lite.cli import printing


def run(ctx, flags, args):
    printer = printing.Printer(ctx, flags, "", typed=True)
    body = {"kind": "SelfSubjectReview", "apiVersion": "authentication.k8s.io/v1", "metadata": {}, "status": {"userInfo": {}}}
    answer = ctx.client.request("POST", "/apis/authentication.k8s.io/v1/selfsubjectreviews", {}, body).body
    if printer.output:
        printer.print(answer)
        return
    from kubectl_lite.printers import tabwriter
    ctx.write(tabwriter.align("".join(f"{a}\t{v}\n" for a, v in rows(answer["status"]["userInfo"])), minwidth=6, padding=3))


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
