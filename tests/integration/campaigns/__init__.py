"""Tests of the campaigns service on a real MongoDB."""
