"""MutatingAdmissionWebhook: webhooks that answer with a JSON patch, one after the other; called again as their reinvocationPolicy says."""
from __future__ import annotations

import json

from kubectl_lite.apiserver.admission import equivalents, rewriting, webhooks
from kubectl_lite.apiserver.outbound.call import CallFailed
from kubectl_lite.machinery import errors
from kubectl_lite.machinery.field import go_quote

ANNOTATION = "mutation.webhook.admission.k8s.io"


def admit(attributes) -> None:
    """Call every webhook that concerns the write, in order."""
    hooks = webhooks.all_of(attributes, "MutatingWebhookConfiguration")
    if not hooks:
        return
    rounds = attributes.reinvocation.of("MutatingAdmissionWebhook")
    rounds.begin(attributes.obj)
    for row in hooks:
        hook = webhooks.concerned(attributes, *row)
        if hook is not None and not rounds.skips(hook.identity):
            changed = _call(attributes, hook)
            rounds.called(hook.identity, changed, hook.webhook.get("reinvocationPolicy") == "IfNeeded")
    rounds.end(attributes.obj)


def _call(attributes, hook):
    """Whether the webhook changed the object."""
    place = f"round_{int(attributes.reinvocation.second)}_index_{hook.index}"
    try:
        response = webhooks.Call(attributes, hook).make(mutating=True)
        webhooks.heard(attributes, hook, response)
        if not response.get("allowed"):
            raise webhooks.refusal(hook, response)
        changed = _patched(attributes, hook, response, place)
    except CallFailed as e:
        _annotate(attributes, hook, place, False)
        if not hook.fails_open:
            raise webhooks.failed(hook, e) from None
        webhooks.failed_open(attributes, hook, e)
        attributes.scope.annotate(f"failed-open.{ANNOTATION}/{place}", hook.name)
        return False
    _annotate(attributes, hook, place, changed)
    return changed


def _annotate(attributes, hook, place, changed, **more):
    value = {"configuration": hook.configuration, "webhook": hook.name, **(more or {"mutated": changed})}
    attributes.scope.annotate(f"{'patch' if more else 'mutation'}.webhook.admission.k8s.io/{place}", json.dumps(value, separators=(",", ":")))


def _patched(attributes, hook, response, place):
    patch = _operations(response["patch"])
    if not patch:
        return False
    if attributes.obj is None:
        raise errors.internal(f"admission webhook {go_quote(hook.name)} attempted to modify the object, which is not supported for this operation")
    changed = rewriting.patch(attributes, equivalents.seen(attributes, hook.row), patch)
    _annotate(attributes, hook, place, changed, patch=patch, patchType=response["patchType"])
    return changed


def _operations(text):
    try:
        found = json.loads(text or b"[]")
    except ValueError as e:
        raise errors.internal(str(e)) from None
    if not isinstance(found, list) or not all(isinstance(operation, dict) for operation in found):
        from kubectl_lite.machinery.typenames import json_kind
        wrong = found if not isinstance(found, list) else next(o for o in found if not isinstance(o, dict))
        raise errors.internal(f"json: cannot unmarshal {json_kind(wrong)} into Go value of type jsonpatch.{'Patch' if wrong is found else 'Operation'}")
    return found
