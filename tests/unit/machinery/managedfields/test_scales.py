"""Owners of replicas, there and back."""
from __future__ import annotations

from kubectl_lite.machinery.managedfields import scales

PATHS = {"apps/v1": {"f:spec": {"f:replicas": {}}}}
TIME = "2026-01-01T00:00:00Z"


def entry(manager, fields, operation="Update", version="apps/v1", subresource="", time=TIME):
    out = {"manager": manager, "operation": operation, "apiVersion": version, **({"time": time} if time else {}), "fieldsType": "FieldsV1", "fieldsV1": fields}
    return {**out, "subresource": subresource} if subresource else out


BOTH, REPLICAS, PAUSED = {"f:spec": {"f:paused": {}, "f:replicas": {}}}, {"f:spec": {"f:replicas": {}}}, {"f:spec": {"f:paused": {}}}


def test_only_owners_of_replicas_own_the_scale():
    found = scales.to_scale([entry("a", BOTH), entry("b", PAUSED), entry("c", REPLICAS, "Apply")], PATHS)
    assert found == [entry("c", REPLICAS, "Apply", scales.VERSION), entry("a", REPLICAS, version=scales.VERSION)]


def test_an_applier_that_keeps_its_replicas_keeps_its_entry():
    parent = [entry("c", BOTH, "Apply")]
    assert scales.to_parent(parent, scales.to_scale(parent, PATHS), "apps/v1", PATHS) == parent


def test_an_updater_that_keeps_its_replicas_gets_a_second_entry_without_time_and_loses_it_the_next_time():
    parent = [entry("a", BOTH)]
    once = scales.to_parent(parent, scales.to_scale(parent, PATHS), "apps/v1", PATHS)
    assert once == [entry("a", REPLICAS, time=None), entry("a", PAUSED)]
    assert scales.to_parent(once, scales.to_scale(once, PATHS), "apps/v1", PATHS) == [entry("a", PAUSED)]


def test_who_scales_takes_the_replicas_and_versions_without_a_path_are_dropped():
    parent = [entry("a", REPLICAS), entry("old", PAUSED, version="apps/v0")]
    scale = [entry("s", REPLICAS, version=scales.VERSION, subresource="scale")]
    assert scales.to_parent(parent, scale, "apps/v1", PATHS) == [entry("s", REPLICAS, subresource="scale", time=None)]
