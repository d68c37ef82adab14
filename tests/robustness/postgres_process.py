# SPDX-License-Identifier: Apache-2.0
"""A PostgreSQL of its own, in a folder, without a port."""

import glob
import os
import pathlib
import shutil
import subprocess


class PostgresProcess:
    """A database server, running once the constructor returns."""

    def __init__(self, folder):
        self._folder = pathlib.Path(folder)
        programs = pathlib.Path(
            os.environ.get("TONUS_POSTGRESQL")
            or max(glob.glob("/usr/lib/postgresql/*/bin"))
        )
        self._user = {}
        if os.geteuid() == 0:
            # It does not run as root.
            self._user = {"user": "postgres", "group": "postgres"}
            shutil.chown(self._folder, "postgres", "postgres")
        self._folder.chmod(0o755)  # The socket is for the tests.
        data = self._folder / "data"
        self._run(
            programs / "initdb",
            f"--pgdata={data}",
            "--no-sync",
            "--no-locale",
            "--encoding=UTF8",
            "--auth=trust",
            "--username=tonus",
        )
        self._control = [programs / "pg_ctl", f"--pgdata={data}", "--silent"]
        self._run(
            *self._control,
            "--wait",
            f"--log={self._folder / 'log'}",
            f"--options=-k {self._folder} -c listen_addresses= -c fsync=off",
            "start",
        )

    @property
    def connection(self):
        """How libpq finds it."""
        return f"host={self._folder} user=tonus dbname=postgres"

    def stop(self):
        self._run(*self._control, "--wait", "--mode=immediate", "stop")

    def _run(self, *command):
        subprocess.run(
            [str(part) for part in command],
            check=True,
            stdout=subprocess.DEVNULL,
            cwd=self._folder,
            **self._user,
        )
