from kubectl_lite.api.validation import selectors
from kubectl_lite.machinery.field import Path


def test_requirements():
    selector = {"matchLabels": {"a": "-"}, "matchExpressions": [{"key": "b", "operator": "In"}, {"key": "c", "operator": "Exists", "values": ["x"]}, {}]}
    fields = [p.field for p in selectors.label_selector(selector, Path("s"))]
    assert fields == ["s.matchLabels", "s.matchExpressions[0].values", "s.matchExpressions[1].values", "s.matchExpressions[2].operator",
                      "s.matchExpressions[2].key", "s.matchExpressions[2].key"]


def test_how_a_selector_is_shown():
    shown = selectors.selector_value({"matchExpressions": [{"values": ["x"], "operator": "In", "key": "a"}], "matchLabels": {"b": "c"}})
    assert shown.text == '{"matchLabels":{"b":"c"},"matchExpressions":[{"key":"a","operator":"In","values":["x"]}]}'
    assert selectors.selector_value({}).text == "{}" and selectors.is_empty({}) and not selectors.is_empty({"matchLabels": {"a": "b"}})
