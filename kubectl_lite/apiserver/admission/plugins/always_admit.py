"""AlwaysAdmit (off by default, deprecated): has nothing against anything."""
