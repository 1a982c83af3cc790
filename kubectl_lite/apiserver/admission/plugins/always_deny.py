"""AlwaysDeny (off by default, deprecated): refuses every write."""
from __future__ import annotations


def admit(attributes) -> None:
    raise attributes.forbidden("admission control is denying all modifications")


validate = admit
