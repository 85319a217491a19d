"""Use cases: plain functions with their dependencies first."""
