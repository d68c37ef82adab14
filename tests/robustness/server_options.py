# SPDX-License-Identifier: Apache-2.0
"""With what a server is started again: other options each time.

What one set of options wrote, another one must read.
"""

import os

BREAKABLE = os.environ["TONUS_BREAKABLE"]


def random_options(rng):
    """Returns the program and the flags of the next start."""
    flags = [
        f"--executor-threads={rng.choice((2, 8, 64))}",
        f"--storage-free-space-ballast-mib={rng.choice((0, 1, 64))}",
    ]
    if rng.random() < 0.25:
        return os.environ["TONUSD"], flags
    return BREAKABLE, flags + random_store_options(rng)


def random_store_options(rng):
    """Returns flags of breakable_tonusd: memory for writes, which is a quarter
    of the largest log, and for reads, open files, compression, how often the
    high-water mark is written."""
    return [
        f"--test-write-buffer-kib={rng.choice((64, 256, 1024, 4096))}",
        f"--test-cache-kib={rng.choice((64, 8192, 262144))}",
        f"--test-open-files={rng.choice((16, 64, 512))}",
        f"--test-compress={rng.randint(0, 1)}",
        f"--test-mark-ms={rng.choice((1, 250))}",
    ]
