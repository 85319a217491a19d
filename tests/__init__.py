"""Tests of Callboard; see CONTRIBUTING.md for the layers."""
