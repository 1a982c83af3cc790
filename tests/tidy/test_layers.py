"""The rooms of the package import only what the layer table allows."""
import pytest

from tests.tidy import imports, layers


@pytest.mark.parametrize("path", imports.sources(), ids=imports.name)
def test_a_room_imports_only_the_rooms_below_it(path):
    room = imports.room(path)
    if room == "__init__":
        return
    allowed = (room, *layers.LAYERS[room], *layers.EXCEPTIONS.get(imports.name(path), ()))
    wrong = []
    for module, line, _ in imports.imported(path):
        parts = module.split(".")
        if parts[0] == layers.PACKAGE and len(parts) > 1 and parts[1] not in allowed:
            wrong.append(f"line {line}: {module}")
    assert not wrong


@pytest.mark.parametrize("library", layers.ONLY_IMPORTERS)
def test_a_library_has_few_importers(library):
    doors = layers.ONLY_IMPORTERS[library]
    wrong = [imports.name(p) for p in imports.sources() for module, _, _ in imports.imported(p)
             if module.split(".")[0] == library and not imports.name(p).startswith(doors)]
    assert not wrong


def test_only_few_files_know_the_store():
    wrong = [imports.name(p) for p in imports.sources() if imports.room(p) in ("apiserver", "cli", "controllers", "scheduler", "kubelet")
             for module, _, _ in imports.imported(p)
             if module.startswith(f"{layers.PACKAGE}.storage") and imports.name(p) not in layers.STORE_CALLERS]
    assert not wrong
