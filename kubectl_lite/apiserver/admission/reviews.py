"""Reviews: the AdmissionReview a webhook is sent, and what is wrong with the one it answers. Mirrors admission/plugin/webhook/request."""
from __future__ import annotations

import binascii
from base64 import b64decode

from kubectl_lite.apiserver.admission import request as requests
from kubectl_lite.apiserver.outbound.call import CallFailed
from kubectl_lite.machinery.field import go_quote

GROUP, KIND, JSON_PATCH = "admission.k8s.io", "AdmissionReview", "JSONPatch"
VERSIONS = ("v1", "v1beta1")
OMITTED_EMPTY = ("subResource", "requestSubResource", "name", "namespace")
# field of the response: (type of its value, that type in Go)
FIELDS = {"uid": (str, "types.UID"), "allowed": (bool, "bool"), "status": (dict, "v1.Status"), "patch": (str, "[]uint8"), "patchType": (str, "v1.PatchType"),
          "auditAnnotations": (dict, "map[string]string"), "warnings": (list, "[]string")}


class Invalid(Exception):
    """An answer that is a review, but no proper one."""


def request(seen, attributes, version: str, uid: str) -> dict:
    """The review of a write. `seen` are the attributes in the version that the webhook asked for."""
    fields = requests.of(seen, attributes)
    shown = {key: value for key, value in fields.items() if value or key not in OMITTED_EMPTY}
    return {"kind": KIND, "apiVersion": f"{GROUP}/{version}", "request": {"uid": uid, **shown, "object": seen.obj, "oldObject": seen.old}}


def response(answer: dict, version: str, uid: str, mutating: bool) -> dict:
    """The response of an answered review, its `patch` decoded; Invalid or CallFailed when it does not count (VerifyAdmissionResponse)."""
    _check_kind(answer, version)
    found = answer.get("response")
    _check_types(found)
    if found is None:
        raise Invalid("webhook response was absent")
    if version == "v1":
        _check_v1(answer, found, uid, mutating)
    patch = _patch(found.get("patch")) if mutating else b""
    return {**found, "patch": patch, "patchType": found.get("patchType") or JSON_PATCH}


def _check_kind(answer, version):
    kind, api_version = answer.get("kind"), answer.get("apiVersion")
    if kind not in (None, "", KIND) or api_version not in (None, "", *(f"{GROUP}/{v}" for v in VERSIONS)):
        raise CallFailed(f"no kind {go_quote(str(kind or KIND))} is registered for version {go_quote(str(api_version or f'{GROUP}/{version}'))} "
                         'in scheme "pkg/runtime/scheme.go:110"')


def _check_types(found):
    if found is not None and not isinstance(found, dict):
        raise CallFailed("json: cannot unmarshal " + _json_kind(found) + " into Go struct field AdmissionReview.response of type v1.AdmissionResponse")
    for name, (kind, go) in FIELDS.items():
        value = (found or {}).get(name)
        if value is not None and not isinstance(value, kind):
            raise CallFailed(f"json: cannot unmarshal {_json_kind(value)} into Go struct field AdmissionResponse.response.{name} of type {go}")


def _json_kind(value):
    from kubectl_lite.machinery.typenames import json_kind
    return json_kind(value)


def _check_v1(answer, found, uid, mutating):
    if found.get("uid", "") != uid:
        raise Invalid(f'expected response.uid="{uid}", got {go_quote(found.get("uid", ""))}')
    group, _, version = (answer.get("apiVersion") or "").rpartition("/")
    shown = f"{group}/{version}, Kind={answer.get('kind') or ''}"
    wanted = f"{GROUP}/v1, Kind={KIND}"
    if shown != wanted:
        raise Invalid(f"expected webhook response of {wanted}, got {shown}")
    patch, kind = bool(found.get("patch")), found.get("patchType")
    if not mutating and (patch or kind is not None):
        raise Invalid(f"validating webhook may not return response.{'patch' if patch else 'patchType'}")
    if patch and kind is None:
        raise Invalid("webhook returned response.patch but not response.patchType")
    if not patch and kind is not None:
        raise Invalid("webhook returned response.patchType but not response.patch")
    if kind == "":
        raise Invalid('webhook returned invalid response.patchType of ""')
    if kind not in (None, JSON_PATCH):
        raise CallFailed(f"unsupported patch type {go_quote(kind)}")


def _patch(text):
    try:
        return b64decode(text or "", validate=True)
    except binascii.Error:
        raise CallFailed("illegal base64 data at input byte 0") from None
