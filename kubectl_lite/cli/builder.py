"""The resource builder: command-line arguments, files and selectors to Infos (kubectl's cli-runtime/pkg/resource). Prints nothing.

Say what is wanted by chained calls, then ask `result()`: its `visit()` yields Infos and Exceptions in kubectl's order, as they are found;
`infos()` collects them and raises what went wrong. Names are resolved by `ctx.client.mapper`.
"""
from __future__ import annotations

from kubectl_lite.cli.errors import Aggregate, CommandError
from kubectl_lite.machinery.errors import ApiError

MISSING = ("You must provide one or more resources by argument or filename.\nExample resource specifications include:\n   '-f rsrc.yaml'\n"
           "   '--filename=rsrc.json'\n   '<resource> <name>'\n   '<resource>'")
NOT_NESTED = ("there is no need to specify a resource type as a separate argument when passing arguments in resource/name form "
              "(e.g. 'kubectl get resource/<resource_name>' instead of 'kubectl get resource resource/<resource_name>'")
ALL_NAMESPACES_NAME = "a resource cannot be retrieved by name across all namespaces"


class Info:
    """One target: `obj` is the object (a list, or a Table, where a collection was asked for), None when nothing was fetched.

    `resource` is None for local objects of unknown kind; `source` the file it came from, "" for arguments.
    """
    __slots__ = ("resource", "namespace", "name", "obj", "source", "subresource")

    def __init__(self, resource, namespace="", name="", obj=None, source="", subresource=""):
        self.resource, self.namespace, self.name, self.obj, self.source, self.subresource = resource, namespace, name, obj, source, subresource

    def __repr__(self):
        return f"Info({self.resource!r}, {self.namespace!r}, {self.name!r})"


class Result:
    """What a builder found. `single`: the request implies exactly one object; `named`: it names objects one by one."""

    def __init__(self, visit, single=False, named=True):
        self._visit, self.single, self.named = visit, single, named

    def visit(self):
        """Infos and Exceptions, in order, fetched as they are asked for."""
        return self._visit()

    def infos(self) -> list:
        """All Infos; raises what went wrong (one error, or an Aggregate)."""
        found, errors = self.collect()
        if errors:
            raise errors[0] if len(errors) == 1 else Aggregate(errors)
        return found

    def collect(self) -> tuple[list, list]:
        """(Infos, errors)."""
        found: list = []
        errors: list = []
        for item in self.visit():
            (errors if isinstance(item, Exception) else found).append(item)
        return found, errors


class Builder:
    """One question; each method says one thing about it and answers the builder."""

    def __init__(self, ctx):
        self.ctx, self.client_local = ctx, False
        self.errors: list = []
        self.paths: list = []
        self.resources: list[str] = []
        self.names: list[str] = []
        self.tuples: list[tuple[str, str]] = []
        self.directory = self.stream = self.one_path = False
        self.label = self.field = None
        self.everywhere = self.fresh = self.checked = self.enforced = False
        self.needs_object, self.flat, self.space = True, True, ctx.namespace
        self.page, self.sub, self.fetch = 0, "", _Objects()

    # ---- what to look at ----

    def args(self, args: list, allow_empty_selector: bool = False) -> "Builder":
        """TYPE, TYPE NAME..., TYPE/NAME..., with TYPE a comma-separated list (ResourceTypeOrNameArgs)."""
        args = _paired(args)
        slashes = sum("/" in arg for arg in args)
        if slashes and slashes != len(args):
            return self._error(NOT_NESTED)
        if slashes:
            return self._tuples(args)
        if args:
            self.resources += [t for part in _split(args[0]) for t in self._alias(part)]
            self.names += args[1:]
            if len(args) == 1 and self.label is None and allow_empty_selector:
                self.label = ""
        return self

    def _tuples(self, args) -> "Builder":
        for arg in args:
            parts = arg.split("/")
            if len(parts) != 2:
                return self._error("arguments in resource/name form may not have more than one slash")
            if not parts[0] or not parts[1] or len(_split(parts[0])) != 1:
                return self._error("arguments in resource/name form must have a single resource and name")
            self.tuples.append((parts[0], parts[1]))
        return self

    def filenames(self, paths, recursive: bool = False, kustomize: str = "") -> "Builder":
        """-f, -R and -k."""
        if not paths and not kustomize:
            return self
        from kubectl_lite.cli import manifestfiles
        return manifestfiles.add(self, paths, recursive, kustomize)

    def selector(self, text: str) -> "Builder":
        """-l; "" says nothing."""
        self.label = text or self.label
        return self

    def field_selector(self, text: str) -> "Builder":
        self.field = text or self.field
        return self

    def select_all(self, yes: bool = True) -> "Builder":
        """--all: everything of the named types."""
        if yes:
            self.label = ""
        return self

    def namespace(self, name: str, enforce: bool = False) -> "Builder":
        """The namespace for what names none; `enforce` refuses files that name another."""
        self.space, self.enforced = name, enforce
        return self

    def all_namespaces(self, yes: bool = True) -> "Builder":
        if yes:
            self.everywhere, self.space = True, ""
        return self

    def subresource(self, name: str) -> "Builder":
        self.sub = name or ""
        return self

    # ---- how to get it ----

    def latest(self, yes: bool = True) -> "Builder":
        """Fetch what files name from the server."""
        self.fresh = yes
        return self

    def local(self, yes: bool = True) -> "Builder":
        """Ask no server: objects from files as they are."""
        self.client_local = yes
        return self

    def require_object(self, yes: bool) -> "Builder":
        """Whether named objects are fetched."""
        self.needs_object = yes
        return self

    def flatten(self, yes: bool = True) -> "Builder":
        """Whether collections are taken apart."""
        self.flat = yes
        return self

    def validated(self, yes: bool = True) -> "Builder":
        """Check apiVersion and kind of files before anything else (the client's part of --validate)."""
        self.checked = yes
        return self

    def chunk(self, size: int) -> "Builder":
        """At most so many objects in one answer; 0 asks for all at once."""
        self.page = size
        return self

    def tables(self, include_object: str = "") -> "Builder":
        """Ask for Tables instead of objects; `include_object` is "", "Object" or "None"."""
        self.fetch = _Tables(include_object)
        return self

    # ---- the answer ----

    def infos(self) -> list:
        return self.result().infos()

    def result(self) -> Result:
        """Find out what was asked for; raises for questions that make no sense."""
        if self.errors:
            raise Aggregate(self.errors)
        if self.paths:
            return self._by_paths()
        if self.label is not None or self.field is not None:
            return self._by_selector()
        if self.tuples:
            return self._by_tuple()
        if self.names:
            return self._by_name()
        if self.resources:
            self._mappings()
            raise CommandError("resource(s) were provided, but no name was specified")
        raise CommandError(MISSING)

    def _error(self, text: str) -> "Builder":
        self.errors.append(CommandError(text))
        return self

    def _alias(self, text: str) -> list[str]:
        """The types a category stands for, or the text itself."""
        if not text or self.client_local or self._find(text) is not None:
            return [text]
        return [row.group_resource for row in self.ctx.client.mapper.category(text)] or [text]

    def _find(self, text: str):
        from kubectl_lite.client.mapper import NoResource
        try:
            return self.ctx.client.mapper.find(text) if text else None
        except NoResource:
            return None

    def mapping(self, text: str):
        """The resource an argument names."""
        found = self._find(text)
        if found is None:
            raise CommandError(f'the server doesn\'t have a resource type "{text.partition(".")[0]}"')
        return found

    def _mappings(self) -> list:
        rows: dict = {}
        for text in self.resources:
            row = self.mapping(text)
            rows.setdefault((row.group, row.version, row.name), row)
        return list(rows.values())

    def _space_of(self, row) -> str:
        """The namespace to look for a named object in."""
        if not row.namespaced:
            return ""
        if not self.space:
            raise CommandError(ALL_NAMESPACES_NAME if self.everywhere else "namespace may not be empty when retrieving a resource by name")
        return self.space

    def _by_paths(self) -> Result:
        for given, text in ((self.resources, "when paths, URLs, or stdin is provided as input, you may not specify resource arguments as well"),
                            (self.names, "name cannot be provided when a path is specified"),
                            (self.tuples, "resource/name arguments cannot be provided when a path is specified")):
            if given:
                raise CommandError(text)
        from kubectl_lite.cli import manifestfiles
        single = self.one_path and not self.directory and not self.stream and len(self.paths) == 1
        return Result(lambda: manifestfiles.visit(self), single)

    def _by_selector(self) -> Result:
        for given, text in ((self.names, "name cannot be provided when a selector is specified"),
                            (self.tuples, "selectors and the all flag cannot be used when passing resource/name arguments"),
                            (not self.resources, "at least one resource must be specified to use a selector"),
                            (self.sub, "subresource cannot be used when bulk resources are specified")):
            if given:
                raise CommandError(text)
        rows = self._mappings()
        return Result(lambda: self._collections(rows), named=False)

    def _by_tuple(self) -> Result:
        if self.resources:
            raise CommandError("you may not specify individual resources and bulk resources in the same call")
        rows = {text: self.mapping(text) for text, _ in self.tuples}
        infos = [Info(rows[text], self._space_of(rows[text]), name, subresource=self.sub) for text, name in self.tuples]
        return Result(lambda: map(self.fetched, infos), len(infos) == 1)

    def _by_name(self) -> Result:
        if not self.resources:
            raise CommandError("you must provide a resource and a resource name together")
        rows = self._mappings()
        if len(rows) != 1:
            raise CommandError("you must specify only one resource")
        infos = [Info(rows[0], self._space_of(rows[0]), name, subresource=self.sub) for name in self.names]
        return Result(lambda: map(self.fetched, infos), len(infos) == 1)

    # ---- reading ----

    def fetched(self, info: Info):
        """The info with its object, or the error of fetching it."""
        if not self.needs_object or info.obj is not None:
            return info
        return self.refetched(info)

    def refetched(self, info: Info):
        """The info with the server's object, or the error."""
        if not info.name:
            return CommandError("resource name may not be empty")
        try:
            info.obj = self.fetch.one(self.ctx.client, info)
        except ApiError as e:
            return self._missing_namespace(e, info.namespace) or e
        return info

    def _missing_namespace(self, error: ApiError, namespace: str):
        """The namespace's own NotFound where that is why an object was not found."""
        if error.reason != "NotFound" or namespace in ("", "default"):
            return None
        try:
            self.ctx.client.request("GET", f"/api/v1/namespaces/{namespace}")
        except ApiError as e:
            return e if e.reason == "NotFound" else None
        return None

    def _collections(self, rows):
        for row in rows:
            try:
                yield from self._pages(row)
            except ApiError as e:
                yield _explained(e, row, self.label or "", self.field or "")

    def _pages(self, row):
        namespace, token = self.space if row.namespaced else "", ""
        while True:
            page = self.fetch.many(self.ctx.client, row, namespace, self.label or "", self.field or "", self.page, token)
            if self.flat and isinstance(page.get("items"), list):
                for item in page["items"]:
                    meta = item.get("metadata") or {}
                    yield Info(row, meta.get("namespace", ""), meta.get("name", ""), item)
            else:
                yield Info(row, namespace, "", page)
            token = page["metadata"].get("continue", "")
            if not token:
                return


class _Objects:
    """Reads objects as they are."""

    def one(self, client, info):
        return client.get(info.resource, info.name, info.namespace, info.subresource)

    def many(self, client, row, namespace, label, field, limit, token):
        query = {"limit": limit or "", "continue": token}
        return client.list(row, namespace, label_selector=label, field_selector=field, **query)


class _Tables:
    """Reads Tables."""

    def __init__(self, include_object: str):
        self.include = include_object

    def one(self, client, info):
        return client.table(info.resource, info.namespace, info.name, info.subresource, self.include)

    def many(self, client, row, namespace, label, field, limit, token):
        query = {"labelSelector": label, "fieldSelector": field, "limit": limit or "", "continue": token}
        return client.table(row, namespace, include_object=self.include, **query)


def _paired(args: list) -> list:
    """`pod,svc a` is `pod/a svc/a` (normalizeMultipleResourcesArgs)."""
    types = _split(args[0]) if len(args) > 1 else []
    return [f"{type_}/{name}" for type_ in types for name in args[1:]] if len(types) > 1 else args


def _split(text: str) -> list[str]:
    """The types of a comma-separated list, each once."""
    return list(dict.fromkeys(text.split(",")))


def _explained(error: ApiError, row, label: str, field: str) -> ApiError:
    """A bad or unknown list request with what was asked for (EnhanceListError)."""
    if error.reason not in ("BadRequest", "NotFound"):
        return error
    name = f"{row.group}/{row.version}, Resource={row.name}"
    what = f'Unable to list "{name}"'
    if label or field:
        from kubectl_lite.machinery.field import go_quote
        what = f'Unable to find "{name}" that match label selector {go_quote(label)}, field selector {go_quote(field)}'
    return ApiError({**error.status, "message": f"{what}: {error.message}"})
