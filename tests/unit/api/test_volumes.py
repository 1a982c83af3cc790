from __future__ import annotations

import pytest

from kubectl_lite.api import volumes


def volume(size="2Gi", phase="Available", labels=None, deleted=False, **spec):
    meta = {"name": "v", "labels": labels or {}, **({"deletionTimestamp": "t"} if deleted else {})}
    return {"metadata": meta, "spec": {"capacity": {"storage": size}, "accessModes": ["ReadWriteOnce"], **spec}, "status": {"phase": phase}}


def claim(size="1Gi", **spec):
    return {"metadata": {"name": "c", "namespace": "demo", "uid": "u"}, "spec": {"accessModes": ["ReadWriteOnce"], "resources": {"requests": {"storage": size}}, **spec}}


@pytest.mark.parametrize("found, wanted, free", [
    (volume(), claim(), True), (volume("1Mi"), claim(), False), (volume(phase="Pending"), claim(), False), (volume(deleted=True), claim(), False),
    (volume(storageClassName="x"), claim(), False), (volume(storageClassName="x"), claim(storageClassName="x"), True), (volume(volumeMode="Block"), claim(), False),
    (volume(), claim(accessModes=["ReadWriteMany"]), False), (volume(labels={"a": "b"}), claim(selector={"matchLabels": {"a": "b"}}), True),
    (volume(), claim(selector={"matchLabels": {"a": "b"}}), False), (volume(claimRef={"namespace": "demo", "name": "c"}), claim(), True),
    (volume(claimRef={"namespace": "demo", "name": "c", "uid": "other"}), claim(), False), (volume(claimRef={"namespace": "demo", "name": "x"}), claim(), False),
])
def test_what_is_free_for_a_claim(found, wanted, free):
    assert volumes.is_free_for(found, wanted) is free


def test_claims_of_a_pod():
    found = [{"name": "a", "persistentVolumeClaim": {"claimName": "c"}}, {"name": "b", "ephemeral": {}}, {"name": "d", "emptyDir": {}}]
    assert volumes.claim_names({"metadata": {"name": "p"}, "spec": {"volumes": found}}) == ["c", "p-b"]
