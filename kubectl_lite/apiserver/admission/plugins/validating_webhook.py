"""ValidatingAdmissionWebhook: webhooks that may refuse a write. All are called, at the same time; of several refusals the first in order counts."""
from __future__ import annotations

from kubectl_lite.apiserver.admission import webhooks
from kubectl_lite.apiserver.outbound.call import CallFailed
from kubectl_lite.machinery.errors import ApiError

FAILED_OPEN = "failed-open.validating.webhook.admission.k8s.io/round_0_index_{}"
MOST_AT_ONCE = 16


def validate(attributes) -> None:
    """Call every webhook that concerns the write."""
    rows = webhooks.all_of(attributes, "ValidatingWebhookConfiguration")
    if not rows:
        return
    hooks = [hook for row in rows if (hook := webhooks.concerned(attributes, *row)) is not None]
    refusals = [refusal for i, (hook, answer) in enumerate(_answers(attributes, hooks)) if (refusal := _judged(attributes, hook, answer, i)) is not None]
    if refusals:
        raise refusals[0]


def _answers(attributes, hooks):
    """(hook, its response or the exception it came to), in order."""
    calls = [_prepared(attributes, hook) for hook in hooks]
    if len(calls) < 2:
        return [(hook, _made(call)) for hook, call in zip(hooks, calls)]
    from concurrent.futures import ThreadPoolExecutor
    with ThreadPoolExecutor(min(len(calls), MOST_AT_ONCE)) as pool:
        return list(zip(hooks, pool.map(_made, calls)))


def _prepared(attributes, hook):
    try:
        return webhooks.Call(attributes, hook)
    except ApiError as e:
        return e


def _made(call):
    if isinstance(call, ApiError):
        return call
    try:
        return call.make(mutating=False)
    except CallFailed as e:
        return e


def _judged(attributes, hook, answer, index):
    """The error that an answer means, or None."""
    if isinstance(answer, ApiError):
        return answer
    if isinstance(answer, CallFailed):
        if not hook.fails_open:
            return webhooks.failed(hook, answer)
        webhooks.failed_open(attributes, hook, answer)
        attributes.scope.annotate(FAILED_OPEN.format(index), hook.name)
        return None
    webhooks.heard(attributes, hook, answer)
    return None if answer.get("allowed") else webhooks.refusal(hook, answer)
