"""PodLogOptions: what may be asked of the log of a container. Mirrors ValidatePodLogOptions (without the choice of a stream, which is off)."""
from __future__ import annotations

from kubectl_lite.api.validation import text
from kubectl_lite.machinery import field

POSITIVE = "must be greater than 0"
NOWHERE = "[]"  # how Go writes a path without a name


def validate(tail_lines: int | None, limit_bytes: int | None, since_seconds: int | None, since_time: str, stream: str | None) -> list:
    """The problems of the options of one request; None and "" stand for what it leaves out."""
    problems = text.non_negative(tail_lines, "tailLines")
    if limit_bytes is not None and limit_bytes < 1:
        problems.append(field.invalid("limitBytes", limit_bytes, POSITIVE))
    if since_seconds is not None and since_time:
        problems.append(field.forbidden(NOWHERE, "at most one of `sinceTime` or `sinceSeconds` may be specified"))
    elif since_seconds is not None and since_seconds < 1:
        problems.append(field.invalid("sinceSeconds", since_seconds, POSITIVE))
    return problems + ([field.forbidden("stream", "may not be specified")] if stream is not None else [])
