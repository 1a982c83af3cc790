"""The layer table: which package may import which. ARCHITECTURE.md says the same in words."""

PACKAGE = "kubectl_lite"
BELOW_CLUSTER = ("upkeep", "adoption", "election", "controllers", "scheduler", "kubelet", "client", "apiserver", "storage", "printers", "api", "machinery")

# room: the rooms it may import from (its own is always allowed)
LAYERS = {
    "cli": ("cluster", "serve", "client", "printers", "api", "machinery"),
    "serve": ("machinery",),
    "cluster": BELOW_CLUSTER,
    "election": ("client", "machinery"),
    "upkeep": ("adoption", "storage", "apiserver", "machinery"),
    "adoption": ("storage", "apiserver", "machinery"),
    "controllers": ("client", "api", "machinery"),
    "scheduler": ("client", "api", "machinery"),
    "kubelet": ("client", "api", "machinery"),
    "client": ("machinery",),
    "apiserver": ("storage", "printers", "api", "machinery"),
    "storage": ("machinery",),
    "api": ("machinery",),
    "printers": ("api", "machinery"),
    "machinery": (),
    "__main__": ("cli",),
}
# Single files with a wider door, each with its reason.
EXCEPTIONS = {
    # the tables of scheduler and kubelet rows use the manager's Row record
}
# Only these may import a heavy library, and the library must not be imported at module level anywhere on the way of a `get`.
ONLY_IMPORTERS = {
    "ruamel": ("machinery/manifests.py", "machinery/manifests/"),
    "tabulate": ("printers/reports.py",),
    "typer": ("cli/",),
    "filelock": ("storage/",),
    "watchdog": ("storage/notify.py",),
    "etcd3gw": ("storage/etcdclient.py",),
}
# The only files of the API server and above that touch the store's package.
STORE_CALLERS = ("apiserver/bootstrap/__init__.py", "apiserver/objects.py", "apiserver/keys.py", "apiserver/server.py", "apiserver/verbs/watch.py", "cluster.py", "upkeep.py", "adoption.py")
