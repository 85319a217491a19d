"""The end-to-end tests that hold for every installation, on the images."""

from tests.e2e.test_access import *  # noqa: F403
from tests.e2e.test_crash import *  # noqa: F403
from tests.e2e.test_import import *  # noqa: F403
from tests.e2e.test_journey import *  # noqa: F403
from tests.e2e.test_surface import *  # noqa: F403
