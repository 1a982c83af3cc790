from kubectl_lite.api.core import podtemplate


def test_a_template_is_defaulted_and_validated():
    obj = {"metadata": {"name": "t"}, "template": {"spec": {"containers": [{"name": "c", "image": "x"}]}}}
    podtemplate.default(obj)
    assert obj["template"]["spec"]["restartPolicy"] == "Always" and podtemplate.validate(obj) == []
    obj["template"]["spec"]["containers"] = []
    assert [str(p) for p in podtemplate.validate(obj)] == ["template.spec.containers: Required value"]


def test_every_change_counts_as_a_generation():
    old = {"template": {"spec": {"nodeName": "a"}}}
    assert podtemplate.bumps_generation({"template": {"spec": {}}}, old) and not podtemplate.bumps_generation(old, old)
