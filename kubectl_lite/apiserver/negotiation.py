"""Negotiation: which of the forms that the server can answer in the Accept header of a request asks for.

Mirrors apiserver's negotiation package. A form is the kind (and the version of meta.k8s.io) to which objects and lists are transformed;
how the answer is written down (JSON, YAML) is the transport's affair.
"""
from __future__ import annotations

from collections import namedtuple
from functools import lru_cache

from kubectl_lite.machinery import errors

TABLE, PARTIAL, PARTIAL_LIST = "Table", "PartialObjectMetadata", "PartialObjectMetadataList"
META_GROUP, META_VERSIONS = "meta.k8s.io", ("v1", "v1beta1")
CUSTOM = ("application/json", "application/yaml")
BUILT_IN = (*CUSTOM, "application/vnd.kubernetes.protobuf")  # which is offered, and written as JSON to who would take that too

Form = namedtuple("Form", "kind version")  # kind "": the object itself
PLAIN = Form("", "v1")


def form(scope) -> Form:
    """What the request wants; NotAcceptable with the media types that there are when none of it can be had."""
    accept = scope.request.headers.get("accept", "")
    found = _chosen(accept) if accept else PLAIN
    if found is None:
        offered = CUSTOM if scope.resource.crd else BUILT_IN
        raise errors.not_acceptable("only the following media types are accepted: " + ", ".join(offered))
    return found


@lru_cache(maxsize=64)
def _chosen(accept: str) -> Form | None:
    for _rank, media, parameters in sorted(map(_clause, accept.split(",")), key=lambda clause: clause[0]):
        wanted = Form(parameters.get("as", ""), parameters.get("v", ""))
        if _matches(media) and _transforms(wanted, media, parameters):
            return wanted if wanted.kind else PLAIN
    return None


def _clause(text):
    """(rank, media type, parameters) of one choice: the wanted most first, then the exact before the general."""
    media, *parts = (part.strip() for part in text.split(";"))
    parameters = dict(part.split("=", 1) if "=" in part else (part, "") for part in parts)
    try:
        quality = float(parameters.get("q", "1"))
    except ValueError:
        quality = 1.0
    major, _, minor = media.partition("/")
    return (-quality, major == "*", minor == "*"), media, parameters


def _matches(media):
    major, _, minor = media.partition("/")
    return major == minor == "*" or major == "application" and (minor == "*" or media in CUSTOM)


def _transforms(wanted, media, parameters):
    """Whether objects can be turned into this: tables and metadata, of a version that there is."""
    if not any(key in parameters for key in ("as", "g", "v")):
        return True
    return wanted.kind in (TABLE, PARTIAL, PARTIAL_LIST) and parameters.get("g") == META_GROUP and wanted.version in META_VERSIONS
