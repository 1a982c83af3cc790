"""`describe`: fetches what a describer asks for and prints its text (printers/describe has the describers)."""
from __future__ import annotations

from kubectl_lite.cli import errors
from kubectl_lite.cli.errors import CommandError
from kubectl_lite.machinery.errors import ApiError

SUGGESTION = 'Use "kubectl api-resources" for a complete list of supported resources.'


def run(ctx, flags, args):
    if flags["at"]:
        from kubectl_lite.cli import moments
        moments.look_back(ctx, flags["at"])
    if not args and not flags["filename"] and not flags["kustomize"]:
        raise CommandError(f"You must specify the type of resource to describe. {SUGGESTION}\n")
    infos, problems = _infos(ctx, flags, args)
    job = _Job(ctx, flags["show-events"] if flags.changed("show-events") else len(infos) <= 1 and not problems)
    if problems and len(args) == 2 and isinstance(problems[0], ApiError) and problems[0].reason == "NotFound":
        return job.matching(problems[0], *args)
    job.all(infos, problems)
    if not infos and not problems:
        ctx.error("No resources found\n" if flags["all-namespaces"] else f"No resources found in {ctx.namespace} namespace.\n")


def _infos(ctx, flags, args) -> tuple[list, list]:
    """The objects that are meant, and the errors met on the way."""
    from kubectl_lite.cli.builder import Builder
    found = Builder(ctx).namespace(ctx.namespace, enforce=ctx.namespace_explicit and not flags["all-namespaces"])
    found.all_namespaces(flags["all-namespaces"]).selector(flags["selector"]).chunk(flags["chunk-size"])
    found.filenames(flags["filename"], flags["recursive"], flags["kustomize"])
    return found.args(args, allow_empty_selector=True).result().collect()


class _Job:
    """One run: with or without events, and what was printed so far."""

    def __init__(self, ctx, show_events: bool):
        self.ctx, self.show_events = ctx, show_events

    def all(self, infos: list, problems: list) -> None:
        """Every object, two blank lines between them; each different error once, at the end."""
        told, first = set(), True
        for info in infos:
            try:
                text = self.text(info.resource, self._current(info))
            except Exception as e:
                if str(e) not in told:
                    problems.append(e)
                    told.add(str(e))
                continue
            self.ctx.write(text if first else "\n\n" + text)
            first = False
        errors.raise_all(problems)

    def matching(self, original: ApiError, kind: str, prefix: str) -> None:
        """Every object whose name begins with the prefix; the original error where there is none."""
        resource = self.ctx.client.mapper.find(kind)
        namespace = self.ctx.namespace if resource.namespaced else ""
        found = [o for o in self.ctx.client.list(resource, namespace)["items"] if o["metadata"]["name"].startswith(prefix)]
        if not found:
            raise original
        for obj in found:
            self.ctx.write(self.text(resource, obj) + "\n")

    def _current(self, info) -> dict:
        """The server's object: files only say which one is meant."""
        return self.ctx.client.get(info.resource, info.name, info.namespace) if info.source else info.obj

    def text(self, resource, obj: dict) -> str:
        """The description of one object."""
        from kubectl_lite.printers.describe import DescribeError, describer
        module = describer(resource.group, resource.kind)
        try:
            return module.describe(obj, self._related(module, obj), self.ctx.env.now())
        except DescribeError as e:
            raise CommandError(str(e)) from None

    def _related(self, module, obj: dict) -> dict:
        wanted = {key: query for key, query in module.related(obj).items() if self.show_events or not _is_events(key)}
        return {key: self._answer(*query) for key, query in wanted.items()}

    def _answer(self, path: str, query: dict):
        """What the server says: a body, or the refusal itself."""
        try:
            return self.ctx.client.request("GET", path, query).body
        except ApiError as e:
            return e


def _is_events(key) -> bool:
    return isinstance(key, str) and key.startswith("events")
