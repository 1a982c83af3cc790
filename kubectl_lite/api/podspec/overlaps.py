"""Warnings about files of one volume that get in each other's way: the same path twice, or one path inside another."""
from __future__ import annotations

from kubectl_lite.api.codec_types import as_sent
from kubectl_lite.machinery.field import go_quote

# volume source: what names it
NAMED = {"configMap": ("ConfigMap", "name"), "secret": ("Secret", "secretName"), "downwardAPI": ("DownwardAPI", "")}
SOURCES = {"configMap": ("ConfigMap", "name"), "secret": ("Secret", "name"), "downwardAPI": ("DownwardAPI", "")}


def of_volumes(volumes) -> list[str]:
    """warningsForOverlappingVirtualPaths."""
    texts = []
    for volume in volumes:
        for kind in NAMED:
            if (volume.get(kind) or {}).get("items"):
                files = [(item.get("path", ""), "") for item in volume[kind]["items"]]
                texts += _overlapping(files, volume, _title(NAMED[kind], volume[kind]))
        if volume.get("projected") is not None:
            texts += _projected(volume)
    return texts


def _title(row, source):
    title, name = row
    return f"{title} {go_quote(source.get(name, ''))}" if name else title


def _projected(volume):
    texts, files = [], []
    for source in volume["projected"].get("sources") or ():
        if not any(value is not None for value in source.values()):
            texts.append(f"volume {go_quote(volume.get('name', ''))} (Projected) has no sources provided")
            continue
        mine = _files(source)
        texts += _overlapping(mine, volume, "Projected", files)
        files += mine
    return texts


def _files(source):
    """[(path, whose)] of one projection."""
    for kind, row in SOURCES.items():
        if as_sent(source.get(kind), "items") is not None:
            title = _title(row, source[kind])
            return [(item.get("path", ""), title) for item in source[kind].get("items") or ()]
    token = source.get("serviceAccountToken")
    return [(token.get("path", ""), "ServiceAccountToken")] if token is not None else []


def _overlapping(files, volume, title, before=()):
    """Each file against those before it; `before` are files of other sources."""
    texts, seen = [], [(path.rstrip("/"), whose) for path, whose in before]
    for path, whose in files:
        path = path.rstrip("/")
        texts += [f"volume {go_quote(volume.get('name', ''))} ({title}): overlapping paths: {_shown(path, whose)} with {_shown(*other)}"
                  for other in seen if path and other[0] and _within(path, other[0])]
        seen.append((path, whose))
    return texts


def _within(one, other):
    return f"{one}/".startswith(f"{other}/") or f"{other}/".startswith(f"{one}/")


def _shown(path, whose):
    return f"{go_quote(path)} ({whose})" if whose else go_quote(path)
