"""ValidatingAdmissionWebhook: webhooks that may refuse a write."""
from __future__ import annotations

from kubectl_lite.apiserver.admission import webhooks


def validate(attributes) -> None:
    """Call every webhook that concerns the write; the first refusal counts."""
    refused = None
    for webhook in webhooks.concerned(attributes, "ValidatingWebhookConfiguration"):
        response = webhooks.call(attributes, webhook)
        if response is None:
            continue
        webhooks.warn(attributes, response)
        if not response.get("allowed") and refused is None:
            refused = webhooks.refusal(attributes, webhook, response)
    if refused:
        raise refused
