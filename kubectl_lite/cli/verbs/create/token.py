"""`create token`: asks the server for a token of a service account."""
from __future__ import annotations

from kubectl_lite.cli import generate, printing
from kubectl_lite.cli.errors import CommandError, plain_text
from kubectl_lite.machinery.errors import ApiError

BOUND_KINDS = {"Node": "v1", "Pod": "v1", "Secret": "v1"}


def run(ctx, flags, args):
    name = generate.one_name(flags, args)
    printer = printing.Printer(ctx, flags, "", "none") if flags["output"] or flags.changed("template") else None
    _check(flags)
    path = f"/api/v1/namespaces/{ctx.namespace}/serviceaccounts/{name}/token"
    try:
        answer = ctx.client.request("POST", path, {}, build(flags)).body
    except ApiError as e:
        raise CommandError(f"failed to create token: {plain_text(e)}") from None
    if printer:
        printer.print(answer)
    else:
        _print_token(ctx, answer)
    return 0


def _check(flags):
    if flags["duration"] < 0:
        raise CommandError("--duration must be greater than or equal to 0")
    if flags["duration"] % 1:
        raise CommandError("--duration cannot be expressed in units less than seconds")
    if any(not audience for audience in flags["audience"]):
        raise CommandError("--audience must not be an empty string")
    kind, name = flags["bound-object-kind"], flags["bound-object-name"]
    if kind and kind not in BOUND_KINDS and name:
        raise CommandError("supported --bound-object-kind values are " + ", ".join(BOUND_KINDS))
    if kind and not name:
        raise CommandError("--bound-object-name is required if --bound-object-kind is provided")
    if not kind and name:
        raise CommandError("--bound-object-name can only be set if --bound-object-kind is provided")
    if not kind and flags["bound-object-uid"]:
        raise CommandError("--bound-object-uid can only be set if --bound-object-kind is provided")


def build(flags) -> dict:
    """A TokenRequest."""
    spec: dict = {"audiences": flags["audience"] or None}
    spec["expirationSeconds"] = int(flags["duration"]) or None
    spec["boundObjectRef"] = None
    if flags["bound-object-kind"]:
        kind = flags["bound-object-kind"]
        ref = {"kind": kind, "apiVersion": BOUND_KINDS[kind], "name": flags["bound-object-name"], "uid": flags["bound-object-uid"]}
        spec["boundObjectRef"] = {k: v for k, v in ref.items() if v}
    return {"kind": "TokenRequest", "apiVersion": "authentication.k8s.io/v1", "metadata": {},
            "spec": {"audiences": spec["audiences"] or [], **{k: v for k, v in spec.items() if v and k != "audiences"}}, "status": {}}


def _print_token(ctx, answer):
    token = (answer.get("status") or {}).get("token", "")
    if not token:
        raise CommandError("failed to create token: no token in server response")
    ctx.print(token)
