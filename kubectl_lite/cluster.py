"""The composition root: joins store, API server, clients and participants of one state directory. Holds no rules of its own."""
from __future__ import annotations

DEFAULT_NODES, NODE_CPU, NODE_MEMORY = 3, "4", "32Gi"
LAST = "/registry/namespaces/default"  # written last of a new cluster, and never deleted
ADMINISTRATOR = "admin"  # the local user, unless a request says otherwise


def open(state: str, env, nodes: int = DEFAULT_NODES, trace=None, readonly: str = "") -> "Cluster":  # noqa: A001 - reads as cluster.open(...)
    """The cluster in a state directory; a new one is bootstrapped on first use, with `nodes` simulated nodes."""
    cluster = attach(state, env, readonly=readonly)
    cluster.bootstrap(nodes)
    if trace is not None:  # from here on: the objects of a new cluster are nobody's request
        cluster.server.settings.trace = _watched(trace, cluster)
    return cluster


def _watched(trace, cluster):
    """The trace, which says of each write who watches what was written."""
    def told(stage, text, changes=(), resource=None):
        if resource is not None:
            names = [row.name for row in cluster.participants() if _watches(row, resource.group_resource)]
            text += f"; watched by {', '.join(names)}" if names else "; watched by nobody here"
        trace(stage, text, changes)
    return told


def _watches(row, resource: str) -> bool:
    from importlib import import_module
    module = import_module(row.module)
    participant = module.participant() if hasattr(module, "participant") else module
    return not hasattr(participant, "WATCHES") or resource in participant.WATCHES  # who has no table watches everything


def attach(state: str, env, trace=None, readonly: str = "") -> "Cluster":
    """The cluster in a state directory as it is, even if there is none yet. `readonly` is why it must not be written."""
    return Cluster(_store(state, readonly), env, trace, _configuration(state))


def _configuration(state: str) -> dict:
    """What STATE/config asks for (apiserver/configuration.py); {} where there is none."""
    import os
    if "://" in state or not os.path.exists(os.path.join(state, "config")):
        return {}
    from kubectl_lite.apiserver import configuration
    return configuration.read(state)


def _store(state: str, readonly: str = ""):
    """The store that a directory's path or an etcd:// address names."""
    if state.startswith(("etcd://", "etcds://")):
        from kubectl_lite.storage.etcd import EtcdStore
        return EtcdStore(state)
    from kubectl_lite.storage.directory import DirectoryStore
    return DirectoryStore(state, readonly)


def trace(write):
    """A trace that hands text lines to write(text), for open(..., trace=...). Its flush() tells what was kept back."""
    from kubectl_lite.apiserver import tracing
    return tracing.Printer(write)


def in_memory(env, nodes: int = 0) -> "Cluster":
    """A cluster in this process's memory: for tests, benchmarks and what-if questions."""
    from kubectl_lite.storage.memory import MemoryStore
    cluster = Cluster(MemoryStore(), env)
    cluster.bootstrap(nodes)
    return cluster


class Cluster:
    """A store with its API server; `transport` is the Handler that clients speak to."""

    def __init__(self, store, env, trace=None, settings=None):
        from kubectl_lite.apiserver.server import Server, Settings
        self.store, self.env = store, env
        self._election, self._rest, self._due = None, -1, 0.0  # of a shared store: who leads, and when there is something to do again
        self.server = Server(store, env, Settings(trace=trace, component_probes=self._probes(), await_accounts=self._make_accounts, **(settings or {})))
        self.transport = self.server.handle

    @property
    def founded(self) -> bool:
        """Whether somebody has made a cluster in the store; where that takes several commits, the last of them counts."""
        return self.store.get(LAST) is not None if self.store.OPERATIONS_MAX else self.store.begun()

    def bootstrap(self, nodes: int = DEFAULT_NODES, cpu: str = NODE_CPU, memory: str = NODE_MEMORY, pods: int = 110) -> bool:
        """Make the objects of a new cluster if there is none; whether it did."""
        if self.founded:
            return False
        from kubectl_lite.apiserver import bootstrap
        from kubectl_lite.apiserver.bootstrap import objects
        from kubectl_lite.kubelet.node import numbered
        now = self.env.timestamp()
        bootstrap.into(self.store, self.server, [numbered(objects.node(f"node{i + 1}", cpu, memory, pods, now), i, now) for i in range(nodes)], LAST)
        return True

    def look_back(self, revision: int) -> None:
        """From now on requests see the cluster as it was at a revision: its objects, its kinds and its rules. Expired when that is forgotten."""
        from kubectl_lite.apiserver.server import Server
        from kubectl_lite.machinery import errors
        from kubectl_lite.storage.lookback import PastStore
        from kubectl_lite.storage.protocol import Compacted
        try:
            past = PastStore(self.store, revision)
        except Compacted as error:
            raise errors.expired(f"too old resource version: {error.asked} ({error.oldest})") from None
        self.server = Server(past, self.env, self.server.settings)
        self.transport = self.server.handle

    def client(self, user=None, user_agent: str = "kubectl-lite", **options):
        """A Client of this cluster for a user (the local administrator unless said otherwise)."""
        from kubectl_lite.client import Client
        from kubectl_lite.machinery.wire import UserInfo
        return Client(self.transport, user or UserInfo(ADMINISTRATOR, ("system:masters",)), user_agent, **options)

    def participants(self) -> tuple:
        """The rows of everything that `reconcile` runs, in order."""
        from kubectl_lite.controllers.table import CONTROLLERS
        from kubectl_lite.kubelet.table import KUBELETS
        from kubectl_lite.scheduler.table import SCHEDULERS
        return (*CONTROLLERS, *SCHEDULERS, *KUBELETS)

    def reconcile(self, say=None, **limits):
        """Run all participants at the present moment until nothing changes; their Report. On a shared store only the elected one runs:
        the others wait, and tell `say` so; NotLeading when it takes too long."""
        if not self.store.shared:
            return self._participate(lambda handle: handle, limits)
        from kubectl_lite.election import PATIENCE
        return self._lead(limits, say, PATIENCE)

    def advance(self) -> None:
        """Let the participants do what there is to do, for somebody who waits. On a shared store: unless another machine does it,
        or nothing has happened since this one did."""
        if not self.store.shared:
            self.reconcile()
            return
        from kubectl_lite.election import NotLeading
        if self._rest == self.store.revision() and self.env.now() < self._due:
            return
        try:
            report = self._lead({}, None, 0)
        except NotLeading:
            return
        self._rest = self.store.revision()
        self._due = self.env.now() + min((seconds for seconds, _, _ in report.waiting), default=float("inf"))

    def _lead(self, limits, say, patience):
        """Reconcile as the elected leader of a shared store."""
        from kubectl_lite.election import NAME, NAMESPACE, Election, NotLeading
        from kubectl_lite.storage.protocol import Fenced
        if self._election is None:
            self._election = Election(self.client(), self.env, lambda revision: self.store.fence(f"/registry/leases/{NAMESPACE}/{NAME}", revision))
        try:
            with self._election.win(say, patience) as election:
                return self._participate(election.keeping, limits)
        except Fenced as error:
            raise NotLeading(f"the lease {NAMESPACE}/{NAME} was lost ({error}); run reconcile again") from None

    def _participate(self, door, limits):
        from kubectl_lite.apiserver.bootstrap import objects
        from kubectl_lite.apiserver.keys import authority
        from kubectl_lite.controllers.manager import Manager
        from kubectl_lite.apiserver.server import Server
        from kubectl_lite.client import Client
        from kubectl_lite.storage.cached import CachedStore
        server = Server(CachedStore(self.store), self.env, self.server.settings)
        with self.store.batch():
            return Manager(self.participants(), lambda user: Client(door(server.handle), _participant(user), _program(user)), self.env,
                           lambda: authority(server), lambda: objects.first(server.settings), **limits).run()

    @property
    def upkeep(self):
        """The care of the store: check, adoption, history, snapshots."""
        from kubectl_lite.upkeep import Upkeep
        return Upkeep(self)

    def _make_accounts(self) -> None:
        """Let the service account controller catch up: where a real API server waits for it, nothing else would run it here."""
        from kubectl_lite.controllers import serviceaccount
        from kubectl_lite.controllers.manager import Manager
        Manager((serviceaccount,), lambda user: self.client(_participant(user), user), self.env, lambda: ("", "")).run()

    def _probes(self) -> dict:
        """How componentstatuses finds out whether a component is well: by asking it."""
        return {"scheduler": lambda: _loads("kubectl_lite.scheduler.table"), "controller-manager": lambda: _loads("kubectl_lite.controllers.table"),
                "etcd-0": self._store_health}

    def _store_health(self):
        from kubectl_lite.storage.protocol import StoreError
        try:
            self.store.revision()
        except StoreError as e:
            return False, str(e)
        return True, '{"health": "true"}'

    def close(self) -> None:
        self.store.close()


def _participant(user: str):
    """The UserInfo of a component: service accounts and nodes bring their groups."""
    from kubectl_lite.apiserver.conditions import API_SERVER
    from kubectl_lite.machinery.wire import UserInfo
    if user == API_SERVER.name:
        return API_SERVER
    if user.startswith("system:serviceaccount:"):
        return UserInfo(user, ("system:serviceaccounts", f"system:serviceaccounts:{user.split(':')[2]}"))
    return UserInfo(user, ("system:nodes",) if user.startswith("system:node:") else ())


def _program(user: str) -> str:
    """The user agent of a component, whose name its fields are owned under: a controller's is that of the program it runs in."""
    if user.startswith("system:node:"):
        return "kubelet/v1.36.0"
    if user == "system:apiserver":
        return "kube-apiserver/v1.36.0"
    name = user.rpartition(":")[2]
    return f"{name}/v1.36.0" if user.startswith("system:kube-") else "kube-controller-manager/v1.36.0"


def _loads(table: str) -> tuple[bool, str]:
    """Whether a component's table and every module it names can be loaded."""
    from importlib import import_module
    try:
        rows = [value for name, value in vars(import_module(table)).items() if name.isupper() and isinstance(value, tuple)]
        for row in (row for rows_ in rows for row in rows_):
            if hasattr(row, "module"):
                import_module(row.module)
    except ImportError as e:
        return False, str(e)
    return True, "ok"
