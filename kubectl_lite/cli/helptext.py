"""One-line descriptions of commands and flags, and the groups in which `kubectl --help` lists the commands."""
from __future__ import annotations

GROUPS = ()
SHORT: dict = {}
FLAGS: dict = {}


def short(path: str) -> str:
    return SHORT.get(path, "")


def long(path: str) -> str:
    return short(path) + "." if short(path) else ""


def flag(name: str) -> str:
    return FLAGS.get(name, "")
