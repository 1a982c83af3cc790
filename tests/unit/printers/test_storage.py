from kubectl_lite.printers import storage


def test_access_modes_have_a_fixed_order():
    assert storage.access_modes(["ReadWriteMany", "ReadWriteOncePod", "ReadWriteOnce", "ReadWriteOnce"]) == "RWO,RWX,RWOP"
    assert storage.access_modes(None) == ""


def test_the_old_annotation_names_the_class_first():
    claim = {"metadata": {"annotations": {storage.CLASS_ANNOTATION: ""}}, "spec": {"storageClassName": "fast"}}
    assert storage.storage_class(claim) == ""
    assert storage.storage_class({"metadata": {}, "spec": {"storageClassName": "fast"}}) == "fast"
    assert storage.storage_class({"metadata": {}, "spec": {}}) == ""


def test_default_class():
    assert storage.is_default_class({"metadata": {"annotations": {storage.DEFAULT_ANNOTATIONS[1]: "true"}}})
    assert not storage.is_default_class({"metadata": {"annotations": {storage.DEFAULT_ANNOTATIONS[0]: "false"}}})
