# SPDX-License-Identifier: Apache-2.0
"""The real tonusd as a child process: started on a free port, stopped, killed.

The programs under test come from the environment that CMake sets: TONUSD is
the server, and the stubs of the published protos are on PYTHONPATH.
"""

import atexit
import os
import pathlib
import subprocess
import time

import grpc


class TonusdProcess:
    """A server on the store in `folder`, serving once the constructor returns.

    Raises RuntimeError with what the server said when it ends instead.
    """

    def __init__(self, folder, *flags, **how):
        self.folder = pathlib.Path(folder)
        began = time.monotonic()
        self._process = launch(self.folder, *flags, **how)
        # It prints its greeting once it serves, or closes the pipe and ends.
        greeting = self._process.stdout.readline()
        if not greeting:
            code = self.stop()
            said = (self.folder / "stderr").read_text()
            raise RuntimeError(f"tonusd ended with {code}: {said}")
        # From the start of the program to its first answer, in seconds.
        self.start_time = time.monotonic() - began
        self.port = int((self.folder / "port").read_text())
        token = self.folder / "data" / "development-token"
        self.token = token.read_text().strip() if token.exists() else ""

    def channel(self, token=None):
        """Returns a channel of its own connection whose calls carry `token`,
        by default the development token, and are never retried by gRPC."""
        plain = grpc.insecure_channel(
            f"127.0.0.1:{self.port}",
            options=[
                ("grpc.enable_http_proxy", 0),
                ("grpc.enable_retries", 0),
                ("grpc.use_local_subchannel_pool", 1),
            ],
        )
        return grpc.intercept_channel(
            plain, Bearer(self.token if token is None else token)
        )

    def wait(self):
        """Waits for it to end by itself and returns its exit code."""
        return self._end()

    def read_bytes(self):
        """Returns how much it has read from files since it was started."""
        text = pathlib.Path(f"/proc/{self._process.pid}/io").read_text()
        return int(text.split("rchar: ")[1].split()[0])

    def signal(self, number):
        """Sends it a signal."""
        self._process.send_signal(number)

    def kill(self):
        """Ends it at once, as a crash would."""
        self._process.kill()
        self._end()

    def stop(self):
        """Asks it to stop and returns its exit code."""
        if self._process.poll() is None:
            self._process.terminate()
        return self._end()

    def _end(self):
        self._process.wait()
        self._process.stdout.close()
        return self._process.returncode


def launch(folder, *flags, program=None, environment=None):
    """Starts tonusd and returns its process without waiting for anything.

    Flags win over the defaults: a free port and the store in `folder`/data.
    `program` is another server than TONUSD, `environment` what it finds in
    its environment.
    """
    folder = pathlib.Path(folder)
    given = {flag.split("=")[0] for flag in flags}
    defaults = {
        "--listen-address": "127.0.0.1:0",
        "--port-file": folder / "port",
        "--data-folder": folder / "data",
    }
    with open(folder / "stderr", "w") as stderr:
        process = subprocess.Popen(
            [
                program or os.environ["TONUSD"],
                *(
                    f"{flag}={value}"
                    for flag, value in defaults.items()
                    if flag not in given
                ),
                *flags,
            ],
            stdout=subprocess.PIPE,
            stderr=stderr,
            # Nothing of the caller's environment reaches it.
            env={"PATH": os.environ.get("PATH", ""), **(environment or {})},
            text=True,
        )
    # A test that fails leaves no server behind.
    atexit.register(process.kill)
    return process


class Bearer(
    grpc.UnaryUnaryClientInterceptor, grpc.UnaryStreamClientInterceptor
):
    """Adds the credential to every call; an empty one adds nothing."""

    def __init__(self, token):
        self._metadata = [("authorization", f"Bearer {token}")] if token else []

    def intercept_unary_unary(self, continuation, details, request):
        metadata = list(details.metadata or []) + self._metadata
        return continuation(_Details(details, metadata), request)

    intercept_unary_stream = intercept_unary_unary


class _Details(grpc.ClientCallDetails):
    def __init__(self, details, metadata):
        self.method = details.method
        self.timeout = details.timeout
        self.metadata = metadata
        self.credentials = details.credentials
        self.wait_for_ready = details.wait_for_ready
        self.compression = details.compression
