"""-f, -R and -k: paths, URLs and standard input to Infos (cli-runtime's FilenameParam, StreamVisitor and FlattenListVisitor).

Owns finding the files and turning their documents into Infos with kubectl's complaints. Reading of text is machinery/manifests'.
"""
from __future__ import annotations

import os

from kubectl_lite.cli import manifestinfo
from kubectl_lite.cli.errors import Aggregate, CommandError
from kubectl_lite.machinery.errors import ApiError
from kubectl_lite.machinery.manifests import ManifestError

EXTENSIONS = (".json", ".yaml", ".yml")


class Source:
    """One file, URL or stream: its name in messages and a function that reads its text."""
    __slots__ = ("name", "read")

    def __init__(self, name: str, read):
        self.name, self.read = name, read


def add(builder, paths, recursive: bool, kustomize: str):
    """Add what the flags name to a builder."""
    for path in paths:
        if path == "-":
            _standard_input(builder)
        elif path.startswith(("http://", "https://")):
            builder.paths.append(Source(path, lambda path=path: _download(path)))
        else:
            _matches(builder, path, recursive)
    if kustomize:
        builder.paths.append(Source(kustomize, lambda: _kustomized(builder, kustomize)))
    return builder


def _standard_input(builder) -> None:
    builder.stream = True
    if any(source.name == "STDIN" for source in builder.paths):
        builder.errors.append(CommandError("standard input cannot be used for multiple arguments"))
        return
    builder.paths.append(Source("STDIN", lambda: _read_stream(builder.ctx.stdin)))


def _read_stream(stream) -> str:
    raw = getattr(stream, "buffer", None)
    return raw.read().decode("utf-8", "replace") if raw is not None else stream.read()


def _download(url: str) -> str:
    from urllib import error, request
    try:
        with request.urlopen(url, timeout=30) as answer:
            return answer.read().decode("utf-8", "replace")
    except error.HTTPError as e:
        raise CommandError(f'unable to read URL "{url}", server reported {e.code} {e.reason}, status code={e.code}') from None
    except (error.URLError, OSError) as e:
        from kubectl_lite.cli import network
        raise network.unreachable(url, getattr(e, "reason", e)) from None


def _kustomized(builder, directory: str) -> str:
    from kubectl_lite.cli import kustomizing
    return kustomizing.build(builder.ctx, directory)


def _matches(builder, pattern: str, recursive: bool) -> None:
    found = [pattern]
    if not os.path.lexists(pattern):
        import glob
        found = sorted(glob.glob(pattern))
        if not found:
            builder.errors.append(CommandError(f'the path "{pattern}" does not exist'))
            return
    if not recursive and len(found) == 1:
        builder.one_path = True
    for path in found:
        _path(builder, path, recursive)
    if not builder.paths and not builder.errors:
        builder.errors.append(CommandError(f"error reading [{' '.join(found)}]: recognized file extensions are [{' '.join(EXTENSIONS)}]"))


def _path(builder, path: str, recursive: bool) -> None:
    try:
        files = list(expand(path, recursive))
    except OSError as e:
        builder.errors.append(CommandError(f'error reading "{path}": open {e.filename}: {(e.strerror or "").lower()}'))
        return
    builder.directory = builder.directory or len(files) > 1
    builder.paths += [Source(name, lambda name=name: _file(name)) for name in files]


def expand(path: str, recursive: bool):
    """The files a path stands for: itself, or the manifests in a directory in lexical order."""
    if not os.path.isdir(path):
        yield path
        return
    for name in sorted(os.listdir(path)):
        child = os.path.normpath(os.path.join(path, name))
        if os.path.isdir(child):
            if recursive and not os.path.islink(child):
                yield from expand(child, recursive)
        elif name.endswith(EXTENSIONS):
            yield child


def _file(path: str) -> str:
    try:
        with open(path, "rb") as file:
            return file.read().decode("utf-8", "replace")
    except OSError as e:
        raise CommandError(f'the path "{path}" cannot be accessed: open {path}: {(e.strerror or "").lower()}'
                           if e.errno == 13 else f"open {path}: {(e.strerror or '').lower()}") from None


def visit(builder):
    """Infos and Exceptions of a builder's sources, decorated as the builder asks; what cannot be read comes last and together (EagerVisitorList)."""
    selector, unread = _selector(builder), []
    for source in builder.paths:
        for document in _documents(builder, source):
            wrong = []
            for item in document:
                done = item if isinstance(item, Exception) else _finished(builder, item)
                if isinstance(item, Exception) or isinstance(done, ApiError):
                    wrong.append(done)
                elif selector is None or isinstance(done, Exception) or _selected(done, selector):
                    yield done
            unread += [Aggregate(wrong)] if len(wrong) > 1 else wrong  # a list's errors stay together
    if unread:
        yield unread[0] if len(unread) == 1 and not isinstance(unread[0], Aggregate) else Aggregate(unread)


def _selector(builder):
    if not builder.label:
        return None
    from kubectl_lite.machinery import labels
    try:
        return labels.parse(builder.label)
    except ValueError as e:
        raise CommandError(f'the provided selector "{builder.label}" is not valid: {e}') from None


def _selected(info, selector) -> bool:
    return selector.matches((info.obj.get("metadata") or {}).get("labels") or {})


def _documents(builder, source: Source):
    """What each document of a source holds: a list of Infos and errors; most errors end the source."""
    try:
        documents = manifestinfo.documents(source.read())
        for value, raw in documents:
            if value is None:
                continue
            if builder.checked:
                manifestinfo.check(builder.ctx, value, source.name)
            yield list(manifestinfo.infos(builder, value, raw, source.name))
    except ManifestError as e:
        yield [CommandError(f"error parsing {source.name}: {e}")]
    except CommandError as e:
        yield [e]


def _finished(builder, info):
    """The info in its namespace, refetched where the latest is wanted; or the error."""
    row = info.resource
    if row is not None and not row.namespaced:
        info.namespace = ""
        info.obj = manifestinfo.in_namespace(info.obj, "")
    elif not info.namespace:
        info.namespace = builder.space
        info.obj = manifestinfo.in_namespace(info.obj, builder.space)
    elif builder.enforced and row is not None and info.namespace != builder.space:
        return CommandError(f'the namespace from the provided object "{info.namespace}" does not match the namespace "{builder.space}". '
                            f"You must pass '--namespace={info.namespace}' to perform this operation.")
    if builder.fresh and not builder.client_local and info.name:
        if row.namespaced and not info.namespace:
            return CommandError(f'no namespace set on resource {row.group}/{row.version}, Resource={row.name} "{info.name}"')
        return builder.refetched(info)
    return info
