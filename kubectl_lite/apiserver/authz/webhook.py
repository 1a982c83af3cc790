"""Webhook: another server is asked with a SubjectAccessReview over HTTPS. Mirrors apiserver/plugin/pkg/authorizer/webhook.

Settings: `authorization_webhook` {"url", "certificateAuthority" (a PEM file), "token", "timeoutSeconds", "failurePolicy": NoOpinion or Deny}.
"""
from __future__ import annotations

import json

API_VERSION = "authorization.k8s.io/v1"
DEFAULT_TIMEOUT_SECONDS = 3


def authorize(server, attributes):
    """(True, why), (False, why) when the webhook denies, (None, why) when it has no opinion or cannot be asked."""
    config = server.settings.authorization_webhook or {}
    try:
        status = _ask(config, review(attributes))
    except (OSError, ValueError) as e:
        return (False if config.get("failurePolicy") == "Deny" else None), f"webhook: {e}"
    if status.get("allowed"):
        return True, status.get("reason", "")
    return (False if status.get("denied") else None), status.get("reason", "")


def review(attributes) -> dict:
    """The SubjectAccessReview of an access question."""
    user = attributes.user
    spec = {"user": user.name, "groups": list(user.groups)}
    if user.uid:
        spec["uid"] = user.uid
    if user.extra:
        spec["extra"] = {key: list(values) for key, values in user.extra.items()}
    if attributes.is_resource:
        rows = (("namespace", attributes.namespace), ("verb", attributes.verb), ("group", attributes.group), ("version", attributes.version),
                ("resource", attributes.resource), ("subresource", attributes.subresource), ("name", attributes.name))
        spec["resourceAttributes"] = {key: value for key, value in rows if value}
    else:
        spec["nonResourceAttributes"] = {"path": attributes.path, "verb": attributes.verb}
    return {"apiVersion": API_VERSION, "kind": "SubjectAccessReview", "metadata": {}, "spec": spec}


def _ask(config, body):
    """The status of the answer; OSError or ValueError when there is none."""
    from urllib.request import Request, urlopen
    url = config.get("url", "")
    if not url.startswith("https://"):
        raise ValueError(f"the url of the authorization webhook must begin with https://, not be {url!r}")
    headers = {"content-type": "application/json", "accept": "application/json"}
    if config.get("token"):
        headers["authorization"] = f"Bearer {config['token']}"
    request = Request(url, json.dumps(body).encode(), headers, method="POST")
    with urlopen(request, timeout=config.get("timeoutSeconds", DEFAULT_TIMEOUT_SECONDS), context=_trust(config)) as answer:
        found = json.load(answer)
    if not isinstance(found, dict) or not isinstance(found.get("status"), dict):
        raise ValueError("the answer is no SubjectAccessReview with a status")
    return found["status"]


def _trust(config):
    import ssl
    return ssl.create_default_context(cafile=config.get("certificateAuthority") or None)
