"""SPARQL from outside, evaluated in read-only worker processes that are killed at a deadline."""

from kg.sandbox.pool import Limits, Pool
from kg.sandbox.running import Answer, Running, pool, run, start

__all__ = ["Answer", "Limits", "Pool", "Running", "pool", "run", "start"]
