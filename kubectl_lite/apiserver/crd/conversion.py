"""Conversion of custom objects between versions: by changing the apiVersion alone, or by the definition's webhook (a ConversionReview over HTTPS).

Mirrors apiextensions' conversion package. `objects` finds the service that a webhook may be called by.
"""
from __future__ import annotations

import json

from kubectl_lite.apiserver.outbound import call, services
from kubectl_lite.machinery import errors

GROUP, KIND = "apiextensions.k8s.io", "ConversionReview"
TIMEOUT_SECONDS = 30
KNOWN = ("v1", "v1beta1")
NO_UID = "00000000-0000-0000-0000-000000000000"
IDENTITY = (("name", "name"), ("namespace", "namespace"), ("uid", "UID"))
CHANGEABLE = ("labels", "annotations")


def convert(crd: dict, obj: dict, api_version: str, objects=None) -> dict:
    """The object in another version of its definition; 500 when the webhook cannot do it."""
    if obj.get("apiVersion") == api_version:
        return obj
    conversion = crd["spec"].get("conversion") or {}
    if conversion.get("strategy") != "Webhook":
        return {**obj, "apiVersion": api_version}
    return _by_webhook(conversion["webhook"], obj, api_version, objects)


def _by_webhook(webhook, obj, api_version, objects):
    if obj.keys() <= {"apiVersion", "kind"}:
        return {**obj, "apiVersion": api_version}
    uid = obj["metadata"].get("uid") or NO_UID
    review = next((v for v in webhook.get("conversionReviewVersions") or () if v in KNOWN), "v1")
    body = {"kind": KIND, "apiVersion": f"{GROUP}/{review}", "request": {"uid": uid, "desiredAPIVersion": api_version, "objects": [obj]}}
    try:
        answer = call.post(services.target(objects, webhook["clientConfig"]), body, TIMEOUT_SECONDS)
        converted = _objects(answer, review, uid)
    except call.CallFailed as e:
        raise _refused(obj, f"failed: {e}") from None
    if len(converted) != 1:
        raise _refused(obj, f"returned {len(converted)} objects, expected 1")
    _check(obj, converted[0], api_version)
    return _with_metadata(obj, converted[0])


def _objects(answer, review, uid):
    """The converted objects of an answer; CallFailed when it is no success."""
    response = answer.get("response")
    if review == "v1":
        group, _, version = (answer.get("apiVersion") or "").rpartition("/")
        found, wanted = f"{group}/{version}, Kind={answer.get('kind') or ''}", f"{GROUP}/v1, Kind={KIND}"
        if found != wanted:
            raise call.CallFailed(f"expected webhook response of {wanted}, got {found}")
    if not isinstance(response, dict):
        raise call.CallFailed("no response provided")
    if review == "v1" and response.get("uid", "") != uid:
        raise call.CallFailed(f'expected response.uid="{uid}", got "{response.get("uid", "")}"')
    result = response.get("result") or {}
    if result.get("status") != "Success":
        raise call.CallFailed(result.get("message") or f"response.result.status was '{result.get('status', '')}', not 'Success'")
    return response.get("convertedObjects") or []


def _check(obj, converted, api_version):
    """A webhook may change anything but what identifies the object."""
    if not isinstance(converted, dict) or not converted.get("kind"):
        raise errors.internal_text(f"Object 'Kind' is missing in '{json.dumps(converted, separators=(',', ':'))}'")
    for name, wanted, found in (("groupVersion", api_version, converted.get("apiVersion", "")), ("kind", obj["kind"], converted["kind"])):
        if wanted != found:
            raise _refused(obj, f"returned invalid object at index 0: invalid {name} (expected {wanted}, received {found})")
    metadata = converted.get("metadata") or {}
    for key, shown in IDENTITY:
        wanted, found = obj["metadata"].get(key, ""), metadata.get(key, "")
        if wanted != found:
            raise _refused(obj, f"returned invalid object: must have the same {shown}: {wanted} != {found}")


def _with_metadata(obj, converted):
    """The converted object with the metadata it had, but for labels and annotations, which the webhook may change."""
    if not isinstance(converted.get("metadata"), dict):
        raise _refused(obj, "returned invalid metadata: missing metadata in converted object" if converted.get("metadata") is None else
                       f"returned invalid metadata: invalid metadata of type {_go_type(converted['metadata'])} in converted object")
    metadata = {key: value for key, value in obj["metadata"].items() if key not in CHANGEABLE}
    for key in CHANGEABLE:
        value = converted["metadata"].get(key)
        if value:
            problems = _problems(key, value)
            if problems:
                raise _refused(obj, f"returned invalid metadata: {problems}")
            metadata[key] = value
    return {**converted, "metadata": metadata}


def _problems(key, value):
    from kubectl_lite.api.validation import meta
    from kubectl_lite.machinery.field import Path
    if not isinstance(value, dict) or not all(isinstance(v, str) for v in value.values()):
        return f"unable to convert metadata.{key} to map[string]string"
    check = meta.labels if key == "labels" else meta.annotations
    found = [str(problem) for problem in check(value, Path(f"metadata.{key}"))]
    return found[0] if len(found) == 1 else f"[{', '.join(found)}]" if found else ""


def _go_type(value):
    return {str: "string", bool: "bool", list: "[]interface {}"}.get(type(value), "int64" if isinstance(value, int) else "float64")


def _refused(obj, why):
    """What a read or write of the object fails with: an error that no part of the API server makes a Status of."""
    group, _, version = obj["apiVersion"].rpartition("/")
    return errors.internal_text(f"conversion webhook for {group}/{version}, Kind={obj['kind']} {why}")
