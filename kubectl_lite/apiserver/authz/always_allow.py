"""AlwaysAllow: yes to everything."""


def authorize(_server, _attributes):
    return True, ""
