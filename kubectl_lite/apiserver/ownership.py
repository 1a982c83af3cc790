"""Ownership: keeps metadata.managedFields true on every write. The rules are machinery/managedfields; this file feeds them.

on_create and on_update run before admission (as Kubernetes does), settle just before the write.
"""
from __future__ import annotations


def on_create(scope, obj: dict) -> None:
    """Record the writer of a new object's fields."""
    obj["metadata"].pop("managedFields", None)


def on_update(scope, obj: dict, old: dict) -> None:
    """Record who owns what after an update."""
    obj["metadata"].pop("managedFields", None)


def settle(obj: dict, old: dict) -> None:
    """Keep the old timestamps when nothing but they would change."""
