"""YAML text -> nodes by ruamel.yaml's parser, its complaints in libyaml's words. The only importer of ruamel.yaml.

A node is [kind, tag, value, plain, line]: kind "scalar" (value a text), "list" (nodes), "map" (alternating key and value nodes), "alias" (a node).
`plain` scalars stand without quotes and tag, lines count from 0.
"""
from __future__ import annotations

import re

from kubectl_lite.machinery.manifests.errors import ManifestError

MAX_DEPTH = 900

# ruamel.yaml's words -> libyaml's; the first pattern that is found counts.
WORDS = (
    (r"mapping values are not allowed", "mapping values are not allowed in this context"),
    (r"sequence entries are not allowed", "block sequence entries are not allowed in this context"),
    (r"mapping keys are not allowed", "mapping keys are not allowed in this context"),
    (r"found character .* that cannot start any token", "found character that cannot start any token"),
    (r"expected <block end>, but found .*", None),
    (r"expected ',' or '([\]}])'", r"did not find expected ',' or '\1'"),
    (r"expected the node content", "did not find expected node content"),
    (r"expected '<document start>'", "did not find expected <document start>"),
    (r"could not find expected ':'", "could not find expected ':'"),
    (r"found unknown escape character", "found unknown escape character"),
    (r"expected escape sequence of", "did not find expected hexdecimal number"),
    (r"found unexpected end of stream", "found unexpected end of stream"),
    (r"found unexpected document separator", "found unexpected document indicator"),
    (r"expected indentation indicator in the range 1-9, but found 0", "found an indentation indicator equal to 0"),
    (r"expected a comment or a line break", "did not find expected comment or line break"),
    (r"expected chomping or indentation indicators", "did not find expected comment or line break"),
    (r"expected alphabetic or numeric character", "did not find expected alphabetic or numeric character"),
    (r"expected alphanumeric", "did not find expected alphabetic or numeric character"),
    (r"expected ' ', but found", "did not find expected whitespace or line break"),
    (r"expected '!'", "did not find expected '!'"),
    (r"expected URI", "did not find expected tag URI"),
    (r"found undefined tag handle", "found undefined tag handle"),
    (r"found duplicate YAML directive", "found duplicate %YAML directive"),
    (r"found incompatible YAML document", "found incompatible YAML document"),
    (r"expected a digit", "did not find expected version number"),
)
_BAD_ESCAPE = "found invalid Unicode character escape code"
_SURROGATE = re.compile("[\ud800-\udfff]")
_CONTROL = re.compile("[^\t\n\r\x20-\x7e\x85\xa0-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")


def compose(text: str):
    """The root node of the first document, None when there is none; raises ManifestError("yaml: …")."""
    text = text.removeprefix("\ufeff")
    if _CONTROL.search(text):
        raise ManifestError("yaml: control characters are not allowed")
    from ruamel.yaml import YAML
    from ruamel.yaml.error import MarkedYAMLError, YAMLError
    reader = YAML(typ="safe", pure=True)
    reader.version = (1, 1)
    reader.Scanner = _scanner()
    try:
        return _Composer(reader.parse(text)).document()
    except MarkedYAMLError as e:
        raise ManifestError("yaml: " + _complaint(e, text)) from None
    except RecursionError:
        raise ManifestError("yaml: exceeded max depth of 10000") from None
    except ManifestError:
        raise
    except (ValueError, OverflowError):
        raise ManifestError(f"yaml: {_BAD_ESCAPE}") from None
    except YAMLError as e:
        raise ManifestError(f"yaml: {e}") from None


def _scanner():
    """ruamel.yaml's scanner with what libyaml does otherwise: tabs may separate tokens, `\\/` is no escape."""
    from ruamel.yaml.scanner import Scanner

    class LibyamlScanner(Scanner):
        ESCAPE_REPLACEMENTS = {key: value for key, value in Scanner.ESCAPE_REPLACEMENTS.items() if key != "/"} | {"'": "'"}

        def scan_to_next_token(self):
            peek, forward = self.reader.peek, self.reader.forward
            while True:
                blanks = " \t" if self.flow_level > 0 or not self.allow_simple_key else " "
                while peek() in blanks:
                    forward()
                if peek() == "#":
                    while peek() not in "\0\r\n\x85\u2028\u2029":
                        forward()
                if not self.scan_line_break():
                    return
                if not self.flow_level:
                    self.allow_simple_key = True

    return LibyamlScanner


class _Composer:
    """Events -> nodes."""
    __slots__ = ("events", "anchors", "depth")

    def __init__(self, events):
        self.events, self.anchors, self.depth = events, {}, 0

    def document(self):
        for event in self.events:
            name = type(event).__name__
            if name == "DocumentStartEvent":
                if event.version not in (None, (1, 1)):
                    raise ManifestError("yaml: found incompatible YAML document")
                return self.node(next(self.events))
        return None

    def node(self, event):
        return _EVENTS[type(event).__name__](self, event)

    def scalar(self, event):
        tag = _tag(event)
        if _SURROGATE.search(event.value):
            raise ManifestError(f"yaml: {_BAD_ESCAPE}")
        node = ["scalar", "" if tag == "!" else tag, event.value, _is_plain(event, tag), event.start_mark.line]
        return self.anchored(event, node)

    def collection(self, event):
        kind, end = ("map", "MappingEndEvent") if "Mapping" in type(event).__name__ else ("list", "SequenceEndEvent")
        node = self.anchored(event, [kind, _tag(event), [], False, event.start_mark.line])
        self.depth += 1
        if self.depth > MAX_DEPTH:
            raise RecursionError
        for child in self.events:
            if type(child).__name__ == end:
                break
            node[2].append(self.node(child))
        self.depth -= 1
        return node

    def alias(self, event):
        if event.anchor not in self.anchors:
            raise ManifestError(f"yaml: unknown anchor '{event.anchor}' referenced")
        return ["alias", event.anchor, self.anchors[event.anchor], False, event.start_mark.line]

    def anchored(self, event, node):
        if event.anchor:
            self.anchors[event.anchor] = node
        return node


_EVENTS = {
    "ScalarEvent": _Composer.scalar, "AliasEvent": _Composer.alias,
    "MappingStartEvent": _Composer.collection, "SequenceStartEvent": _Composer.collection,
}


def _tag(event) -> str:
    return str(event.tag) if getattr(event, "tag", None) else ""


def _is_plain(event, tag: str) -> bool:
    return event.implicit[0] and not event.style and not tag or tag == "!"


def _complaint(error, text: str) -> str:
    """The message as go-yaml's parser.fail words it, with its idea of the line."""
    scanner = type(error).__name__ == "ScannerError"
    problem, line = _words(error), 0
    if error.problem_mark is not None:
        line = error.problem_mark.line
        if (not scanner or "':'" in problem) and _at_end(error.problem_mark):
            line += 1  # go-yaml begins a new line before it ends the stream
    if line:
        line += scanner
    elif error.context_mark is not None:
        line = error.context_mark.line
    return f"line {line}: {problem}" if line else problem


def _words(error) -> str:
    problem, context = str(error.problem or ""), str(error.context or "")
    for pattern, words in WORDS:
        match = re.search(pattern, problem)
        if match and words is None:
            return "did not find expected '-' indicator" if "block collection" in context or "sequence" in context else "did not find expected key"
        if match:
            return match.expand(words)
    return problem or "unknown problem parsing YAML content"


def _at_end(mark) -> bool:
    """Whether a mark stands behind the last character of a text without a line end."""
    text = (getattr(mark, "buffer", None) or "").rstrip("\0")
    return bool(mark.column) and getattr(mark, "pointer", -1) >= len(text)
