"""The pretended check."""

import sys

from tests.demo.pretended import check

sys.exit(check())
