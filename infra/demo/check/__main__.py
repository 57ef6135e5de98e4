"""`rangkul demo --check`, as the console starts it."""

import sys

from infra.demo.check.running import main

sys.exit(main())
