"""SPARQL from outside, evaluated in read-only worker processes that are killed at a deadline."""

from kg.sandbox.pool import Pool
from kg.sandbox.processes import Limits
from kg.sandbox.running import Answer, Running, pool, run, start

__all__ = ["Answer", "Limits", "Pool", "Running", "pool", "run", "start"]
