"""Conversion between the served versions of a kind and the version it is stored in, where a kind has several.

CONVERTERS maps (group, version, kind) to a function (obj) -> obj into (group2, version2). Only events and autoscaling need it.
"""
from __future__ import annotations

from importlib import import_module

# (from apiVersion, to apiVersion, kind): "module:function" below kubectl_lite.api; the function gets a private shallow copy
CONVERTERS = {
    ("autoscaling/v1", "autoscaling/v2", "HorizontalPodAutoscaler"): "autoscaling.horizontalpodautoscaler:to_v2",
    ("autoscaling/v2", "autoscaling/v1", "HorizontalPodAutoscaler"): "autoscaling.horizontalpodautoscaler:to_v1",
    ("v1", "events.k8s.io/v1", "Event"): "core.event:to_events",
    ("events.k8s.io/v1", "v1", "Event"): "core.event:to_core",
}


def convert(obj: dict, api_version: str) -> dict:
    """The object in another apiVersion of its kind; the same object when it already is in it."""
    have = obj.get("apiVersion")
    if have == api_version:
        return obj
    path = CONVERTERS.get((have, api_version, obj.get("kind")))
    if path is None:
        return {**obj, "apiVersion": api_version}
    module, _, function = path.partition(":")
    converted = getattr(import_module(f"kubectl_lite.api.{module}"), function)(dict(obj))
    converted["apiVersion"] = api_version
    return converted
