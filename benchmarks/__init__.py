"""Measurements, each as a ratio against a named peer or limit of the same run: `python -m benchmarks`."""
