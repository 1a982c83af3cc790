"""What the store costs, as ratios measured in one run on one machine. Run: python -m tests.bench.bench_store [objects]"""
from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
import tempfile
import time

from kubectl_lite.storage.directory import DirectoryStore
from kubectl_lite.storage.protocol import Entry, Put
from kubectl_lite.storage.versioner import stamped


def pod(name, namespace):
    """A pod as a cluster stores it, about 3 KB."""
    env = [{"name": f"VARIABLE_{i}", "value": f"some value {i} of an ordinary length"} for i in range(18)]
    conditions = [{"lastProbeTime": None, "lastTransitionTime": "2026-01-01T00:00:00Z", "status": "True", "type": kind}
                  for kind in ("PodReadyToStartContainers", "Initialized", "Ready", "ContainersReady", "PodScheduled")]
    container = {"env": env, "image": "nginx:1.27", "imagePullPolicy": "IfNotPresent", "name": "web", "resources": {"requests": {"cpu": "100m"}},
                 "terminationMessagePath": "/dev/termination-log", "terminationMessagePolicy": "File"}
    return {"apiVersion": "v1", "kind": "Pod",
            "metadata": {"creationTimestamp": "2026-01-01T00:00:00Z", "labels": {"app": "web", "pod-template-hash": "5d9f7c"}, "name": name,
                         "namespace": namespace, "uid": "0407da9d-0656-4fbc-bcdd-f38cd5e69750"},
            "spec": {"containers": [container], "dnsPolicy": "ClusterFirst", "nodeName": "node1", "restartPolicy": "Always"},
            "status": {"conditions": conditions, "hostIP": "10.1.0.1", "phase": "Running", "podIP": "10.2.0.1", "qosClass": "Burstable"}}


def key(namespace, n):
    return f"/registry/pods/{namespace}/pod-{n:06d}"


def filled(path, count, namespace="default", also=()):
    """A store of many pods, made as a snapshot is restored."""
    store = DirectoryStore(path)
    entries = [(key(namespace, n), pod(f"pod-{n:06d}", namespace)) for n in range(count)] + list(also)
    store.writer().load(count + 1, [Entry(k, stamped(v, i + 1), i + 1) for i, (k, v) in enumerate(entries)])
    return store


def median(times):
    return sorted(times)[len(times) // 2]


def timed(call, count=5):
    return in_turn(count, call)[0]


def in_turn(count, *calls):
    """The median seconds of each call, made in turn, so that all meet the same moments of the machine."""
    times = [[] for _ in calls]
    for _ in range(count):
        for call, spent in zip(calls, times):
            start = time.perf_counter()
            call()
            spent.append(time.perf_counter() - start)
    return [median(spent) for spent in times]


def say(what, ours, theirs, goal):
    print(f"{what:58} {ours * 1e3:10.3f} ms {theirs * 1e3:10.3f} ms   ratio {ours / theirs:6.2f}   (goal {goal})", flush=True)


def listing(path):
    store = filled(path, 10_000)
    one = os.path.join(path, "all")
    with open(one, "wb") as out:
        out.write(b"[" + b",".join(store.registry.read(f"pods/default/pod-{n:06d}") for n in range(10_000)) + b"]")
    print(f"10,000 pods, {os.path.getsize(one) // 10_000} bytes each")

    def baseline(loads):
        with open(one, "rb") as source:
            assert len(loads(source.read())) == 10_000

    def ours():
        assert len(DirectoryStore(path, readonly=True).range("/registry/pods/default/").entries) == 10_000

    try:
        import orjson
        say("list 10,000 pods / one file through orjson", *in_turn(5, ours, lambda: baseline(orjson.loads)), "< 5")
        sys.modules["orjson"] = None
    except ImportError:
        pass
    say("list 10,000 pods / one file through json", *in_turn(5, ours, lambda: baseline(json.loads)), "< 5")


def getting(few, many, count):
    filled(few, 10)
    big = filled(many, count)

    def get(path, namespace="default"):
        return lambda: DirectoryStore(path, readonly=True).get(key(namespace, 5))

    say(f"get one object of {count:,} / of 10", *in_turn(500, get(many), get(few)), "1")
    with big.batch():
        for n in range(900):
            big.commit([Put(key("other", n % 300), pod("x", "other"), None)])
    say("the same with a long journal / of 10", *in_turn(500, get(many), get(few)), "1")
    program = "import sys; from kubectl_lite.storage.directory import DirectoryStore; print(DirectoryStore(sys.argv[1]).get(sys.argv[2]).revision)"

    def process(path):
        return lambda: subprocess.run([sys.executable, "-c", program, path, key("default", 5)], check=True, capture_output=True)

    say("the same as a process of its own", *in_turn(25, process(many), process(few)), "1")


def committing(path, members):
    """In turns, so that both meet the same disk."""
    store, rounds, count, mine, theirs, written = DirectoryStore(path), 10, 150, 0.0, 0.0, iter(range(10**9))

    def ours():
        for _ in range(count):
            store.commit([Put(key("default", next(written) % 500), pod("x", "default"), None)])

    if members is None:
        print(f"{timed(ours, rounds) / count * 1e3:.3f} ms for each flushed commit; etcd is not installed")
        return
    from kubectl_lite.storage.etcd import EtcdStore
    etcd = EtcdStore(members.url)

    def other():
        for n in range(count):
            etcd.commit([Put(key("default", n), pod("x", "default"), None)])

    for _ in range(rounds):
        mine += timed(ours, 1)
        theirs += timed(other, 1)
    say("one flushed commit / the same in a local etcd", mine / rounds / count, theirs / rounds / count, "<= 1")


def watching(path):
    from tests.unit.storage.test_watching import WRITER
    store = DirectoryStore(path)
    store.commit([Put("/registry/minions/n", {"metadata": {}}, 0)])
    watch = store.watch("/registry/pods/", store.revision())
    writer, delays, cpu = subprocess.Popen([sys.executable, "-c", WRITER, path, "200"]), [], time.process_time()
    while len(delays) < 200:
        delays += [time.time() - event.value["at"] for event in watch.poll(10)]
    writer.wait()
    print(f"watch of another process: median {median(delays) * 1e3:.1f} ms (goal < 50), 99 % {sorted(delays)[-2] * 1e3:.1f} ms, "
          f"processor {(time.process_time() - cpu) * 1e3 / 200:.2f} ms an event")


def main(count):
    from pathlib import Path

    from tests.unit.storage.etcdserver import ETCD, Members
    root = tempfile.mkdtemp(prefix="bench-store-", dir=os.environ.get("BENCH_DIR"))
    members = None
    try:
        watching(os.path.join(root, "watch"))
        listing(os.path.join(root, "list"))
        members = Members(Path(root) / "etcd") if ETCD else None
        committing(os.path.join(root, "commit"), members)
        getting(os.path.join(root, "few"), os.path.join(root, "many"), count)
    finally:
        if members:
            members.stop()
        shutil.rmtree(root, ignore_errors=True)


if __name__ == "__main__":
    main(int(sys.argv[1]) if len(sys.argv) > 1 else 150_000)
