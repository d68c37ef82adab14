# SPDX-License-Identifier: Apache-2.0
"""A clock of a server that is wrong on purpose, with libfaketime."""

import glob

LIBRARY = "/usr/lib/*/faketime/libfaketimeMT.so.1"


def fake_clock(what, file=None):
    """Returns the environment of a server whose clock is `what`, in words of
    libfaketime: `+2h`, `-2h`, `+0 x2` for twice the speed, `@2026-01-05 09:00:00`
    for one that begins there. With `file` its first line says so, at any time."""
    (library,) = glob.glob(LIBRARY)
    environment = {
        "LD_PRELOAD": library,
        # Deadlines are kept by the monotonic clock, which nobody sets.
        "FAKETIME_DONT_FAKE_MONOTONIC": "1",
        "TZ": "UTC",
    }
    if file is None:
        environment["FAKETIME"] = what
    else:
        file.write_text(what + "\n")
        environment["FAKETIME_TIMESTAMP_FILE"] = str(file)
        environment["FAKETIME_NO_CACHE"] = "1"
    return environment
