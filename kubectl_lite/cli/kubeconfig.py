"""Kubeconfig: which files are in force, what they say together, and how a change is written back.

Order: --kubeconfig, $KUBECONFIG (a list, merged: the first to set a value wins), ~/.kube/config, and where none of these exists the
built-in configuration of the state directory: context and cluster `kubectl-lite`, user `admin`, changes of
which (a namespace set with `config set-context --current`) are kept in `kubeconfig` in the state directory. That file is YAML in JSON's notation, so that a `get`
reads it without a YAML library. ~/.kube/config is left aside when the user named a state directory, or when its cluster is reached over
the network and no context was asked for: a real cluster is never touched by accident.
"""
from __future__ import annotations

import json
import os

from kubectl_lite.cli.errors import CommandError, PlainError

NAME, USER, FILE = "kubectl-lite", "admin", "kubeconfig"
LISTS = {"clusters": "cluster", "contexts": "context", "users": "user"}


class Kubeconfig:
    """What the files in force say together. `files` maps a path to its own content; `explicit` is --kubeconfig's path."""

    def __init__(self, files: dict, explicit: str = "", overrides: dict | None = None, builtin: bool = False):
        self.files, self.explicit, self.builtin = files, explicit, builtin
        self.overrides = overrides or {}
        self.merged = merge(list(files.values()))

    @property
    def current(self) -> str:
        """The name of the context in force."""
        return self.overrides.get("context") or self.merged.get("current-context") or ""

    @property
    def context(self) -> dict:
        """The context in force; an error if the user asked for one that does not exist."""
        found = self.find("contexts", self.current)
        if found is None and self.overrides.get("context"):
            raise PlainError(f"Error in configuration: context was not found for specified context: {self.current}")
        return found or {}

    @property
    def namespace(self) -> str:
        return self.context.get("namespace") or ""

    @property
    def cluster(self) -> dict:
        name = self.overrides.get("cluster") or self.context.get("cluster") or ""
        found = self.find("clusters", name)
        if found is None and self.overrides.get("cluster"):
            raise CommandError(f'no server found for cluster "{name}"')
        return found or {}

    @property
    def server(self) -> str:
        return self.overrides.get("server") or self.cluster.get("server") or ""

    @property
    def user_name(self) -> str:
        return self.overrides.get("user") or self.context.get("user") or ""

    @property
    def user(self) -> dict:
        """The user entry in force ({} for the built-in administrator)."""
        name = self.user_name
        found = self.find("users", name)
        if found is None and self.overrides.get("user"):
            raise CommandError(f'auth info "{name}" does not exist')
        return found or {}

    @property
    def directory(self) -> str:
        """The state directory that the cluster in force names as its server, or ""."""
        server = self.server
        if not server or self.builtin or is_network(server):
            return ""
        return server.removeprefix("file://")

    def find(self, kind: str, name: str) -> dict | None:
        """The entry of clusters, contexts or users with this name."""
        for entry in self.merged.get(kind) or []:
            if entry.get("name") == name:
                return entry.get(LISTS[kind]) or {}
        return None


def is_network(server: str) -> bool:
    return "://" in server and not server.startswith("file://")


def in_force(ctx) -> Kubeconfig:
    """The kubeconfig for requests of this command."""
    overrides = _overrides(ctx)
    explicit = ctx.flags["kubeconfig"] if ctx.flags else ""
    if explicit:
        return Kubeconfig({explicit: _must_read(explicit)}, explicit, overrides)
    files = {path: read(path) for path in listed(ctx) if os.path.exists(path)}
    if files:
        return Kubeconfig(files, "", overrides)
    home = _home_file(ctx)
    if home and not ctx.explicit_state and os.path.exists(home):
        config = Kubeconfig({home: read(home)}, "", overrides)
        if any(overrides.values()) or not is_network(config.server):
            return config
    return built_in(ctx, overrides)


def for_change(ctx) -> Kubeconfig:
    """The kubeconfig that `config` subcommands change; CommandError when it belongs to a sample that is to stay as it is."""
    config = for_editing(ctx)
    if config.builtin and is_network(ctx.state_dir):
        raise CommandError("a store that several machines share keeps nobody's kubeconfig: name a file with --kubeconfig or $KUBECONFIG")
    if config.builtin:
        ctx.require_writable_state()
    return config


def for_editing(ctx) -> Kubeconfig:
    """The kubeconfig that `config` subcommands show and change: the same files, those that do not exist yet included."""
    explicit = ctx.flags["kubeconfig"]
    if explicit:
        return Kubeconfig({explicit: read(explicit)}, explicit, _overrides(ctx))
    if listed(ctx):
        return Kubeconfig({path: read(path) for path in listed(ctx)}, "", _overrides(ctx))
    return in_force(ctx)


def listed(ctx) -> list[str]:
    """The paths of $KUBECONFIG."""
    return list(dict.fromkeys(p for p in ctx.environ.get("KUBECONFIG", "").split(os.pathsep) if p))


def built_in(ctx, overrides: dict | None = None) -> Kubeconfig:
    """The configuration of the state directory itself."""
    directory = ctx.explicit_state or "state"
    path = os.path.join(directory, FILE)
    content = os.path.isfile(path) and read(path) or default("")  # where the state is no directory, the store says so
    for entry in content.get("clusters") or ():
        if entry.get("name") == NAME:  # wherever the directory was copied or moved to
            entry["cluster"] = {**(entry.get("cluster") or {}), "server": ctx.state_name if is_network(directory) else os.path.abspath(directory)}
    return Kubeconfig({path: content}, "", overrides, builtin=True)


def default(server: str) -> dict:
    """The built-in content."""
    return {"kind": "Config", "apiVersion": "v1", "preferences": {},
            "clusters": [{"name": NAME, "cluster": {"server": server}}],
            "users": [{"name": USER, "user": {}}],
            "contexts": [{"name": NAME, "context": {"cluster": NAME, "user": USER}}],
            "current-context": NAME}


def read(path: str) -> dict:
    """The content of one file; {} where it does not exist or is empty."""
    try:
        with open(path, encoding="utf-8") as f:
            text = f.read()
    except FileNotFoundError:
        return {}
    except OSError as e:
        verb = "read" if isinstance(e, IsADirectoryError) else "open"
        raise CommandError(f'error loading config file "{path}": {verb} {path}: {e.strerror.lower()}') from None
    content = _parse(path, text)
    if not _is_kubeconfig(content):
        from kubectl_lite.cli import kubeconfigshape
        raise CommandError(f'error loading config file "{path}": {kubeconfigshape.problem(content)}')
    return content or {}


def _is_kubeconfig(content) -> bool:
    """Whether a document has the shape that the rest of this module relies on (kubeconfigshape.py says what is wrong)."""
    if content is None:
        return True
    if not isinstance(content, dict) or (content.get("kind") or "Config", content.get("apiVersion") or "v1") != ("Config", "v1"):
        return False
    return isinstance(content.get("current-context") or "", str) and all(
        isinstance(entry, dict) and isinstance(entry.get("name") or "", str) and isinstance(entry.get(key) or {}, dict)
        for kind, key in LISTS.items() for entry in _items(content.get(kind)))


def _items(value) -> list:
    """A list's items; what is no list counts as one bad item."""
    return [] if value is None else value if isinstance(value, list) else [value]


def _must_read(path: str) -> dict:
    if not os.path.exists(path):
        raise CommandError(f"stat {path}: no such file or directory")
    return read(path)


def _parse(path: str, text: str):
    if text.startswith("{"):
        try:
            return json.loads(text)
        except ValueError:
            pass  # YAML flow style; the YAML reader says what is wrong if it is not
    from kubectl_lite.machinery import manifests
    try:
        documents = list(manifests.load_all(text))
    except Exception as e:
        text = str(e).removeprefix("error converting YAML to JSON: ")
        raise CommandError(f'error loading config file "{path}": {text}') from None
    return documents[0] if documents else None


def merge(contents: list[dict]) -> dict:
    """What several files say together: the first to name an entry or to set a value wins."""
    merged: dict = {}
    for content in contents:
        for key, value in content.items():
            if key in LISTS:
                known = {e.get("name") for e in merged.get(key) or []}
                merged[key] = (merged.get(key) or []) + [{"name": "", **e} for e in value or [] if (e.get("name") or "") not in known]
            elif value not in ("", None):
                merged.setdefault(key, value)
    return merged


def _overrides(ctx) -> dict:
    return {name: ctx.flags.inherited(name) for name in ("context", "cluster", "user", "server")} if ctx.flags else {}


def _home_file(ctx) -> str:
    home = ctx.environ.get("HOME", "")
    return os.path.join(home, ".kube", "config") if home else ""
