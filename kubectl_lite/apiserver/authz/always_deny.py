"""AlwaysDeny: no opinion ever becomes a yes."""


def authorize(_server, _attributes):
    return None, "Everything is forbidden."
