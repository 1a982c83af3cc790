"""The fast reader reads what it reads exactly as the full parser does, and leaves the rest alone."""
import random

import pytest
from hypothesis import given, strategies as st

from kubectl_lite.machinery import yamlwriter
from kubectl_lite.machinery.manifests import ManifestError, decode, nodes, simple

from . import cases

MANIFEST = """\
# a deployment
apiVersion: apps/v1
kind: Deployment
metadata:
  name: web   # its name
  labels: {app: web, "tier": front, version: "1"}
  annotations:
    note: 'it''s "quoted"'
    url: http://example.com:80/x?y=z#frag
    script: |
      #!/bin/sh
        echo "hi"

      exit 0
    keep: |+
      end

    strip: |-
      end
spec:
  replicas: 3
  paused: no
  ratio: 0.5
  mask: 0755
  date: 2024-01-01
  nothing:
  template:
    spec:
      containers:
      - name: main
        image: nginx:1.25
        args: [--port=80, "-v", 3, {a: [b, c]}]
        env:
          - {name: A, value: "x\\ty"}
          - name: B
      -
        name: side
      empty: {}
      none: []
"""


def slow(text):
    """What the full parser says: the value, or None where it complains or finds duplicate keys."""
    try:
        decoder = decode.Decoder()
        value = decode.as_json(decoder.value(nodes.compose(text)))
    except (ManifestError, TypeError):
        return None
    return None if decoder.duplicates else (value,)


def typed(value):
    """The value with the types of its scalars, so that 1, 1.0 and True differ."""
    if isinstance(value, dict):
        return {key: typed(item) for key, item in value.items()}
    if isinstance(value, list):
        return [typed(item) for item in value]
    return type(value).__name__, value


def agrees(text) -> bool:
    """Whether the fast reader read the text (then as the full parser did)."""
    try:
        value = simple.read(text)
    except simple.NotSimple:
        return False
    expected = slow(text)
    assert expected is not None and typed(expected[0]) == typed(value), text
    return True


def test_a_usual_manifest_needs_no_full_parser():
    assert agrees(MANIFEST) and agrees("---\n" + MANIFEST)


@pytest.mark.parametrize("text", [case[0] for case in cases.CASES if "---" not in case[0][3:]])
def test_strange_texts_are_read_alike_or_not_at_all(text):
    agrees(text)


@pytest.mark.parametrize("seed", range(6))
def test_damaged_manifests_are_read_alike_or_not_at_all(seed):
    rnd, alphabet, read = random.Random(seed), "\n :-#'\"[]{},|>&*!?ab1 \n  \\~%@.<=", 0
    for _ in range(40):
        text = MANIFEST
        for _ in range(rnd.choice((1, 1, 2))):
            at = rnd.randrange(len(text))
            text = text[:at] + (rnd.choice(alphabet) + text[at:] if rnd.random() < 0.5 else text[at + rnd.randrange(1, 9):])
        read += agrees(text)
    assert read > 5


SCALARS = st.none() | st.booleans() | st.integers(-2**62, 2**62) | st.floats(-1e6, 1e6) | st.text("ab1 :#-'\"{}[],|\n~.y", max_size=12)
VALUES = st.recursive(SCALARS, lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text("abyn01.-_ ", min_size=1, max_size=6), inner, max_size=3), max_leaves=12)


@given(st.dictionaries(st.text("abc", min_size=1, max_size=3), VALUES, min_size=1, max_size=4))
def test_what_we_write_is_read_alike(value):
    agrees(yamlwriter.dump(value))
