from kubectl_lite.printers.labels import format_labels, format_selector, selector_text


def test_labels_are_sorted():
    assert format_labels({"b": "2", "a": "1"}) == "a=1,b=2"
    assert format_labels({}) == format_labels(None) == "<none>"


def test_selector_terms_are_sorted_by_key_and_values_sorted():
    selector = {"matchLabels": {"z": "1", "b": "x"}, "matchExpressions": [
        {"key": "b", "operator": "In", "values": ["q", "a"]}, {"key": "a", "operator": "NotIn", "values": ["v"]},
        {"key": "c", "operator": "Exists"}, {"key": "d", "operator": "DoesNotExist"}]}
    assert selector_text(selector) == "a notin (v),b=x,b in (a,q),c,!d,z=1"


def test_an_empty_selector():
    assert selector_text(None) == selector_text({}) == ""
    assert format_selector({}) == format_selector(None) == "<none>"
