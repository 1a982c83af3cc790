"""Admission webhooks: which concern a write, the HTTPS call with its AdmissionReview, and what an answer or a failure means.

Shared by the mutating and the validating plug-in. Mirrors apiserver's admission/plugin/webhook.
"""
from __future__ import annotations

import json
from base64 import b64decode

from kubectl_lite.api import expressions, resources
from kubectl_lite.apiserver.admission import matching, request
from kubectl_lite.machinery import cel, errors

GROUP = "admissionregistration.k8s.io"
DEFAULT_TIMEOUT_SECONDS = 10


class CallFailed(Exception):
    """A webhook could not be called or answered nonsense; str() is why, in Go's words."""


def concerned(attributes, kind: str):
    """Every webhook that concerns a write, in the order of the configurations' names."""
    if attributes.group == GROUP:
        return
    for configuration in attributes.objects.list(resources.find_kind(GROUP, "v1", kind))[0]:
        for webhook in configuration.get("webhooks") or []:
            if _concerns(attributes, webhook):
                yield webhook


def _concerns(attributes, webhook):
    if not any(matching.rule_matches(attributes, rule) for rule in webhook.get("rules") or ()):
        return False
    if not matching.namespace_matches(attributes, webhook.get("namespaceSelector")) or not matching.object_matches(attributes, webhook.get("objectSelector")):
        return False
    return _conditions_hold(attributes, webhook)


def _conditions_hold(attributes, webhook):
    """Every match condition must be true; an error skips the webhook or refuses the write, as its failure policy says."""
    variables, failed = None, None
    for condition in webhook.get("matchConditions") or []:
        variables = variables or request.variables(attributes)
        try:
            if expressions.program(condition["expression"], False).evaluate(variables) is not True:
                return False
        except (cel.CompileError, cel.EvaluationError) as e:
            failed = e
    if failed and webhook.get("failurePolicy", "Fail") == "Fail":
        raise attributes.forbidden(str(failed))
    return failed is None


def call(attributes, webhook: dict) -> dict | None:
    """The response of a webhook; None when it failed and its policy is to ignore that."""
    try:
        _check_side_effects(attributes, webhook)
        return _review(attributes, webhook)
    except CallFailed as e:
        if webhook.get("failurePolicy", "Fail") == "Ignore":
            return None
        raise errors.internal(f'failed calling webhook "{webhook["name"]}": {e}') from None


def _check_side_effects(attributes, webhook):
    if attributes.dry_run and webhook.get("sideEffects") not in ("None", "NoneOnDryRun"):
        raise errors.bad_request(f"admission webhook {json.dumps(webhook['name'])} does not support dry run")


def _review(attributes, webhook):
    uid = attributes.scope.env.uuid()
    version = next(v for v in webhook["admissionReviewVersions"] if v in ("v1", "v1beta1"))
    body = {"kind": "AdmissionReview", "apiVersion": f"admission.k8s.io/{version}",
            "request": {"uid": uid, **request.of(attributes), "object": attributes.obj, "oldObject": attributes.old}}
    answer = post(attributes.objects, webhook, json.dumps(body).encode())
    response = (answer or {}).get("response")
    if not isinstance(response, dict):
        raise CallFailed("failed to call webhook: the webhook's answer has no response")
    if version == "v1" and response.get("uid") != uid:
        raise CallFailed(f'failed to call webhook: expected response.uid="{uid}", got "{response.get("uid", "")}"')
    return response


def post(objects, webhook: dict, data: bytes):
    """POST to a webhook (its clientConfig and timeoutSeconds) and decode the answer; CallFailed when there is none. `objects` finds its service."""
    import http.client
    import socket
    import ssl
    from urllib.parse import urlsplit
    url, seconds = _url(objects, webhook["clientConfig"]), webhook.get("timeoutSeconds", DEFAULT_TIMEOUT_SECONDS)
    parts = urlsplit(url)
    shown = f'failed to call webhook: Post "{url}{"&" if parts.query else "?"}timeout={seconds}s": '
    path = f"{parts.path or '/'}?{parts.query + '&' if parts.query else ''}timeout={seconds}s"
    connection = http.client.HTTPSConnection(parts.hostname, parts.port or 443, timeout=seconds, context=_context(webhook["clientConfig"], ssl))
    try:
        connection.request("POST", path, data, {"Content-Type": "application/json", "Accept": "application/json"})
        answer = connection.getresponse()
        text = answer.read()
    except (socket.timeout, TimeoutError):
        raise CallFailed(shown + "context deadline exceeded") from None
    except ConnectionRefusedError:
        raise CallFailed(shown + f"dial tcp {parts.hostname}:{parts.port or 443}: connect: connection refused") from None
    except socket.gaierror:
        raise CallFailed(shown + f"dial tcp: lookup {parts.hostname}: no such host") from None
    except ssl.SSLCertVerificationError as e:
        raise CallFailed(shown + f"tls: failed to verify certificate: x509: {e.verify_message}") from None
    except (OSError, http.client.HTTPException) as e:
        raise CallFailed(shown + str(e)) from None
    finally:
        connection.close()
    return _decoded(answer.status, text)


def _decoded(status, text):
    if status >= 300:
        raise CallFailed(f"failed to call webhook: the server rejected our request for an unknown reason (HTTP {status})")
    try:
        return json.loads(text)
    except ValueError as e:
        raise CallFailed(f"failed to call webhook: could not decode the answer: {e}") from None


def _url(objects, config):
    if config.get("url"):
        return config["url"]
    service = config["service"]
    found = objects.find(resources.find("", "v1", "services"), service["namespace"], service["name"])
    if found is None:
        raise CallFailed(f'failed to call webhook: Post "https://{service["name"]}.{service["namespace"]}.svc:{service.get("port", 443)}{service.get("path", "")}": '
                         f'service "{service["name"]}" not found')
    return f"https://{found['spec'].get('clusterIP') or service['name']}:{service.get('port', 443)}{service.get('path', '')}"


def _context(config, ssl):
    """TLS that trusts the configuration's CA bundle, or the system's roots."""
    bundle = config.get("caBundle")
    return ssl.create_default_context(cadata=b64decode(bundle).decode()) if bundle else ssl.create_default_context()


def refusal(attributes, webhook: dict, response: dict):
    """The error of a webhook that said no (ToStatusErr)."""
    status = response.get("status") or {}
    text = f'admission webhook "{webhook["name"]}" denied the request'
    if status.get("message"):
        text += f": {status['message']}"
    elif status.get("reason"):
        text += f": {status['reason']}"
    else:
        text += " without explanation"
    code = status.get("code") or 400
    return errors.ApiError({**errors.status(code if code >= 400 else 403, status.get("reason") or ("BadRequest" if code == 400 else ""), text), **_details(status)})


def _details(status):
    return {"details": status["details"]} if status.get("details") else {}


def warn(attributes, response: dict) -> None:
    """Pass on the webhook's warnings."""
    for text in response.get("warnings") or []:
        attributes.scope.warn(text)
