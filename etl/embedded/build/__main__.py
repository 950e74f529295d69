"""`python -m etl.embedded.build FAITS_DIR`"""

from __future__ import annotations

import logging
import sys
from pathlib import Path

from etl.embedded.build import __doc__ as usage
from etl.embedded.build import build

if __name__ == "__main__":
    logging.basicConfig(level=logging.INFO, format="%(message)s")
    if len(sys.argv) != 2:
        sys.exit(usage)
    build(Path(sys.argv[1]))
