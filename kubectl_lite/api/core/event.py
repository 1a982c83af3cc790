"""Event, served as v1 and as events.k8s.io/v1: conversion, selection, and the two sets of rules.

Stored as v1. What is checked depends on the version the request speaks; paths are those of the internal form either way.
"""
from __future__ import annotations

from kubectl_lite.api.core.configmap import prepare_for_create, prepare_for_update  # noqa: F401
from kubectl_lite.api.validation import meta, text
from kubectl_lite.machinery import field, names

ALLOW_CREATE_ON_UPDATE = True
NAME_CHECK = "path_segment"  # v1 checks no more; events.k8s.io/v1 wants a subdomain
METADATA_LAST = True
ERROR_KIND = "Event"
FIELD_LABEL_ERROR = "field label not supported: {}"
REFERENCE = ("kind", "namespace", "name", "uid", "apiVersion", "resourceVersion", "fieldPath")
SELECTABLE = (*(f"involvedObject.{name}" for name in REFERENCE), "reason", "reportingComponent", "source", "type")
SELECTABLE_IN = {"events.k8s.io": (*(f"regarding.{name}" for name in REFERENCE), "reason", "reportingController", "type")}

# v1 name: events.k8s.io/v1 name
RENAMED = {"involvedObject": "regarding", "message": "note", "source": "deprecatedSource", "firstTimestamp": "deprecatedFirstTimestamp",
           "lastTimestamp": "deprecatedLastTimestamp", "count": "deprecatedCount", "reportingComponent": "reportingController"}
RENAMED_BACK = {new: old for old, new in RENAMED.items()}

MAX_TEXT, MAX_NOTE = 128, 1024
# what an events.k8s.io/v1 update may not change: (v1 field, path, value of an event that lacks it)
IMMUTABLE = (("involvedObject", "involvedObject", {}), ("reason", "reason", ""), ("message", "message", ""), ("source", "source", {}),
             ("firstTimestamp", "firstTimestamp", None), ("lastTimestamp", "lastTimestamp", None), ("count", "count", 0), ("type", "type", ""),
             ("eventTime", "eventTime", None), ("action", "action", ""), ("related", "related", None),
             ("reportingComponent", "reportingController", ""), ("reportingInstance", "reportingInstance", ""))


def to_events(obj: dict) -> dict:
    """A v1 Event as events.k8s.io/v1."""
    return {RENAMED.get(name, name): value for name, value in obj.items()}


def to_core(obj: dict) -> dict:
    """An events.k8s.io/v1 Event as v1."""
    return {RENAMED_BACK.get(name, name): value for name, value in obj.items()}


def _core(obj):
    return to_core(obj) if obj.get("apiVersion", "").startswith("events") else obj


def selectable_fields(obj):
    event = _core(obj)
    ref = event.get("involvedObject") or {}
    source = (event.get("source") or {}).get("component") or event.get("reportingComponent") or ""
    found = {f"{owner}.{name}": ref.get(name, "") for owner in ("involvedObject", "regarding") for name in REFERENCE}
    found.update(reason=event.get("reason", ""), source=source, type=event.get("type", ""),
                 reportingComponent=source, reportingController=source)
    return found


def validate(obj):
    event = _core(obj)
    modern = event is not obj
    problems = _legacy(event, modern)
    if modern:
        problems += meta.validate_meta(event["metadata"], True) + _series(event) + _modern(event)
    return problems


def _legacy(event, modern):
    """What every event is held to; those with an eventTime to more."""
    namespace, about = event["metadata"].get("namespace", ""), (event.get("involvedObject") or {}).get("namespace") or ""
    mismatch = [field.invalid("involvedObject.namespace", about, "does not match event.namespace")]
    if event.get("eventTime") is None:
        agrees = namespace in ("", "default") if not about else namespace == about
        problems = [] if agrees else mismatch
    else:
        problems = mismatch if not about and namespace not in ("default", "kube-system") else []
        problems += _reporting(event, "reportingController" if modern else "reportingComponent")
    return problems + text.each(names.dns_subdomain(namespace), namespace, "namespace")


def _reporting(event, controller_name):
    controller = event.get("reportingComponent") or ""
    problems = text.required(controller, controller_name) + text.qualified_name(controller, controller_name)
    for name in ("reportingInstance", "action", "reason"):
        value = event.get(name) or ""
        problems += text.required(value, name)
        if names.size(value) > MAX_TEXT:
            problems.append(field.invalid(name, "", f"can have at most {MAX_TEXT} characters"))
    if names.size(event.get("message") or "") > MAX_NOTE:
        problems.append(field.invalid("message", "", f"can have at most {MAX_NOTE} characters"))
    return problems


def _series(event):
    series = event.get("series")
    if series is None:
        return []
    problems = []
    if (series.get("count") or 0) < 2:
        problems.append(field.invalid("series.count", "", "should be at least 2"))
    return problems + text.required(series.get("lastObservedTime"), "series.lastObservedTime")


def _modern(event):
    problems = text.required(event.get("eventTime"), "eventTime")
    if event.get("type") not in ("Normal", "Warning"):
        problems.append(field.invalid("type", "", f"has invalid value: {event.get('type') or ''}"))
    for name in ("firstTimestamp", "lastTimestamp", "count"):
        if event.get(name):
            problems.append(field.invalid(name, "", "needs to be unset"))
    source = event.get("source") or {}
    if source.get("component") or source.get("host"):
        problems.append(field.invalid("source", "", "needs to be unset"))
    return problems


def validate_update(obj, old):
    event = _core(obj)
    if event is obj:
        return _legacy(event, False)
    was = _core(old)
    problems = _legacy(event, True)
    if event.get("series") != was.get("series"):
        problems += _series(event)
    for name, path, absent in IMMUTABLE:
        new, before = event.get(name, absent), was.get(name, absent)
        if new != before and not (not new and not before and name not in ("related",)):
            problems.append(field.invalid(path, _shown(name, new), "field is immutable"))
    return problems


def _shown(name, value):
    """The internal form, which has no JSON names."""
    if name in ("involvedObject", "related") and value is not None:
        return _struct(value, (("Kind", "kind"), ("Namespace", "namespace"), ("Name", "name"), ("UID", "uid"), ("APIVersion", "apiVersion"),
                               ("ResourceVersion", "resourceVersion"), ("FieldPath", "fieldPath")))
    if name == "source":
        return _struct(value, (("Component", "component"), ("Host", "host")))
    return value


def _struct(value, fields):
    return field.Raw("{" + ",".join(f'"{shown}":{field.go_json(value.get(name) or "")}' for shown, name in fields) + "}")
