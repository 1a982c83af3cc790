import json

import pytest

DRY = "--dry-run=client"


def made(kubectl, *argv):
    status, out, err = kubectl("create", *argv, DRY, "-o", "json")
    assert status == 0, err
    return json.loads(out)


def refusal(kubectl, *argv):
    status, out, err = kubectl("create", *argv, DRY)
    assert status == 1 and not out
    return err


def test_config_map_from_all_sources(kubectl, tmp_path):
    (tmp_path / "d").mkdir()
    (tmp_path / "d" / "text").write_text("hi\n")
    (tmp_path / "d" / "bytes").write_bytes(b"\xff\xfe")
    obj = made(kubectl, "cm", "x", "--from-literal=a=b=c", f"--from-file={tmp_path / 'd'}", f"--from-file=k={tmp_path / 'd' / 'text'}")
    assert obj["data"] == {"a": "b=c", "text": "hi\n", "k": "hi\n"} and obj["binaryData"] == {"bytes": "//4="}


def test_env_files_skip_comments_and_take_the_environment(kubectl, tmp_path):
    kubectl.environ["FROMENV"] = "e"
    (tmp_path / "env").write_text("\ufeffA=1\n  # no\n\nB=x=y\nFROMENV\n", encoding="utf-8")
    assert made(kubectl, "cm", "x", f"--from-env-file={tmp_path / 'env'}")["data"] == {"A": "1", "B": "x=y", "FROMENV": "e"}


# the hashes are those of kubectl itself
@pytest.mark.parametrize("argv,name", [
    (["cm", "x"], "x-62ctbmbfd2"), (["cm", "x", "--from-literal=a=<1>"], "x-8k89d9h2b7"), (["secret", "generic", "x"], "x-b8485c8589"),
    (["secret", "generic", "x", "--from-literal=a=b"], "x-k694gm4m9h"), (["secret", "generic", "x", "--type=a/b", "--from-literal=a=b"], "x-t2gk9cm4mb"),
])
def test_hashes(kubectl, argv, name):
    assert made(kubectl, *argv, "--append-hash")["metadata"]["name"] == name


def test_docker_registry_config(kubectl):
    import base64
    obj = made(kubectl, "secret", "docker-registry", "r", "--docker-username=bob", "--docker-password=<pw>", "--docker-server=x.io")
    text = base64.b64decode(obj["data"][".dockerconfigjson"]).decode()
    assert text == '{"auths":{"x.io":{"username":"bob","password":"\\u003cpw\\u003e","auth":"Ym9iOjxwdz4="}}}'


def test_fields_keep_gos_order(kubectl):
    out = kubectl("create", "deployment", "web", "--image=nginx", "--port=80", DRY, "-o", "json")[1]
    assert [line.strip().split('"')[1] for line in out.splitlines() if line.startswith('    "')] == ["kind", "apiVersion", "metadata", "spec", "status"]
    assert out.index('"ports"') < out.index('"resources"')


def test_container_names_come_from_images(kubectl):
    obj = made(kubectl, "deployment", "web", "--image=r.io:5000/a/nginx:1", "--image=b@sha256:1", "--image=c_d.e")
    names = [c["name"] for c in obj["spec"]["template"]["spec"]["containers"]]
    assert names[:2] == ["nginx", "b"] and names[2].startswith("c-d-e-") and len(names[2]) == 11


@pytest.mark.parametrize("rule,path,kind,tls", [
    ("foo.com/bar=s:80", "/bar", "Exact", None), ("foo.com/*=s:80,tls", "/", "Prefix", {"hosts": ["foo.com"]}),
    ("foo.com/a*=s:http,tls=sec", "/a", "Prefix", {"hosts": ["foo.com"], "secretName": "sec"}),
])
def test_ingress_rules(kubectl, rule, path, kind, tls):
    spec = made(kubectl, "ingress", "x", f"--rule={rule}")["spec"]
    found = spec["rules"][0]["http"]["paths"][0]
    assert (found["path"], found["pathType"], spec.get("tls", [None])[0]) == (path, kind, tls)


def test_selectors_of_budgets(kubectl):
    spec = made(kubectl, "pdb", "x", "--selector=a in (c,b),d=e,!f,g", "--min-available=1")["spec"]
    assert spec["selector"] == {"matchLabels": {"d": "e"}, "matchExpressions": [
        {"key": "a", "operator": "In", "values": ["b", "c"]}, {"key": "f", "operator": "DoesNotExist"}, {"key": "g", "operator": "Exists"}]}


@pytest.mark.parametrize("argv,text", [
    (["cm", "x", "--from-literal==b"], "invalid literal source =b, expected key=value"),
    (["cm", "x", "--from-file=k=b=c"], "key names or file paths cannot contain '='"),
    (["cm", "x", "--from-file==b"], "key name for file path b missing"),
    (["secret", "tls", "x"], "key and cert must be specified"),
    (["ingress", "x", "--rule=foo.com=s:80"], "rule foo.com=s:80 is invalid and should be in format host/path=svcname:svcport[,tls[=secret]]"),
    (["service", "clusterip", "x", "--tcp=70000"], 'strconv.ParseUint: parsing "70000": value out of range'),
    (["service", "clusterip", "x", "--tcp=80:99999"], "must be between 1 and 65535, inclusive"),
    (["quota", "x", "--hard=pods"], "Invalid argument syntax pods, expected <resource>=<value>"),
    (["rolebinding", "x"], "exactly one of clusterrole or role must be specified"),
    (["role", "x", "--verb=use", "--resource=pods"], "can not perform 'use' on 'pods' in group ''"),
    (["clusterrole", "x", "--verb=watch", "--non-resource-url=/a"], "invalid verb: 'watch' for nonResourceURL"),
])
def test_refusals(kubectl, argv, text):
    assert refusal(kubectl, *argv) == f"error: {text}\n"


def test_the_server_s_refusal_is_wrapped_as_the_generator_does(kubectl):
    kubectl("create", "cm", "x")
    assert kubectl("create", "cm", "x")[2] == 'error: failed to create configmap: configmaps "x" already exists\n'
    assert kubectl("create", "ns", "default")[2] == 'Error from server (AlreadyExists): namespaces "default" already exists\n'
