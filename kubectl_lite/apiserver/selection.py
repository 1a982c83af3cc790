"""Selection: which objects a list, watch or deletecollection is about: its label and field selectors."""
from __future__ import annotations

from kubectl_lite.machinery import errors

METADATA_FIELDS = ("metadata.name", "metadata.namespace")


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
    """The field labels a request may select by."""
    if scope.resource.crd:
        from kubectl_lite.apiserver.crd import fields
        return METADATA_FIELDS + fields.names(scope.resource)
    return METADATA_FIELDS + tuple(scope.strategy.SELECTABLE)


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
        selectors.check(parsed, supported(scope), _error_text(scope))
    except selectors.FieldSelectorError as e:
        raise errors.bad_request(str(e)) from None
    return parsed


def _error_text(scope) -> str | None:
    """The message of kinds with a conversion of field labels of their own: those that can be selected by more than the metadata."""
    own = scope.strategy.slot("FIELD_ERROR")
    return own or ("field label not supported: {}" if scope.resource.crd or scope.strategy.SELECTABLE else None)
