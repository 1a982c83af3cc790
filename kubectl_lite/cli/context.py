"""Context: what a command may know of its surroundings; the only reader of the environment.

Owns standard streams, the state directory, the kubeconfig in force, and from these the client and the namespace. All of it lazily.
"""
from __future__ import annotations

import os
import sys

from kubectl_lite.cli.errors import CommandError

STATE, CURRENT_STATE, NODES = "KUBECTL_LITE_STATE", "state", "KUBECTL_LITE_NODES"
SAMPLE = "SAMPLE"  # a file of this name marks a state directory as a sample


class Context:
    """One run of one command. `flags` are the parsed flags of the command (set by `use`)."""

    def __init__(self, stdin=None, stdout=None, stderr=None, environ=None):
        self.stdin = sys.stdin if stdin is None else stdin
        self.stdout = sys.stdout if stdout is None else stdout
        self.stderr = sys.stderr if stderr is None else stderr
        self.environ = os.environ if environ is None else environ
        self.flags, self.warned, self._known, self._tracer = None, 0, {}, None
        self._closing, self._warnings = [], set()

    def use(self, flags) -> None:
        """Take the parsed flags, before the command runs."""
        self.flags = flags
        _check_timeout(flags["request-timeout"])

    # ---- output -------------------------------------------------------------------------------------------------

    def write(self, text: str) -> None:
        """Text on stdout as it stands."""
        self.stdout.write(text)

    def print(self, text: str = "") -> None:
        """One line on stdout."""
        self.stdout.write(text + "\n")

    def error(self, text: str) -> None:
        """Text on stderr as it stands, after everything printed so far."""
        self.flush()
        self.stderr.write(text)
        self.stderr.flush()

    def warn(self, text: str) -> None:
        """A warning of the server or of a command: `Warning: text` on stderr, the same one once."""
        if text in self._warnings:
            return
        self._warnings.add(text)
        self.warned += 1
        self.error(f"Warning: {text}\n")

    def flush(self) -> None:
        self.stdout.flush()

    def klog(self, text: str, level: str = "W", place: str = "helpers.go:1") -> None:
        """A line as Kubernetes' logger writes it (`W1122 10:11:12.000000       1 helpers.go:1] text`)."""
        import time
        now = self.env.now()
        stamp = time.strftime("%m%d %H:%M:%S", time.localtime(now)) + f".{int(now % 1 * 1e6):06d}"
        self.error(f"{level}{stamp} {os.getpid():7d} {place}] {text}\n")

    def read_stdin(self) -> bytes:
        """All of standard input."""
        binary = getattr(self.stdin, "buffer", None)
        return binary.read() if binary is not None else self.stdin.read().encode()

    # ---- surroundings -------------------------------------------------------------------------------------------

    @property
    def cwd(self) -> str:
        return os.getcwd()

    @property
    def env(self):
        """The clock and the randomness."""
        return self._once("env", self._make_env)

    def _make_env(self):
        from kubectl_lite.machinery.env import Env
        return Env()

    @property
    def warnings_as_errors(self) -> bool:
        return bool(self.flags and self.flags.get("warnings-as-errors"))

    @property
    def explicit_state(self) -> str:
        """The state directory (or etcd://…) the user named with --state, --store or $KUBECTL_LITE_STATE, or ""."""
        named = (self.flags["state"] or self.flags["store"]) if self.flags else ""
        named = named or self.environ.get(STATE, "")
        if "://" not in named:
            return named
        from kubectl_lite.cli import storeaddress
        return storeaddress.completed(named, self.flags, self.environ)

    @property
    def state_dir(self) -> str:
        """The directory that serves: --state, $KUBECTL_LITE_STATE, the kubeconfig's server where that is a directory, else ./state."""
        return self.explicit_state or self.kubeconfig.directory or CURRENT_STATE

    @property
    def state_name(self) -> str:
        """The state directory or store as people may see it."""
        if "://" not in self.state_dir:
            return self.state_dir
        from kubectl_lite.cli import storeaddress
        return storeaddress.shown(self.state_dir)

    # ---- who talks to what --------------------------------------------------------------------------------------

    @property
    def kubeconfig(self):
        """The kubeconfig in force (cli/kubeconfig.py)."""
        return self._once("kubeconfig", self._load_kubeconfig)

    def _load_kubeconfig(self):
        from kubectl_lite.cli import kubeconfig
        return kubeconfig.in_force(self)

    @property
    def namespace(self) -> str:
        """--namespace, else the namespace of the current context, else "default"."""
        name = self.flags["namespace"] or self.kubeconfig.namespace or "default"
        if "/" in name or "%" in name or name in (".", ".."):
            from kubectl_lite.machinery import names
            raise CommandError(f'invalid namespace "{name}": [{" ".join(names.path_segment(name))}]')
        return name

    @property
    def namespace_explicit(self) -> bool:
        """Whether the user named the namespace on this command line."""
        return bool(self.flags["namespace"])

    @property
    def cluster(self):
        """The opened state directory (kubectl_lite.cluster)."""
        return self._once("cluster", self._open_cluster)

    def _open_cluster(self):
        from kubectl_lite import cluster
        return cluster.open(self.state_dir, self.env, nodes=self._first_nodes(), trace=self._trace(), readonly=self._protection())

    def _trace(self):
        """With --trace: what writes the way of each request to stderr."""
        if not self.flags or not self.flags.inherited("trace"):
            return None
        from kubectl_lite import cluster
        self._tracer = cluster.trace(self.error)
        return self._tracer

    def require_writable_state(self) -> None:
        """CommandError where a command is about to write into a sample that nobody named."""
        why = self._protection()
        if why:
            raise CommandError(f"{self.state_dir} is not changed: {why}")

    def _protection(self) -> str:
        """Why a command may not write: ./state was not named by the user and is a sample that is to stay as it is."""
        if self.explicit_state or not os.path.exists(os.path.join(self.state_dir, SAMPLE)):
            return ""
        return (f"it is a sample that nobody asked to change. Copy it and work on the copy (cp -r {self.state_dir} mine; export {STATE}=$PWD/mine), "
                f"or name it on purpose (--state {self.state_dir})")

    def empty_cluster(self):
        """The state directory without bootstrapping it, for commands that make a new cluster."""
        from kubectl_lite import cluster
        return self._once("cluster", lambda: cluster.attach(self.state_dir, self.env, readonly=self._protection()))

    def _first_nodes(self) -> int:
        """How many simulated nodes a new cluster gets."""
        text = self.environ.get(NODES, "")
        if text and not text.isdigit():
            raise CommandError(f"${NODES} is {text!r}: it must be a number of nodes, such as 3")
        return int(text) if text else 3

    @property
    def client(self):
        """The Client of the chosen user."""
        return self._once("client", self._make_client)

    def _make_client(self):
        from kubectl_lite.cli import identity
        return identity.client(self)

    def close(self) -> None:
        """Let go of what was opened."""
        self.flush()
        if self._tracer is not None:
            self._tracer.flush()
        cluster = self._known.get("cluster")
        if cluster is not None and hasattr(cluster, "close"):
            for notice in getattr(cluster.store, "notices", ()):
                self.error(f"kubectl-lite: {notice}\n")
            cluster.close()

    def _once(self, name: str, make):
        if name not in self._known:
            self._known[name] = make()
        return self._known[name]


def _check_timeout(text: str) -> None:
    """--request-timeout: whole seconds or a duration (clientcmd.ParseTimeout)."""
    if text in ("", "0") or text.isdigit():
        return
    from kubectl_lite.cli import goparse
    try:
        goparse.timeout(text)
    except ValueError:
        raise CommandError("Invalid timeout value. Timeout must be a single integer in seconds, or an integer followed by a "
                           "corresponding time unit (e.g. 1s | 2m | 3h)") from None
