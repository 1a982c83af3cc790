"""AlwaysDeny: no opinion ever becomes a yes."""


def authorize(_server, _attributes):
    return None, "Everything is forbidden."


def rules_of(_server, _user, _namespace):
    return [], False, ""
