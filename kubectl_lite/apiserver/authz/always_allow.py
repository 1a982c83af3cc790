"""AlwaysAllow: yes to everything."""


def authorize(_server, _attributes):
    return True, ""


def rules_of(_server, _user, _namespace):
    return [{"verbs": ["*"], "apiGroups": ["*"], "resources": ["*"]}, {"verbs": ["*"], "nonResourceURLs": ["*"]}], False, ""
