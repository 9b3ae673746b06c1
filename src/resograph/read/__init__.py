"""From files to expressions: one module a format."""
