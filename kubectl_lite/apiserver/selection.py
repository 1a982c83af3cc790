"""Selection: which objects a list, watch or deletecollection is about: its label and field selectors."""
from __future__ import annotations

from kubectl_lite.machinery import errors

NAME, NAMESPACE = "metadata.name", "metadata.namespace"


class Selection:
    """The two selectors of a request; `matches(obj)` decides."""
    __slots__ = ("labels", "fields", "strategy", "name")

    def __init__(self, labels, fields, strategy, name):
        self.labels, self.fields, self.strategy, self.name = labels, fields, strategy, name

    @property
    def everything(self) -> bool:
        return self.labels is None and self.fields is None

    def matches(self, obj: dict) -> bool:
        """Whether an object is selected."""
        if self.labels is not None and not self.labels.matches(obj["metadata"].get("labels") or {}):
            return False
        return self.fields is None or self.fields.matches(self._field_set(obj))

    def _field_set(self, obj):
        metadata = obj["metadata"]
        return {"metadata.name": metadata["name"], "metadata.namespace": metadata.get("namespace", ""), **self.strategy.selectable_fields(obj)}


def of(scope) -> Selection:
    """The selection of a request; BadRequest for selectors that cannot be read or name a field the kind does not support."""
    labels = _labels(scope.request.param("labelSelector"))
    fields = _fields(scope, scope.request.param("fieldSelector"))
    return Selection(labels, fields, _Fields(scope), fields.exact("metadata.name") or "" if fields else "")


class _Fields:
    """The selectable fields of a kind: built in, or named by a CustomResourceDefinition."""

    def __init__(self, scope):
        self.scope = scope

    def selectable_fields(self, obj):
        if self.scope.resource.crd:
            from kubectl_lite.apiserver.crd import fields
            return fields.values(self.scope.resource, obj)
        return self.scope.strategy.selectable_fields(obj)


def supported(scope) -> tuple:
    """The field labels a request may select by. Kinds of the cluster that list labels of their own leave the namespace out."""
    own = _own_fields(scope)
    return (NAME, NAMESPACE, *own) if scope.resource.namespaced or not _particular(scope) else (NAME, *own)


def _own_fields(scope):
    if scope.resource.crd:
        from kubectl_lite.apiserver.crd import fields
        return fields.names(scope.resource)
    return scope.strategy.slot("SELECTABLE_IN", {}).get(scope.resource.group) or scope.strategy.SELECTABLE


def _particular(scope):
    """Whether a kind says itself what it can be selected by."""
    return bool(scope.resource.crd or scope.strategy.SELECTABLE)


def _labels(text):
    if not text:
        return None
    from kubectl_lite.machinery import labels
    try:
        return labels.parse(text)
    except labels.SelectorError as e:
        raise errors.bad_request(str(e)) from None


def _fields(scope, text):
    if not text:
        return None
    from kubectl_lite.machinery import selectors
    try:
        parsed = selectors.parse(text)
        selectors.check(parsed, supported(scope), _error_text(scope, selectors.GENERAL))
    except selectors.FieldSelectorError as e:
        raise errors.bad_request(str(e)) from None
    return parsed


def _error_text(scope, general):
    """What is said of a field that the kind cannot be selected by."""
    return scope.strategy.slot("FIELD_LABEL_ERROR", "field label not supported: {}" if _particular(scope) else general)
