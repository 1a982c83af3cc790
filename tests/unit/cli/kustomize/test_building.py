import json

import pytest

from kubectl_lite.cli.errors import CommandError
from kubectl_lite.cli.kustomize import building, order, transforms
from kubectl_lite.cli.kustomize.run import Run

DEPLOYMENT = """apiVersion: apps/v1
kind: Deployment
metadata: {name: d}
spec:
  selector: {matchLabels: {x: z}}
  template:
    metadata: {labels: {x: z}}
    spec: {containers: [{name: c, image: "nginx:1", envFrom: [{configMapRef: {name: cfg}}]}], serviceAccountName: robot}
"""
CONFIG = "apiVersion: v1\nkind: ConfigMap\nmetadata: {name: cfg}\ndata: {a: '1'}\n"


@pytest.fixture
def built(tmp_path):
    def run(files, directory="."):
        for name, text in files.items():
            (tmp_path / name).parent.mkdir(parents=True, exist_ok=True)
            (tmp_path / name).write_text(text if isinstance(text, str) else json.dumps(text))
        build = Run()
        objects, warned = building.build(str(tmp_path / directory), build), build.warned
        return {f"{o['kind']}/{o['metadata']['name']}": o for o in objects}, warned
    return run


def test_references_follow_prefix_and_hash(built):
    found, _ = built({"d.yaml": DEPLOYMENT, "kustomization.yaml": {
        "resources": ["d.yaml"], "namePrefix": "p-", "configMapGenerator": [{"name": "cfg", "literals": ["a=1"]}]}})
    name = next(key for key in found if key.startswith("ConfigMap/")).partition("/")[2]
    assert name.startswith("p-cfg-") and len(name) == len("p-cfg-") + 10
    assert found["Deployment/p-d"]["spec"]["template"]["spec"]["containers"][0]["envFrom"] == [{"configMapRef": {"name": name}}]


def test_an_overlay_patches_by_the_base_s_names(built):
    patch = "apiVersion: apps/v1\nkind: Deployment\nmetadata: {name: d}\nspec: {replicas: 3}\n"
    found, _ = built({"base/d.yaml": DEPLOYMENT, "base/kustomization.yaml": {"resources": ["d.yaml"], "nameSuffix": "-base"},
                      "over/kustomization.yaml": {"resources": ["../base"], "nameSuffix": "-dev", "patches": [
                          {"patch": patch}, {"target": {"kind": "Deployment"}, "patch": '[{"op":"add","path":"/spec/paused","value":true}]'}]}}, "over")
    spec = found["Deployment/d-base-dev"]["spec"]
    assert spec["replicas"] == 3 and spec["paused"] is True and spec["template"]["spec"]["containers"][0]["image"] == "nginx:1"


def test_labels_reach_selectors_only_when_asked(built):
    files = {"d.yaml": DEPLOYMENT, "kustomization.yaml": {"resources": ["d.yaml"], "labels": [{"pairs": {"a": "b"}}]}}
    plain = built(files)[0]["Deployment/d"]
    assert plain["metadata"]["labels"] == {"a": "b"} and "a" not in plain["spec"]["selector"]["matchLabels"]
    files["kustomization.yaml"]["labels"][0]["includeSelectors"] = True
    deep = built(files)[0]["Deployment/d"]
    assert deep["spec"]["selector"]["matchLabels"] == {"x": "z", "a": "b"} == deep["spec"]["template"]["metadata"]["labels"]


def test_namespaces_leave_cluster_objects_alone(built):
    role = "apiVersion: rbac.authorization.k8s.io/v1\nkind: ClusterRole\nmetadata: {name: r}\nrules: []\n"
    found, _ = built({"c.yaml": CONFIG, "r.yaml": role, "kustomization.yaml": {"resources": ["c.yaml", "r.yaml"], "namespace": "n"}})
    assert found["ConfigMap/cfg"]["metadata"]["namespace"] == "n" and "namespace" not in found["ClusterRole/r"]["metadata"]


def test_generators_merge_with_what_the_base_made(built):
    found, _ = built({"base/kustomization.yaml": {"configMapGenerator": [{"name": "g", "literals": ["a=1", "b=2"]}]},
                      "over/kustomization.yaml": {"resources": ["../base"], "generatorOptions": {"disableNameSuffixHash": True},
                                                  "configMapGenerator": [{"name": "g", "behavior": "merge", "literals": ["b=3"]}]}}, "over")
    assert [o["data"] for o in found.values()] == [{"a": "1", "b": "3"}]


@pytest.mark.parametrize("text,entry,result", [
    ("nginx:1", {"name": "nginx", "newTag": "2"}, "nginx:2"), ("r.io:5000/nginx", {"name": "r.io:5000/nginx", "newTag": "2"}, "r.io:5000/nginx:2"),
    ("nginx:1", {"name": "nginx", "newName": "x/y"}, "x/y:1"), ("nginx@sha256:1", {"name": "nginx", "digest": "sha256:2"}, "nginx@sha256:2"),
    ("other:1", {"name": "nginx", "newTag": "2"}, "other:1"),
])
def test_images(text, entry, result):
    assert transforms.image(text, entry) == result


def test_old_fields_are_warned_about_once_each(built):
    _, warned = built({"c.yaml": CONFIG, "kustomization.yaml": {"resources": ["c.yaml"], "commonLabels": {"a": "b"}}})
    assert warned == ["'commonLabels' is deprecated. Please use 'labels' instead. Run 'kustomize edit fix' to update your Kustomization automatically."]


@pytest.mark.parametrize("files,text", [
    ({}, "unable to find one of 'kustomization.yaml', 'kustomization.yml' or 'Kustomization' in directory"),
    ({"kustomization.yaml": {"resources": ["none.yaml"]}}, "accumulating resources from 'none.yaml': evalsymlink failure"),
    ({"kustomization.yaml": {"nosuch": 1}}, 'json: unknown field "nosuch"'),
    ({"kustomization.yaml": {"resources": ["."]}}, "cycle detected"),
    ({"c.yaml": CONFIG, "kustomization.yaml": {"resources": ["c.yaml", "c.yaml"]}}, "already registered id"),
])
def test_refusals(built, files, text):
    with pytest.raises(CommandError) as e:
        built(files)
    assert text in str(e.value)


def test_order_puts_first_what_others_need():
    kinds = ["Deployment", "ValidatingWebhookConfiguration", "Ingress", "ConfigMap", "Namespace"]
    objects = [{"kind": kind, "metadata": {"name": "x"}} for kind in kinds]
    assert [o["kind"] for o in order.arranged(objects, {}, "legacy")] == ["Namespace", "ConfigMap", "Deployment", "Ingress", "ValidatingWebhookConfiguration"]


def test_replacements_copy_fields(built):
    found, _ = built({"d.yaml": DEPLOYMENT, "c.yaml": CONFIG, "kustomization.yaml": {"resources": ["d.yaml", "c.yaml"], "replacements": [
        {"source": {"kind": "ConfigMap", "name": "cfg", "fieldPath": "data.a"}, "targets": [
            {"select": {"kind": "Deployment"}, "fieldPaths": ["spec.template.spec.containers.[name=c].image"], "options": {"delimiter": ":", "index": 1}},
            {"select": {"kind": "Deployment"}, "fieldPaths": ["metadata.annotations.from"], "options": {"create": True}}]}]}})
    deployment = found["Deployment/d"]
    assert deployment["spec"]["template"]["spec"]["containers"][0]["image"] == "nginx:1"
    assert deployment["metadata"]["annotations"] == {"from": "1"}


def test_files_outside_are_not_read(built):
    with pytest.raises(CommandError, match="security; file .* is not in or below"):
        built({"c.yaml": CONFIG, "below/kustomization.yaml": {"resources": ["../c.yaml"]}}, "below")


def test_sort_options(built):
    found, _ = built({"d.yaml": DEPLOYMENT, "c.yaml": CONFIG, "kustomization.yaml": {"resources": ["d.yaml", "c.yaml"], "sortOptions": {"order": "fifo"}}})
    assert list(found) == ["Deployment/d", "ConfigMap/cfg"]
