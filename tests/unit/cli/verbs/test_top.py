import pytest

from kubectl_lite.cli.verbs import top


@pytest.mark.parametrize("args, text", [
    (["pod"], "error: Metrics API not available\n"), (["nodes"], "error: Metrics API not available\n"),
    (["pod", "--sort-by=age"], "error: --sort-by accepts only cpu or memory\n"), (["pod", "x", "-l", "a=b"], "error: only one of NAME or selector can be provided\n")])
def test_a_state_directory_measures_nothing(kubectl, args, text):
    assert kubectl("top", *args) == (1, "", text)


def pod(name, *usages):
    return {"metadata": {"name": name, "namespace": "n"}, "containers": [{"name": f"c{i}", "usage": dict(zip(("cpu", "memory"), u))} for i, u in enumerate(usages)]}


def flags(**given):
    return {"no-headers": False, "all-namespaces": False, "containers": False, "sum": False, "sort-by": "", **{k.replace("_", "-"): v for k, v in given.items()}}


def test_usage_of_pods_is_summed_over_containers():
    rows = top._pods(flags(), [pod("b", ("1m", "1Mi"), ("2m", "3Mi")), pod("a", ("500u", "1Gi"))], ("cpu", "memory"))
    assert rows == [("NAME", "CPU(cores)", "MEMORY(bytes)"), ("a", "1m", "1024Mi"), ("b", "3m", "4Mi")]


def test_sorting_and_sum():
    rows = top._pods(flags(sort_by="cpu", sum=True, no_headers=True), [pod("a", ("1m", "9Mi")), pod("b", ("5m", "1Mi"))], ("cpu", "memory"))
    assert rows == [("b", "5m", "1Mi"), ("a", "1m", "9Mi"), ("", "6m", "10Mi")]
