# SPDX-License-Identifier: Apache-2.0
"""A store whose server is killed and started again while clients call it."""

import threading

import grpc
from server_options import random_options
from tonusd_process import TonusdProcess

TIMEOUT = 30  # Seconds, far more than any call needs.


class RestartedServer:
    """Thread-safe, but for kill_and_start() and stop(): one thread ends it."""

    def __init__(self, folder, rng):
        self._folder = folder
        self._rng = rng
        self._changed = threading.Condition()
        self._stopped = False
        self._channel = None
        self.start_times = []
        self.kills = 0
        self._start()

    def _start(self):
        program, flags = random_options(self._rng)
        self._server = TonusdProcess(self._folder, *flags, program=program)
        self.start_times.append(self._server.start_time)
        with self._changed:
            self._channel = self._server.channel()
            self._changed.notify_all()

    def _forget_channel(self):
        with self._changed:
            channel, self._channel = self._channel, None
        return channel

    def kill_and_start(self):
        """Kills the server and starts the next one."""
        channel = self._forget_channel()
        self._server.kill()
        channel.close()
        self.kills += 1
        self._start()

    def stop(self):
        """Stops the server for good and returns its exit code."""
        channel = self._forget_channel()
        with self._changed:
            self._stopped = True
            self._changed.notify_all()
        channel.close()
        return self._server.stop()

    def channel(self):
        """Returns a channel to the server, which may be killed at any moment;
        waits for the next one if there is none."""
        with self._changed:
            self._changed.wait_for(lambda: self._channel or self._stopped)
            return self._channel

    def channel_after(self, old):
        """Returns a channel to a server after that of the channel `old`."""
        with self._changed:
            self._changed.wait_for(
                lambda: self._stopped
                or (self._channel and self._channel is not old)
            )
            return self._channel


def call(channel, path, request, response):
    """Sends a request of a method once and returns the response; `response` is
    its class."""
    method = channel.unary_unary(
        path,
        request_serializer=type(request).SerializeToString,
        response_deserializer=response.FromString,
    )
    return method(request, timeout=TIMEOUT)


def is_gone(error):
    """Whether the server of a call ended during it: its outcome is unknown."""
    # A channel that is closed cancels its calls, and refuses new ones.
    return isinstance(error, ValueError) or error.code() in (
        grpc.StatusCode.UNAVAILABLE,
        grpc.StatusCode.CANCELLED,
    )
