def config_map(name, **data):
    return {"apiVersion": "v1", "kind": "ConfigMap", "metadata": {"name": name, "labels": {"app": name[0]}}, "data": data}


def names(text):
    return [line.split()[1] for line in text.splitlines() if line.startswith("Name:")]


def test_one_object_with_its_events(kubectl):
    kubectl.create(config_map("cfg", key="value"))
    status, out, err = kubectl("describe", "cm", "cfg")
    assert (status, err) == (0, "")
    assert out.startswith("Name:         cfg\nNamespace:    default\nLabels:       app=c\n") and out.endswith("Events:  <none>\n")


def test_several_objects_come_without_events_unless_asked_for(kubectl):
    kubectl.create(config_map("a1"), config_map("b1"))
    _, out, _ = kubectl("describe", "cm/a1", "cm/b1")
    assert names(out) == ["a1", "b1"] and "Events" not in out and "\n\n\n\nName:         b1" in out
    _, out, _ = kubectl("describe", "cm/a1", "cm/b1", "--show-events")
    assert out.count("Events:  <none>") == 2


def test_a_name_may_be_a_prefix(kubectl):
    kubectl.create(config_map("app-1"), config_map("app-2"), config_map("other"))
    status, out, err = kubectl("describe", "cm", "app")
    assert (status, names(out), err) == (0, ["app-1", "app-2"], "") and "Events" not in out
    status, out, err = kubectl("describe", "cm", "none")
    assert (status, out, err) == (1, "", 'Error from server (NotFound): configmaps "none" not found\n')


def test_selectors_and_nothing_found(kubectl):
    kubectl.create(config_map("a1"), config_map("b1"))
    assert names(kubectl("describe", "cm", "-l", "app=b")[1]) == ["b1"]
    assert kubectl("describe", "cm", "-l", "app=z") == (0, "", "No resources found in default namespace.\n")
    assert kubectl("describe", "deploy", "-A") == (0, "", "No resources found\n")


def test_files_say_which_object_is_meant(kubectl, tmp_path):
    import json
    manifest = tmp_path / "cm.json"
    manifest.write_text(json.dumps(config_map("cfg", key="from the file")))
    assert kubectl("describe", "-f", str(manifest)) == (1, "", 'Error from server (NotFound): configmaps "cfg" not found\n')
    kubectl.create(config_map("cfg", key="from the server"))
    assert "from the server" in kubectl("describe", "-f", str(manifest))[1]


def test_errors(kubectl):
    assert kubectl("describe")[2] == ('error: You must specify the type of resource to describe. Use "kubectl api-resources" for a complete list of '
                                      "supported resources.\n")
    assert kubectl("describe", "unicorn")[2] == 'error: the server doesn\'t have a resource type "unicorn"\n'
    assert kubectl("describe", "cm", "-l", "a=b", "cfg")[2] == "error: name cannot be provided when a selector is specified\n"


def test_who_may_not_read_what_belongs_to_it_is_told(kubectl):
    rules = {"apiVersion": "rbac.authorization.k8s.io/v1", "kind": "ClusterRole", "metadata": {"name": "ns"},
             "rules": [{"apiGroups": [""], "resources": ["namespaces"], "verbs": ["get"]}]}
    binding = {"apiVersion": "rbac.authorization.k8s.io/v1", "kind": "ClusterRoleBinding", "metadata": {"name": "ns"},
               "roleRef": {"apiGroup": "rbac.authorization.k8s.io", "kind": "ClusterRole", "name": "ns"}, "subjects": [{"kind": "User", "name": "jane"}]}
    kubectl.create(rules, binding)
    status, out, err = kubectl("describe", "ns", "default", "--as", "jane")
    assert (status, out) == (1, "") and 'resourcequotas is forbidden: User "jane" cannot list' in err
