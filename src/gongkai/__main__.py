"""`python -m gongkai` is the command `gongkai`."""

import sys

from gongkai.project.cli import main

if __name__ == "__main__":  # processes that the web server starts import this module again
    sys.exit(main())
