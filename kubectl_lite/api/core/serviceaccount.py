"""ServiceAccount: nothing but metadata is checked."""
from __future__ import annotations

from kubectl_lite.api.core.configmap import prepare_for_create, prepare_for_update  # noqa: F401
from kubectl_lite.api.validation import meta


def validate_update(obj, old):
    return meta.validate_meta(obj["metadata"], True)
