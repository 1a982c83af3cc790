"""The authorizer variable: authorizer.group('').resource('pods').namespace('x').check('get').allowed().

An Authorizer is made by who evaluates: `decide(question: dict) -> (allowed, reason)` with the keys group, resource, subresource,
namespace, name, fieldSelector, labelSelector, verb, path and service_account.
"""
from __future__ import annotations


class Question:
    """An access question that is being put together."""
    __slots__ = ("decide", "parts")

    def __init__(self, decide, parts=None):
        self.decide, self.parts = decide, parts or {}

    def with_(self, **parts) -> "Question":
        return Question(self.decide, {**self.parts, **parts})


class Decision:
    """The answer to a question."""
    __slots__ = ("allowed", "reason")

    def __init__(self, allowed, reason):
        self.allowed, self.reason = allowed, reason


def _adds(part):
    return lambda question, value: question.with_(**{part: value}) if isinstance(question, Question) else NotImplemented


def _check(question, verb):
    return Decision(*question.decide({**question.parts, "verb": verb})) if isinstance(question, Question) else NotImplemented


def _of_decision(function):
    return lambda decision: function(decision) if isinstance(decision, Decision) else NotImplemented


METHODS = {
    **{part: _adds(part) for part in ("path", "group", "resource", "subresource", "namespace", "name", "fieldSelector", "labelSelector")},
    "serviceAccount": lambda q, namespace, name: q.with_(service_account=(namespace, name)) if isinstance(q, Question) else NotImplemented,
    "check": _check, "allowed": _of_decision(lambda d: d.allowed), "reason": _of_decision(lambda d: d.reason),
    "errored": _of_decision(lambda d: False), "error": _of_decision(lambda d: ""),
}
