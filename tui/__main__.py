"""`python -m tui` is the program."""

import sys

from tui.start import main

sys.exit(main())
