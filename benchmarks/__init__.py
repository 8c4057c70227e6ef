"""How the register behaves as it grows: `python3 dev.py benchmark` (docs/benchmarks.md)."""
