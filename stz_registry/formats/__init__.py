"""How dates and numbers are written, where the register differs from Django."""
