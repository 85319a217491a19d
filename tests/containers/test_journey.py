"""The journeys of the end-to-end tests, which hold for every installation, on the images."""

from tests.e2e.test_journey import *  # noqa: F403
