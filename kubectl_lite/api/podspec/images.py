"""Image names as container tools read them: the tag decides the pull policy.

Mirrors the grammar of distribution/reference, as Kubernetes' parsers.ParseImageName uses it.
"""
from __future__ import annotations

import re
from functools import lru_cache

LABEL = r"(?:[a-zA-Z0-9]|[a-zA-Z0-9][a-zA-Z0-9-]*[a-zA-Z0-9])"
DOMAIN = rf"(?:{LABEL}(?:\.{LABEL})*|\[[a-fA-F0-9:]+\])(?::[0-9]+)?"
COMPONENT = r"[a-z0-9]+(?:(?:[._]|__|-+)[a-z0-9]+)*"
TAG = r"\w[\w.-]{0,127}"
DIGEST = r"[A-Za-z][A-Za-z0-9]*(?:[-_+.][A-Za-z][A-Za-z0-9]*)*:[0-9a-fA-F]{32,}"
REFERENCE = rf"(?P<name>(?:{DOMAIN}/)?{COMPONENT}(?:/{COMPONENT})*)(?::(?P<tag>{TAG}))?(?:@(?P<digest>{DIGEST}))?"
ONLY_HEX = "[a-f0-9]{64}"
MAX_NAME = 255


@lru_cache(maxsize=512)
def tag_of(image: str) -> str:
    """The tag of an image name, "latest" when it has neither tag nor digest, "" when the name is not valid."""
    simple = _simple_tag(image)
    if simple:
        return simple
    found = re.fullmatch(REFERENCE, _normalized(image), re.ASCII)
    if not found or len(found["name"]) > MAX_NAME or re.fullmatch(ONLY_HEX, image):
        return ""
    return found["tag"] or ("" if found["digest"] else "latest")


def _simple_tag(image):
    """The tag of names such as nginx and nginx:1.25, without the whole grammar; "" for what may be more."""
    name, colon, tag = image.partition(":")
    if not (image.isascii() and name.isalnum() and name == name.lower() and len(name) < 64):
        return ""
    if not colon:
        return "latest"
    return tag if tag.replace(".", "").replace("-", "").isalnum() and tag[0].isalnum() and len(tag) <= 128 else ""


def _normalized(image):
    """The name with its registry: docker.io where none is given."""
    host, slash, rest = image.partition("/")
    if not slash or not ("." in host or ":" in host or host == "localhost" or host.lower() != host):
        return f"docker.io/{image}" if slash else f"docker.io/library/{image}"
    return image


def pull_policy(image: str) -> str:
    """The default pull policy of an image."""
    return "Always" if tag_of(image) == "latest" else "IfNotPresent"
