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


def test_a_dry_run_prunes_nothing(kubectl):
    old = {"apiVersion": "v1", "kind": "ConfigMap", "metadata": {"name": "old", "labels": {"s": "p"}}}
    said(kubectl("apply", "-f", "-", stdin=json.dumps(old)))
    line = ["apply", "-f", "-", "--prune", "-l", "s=p", "--prune-allowlist=core/v1/ConfigMap", "--dry-run=server"]
    new = {**old, "metadata": {"name": "new", "labels": {"s": "p"}}}
    assert said(kubectl(*line, stdin=json.dumps(new))).endswith("configmap/old pruned (server dry run)\n")
    assert field(kubectl, "{.metadata.name}", "cm", "old") == "old"


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


def test_what_go_types_print_keeps_their_order(kubectl):
    said(kubectl("create", "deploy", "d", "--image=x"))
    for line in ("set image deploy/d x=y", "rollout pause deploy/d", "set sa deploy/d z"):
        lines = said(kubectl(*line.split(), "-o", "json")).splitlines()
        assert lines[1:5] == ['    "kind": "Deployment",', '    "apiVersion": "apps/v1",', '    "metadata": {', '        "name": "d",']
    two = config_map("a") + "\n---\n" + config_map("b")
    shown = said(kubectl("apply", "-f", "-", "-o", "json", stdin=two)).splitlines()
    assert shown[1:6] == ['    "kind": "List",', '    "apiVersion": "v1",', '    "metadata": {},', '    "items": [', '        {']
    assert shown[6].strip() == '"apiVersion": "v1",'


def test_label_prints_what_it_sent(kubectl):
    said(kubectl("create", "cm", "a"))
    before = field(kubectl, "{.metadata.resourceVersion}", "cm", "a")
    assert said(kubectl("label", "cm", "a", "x=y", "-o", "jsonpath={.metadata.resourceVersion} {.metadata.labels}")) == f'{before} {{"x":"y"}}'
    assert said(kubectl("annotate", "cm", "a", "x=y", "-o", "jsonpath={.metadata.resourceVersion}")) > before


def test_edit_last_applied_prints_what_was_edited(kubectl, tmp_path):
    said(kubectl("apply", "-f", "-", stdin=config_map(k="one")))
    kubectl.environ.update(EDITOR="sed -i s/one/nine/", PATH="/usr/bin:/bin")
    assert json.loads(said(kubectl("apply", "edit-last-applied", "cm/a", "-o", "json")))["data"] == {"k": "nine"}
    assert field(kubectl, "{.data.k}", "cm", "a") == "one"


def test_diff_shows_what_prune_would_delete(kubectl, tmp_path):
    kubectl.environ["PATH"] = "/usr/bin:/bin"
    for name in "ab":
        obj = {"apiVersion": "v1", "kind": "ConfigMap", "metadata": {"name": name, "labels": {"s": "p"}}}
        (tmp_path / name).write_text(json.dumps(obj))
        said(kubectl("apply", "-f", str(tmp_path / name)))
    status, shown, _ = kubectl("diff", "-f", str(tmp_path / "a"), "--prune", "-l", "s=p")
    assert status == 1 and "v1.ConfigMap.default.b" in shown and "v1.ConfigMap.default.a" not in shown and "-  name: b\n" in shown
    assert kubectl("diff", "-f", str(tmp_path / "a"), "-l", "s=p")[:2] == (0, "")


def test_missing_objects_of_files_are_named_one_by_one(kubectl):
    listed = json.dumps({"apiVersion": "v1", "kind": "List", "items": [json.loads(config_map("a")), json.loads(config_map("b"))]})
    lines = 'Error from server (NotFound): configmaps "a" not found\nError from server (NotFound): configmaps "b" not found\n'
    assert kubectl("get", "-f", "-", stdin=config_map("a") + "\n---\n" + config_map("b"))[2] == lines
    assert kubectl("get", "-f", "-", stdin=listed)[2] == '[configmaps "a" not found, configmaps "b" not found]\n'


def test_a_service_before_its_pod_has_a_line_between(kubectl):
    shown = said(kubectl("run", "p", "--image=x", "--expose", "--port=80", "--dry-run=client", "-o", "yaml"))
    assert "---\n---\napiVersion: v1\nkind: Pod\n" in shown
