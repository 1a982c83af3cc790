"""token: sign a token for a service account (TokenRequest), bound to a pod, secret or node on wish."""
from __future__ import annotations

from kubectl_lite.api import resources
from kubectl_lite.apiserver import decoding, keys, rest
from kubectl_lite.apiserver.admission import chain as admission
from kubectl_lite.apiserver.authn import legacytoken
from kubectl_lite.apiserver.options import check_write
from kubectl_lite.machinery import errors, field, pki
from kubectl_lite.machinery.env import format_time
from kubectl_lite.machinery.field import go_quote
from kubectl_lite.machinery.managedfields.manager import gvk_text
from kubectl_lite.machinery.wire import Response

SCHEMA, API_VERSION = "io.k8s.api.authentication.v1.TokenRequest", "authentication.k8s.io/v1"
GROUP_KIND = "TokenRequest.authentication.k8s.io"
MIN_SECONDS, MAX_SECONDS, DEFAULT_SECONDS = 600, 1 << 32, 3600
PATH = field.Path("spec")
TOKEN_CONTROLLER = "system:kube-controller-manager"  # has the key itself in Kubernetes, and signs the tokens of Secrets with it
BOUND = {"Pod": ("pods", "pod"), "Secret": ("secrets", "secret"), "Node": ("nodes", "node")}  # kind of a bound object: (plural, claim)
# a pod's token of the usual life lives on for a year, and warns after its own: older clients read it only once
WARNING_SECONDS, EXTENDED_SECONDS = 3607, 365 * 24 * 3600


def run(scope) -> Response:
    """POST serviceaccounts/NAME/token."""
    check_write(scope, "CreateOptions")
    body, duplicates = decoding.parse_body(scope.request)
    request = decoding.typed(scope, body, "TokenRequest", API_VERSION, SCHEMA, duplicates)
    metadata = request.setdefault("metadata", {})
    rest.ensure_namespace(scope, metadata)
    admission.admit(scope, "CREATE", request, None)
    if metadata.setdefault("name", scope.name) != scope.name:
        problem = field.invalid(field.Path("metadata.name"), metadata["name"], "must match the service account name if specified")
        raise errors.invalid(GROUP_KIND, scope.name, [problem])
    account, spec = scope.objects.get(scope.resource, scope.namespace, scope.name), request.setdefault("spec", {})
    if spec.get("expirationSeconds") is None:
        spec["expirationSeconds"] = DEFAULT_SECONDS
    if not spec.get("audiences"):
        spec["audiences"] = [scope.server.settings.audience]
    metadata["creationTimestamp"] = scope.env.timestamp()
    request.pop("status", None)
    _check(spec["expirationSeconds"])
    admission.validate(scope, "CREATE", request, None)
    bound = _bound(scope, spec.get("boundObjectRef"))
    now = int(scope.env.now())
    request["status"] = {"token": _sign(scope, account, spec, bound, now), "expirationTimestamp": format_time(now + spec["expirationSeconds"])}
    return Response(201, request)


def _check(seconds):
    path, problems = PATH / "expirationSeconds", []
    if seconds < MIN_SECONDS:
        problems.append(field.invalid(path, seconds, "may not specify a duration less than 10 minutes"))
    if seconds > MAX_SECONDS:
        problems.append(field.invalid(path, seconds, "may not specify a duration larger than 2^32 seconds"))
    if problems:
        raise errors.invalid(GROUP_KIND, "", problems)


def _bound(scope, ref):
    """(claim, object) of the object the token is bound to, or None."""
    if not ref:
        return None
    version, kind = ref.get("apiVersion", ""), ref.get("kind", "")
    if "/" in version or kind not in BOUND:
        raise errors.bad_request(f"cannot bind token to object of type {gvk_text(version, kind)}")
    plural, claim = BOUND[kind]
    obj = scope.objects.get(resources.find("", "v1", plural), "" if plural == "nodes" else scope.namespace, ref.get("name", ""))
    if claim == "pod" and obj["spec"].get("serviceAccountName") != scope.name:
        raise errors.bad_request(f"cannot bind token for serviceaccount {go_quote(scope.name)} to pod running with different serviceaccount name.")
    if ref.get("uid") and ref["uid"] != obj["metadata"]["uid"]:
        raise errors.conflict(kind, ref["name"], f"the UID in the bound object reference ({ref['uid']}) does not match the UID in record. "
                              "The object might have been deleted and then recreated")
    return claim, obj


def _sign(scope, account, spec, bound, now):
    settings = scope.server.settings
    if bound and bound[1].get("type") == legacytoken.TYPE and scope.user.name == TOKEN_CONTROLLER:
        return pki.sign_token(keys.service_account_key(scope.server), legacytoken.claims(scope.namespace, account, bound[1]))
    private = {"namespace": scope.namespace, "serviceaccount": _ref(account)}
    if bound:
        private[bound[0]] = _ref(bound[1])
        _add_node(scope, private, bound)
    seconds = spec["expirationSeconds"]
    if bound and bound[0] == "pod" and seconds == WARNING_SECONDS and spec["audiences"] == [settings.audience]:
        private["warnafter"], seconds = now + seconds, EXTENDED_SECONDS
    claims = {"aud": spec["audiences"], "exp": now + seconds, "iat": now, "iss": settings.issuer, "jti": scope.env.uuid(),
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
