"""Admission webhooks: which concern a write, the AdmissionReview they are sent, and what an answer or a failure means.

Shared by the mutating and the validating plug-in. Mirrors apiserver's admission/plugin/webhook; the call itself is outbound/call.py.
"""
from __future__ import annotations

from kubectl_lite.api import resources
from kubectl_lite.apiserver.admission import equivalents, expressions, matching, reviews
from kubectl_lite.apiserver.outbound import call, services
from kubectl_lite.apiserver.outbound.call import CallFailed
from kubectl_lite.machinery import errors
from kubectl_lite.machinery.field import go_quote

GROUP = "admissionregistration.k8s.io"
DEFAULT_TIMEOUT_SECONDS = 10
ON_DRY_RUN = ("None", "NoneOnDryRun")


class Hook:
    """One webhook that concerns a write: its configuration's name, its index among all webhooks, and the resource by which it matched."""
    __slots__ = ("webhook", "configuration", "index", "row")

    def __init__(self, webhook, configuration, index, row):
        self.webhook, self.configuration, self.index, self.row = webhook, configuration, index, row

    @property
    def name(self) -> str:
        return self.webhook["name"]

    @property
    def identity(self) -> tuple:
        return self.configuration, self.index

    @property
    def fails_open(self) -> bool:
        return self.webhook.get("failurePolicy", "Fail") == "Ignore"


def all_of(attributes, kind: str) -> list[tuple]:
    """(webhook, name of its configuration, index) of every webhook, in the order of the configurations' names; () for writes to webhooks themselves."""
    if attributes.group == GROUP:
        return []
    configurations = attributes.objects.standing(resources.find_kind(GROUP, "v1", kind))
    if not configurations:
        return []
    rows = [(webhook, found["metadata"]["name"]) for found in configurations for webhook in found.get("webhooks") or ()]
    return [(webhook, name, index) for index, (webhook, name) in enumerate(rows)]


def concerned(attributes, webhook: dict, configuration: str, index: int) -> Hook | None:
    """The Hook, if a webhook concerns a write (ShouldCallHook)."""
    if not matching.namespace_matches(attributes, webhook.get("namespaceSelector")) or not matching.object_matches(attributes, webhook.get("objectSelector")):
        return None
    row = equivalents.matched(attributes, webhook.get("rules") or (), webhook.get("matchPolicy", "Equivalent"))
    if row is None:
        return None
    hook = Hook(webhook, configuration, index, row)
    return hook if _conditions_hold(attributes, hook) else None


def _conditions_hold(attributes, hook):
    """Every match condition must be true; an error skips the webhook or refuses the write, as its failure policy says."""
    conditions = hook.webhook.get("matchConditions")
    if not conditions:
        return True
    try:
        return expressions.hold(conditions, expressions.variables(equivalents.seen(attributes, hook.row)))
    except expressions.Failed as e:
        if hook.fails_open:
            return False
        raise attributes.forbidden(str(e)) from None


class Call:
    """The call of a hook, ready to be made: `make()` may run in any thread, for it touches nothing but the network."""
    __slots__ = ("hook", "uid", "version", "body", "target", "failure")

    def __init__(self, attributes, hook):
        _check_side_effects(attributes, hook.webhook)
        self.hook, self.failure = hook, ""
        self.uid, self.version = attributes.scope.env.uuid(), _version(hook.webhook)
        self.body = reviews.request(equivalents.seen(attributes, hook.row), attributes, self.version, self.uid)
        try:
            self.target = services.target(attributes.objects, hook.webhook["clientConfig"])
        except CallFailed as e:
            self.failure = f"could not get REST client: {e}"

    def make(self, mutating: bool) -> dict:
        """The webhook's response; CallFailed when there is none that counts."""
        if self.failure:
            raise CallFailed(self.failure)
        try:
            answer = call.post(self.target, self.body, self.hook.webhook.get("timeoutSeconds", DEFAULT_TIMEOUT_SECONDS))
            return reviews.response(answer, self.version, self.uid, mutating)
        except reviews.Invalid as e:
            raise CallFailed(f"received invalid webhook response: {e}") from None
        except CallFailed as e:
            raise CallFailed(f"failed to call webhook: {e}") from None


def _check_side_effects(attributes, webhook):
    if attributes.dry_run and webhook.get("sideEffects") not in ON_DRY_RUN:
        raise errors.bad_request(f"admission webhook {go_quote(webhook['name'])} does not support dry run")


def _version(webhook):
    return next(v for v in webhook["admissionReviewVersions"] if v in reviews.VERSIONS)


def failed(hook: Hook, why: CallFailed):
    """The error of a write whose webhook failed."""
    return errors.internal(f"failed calling webhook {go_quote(hook.name)}: {why}")


def failed_open(attributes, hook: Hook, why: CallFailed) -> None:
    """A failure that the webhook's policy ignores is told to the trace only."""
    if attributes.scope.tracing:
        told(attributes, hook, f"ignored: {why}")


def refusal(hook: Hook, response: dict):
    """The error of a webhook that said no (ToStatusErr): its own Status, made a failure."""
    result = response.get("status") or {}
    text = f"admission webhook {go_quote(hook.name)} denied the request"
    why = result.get("message") or result.get("reason")
    text += f": {why}" if why else " without explanation"
    code = max(result.get("code") or 0, 400)
    return errors.ApiError(errors.status(code, result.get("reason", ""), text, result.get("details")))


def heard(attributes, hook: Hook, response: dict) -> None:
    """Pass on what a webhook has to say besides: warnings, and annotations of the audit event."""
    if attributes.scope.tracing:
        told(attributes, hook, "allowed" if response.get("allowed") else "denied")
    for key, value in (response.get("auditAnnotations") or {}).items():
        attributes.scope.annotate(f"{hook.name}/{key}", value)
    for text in response.get("warnings") or ():
        attributes.scope.warn(text)


def told(attributes, hook: Hook, verdict: str) -> None:
    """Tell the trace what came of a call."""
    attributes.scope.trace("webhook", f"{hook.configuration}/{hook.name}: {verdict}")
