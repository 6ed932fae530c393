"""`python -m gongkai` is the command `gongkai`."""

import sys

from gongkai.project.cli import main

sys.exit(main())
