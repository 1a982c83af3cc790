"""The options of lists and watches: their query parameters, what may not go together, continue tokens.

Mirrors ValidateListOptions (apimachinery's internalversion/validation) and the token codec of apiserver's storage package.
"""
from __future__ import annotations

import json

from kubectl_lite.machinery import errors, field
from kubectl_lite.machinery.errors import ApiError
from kubectl_lite.machinery.typenames import json_kind

VERSION_MATCH, INITIAL_EVENTS = field.Path("resourceVersionMatch"), field.Path("sendInitialEvents")
BASE64 = frozenset("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_")
TOKEN_VERSION = "meta.k8s.io/v1"
TOKEN_FIELDS = {"v": (str, "string"), "rv": (int, "int64"), "start": (str, "string")}
ANY_REVISION = -1  # of a token: go on at the latest revision


def resource_version(request) -> int:
    """The resourceVersion parameter of a list as a number (0 when absent); BadRequest when it is none."""
    try:
        return plain_resource_version(request)
    except ApiError as e:
        raise errors.bad_request(f"invalid resource version: {e.message}") from None


def plain_resource_version(request) -> int:
    """The resourceVersion parameter of a watch or a get (0 when absent): what is no number is an error of the storage."""
    text = request.param("resourceVersion")
    if not text:
        return 0
    if not (text.isascii() and text.isdigit()):
        raise errors.internal_text(str(field.invalid(field.Path("resourceVersion"), text, f'strconv.ParseUint: parsing "{text}": invalid syntax')))
    return int(text)


def check(request, watching: bool) -> None:
    """Invalid, with everything that is wrong, for options that contradict each other."""
    if "resourceVersionMatch" not in request.query and "sendInitialEvents" not in request.query:
        return
    match, initial = request.param("resourceVersionMatch"), request.query.get("sendInitialEvents")
    problems = _of_watch(request, match, initial) if watching else _of_list(request, match, initial)
    if problems:
        raise errors.invalid("ListOptions.meta.k8s.io", "", problems)


def _of_list(request, match, initial):
    version, problems = request.param("resourceVersion"), []
    if match and not version:
        problems.append(field.forbidden(VERSION_MATCH, "resourceVersionMatch is forbidden unless resourceVersion is provided"))
    if match and request.param("continue"):
        problems.append(field.forbidden(VERSION_MATCH, "resourceVersionMatch is forbidden when continue is provided"))
    if match not in ("", "Exact", "NotOlderThan"):
        problems.append(field.not_supported(VERSION_MATCH, match, ("Exact", "NotOlderThan", "")))
    if match == "Exact" and version == "0":
        problems.append(field.forbidden(VERSION_MATCH, 'resourceVersionMatch "exact" is forbidden for resourceVersion "0"'))
    if initial:
        problems.append(field.forbidden(INITIAL_EVENTS, "sendInitialEvents is forbidden for list"))
    return problems


def _of_watch(request, match, initial):
    problems = []
    if initial and match != "NotOlderThan":
        problems.append(field.forbidden(VERSION_MATCH, "sendInitialEvents requires setting resourceVersionMatch to NotOlderThan"))
    if match and not initial:
        problems.append(field.forbidden(VERSION_MATCH, "resourceVersionMatch is forbidden for watch unless sendInitialEvents is provided"))
    if match not in ("", "NotOlderThan"):
        problems.append(field.not_supported(VERSION_MATCH, match, ("NotOlderThan",)))
    if match and request.param("continue"):
        problems.append(field.forbidden(VERSION_MATCH, "resourceVersionMatch is forbidden when continue is provided"))
    return problems


def encode_continue(revision: int, last_key: str) -> str:
    """A continue token (base64 of JSON, as Kubernetes' meta.k8s.io/v1 tokens are)."""
    from base64 import urlsafe_b64encode
    return urlsafe_b64encode(json.dumps({"v": TOKEN_VERSION, "rv": revision, "start": last_key}).encode()).decode().rstrip("=")


def decode_continue(token: str) -> tuple[int, str]:
    """(revision, key to go on after); BadRequest for what is no token."""
    data = _token(token)
    for name, (types, go) in TOKEN_FIELDS.items():
        value = data.get(name)
        if value is not None and type(value) is not types:
            raise _bad_token(f"json: cannot unmarshal {json_kind(value)} into Go struct field continueToken.{name} of type {go}")
    if data.get("v") != TOKEN_VERSION:
        raise _bad_token(f"server does not recognize this encoded version {json.dumps(data.get('v') or '')}")
    if not data.get("rv"):
        raise _bad_token(f"incorrect encoded start resourceVersion (version {TOKEN_VERSION})")
    if not data.get("start"):
        raise _bad_token(f"encoded start key empty (version {TOKEN_VERSION})")
    return data["rv"], data["start"]


def _token(token: str) -> dict:
    from base64 import urlsafe_b64decode
    wrong = next((i for i, c in enumerate(token) if c not in BASE64), len(token) - 1 if len(token) % 4 == 1 else -1)
    if wrong >= 0:
        raise _bad_token(f"illegal base64 data at input byte {wrong}")
    text = urlsafe_b64decode(token + "=" * (-len(token) % 4)).decode("latin-1")
    try:
        data = json.loads(text)
    except ValueError:
        from kubectl_lite.machinery.manifests import gojson
        raise _bad_token(gojson.unmarshal_error(text)) from None
    if not isinstance(data, dict):
        raise _bad_token(f"json: cannot unmarshal {json_kind(data)} into Go value of type storage.continueToken")
    return data


def _bad_token(why):
    return errors.bad_request(f"invalid continue token: continue key is not valid: {why}")
