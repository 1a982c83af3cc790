"""token: sign a token for a service account (TokenRequest), bound to a pod, secret or node on wish."""
from __future__ import annotations

from kubectl_lite.api import resources
from kubectl_lite.apiserver import decoding, keys
from kubectl_lite.apiserver.admission import chain as admission
from kubectl_lite.machinery import errors, field, pki
from kubectl_lite.machinery.env import format_time
from kubectl_lite.machinery.wire import Response

SCHEMA, API_VERSION = "io.k8s.api.authentication.v1.TokenRequest", "authentication.k8s.io/v1"
MIN_SECONDS, MAX_SECONDS, DEFAULT_SECONDS = 600, 1 << 32, 3600
PATH = field.Path("spec")
# (apiVersion, kind) of a bound object: (plural, claim)
BOUND = {("v1", "Pod"): ("pods", "pod"), ("v1", "Secret"): ("secrets", "secret"), ("v1", "Node"): ("nodes", "node")}


def run(scope) -> Response:
    """POST serviceaccounts/NAME/token."""
    body, duplicates = decoding.parse_body(scope.request)
    request = decoding.typed(scope, body, "TokenRequest", API_VERSION, SCHEMA, duplicates)
    admission.both(scope, "CREATE", request)
    account = scope.objects.get(scope.resource, scope.namespace, scope.name)
    spec = request.setdefault("spec", {})
    if spec.get("expirationSeconds") is None:
        spec["expirationSeconds"] = DEFAULT_SECONDS
    if not spec.get("audiences"):
        spec["audiences"] = [scope.server.settings.audience]
    _check(request, spec["expirationSeconds"])
    bound = _bound(scope, spec.get("boundObjectRef"))
    now = int(scope.env.now())
    request["status"] = {"token": _sign(scope, account, spec, bound, now), "expirationTimestamp": format_time(now + spec["expirationSeconds"])}
    request["metadata"] = {**request.get("metadata", {}), "name": scope.name, "namespace": scope.namespace, "creationTimestamp": scope.env.timestamp()}
    return Response(201, request)


def _check(request, seconds):
    path, problems = PATH / "expirationSeconds", []
    if seconds < MIN_SECONDS:
        problems.append(field.invalid(path, seconds, "may not specify a duration less than 10 minutes"))
    if seconds > MAX_SECONDS:
        problems.append(field.invalid(path, seconds, "may not specify a duration larger than 2^32 seconds"))
    if problems:
        raise errors.invalid("TokenRequest.authentication.k8s.io", request.get("metadata", {}).get("name", ""), problems)


def _bound(scope, ref):
    """(claim, object) of the object the token is bound to, or None."""
    if not ref:
        return None
    row = BOUND.get((ref.get("apiVersion"), ref.get("kind")))
    if row is None:
        raise errors.bad_request(f"cannot bind token for serviceaccount {scope.name!r} to object of type {ref.get('apiVersion')}, Kind={ref.get('kind')}")
    plural, claim = row
    obj = scope.objects.get(resources.find("", "v1", plural), "" if plural == "nodes" else scope.namespace, ref.get("name", ""))
    if ref.get("uid") and ref["uid"] != obj["metadata"]["uid"]:
        raise errors.conflict(plural, ref["name"], f"the UID in the bound object reference ({ref['uid']}) does not match the UID in record. "
                              "The object might have been deleted and then recreated")
    if claim == "pod" and obj["spec"].get("serviceAccountName") != scope.name:
        raise errors.bad_request(f'cannot bind token for serviceaccount "{scope.name}" to pod running with different serviceaccount name.')
    return claim, obj


def _sign(scope, account, spec, bound, now):
    settings = scope.server.settings
    private = {"namespace": scope.namespace, "serviceaccount": _ref(account)}
    if bound:
        private[bound[0]] = _ref(bound[1])
        _add_node(scope, private, bound)
    claims = {"aud": spec["audiences"], "exp": now + spec["expirationSeconds"], "iat": now, "iss": settings.issuer, "jti": scope.env.uuid(),
              "kubernetes.io": private, "nbf": now, "sub": f"system:serviceaccount:{scope.namespace}:{scope.name}"}
    return pki.sign_token(keys.service_account_key(scope.server), claims)


def _add_node(scope, private, bound):
    """A pod's token names the pod's node too."""
    claim, obj = bound
    node = obj["spec"].get("nodeName") if claim == "pod" else ""
    found = scope.objects.find(resources.find("", "v1", "nodes"), "", node) if node else None
    if node:
        private["node"] = _ref(found) if found else {"name": node}


def _ref(obj):
    return {"name": obj["metadata"]["name"], "uid": obj["metadata"]["uid"]}
