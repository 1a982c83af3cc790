"""Certificate signing: approved requests for Kubernetes' own signers get their certificate. Mirrors pkg/controller/certificates (signer and cleaner)."""
from __future__ import annotations

from base64 import b64decode, b64encode

from kubectl_lite.controllers import conditions
from kubectl_lite.machinery.env import parse_time

NAME, USER = "certificatesigningrequest-signing-controller", "system:serviceaccount:kube-system:certificate-controller"
REQUESTS = "certificatesigningrequests.certificates.k8s.io"
WATCHES = {REQUESTS: lambda request, _cache: [request["metadata"]["name"]]}
SIGNERS = {
    "kubernetes.io/kube-apiserver-client": {"digital signature", "key encipherment", "client auth"},
    "kubernetes.io/kube-apiserver-client-kubelet": {"digital signature", "key encipherment", "client auth"},
    "kubernetes.io/kubelet-serving": {"digital signature", "key encipherment", "server auth"},
    "kubernetes.io/legacy-unknown": None,
}
YEAR, HOUR = 365 * 24 * 3600, 3600.0
# How long requests are kept: approved and denied ones for an hour, the others for a day.
KEPT_DECIDED, KEPT_OPEN = HOUR, 24 * HOUR


def reconcile(name, ctx):
    """One request; seconds until it is cleaned away."""
    request = ctx.cache.get(REQUESTS, "", name)
    if request is None:
        return None
    found, status = (request.get("status") or {}).get("conditions"), request.get("status") or {}
    age = ctx.now - parse_time(request["metadata"]["creationTimestamp"])
    kept = KEPT_DECIDED if found else KEPT_OPEN
    if age > kept:
        ctx.delete(REQUESTS, request)
        return None
    approved = conditions.is_true(found, "Approved") and not conditions.is_true(found, "Denied") and not conditions.is_true(found, "Failed")
    if approved and not status.get("certificate") and request["spec"]["signerName"] in SIGNERS:
        _sign(ctx, request, status)
    return kept - age


def _sign(ctx, request, status):
    spec = request["spec"]
    problem = usage_problem(spec)
    if problem:
        now = ctx.timestamp
        failed = {"type": "Failed", "status": "True", "reason": "SignerValidationFailure", "message": problem, "lastUpdateTime": now, "lastTransitionTime": now}
        ctx.update_status(REQUESTS, request, {**status, "conditions": [*status["conditions"], failed]})
        return
    from kubectl_lite.machinery import pki
    certificate, key = ctx.authority()
    seconds = min(spec.get("expirationSeconds") or YEAR, YEAR)
    signed = pki.sign_request(certificate, key, b64decode(spec["request"]).decode(), spec.get("usages") or [], ctx.now, seconds)
    ctx.update_status(REQUESTS, request, {**status, "certificate": b64encode(signed.encode()).decode()})


def usage_problem(spec: dict) -> str:
    """Why a signer does not sign for these usages; "" when it does."""
    allowed, usages = SIGNERS[spec["signerName"]], set(spec.get("usages") or ())
    if allowed is None:
        return ""
    needed = {"client auth", "server auth"} & allowed
    return "" if usages <= allowed and needed <= usages else f"invalid usages for {spec['signerName'].partition('/')[2]} certificate: {sorted(usages)}"
