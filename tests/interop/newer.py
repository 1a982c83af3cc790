"""What kubectl changed between the client that the tests find and 1.36, and what therefore is not compared.

CHANGES rows are (pattern of the shell line, pattern of the text, replacement); they apply to all texts of both sides, in this order.
"""
from __future__ import annotations

import re

CHANGES = [(re.compile(line), re.compile(text, re.M), to) for line, text, to in (
    (r"\bversion\b", r"v1\.3\d\.\d+|v5\.\d\.\d", "<VERSION>"),
    # 1.34: delete says from which namespace, and that No is what it takes for granted
    (r"\bdelete\b|\breplace\b|--prune|debug|run|--force", r'^(.*\S+ "[^"]+" .*deleted.*?) from \S+ namespace', r"\1"),
    (r"\bdelete\b", r"\(y/N\)", "(y/n)"),
    # 1.36: debug's profile is general
    (r"\bdebug\b", r"^--profile=legacy is deprecated.*\n?", ""),
    # 1.34: labels both set and removed
    (r"\blabel\b", " modified", " labeled"),
    # 1.34: an unset creationTimestamp is left out
    ("", r"^( *)metadata:\n\1  creationTimestamp: null\n(?!\1  \S)", r"\1metadata: {}\n"),
    ("", r'^ *"?creationTimestamp"?: null,?\n|"creationTimestamp":null,|,?"creationTimestamp":null|(?<=map\[)creationTimestamp:<nil> ?', ""),
    # 1.34: kubeconfigs are written without preferences
    (r"config|cat", r'^preferences: \{\}\n|^ +"preferences": \{\},\n', ""),
    # 1.34: -o kyaml
    ("-o|output", r"(,jsonpath-file),kyaml", r"\1"),
    # 1.34, 1.35: describe hides the events of several objects, names ports and containers, and says less of nodes and service accounts
    (r"\bdescribe\b", r"^Events:.*(\n +.*)*\n?", ""),
    (r"\bdescribe\b", r"(Port: +\S+) \(\S+\)$", r"\1"),
    (r"\bdescribe\b", r"^(  Kube-Proxy Version|Time Zone|Mountable secrets|Tokens):.*\n", ""),
    (r"\bdescribe\b", r"\n\n+", "\n"),
    (r"\bdescribe\b", r"\n+\Z", ""),
)]


def comparable(line: str, outcome):
    """The outcome without what differs between the versions."""
    for pattern, text, to in CHANGES:
        if pattern.search(line):
            outcome = outcome._replace(stdout=text.sub(to, outcome.stdout), stderr=text.sub(to, outcome.stderr),
                                       files=_each(outcome.files, text, to), objects=_each(outcome.objects, text, to))
    return outcome


def _each(texts: dict, pattern, to) -> dict:
    return {name: pattern.sub(to, text) for name, text in texts.items()}
