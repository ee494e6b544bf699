"""Benchmarks, one command each: ratios measured side by side in one run, on a real server."""
