"""The composition root: joins store, API server, clients and participants of one state directory. Holds no rules of its own."""
from __future__ import annotations

DEFAULT_NODES, NODE_CPU, NODE_MEMORY = 3, "4", "32Gi"


def open(state: str, env, nodes: int = DEFAULT_NODES, trace=None) -> "Cluster":  # noqa: A001 - reads as cluster.open(...)
    """The cluster in a state directory; a new one is bootstrapped on first use, with `nodes` simulated nodes."""
    from kubectl_lite.storage.directory import DirectoryStore
    cluster = Cluster(DirectoryStore(state), env, trace)
    cluster.bootstrap(nodes)
    return cluster


def in_memory(env, nodes: int = 0) -> "Cluster":
    """A cluster in this process's memory: for tests, benchmarks and what-if questions."""
    from kubectl_lite.storage.memory import MemoryStore
    cluster = Cluster(MemoryStore(), env)
    cluster.bootstrap(nodes)
    return cluster


class Cluster:
    """A store with its API server; `transport` is the Handler that clients speak to."""

    def __init__(self, store, env, trace=None):
        from kubectl_lite.apiserver.server import Server, Settings
        self.store, self.env = store, env
        self.server = Server(store, env, Settings(trace=trace))
        self.transport = self.server.handle

    def bootstrap(self, nodes: int = DEFAULT_NODES, cpu: str = NODE_CPU, memory: str = NODE_MEMORY) -> bool:
        """Make the objects of a new cluster if the store was never written; whether it did."""
        if self.store.revision():
            return False
        from kubectl_lite.apiserver import bootstrap
        from kubectl_lite.apiserver.bootstrap import objects
        now = self.env.timestamp()
        bootstrap.bootstrap(self.server, [objects.node(f"node{i + 1}", cpu, memory, now) for i in range(nodes)])
        return True

    def client(self, user=None, user_agent: str = "kubectl-lite", **options):
        """A Client of this cluster for a user (the local administrator unless said otherwise)."""
        from kubectl_lite.client import Client
        from kubectl_lite.machinery.wire import UserInfo
        return Client(self.transport, user or UserInfo("kubernetes-admin", ("system:masters",)), user_agent, **options)

    def close(self) -> None:
        self.store.close()
