"""MutatingAdmissionWebhook: webhooks that answer with a JSON patch; called again once if a later one changed the object (IfNeeded)."""
from __future__ import annotations

import copy
import json
from base64 import b64decode

from kubectl_lite.apiserver.admission import webhooks
from kubectl_lite.machinery import errors
from kubectl_lite.machinery.patch import json as jsonpatch
from kubectl_lite.machinery.patch.errors import PatchError


def admit(attributes) -> None:
    """Call every webhook that concerns the write, in order."""
    called, changed_after = [], {}
    for webhook in webhooks.concerned(attributes, "MutatingWebhookConfiguration"):
        if _call(attributes, webhook):
            changed_after.update({i: True for i in range(len(called))})
        called.append(webhook)
    for i, webhook in enumerate(called):
        if changed_after.get(i) and webhook.get("reinvocationPolicy") == "IfNeeded":
            _call(attributes, webhook)


def _call(attributes, webhook):
    """Whether the webhook changed the object."""
    response = webhooks.call(attributes, webhook)
    if response is None:
        return False
    webhooks.warn(attributes, response)
    if not response.get("allowed"):
        raise webhooks.refusal(attributes, webhook, response)
    if not response.get("patch") or attributes.obj is None:
        return False
    before = copy.deepcopy(attributes.obj)
    try:
        changed = jsonpatch.apply(before, json.loads(b64decode(response["patch"])))
    except (PatchError, ValueError) as e:
        raise errors.internal(f'failed to apply the patch of webhook "{webhook["name"]}": {e}') from None
    attributes.obj.clear()
    attributes.obj.update(changed)
    return changed != before
