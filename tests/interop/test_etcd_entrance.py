"""Getting into a real etcd: TLS with client certificates, users with passwords. What is wrong is said in one line, soon, and without the password."""
from __future__ import annotations

import os
import subprocess
import sys
import time

import pytest

from kubectl_lite.storage.protocol import Delete, Put, StoreError
from tests.unit.storage.etcdserver import Certificates, Members, needs_etcd

pytestmark = [needs_etcd]
pytest.importorskip("etcd3gw")
from kubectl_lite.storage.etcd import EtcdStore  # noqa: E402
from kubectl_lite.storage.etcdclient import Etcd, encoded  # noqa: E402

KEY = "/registry/configmaps/default/c"
VALUE = {"apiVersion": "v1", "kind": "ConfigMap", "metadata": {"name": "c", "namespace": "default"}}
SECONDS = 6  # so long an answer may take at most


def directory(tmp_path, name):
    (tmp_path / name).mkdir()
    return tmp_path / name


@pytest.fixture(scope="module")
def secure(tmp_path_factory):
    """One member behind TLS that asks for client certificates, and certificates of somebody else."""
    path = tmp_path_factory.mktemp("secure")
    members = Members(directory(path, "data"), certificates=Certificates(directory(path, "ours")))
    members.others = Certificates(directory(path, "others"))
    yield members
    members.stop()


@pytest.fixture(scope="module")
def guarded(tmp_path_factory):
    """One member with authentication: root, and jane, who may do what a store needs, and joe, who may read something else."""
    members = Members(tmp_path_factory.mktemp("guarded"))
    etcd = Etcd(members.url)
    for user, role, prefixes in (("root", "root", ()), ("jane", "kubernetes", ("/registry/", "/kubectl-lite/")), ("joe", "else", ("/else/",))):
        etcd.call("auth/user/add", {"name": user, "password": f"{user}'s: secret@home"})
        etcd.call("auth/role/add", {"name": role})
        etcd.call("auth/user/grant", {"user": user, "role": role})
        for prefix in prefixes:
            permission = {"permType": "READWRITE", "key": encoded(prefix), "range_end": encoded(prefix[:-1] + "0")}
            etcd.call("auth/role/grant", {"name": role, "perm": permission})
    etcd.call("auth/enable", {})
    yield members
    members.stop()


def with_files(members, certificates, *names):
    files = {"cacert": certificates.authority, "cert": certificates.client[0], "key": certificates.client[1]}
    return members.url + "?" + "&".join(f"{name}={files[name]}" for name in names)


def jane(members, user="jane", password="jane's%3A secret%40home"):
    return members.url.replace("://", f"://{user}:{password}@")


def use(store):
    """Everything a store does, once."""
    watch = store.watch("/registry/", store.revision())
    store.commit([Put(KEY, VALUE, None)], {"user": "me"})
    assert [event.key for event in watch.poll(5)] == [KEY]
    assert store.get(KEY).value["metadata"]["name"] == "c" and store.keys("/registry/") == [KEY]
    assert [note["user"] for _, note in store.past(KEY, store.revision() - 1)] == ["me"]
    store.commit([Delete(KEY, None)])
    watch.close()
    store.close()


def refused(url, *texts):
    """The one line a store says; it comes soon."""
    start = time.monotonic()
    with pytest.raises(StoreError) as error:
        EtcdStore(url).commit([Put(KEY, VALUE, None)])
    assert time.monotonic() - start < SECONDS
    message = str(error.value)
    assert "\n" not in message and "secret" not in message, message
    assert all(text in message for text in texts), message


def test_a_client_with_certificate_and_authority_gets_in(secure):
    use(EtcdStore(with_files(secure, secure.certificates, "cacert", "cert", "key")))


def test_certificates_mean_tls_whatever_the_scheme_says(secure):
    use(EtcdStore(with_files(secure, secure.certificates, "cacert", "cert", "key").replace("etcds://", "etcd://")))


def test_without_the_authority_the_member_is_not_trusted(secure):
    refused(secure.url, "is not trusted", "--etcd-cafile")
    refused(with_files(secure, secure.others, "cacert"), "is not trusted", "--etcd-cafile")


def test_without_a_certificate_the_member_asks_for_one(secure):
    refused(with_files(secure, secure.certificates, "cacert"), "client certificate", "--etcd-certfile")


def test_a_certificate_of_somebody_else_is_not_accepted(secure):
    url = with_files(secure, secure.certificates, "cacert") + f"&cert={secure.others.client[0]}&key={secure.others.client[1]}"
    refused(url, "client certificate")


def test_speaking_plainly_to_tls_and_the_other_way_round(secure, guarded):
    with pytest.raises(StoreError, match="if it speaks TLS its address begins with etcds://"):  # that is all that can be known
        EtcdStore(secure.url.replace("etcds://", "etcd://")).revision()
    refused(guarded.url.replace("etcd://", "etcds://"), "does not speak TLS", "etcd://")


def test_files_that_cannot_be_used_are_named_before_anything_is_sent(secure, tmp_path):
    (tmp_path / "text").write_text("hello")
    ours, others = secure.certificates, secure.others
    refused(f"{secure.url}?cacert={tmp_path}/nothing", f"cannot read {tmp_path}/nothing: No such file")
    refused(f"{secure.url}?cacert={tmp_path}/text", f"{tmp_path}/text cannot be used for TLS")
    refused(f"{secure.url}?cert={tmp_path}/text", f"{tmp_path}/text cannot be used for TLS")
    refused(f"{secure.url}?key={ours.client[1]}", "without its certificate")
    refused(f"{secure.url}?cert={ours.client[0]}&key={others.client[1]}", "do not belong together")


def test_a_user_with_the_right_password_and_role_gets_in(guarded):
    use(EtcdStore(jane(guarded)))


@pytest.mark.parametrize("user, password, texts", [
    ("jane", "secret", ("invalid user ID or password", "--etcd-user")),
    ("nobody", "secret", ("invalid user ID or password",)),
    ("joe", "joe's%3A secret%40home", ("permission denied", "/registry/ and /kubectl-lite/")),
])
def test_who_may_not_is_told_so(guarded, user, password, texts):
    refused(jane(guarded, user, password), *texts)


def test_without_a_user_etcd_asks_for_one(guarded):
    refused(guarded.url, "user name is empty", "--etcd-user")


def test_a_token_that_is_not_good_any_more_is_renewed(guarded):
    store = EtcdStore(jane(guarded))
    store.revision()
    store.etcd.session.headers["Authorization"] = "gone"
    assert store.keys("/registry/nothing/") == []
    store.etcd.session.headers["Authorization"] = "gone"
    watch = store.watch("/registry/", store.revision())
    time.sleep(0.5)
    revision = store.commit([Put(KEY, VALUE, None)])
    assert [event.revision for event in watch.poll(10)] == [revision]


def test_a_user_where_nobody_asks_does_no_harm(tmp_path):
    members = Members(tmp_path)
    try:
        use(EtcdStore(jane(members)))
    finally:
        members.stop()


def command(*arguments, environ=None):
    start = time.monotonic()
    done = subprocess.run([sys.executable, "-m", "kubectl_lite", *arguments], capture_output=True, text=True, timeout=120,
                          env={**{name: value for name, value in os.environ.items() if not name.startswith("KUBECTL_LITE")}, **(environ or {})})
    assert "Traceback" not in done.stderr and "secret" not in done.stdout + done.stderr
    return done, time.monotonic() - start


def test_the_command_takes_certificates_as_flags_and_from_the_environment(secure):
    ours = secure.certificates
    flags = ["--etcd-cafile", ours.authority, "--etcd-certfile", ours.client[0], "--etcd-keyfile", ours.client[1]]
    done, _ = command("--store", secure.url, *flags, "init", "--nodes", "1")
    assert done.returncode == 0, done.stderr
    environ = {"KUBECTL_LITE_STATE": secure.url, "KUBECTL_LITE_ETCD_CAFILE": ours.authority,
               "KUBECTL_LITE_ETCD_CERTFILE": ours.client[0], "KUBECTL_LITE_ETCD_KEYFILE": ours.client[1]}
    done, _ = command("get", "nodes", "-o", "name", environ=environ)
    assert (done.stdout, done.stderr) == ("node/node1\n", "")
    done, _ = command("get", "nodes", "-o", "name", "--etcd-cafile", secure.others.authority, environ=environ)
    assert done.returncode == 1 and "is not trusted" in done.stderr and done.stderr.count("\n") == 1


def test_the_command_takes_user_and_password(guarded):
    done, _ = command("--store", guarded.url, "--etcd-user", "jane:jane's: secret@home", "init", "--nodes", "1")
    assert done.returncode == 0, done.stderr
    done, _ = command("--store", jane(guarded), "store", "check")
    assert done.returncode == 0 and f"etcd://jane@{guarded.url[7:]}: sound" in done.stdout
    done, _ = command("get", "nodes", "-o", "name", environ={"KUBECTL_LITE_STATE": guarded.url, "KUBECTL_LITE_ETCD_USER": "jane:jane's: secret@home"})
    assert (done.stdout, done.stderr) == ("node/node1\n", "")
    done, seconds = command("--store", guarded.url, "--etcd-user", "jane:secret", "get", "nodes")
    assert done.returncode == 1 and done.stderr.startswith("error: etcd: authentication failed") and done.stderr.count("\n") == 1
    assert seconds < SECONDS + 5
