"""apply, delete, replace, patch, label, annotate, scale, set, edit: what they do to objects, and what they say."""
import json

import pytest


def config_map(name="a", **data):
    return json.dumps({"apiVersion": "v1", "kind": "ConfigMap", "metadata": {"name": name}, "data": data})


def field(kubectl, path, *what):
    status, out, err = kubectl("get", *what, "-o", f"jsonpath={path}")
    assert status == 0, err
    return out


def said(result):
    assert result[0] == 0, result[2]
    return result[1]


def test_apply_keeps_what_others_wrote_and_removes_what_it_wrote(kubectl):
    assert said(kubectl("apply", "-f", "-", stdin=config_map(a="1", b="2"))) == "configmap/a created\n"
    said(kubectl("patch", "cm", "a", "-p", '{"data":{"z":"9"}}'))
    assert said(kubectl("apply", "-f", "-", stdin=config_map(a="1", c="3"))) == "configmap/a configured\n"
    assert json.loads(field(kubectl, "{.data}", "cm", "a")) == {"a": "1", "c": "3", "z": "9"}
    assert said(kubectl("apply", "-f", "-", stdin=config_map(a="1", c="3"))) == "configmap/a unchanged\n"


def test_apply_over_a_created_object_warns(kubectl):
    said(kubectl("create", "cm", "a"))
    status, out, err = kubectl("apply", "-f", "-", stdin=config_map(a="1"))
    assert (status, out) == (0, "configmap/a configured\n") and err.startswith("Warning: resource configmaps/a is missing the kubectl.kubernetes.io/")


def test_prune_spares_what_was_never_applied(kubectl):
    labelled = {"apiVersion": "v1", "kind": "ConfigMap", "metadata": {"name": "old", "labels": {"s": "p"}}}
    said(kubectl("apply", "-f", "-", stdin=json.dumps(labelled)))
    said(kubectl("create", "cm", "other"))
    said(kubectl("label", "cm", "other", "s=p"))
    labelled["metadata"]["name"] = "new"
    out = said(kubectl("apply", "--prune", "-l", "s=p", "-f", "-", "--prune-allowlist=core/v1/ConfigMap", stdin=json.dumps(labelled)))
    assert out == "configmap/new created\nconfigmap/old pruned\n"
    assert kubectl("get", "cm", "other", "-o", "name")[0] == 0


@pytest.mark.parametrize("argv,out", [
    (["color=red"], "configmap/a labeled\n"), (["app-"], 'configmap/a unlabeled\n'), (["app-", "x=y"], "configmap/a modified\n"),
    (["app=x"], "configmap/a not labeled\n"), (["none-"], 'label "none" not found.\nconfigmap/a not labeled\n'),
])
def test_label_says_what_happened(kubectl, argv, out):
    said(kubectl("create", "cm", "a"))
    said(kubectl("label", "cm", "a", "app=x"))
    assert said(kubectl("label", "cm", "a", *argv)) == out


def test_values_are_not_overwritten_unasked(kubectl):
    said(kubectl("create", "cm", "a"))
    said(kubectl("label", "cm", "a", "x=1"))
    said(kubectl("annotate", "cm", "a", "x=1"))
    assert kubectl("label", "cm", "a", "x=2")[2] == "error: 'x' already has a value (1), and --overwrite is false\n"
    assert kubectl("annotate", "cm", "a", "x=2")[2] == (
        "error: --overwrite is false but found the following declared annotation(s): 'x' already has a value (1)\n")


def test_delete_goes_on_after_an_error(kubectl):
    for name in ("a", "b"):
        said(kubectl("create", "cm", name))
    assert kubectl("delete", "cm", "a", "none", "b") == (
        1, 'configmap "a" deleted from default namespace\nconfigmap "b" deleted from default namespace\n',
        'Error from server (NotFound): configmaps "none" not found\n')


def test_delete_forms(kubectl):
    assert said(kubectl("delete", "cm", "none", "--ignore-not-found")) == ""
    assert said(kubectl("delete", "secret", "--all")) == "No resources found\n"
    assert kubectl("delete", "cm", "x", "--now", "--grace-period=3")[2] == "error: --now and --grace-period cannot be specified together\n"
    said(kubectl("create", "cm", "a"))
    assert said(kubectl("delete", "cm", "a", "-i", stdin="n\n")).endswith("deletion is cancelled\n")
    assert said(kubectl("delete", "cm", "a", "-o", "name")) == "configmap/a\n"


def test_a_finalizer_keeps_delete_waiting(kubectl):
    kubectl.create({"apiVersion": "v1", "kind": "ConfigMap", "metadata": {"name": "a", "finalizers": ["example.com/hold"]}})
    status, out, err = kubectl("delete", "cm", "a", "--timeout=300ms")
    assert (status, out, err) == (1, 'configmap "a" deleted from default namespace\n', "error: timed out waiting for the condition on configmaps/a\n")


def test_replace_needs_the_object_unless_forced(kubectl):
    assert "NotFound" in kubectl("replace", "-f", "-", stdin=config_map(a="1"))[2]
    assert said(kubectl("replace", "--force", "-f", "-", stdin=config_map(a="1"))) == "configmap/a replaced\n"
    assert said(kubectl("replace", "--force", "-f", "-", stdin=config_map(b="1"))) == 'configmap "a" deleted from default namespace\nconfigmap/a replaced\n'
    assert kubectl("replace", "-f", "-", "--grace-period=5", stdin=config_map())[2] == "error: --grace-period must have --force specified\n"


@pytest.mark.parametrize("kind,patch,data", [
    ("merge", '{"data":{"a":null,"c":"3"}}', {"b": "2", "c": "3"}), ("json", '[{"op":"remove","path":"/data/a"}]', {"b": "2"}),
    ("strategic", 'data: {a: "9"}', {"a": "9", "b": "2"}),
])
@pytest.mark.parametrize("where", ["server", "client"])
def test_patches_here_and_there(kubectl, kind, patch, data, where):
    kubectl.create(json.loads(config_map(a="1", b="2")))
    dry = ["--dry-run=client"] if where == "client" else []
    out = said(kubectl("patch", "cm", "a", f"--type={kind}", "-p", patch, "-o", "json", *dry))
    assert json.loads(out)["data"] == data


def deployment(kubectl):
    said(kubectl("create", "deployment", "web", "--image=nginx:1", "--replicas=0"))


def test_set_image_and_env(kubectl):
    deployment(kubectl)
    assert said(kubectl("set", "image", "deploy/web", "nginx=nginx:2")) == "deployment.apps/web image updated\n"
    assert said(kubectl("set", "image", "deploy/web", "nginx=nginx:2")) == ""
    assert kubectl("set", "image", "deploy/web", "none=x")[2] == 'error: unable to find container named "none"\n'
    said(kubectl("set", "env", "deploy/web", "A=1", "B=2"))
    said(kubectl("set", "env", "deploy/web", "A-"))
    assert said(kubectl("set", "env", "deploy/web", "--list")) == "# Deployment web, container nginx\nB=2\n"


def test_set_resources_serviceaccount_selector_subject(kubectl):
    deployment(kubectl)
    said(kubectl("set", "resources", "deploy", "web", "--limits=cpu=1,memory=1Gi", "--requests=cpu=500m"))
    said(kubectl("set", "serviceaccount", "deploy", "web", "robot"))
    spec = json.loads(said(kubectl("get", "deploy", "web", "-o", "jsonpath={.spec.template.spec}")))
    assert spec["containers"][0]["resources"] == {"limits": {"cpu": "1", "memory": "1Gi"}, "requests": {"cpu": "500m"}}
    assert spec["serviceAccountName"] == "robot"
    said(kubectl("create", "rolebinding", "rb", "--role=r", "--user=a"))
    said(kubectl("set", "subject", "rolebinding", "rb", "--user=a", "--group=g"))
    assert field(kubectl, "{.subjects[*].name}", "rolebinding", "rb") == "a g"


def test_scale_with_preconditions(kubectl):
    deployment(kubectl)
    assert said(kubectl("scale", "deploy", "web", "--replicas=2", "--current-replicas=0")) == "deployment.apps/web scaled\n"
    assert kubectl("scale", "deploy", "web", "--replicas=2", "--current-replicas=5")[2] == "error: Expected replicas to be 5, was 2\n"
    assert field(kubectl, "{.spec.replicas}", "deploy", "web") == "2"


def test_edit_until_it_is_valid(kubectl, tmp_path):
    said(kubectl("create", "cm", "a", "--from-literal=k=1"))
    kubectl.environ.update(KUBE_EDITOR="sed -i s/'k: \"1\"'/'k: \"2\"'/", PATH="/usr/bin:/bin")
    assert said(kubectl("edit", "cm", "a")) == "configmap/a edited\n"
    assert field(kubectl, "{.data.k}", "cm", "a") == "2"
    kubectl.environ["KUBE_EDITOR"] = "true"
    assert kubectl("edit", "cm", "a") == (0, "", "Edit cancelled, no changes made.\n")
    kubectl.environ["KUBE_EDITOR"] = "sed -i d"
    status, _, err = kubectl("edit", "cm", "a")
    assert status == 1 and err.splitlines()[0] == 'error: configmaps "a" is invalid' and err.endswith("error: Edit cancelled, no valid changes were saved.\n")


def test_record_keeps_the_command(kubectl):
    deployment(kubectl)
    status, _, err = kubectl("set", "image", "deploy/web", "nginx=nginx:2", "--record")
    assert status == 0 and err == "Flag --record has been deprecated, --record will be removed in the future\n"
    cause = field(kubectl, "{.metadata.annotations.kubernetes\\.io/change-cause}", "deploy", "web")
    assert cause == "kubectl set image deploy/web nginx=nginx:2 --record=true"


def test_expose_and_autoscale(kubectl):
    said(kubectl("create", "deployment", "web", "--image=nginx", "--port=80", "--replicas=0"))
    assert said(kubectl("expose", "deploy", "web", "--target-port=http")) == "service/web exposed\n"
    assert json.loads(field(kubectl, "{.spec.ports[0]}", "svc", "web")) == {"port": 80, "protocol": "TCP", "targetPort": "http"}
    assert said(kubectl("autoscale", "deploy", "web", "--max=3", "--cpu=50%")) == "horizontalpodautoscaler.autoscaling/web autoscaled\n"
    assert kubectl("expose", "cm", "kube-root-ca.crt", "--port=1")[0] == 1


def test_taints_and_cordons(kubectl):
    kubectl.create({"apiVersion": "v1", "kind": "Node", "metadata": {"name": "n"}})
    assert said(kubectl("taint", "node", "n", "k=v:NoExecute")) == "node/n tainted\n"
    assert kubectl("taint", "node", "n", "k=w:NoExecute")[2] == "error: node n already has k taint(s) with same effect(s) and --overwrite is false\n"
    assert said(kubectl("taint", "node", "n", "k:NoExecute-")) == "node/n untainted\n"
    assert said(kubectl("cordon", "n")) == "node/n cordoned\n"
    assert said(kubectl("cordon", "n")) == "node/n already cordoned\n"
    assert said(kubectl("uncordon", "node/n")) == "node/n uncordoned\n"
