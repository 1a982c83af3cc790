import pytest

from kubectl_lite.cli.errors import Aggregate, CommandError, PlainError, UsageError, add_source, plain_text, raise_all, text_of
from kubectl_lite.machinery import errors


def test_a_status_names_its_reason():
    assert text_of(errors.not_found("pods", "a")) == 'Error from server (NotFound): pods "a" not found\n'
    assert text_of(errors.ApiError(errors.status(500, "", "boom"))) == "Error from server: boom\n"
    assert text_of(errors.unauthorized()) == "error: You must be logged in to the server (Unauthorized)\n"


def invalid(*causes):
    status = errors.status(422, "Invalid", "long text", {"kind": "Pod", "name": "x", "causes": [{"field": f, "message": m} for f, m in causes]})
    return errors.ApiError(status)


def test_invalid_objects_show_their_causes():
    assert text_of(invalid(("a", "bad"))) == 'The Pod "x" is invalid: a: bad\n'
    assert text_of(invalid(("a", "bad"), ("b", "worse"), ("a", "bad"))) == 'The Pod "x" is invalid: \n* a: bad\n* b: worse\n'


def test_invalid_without_details():
    assert text_of(errors.ApiError(errors.status(422, "Invalid", "why"))) == "The request is invalid: why\n"


def test_command_errors():
    assert text_of(CommandError("x")) == "error: x\n"
    assert text_of(PlainError("x")) == "x\n"
    assert text_of(UsageError("create job", "x")) == "error: x\nSee 'kubectl create job -h' for help and examples\n"


def test_several_errors_each_on_a_line():
    both = Aggregate([errors.not_found("pods", "a"), CommandError("x")])
    assert text_of(both) == 'Error from server (NotFound): pods "a" not found\nx\n'
    assert text_of(Aggregate([CommandError("x")])) == "error: x\n"
    assert plain_text(Aggregate([CommandError("x"), CommandError("y"), CommandError("x")])) == "[x, y]"


def test_the_source_is_part_of_the_message():
    error = add_source("creating", "a.yaml", errors.not_found("namespaces", "x"))
    assert text_of(error) == 'Error from server (NotFound): error when creating "a.yaml": namespaces "x" not found\n'
    assert add_source("creating", "", error) is error


def test_raise_all():
    raise_all([])
    with pytest.raises(CommandError):
        raise_all([CommandError("x")])
    with pytest.raises(Aggregate):
        raise_all([CommandError("x"), CommandError("y")])
