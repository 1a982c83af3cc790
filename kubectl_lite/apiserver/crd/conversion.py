"""Conversion of custom objects between versions: by changing the apiVersion alone, or by the definition's webhook (a ConversionReview over HTTPS).

Mirrors apiextensions' conversion package. `objects` finds the service that a webhook may be called by.
"""
from __future__ import annotations

import json

from kubectl_lite.machinery import errors

TIMEOUT_SECONDS = 30
KNOWN = ("v1", "v1beta1")


def convert(crd: dict, obj: dict, api_version: str, objects=None) -> dict:
    """The object in another version of its definition; 500 when the webhook cannot do it."""
    if obj.get("apiVersion") == api_version:
        return obj
    conversion = crd["spec"].get("conversion") or {}
    if conversion.get("strategy") != "Webhook":
        return {**obj, "apiVersion": api_version}
    return _by_webhook(conversion["webhook"], obj, api_version, objects)


def _by_webhook(webhook, obj, api_version, objects):
    uid = obj["metadata"].get("uid") or "00000000-0000-0000-0000-000000000000"
    review = next((v for v in webhook.get("conversionReviewVersions") or () if v in KNOWN), "v1")
    body = {"kind": "ConversionReview", "apiVersion": f"apiextensions.k8s.io/{review}",
            "request": {"uid": uid, "desiredAPIVersion": api_version, "objects": [obj]}}
    response = _call(webhook, obj, body, objects)
    if response.get("uid") != uid:
        raise _failed(obj, f'expected response.uid="{uid}", got "{response.get("uid", "")}"')
    result = response.get("result") or {}
    if result.get("status") != "Success":
        raise _failed(obj, result.get("message") or "")
    converted = response.get("convertedObjects") or []
    if len(converted) != 1:
        raise _failed(obj, f"returned {len(converted)} objects, expected 1", "")
    return _checked(obj, converted[0], api_version)


def _call(webhook, obj, body, objects):
    from kubectl_lite.apiserver.admission import webhooks
    hook = {"clientConfig": webhook["clientConfig"], "timeoutSeconds": TIMEOUT_SECONDS}
    try:
        answer = webhooks.post(objects, hook, json.dumps(body).encode())
    except webhooks.CallFailed as e:
        raise _failed(obj, str(e).removeprefix("failed to call webhook: ")) from None
    response = answer.get("response") if isinstance(answer, dict) else None
    if not isinstance(response, dict):
        raise _failed(obj, "no response provided")
    return response


def _checked(obj, converted, api_version):
    """A webhook may change anything but what identifies the object; of its metadata it may change labels and annotations."""
    if not isinstance(converted, dict) or converted.get("apiVersion") != api_version or converted.get("kind") != obj["kind"]:
        found = converted.get("apiVersion") if isinstance(converted, dict) else converted
        raise _failed(obj, f"returned invalid converted object at index 0: invalid groupVersion (expected {api_version}, received {found})", "")
    metadata = dict(obj["metadata"])
    for key in ("labels", "annotations"):
        metadata.pop(key, None)
        value = (converted.get("metadata") or {}).get(key)
        if value:
            metadata[key] = value
    return {**converted, "metadata": metadata}


def _failed(obj, why, verb="failed: "):
    group, _, version = obj["apiVersion"].rpartition("/")
    return errors.internal(f"conversion webhook for {group}/{version}, Kind={obj['kind']} {verb}{why}")
