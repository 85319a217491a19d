"""Tests of the campaigns service that open no socket."""
