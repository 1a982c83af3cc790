"""Pod Security Standards: the checks of the levels baseline and restricted, as values. The plug-in is plugins/pod_security.py."""
