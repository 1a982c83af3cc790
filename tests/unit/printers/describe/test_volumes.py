import pytest

from kubectl_lite.printers.describe.volumes import SOURCES, source, volumes
from kubectl_lite.printers.describe.writer import Writer


def described(holder, persistent=False):
    w = Writer()
    source(w, holder, persistent)
    return w.text()


def test_none_and_template_indent():
    w = Writer()
    volumes(w, [], "  ")
    assert w.text() == "  Volumes:  <none>\n"
    w = Writer()
    volumes(w, [{"name": "v", "configMap": {"name": "c", "optional": True}}], "  ")
    assert w.text() == "  Volumes:\n   v:\n    Type:      ConfigMap (a volume populated by a ConfigMap)\n    Name:      c\n    Optional:  true\n"


def test_projected():
    listed = [{"serviceAccountToken": {"expirationSeconds": 3607, "path": "token"}}, {"configMap": {"name": "c"}}, {"secret": {"name": "s", "optional": True}},
              {"downwardAPI": {"items": []}}, {"clusterTrustBundle": {}}]
    assert described({"projected": {"sources": listed}}) == """    Type:                    Projected (a volume that contains injected data from multiple sources)
    TokenExpirationSeconds:  3607
    ConfigMapName:           c
    Optional:                false
    SecretName:              s
    Optional:                true
    DownwardAPI:             true
"""


def test_references_are_written_as_go_writes_them():
    assert "SecretRef:     nil\n" in described({"rbd": {"monitors": ["m"], "image": "i"}})
    assert "SecretRef:     &LocalObjectReference{Name:s,}\n" in described({"rbd": {"secretRef": {"name": "s"}}})
    assert "SecretRef:     &SecretReference{Name:s,Namespace:n,}\n" in described({"rbd": {"secretRef": {"name": "s", "namespace": "n"}}}, persistent=True)


def test_an_ephemeral_claim_is_described_without_its_names():
    text = described({"ephemeral": {"volumeClaimTemplate": {"spec": {"volumeMode": "Filesystem", "storageClassName": "s"}}}})
    assert "    StorageClass:  s\n    Volume:        \n    Labels:            <none>\n" in text
    assert "Name:" not in text and "Status:" not in text


def test_attributes_of_csi_volumes():
    text = described({"csi": {"driver": "d", "volumeHandle": "h", "volumeAttributes": {"b": "2", "a": "1"}}}, persistent=True)
    assert "    VolumeHandle:      h\n" in text and "    VolumeAttributes:      a=1\n" in text


def test_an_unknown_source():
    assert described({"name": "v"}) == "  <unknown>\n"


@pytest.mark.parametrize("key", sorted(SOURCES))
def test_every_source_describes_itself_when_it_is_empty(key):
    for persistent in (False, True):
        assert described({key: {}}, persistent).startswith("    Type:")
