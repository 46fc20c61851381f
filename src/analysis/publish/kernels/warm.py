"""The run's end of the warm parent: ask for a kernel, learn how it ended."""

import json
import os
import select
import signal
import socket
import subprocess
import sys
import threading
from pathlib import Path

from analysis.publish.kernels.process import kernel_environment

LARGEST_MESSAGE = 1 << 20
SECONDS_TO_IMPORT = 60


class WarmParent:
    """A process from which kernels are forked; safe to use from several threads.

    It imports while the run goes on: only the first kernel waits for it. ``kernels_can_be_forked`` says whether this system
    can have one.

    Parameters
    ----------
    folder
        Folder of the run.
    modules
        What it imports for its kernels; what the pages of packs need where none is named.
    """

    def __init__(self, folder: Path, modules: tuple[str, ...] = ()):
        self.lock = threading.Lock()
        self.forked: dict[int, ForkedKernel] = {}
        self.is_ready: bool | None = None
        self.channel, theirs = socket.socketpair(socket.AF_UNIX, socket.SOCK_SEQPACKET)
        with theirs, (folder / "kernels.log").open("ab") as log:
            self.process = subprocess.Popen(
                [sys.executable, "-P", "-m", "analysis.publish.kernels.parent", str(theirs.fileno()), *modules],
                pass_fds=[theirs.fileno()],
                stdin=subprocess.DEVNULL,
                stdout=log,
                stderr=log,
                env=kernel_environment(os.environ, folder),
                # A session of its own: Ctrl-C reaches the run, and the run ends its kernels.
                start_new_session=True,
            )

    def ready(self) -> bool:
        """Wait until the libraries are imported; whether kernels can be forked from the process."""
        with self.lock:
            if self.is_ready is None:
                message = self._next(SECONDS_TO_IMPORT)
                self.is_ready = bool(message and message.get("ready"))
            return self.is_ready

    def fork(self, arguments: list[str], environment: dict[str, str], folder: Path) -> "ForkedKernel":
        """Start a kernel.

        Parameters
        ----------
        arguments
            As ``run_kernel`` takes them.
        environment, folder
            What the kernel finds as its environment and its working directory.

        Raises
        ------
        OSError
            If the process has ended.
        """
        request = {"arguments": arguments, "environment": environment, "folder": str(folder)}
        with self.lock:
            self.channel.send(json.dumps(request).encode())
            while (message := self._next(SECONDS_TO_IMPORT)) is not None:
                if "started" in message:
                    kernel = self.forked[message["started"]] = ForkedKernel(self, message["started"])
                    return kernel
                self._note_end(message)
        raise OSError("The process that kernels are forked from has ended.")

    def end_of(self, kernel: "ForkedKernel") -> dict | None:
        """How a kernel ended: ``status`` and ``most_memory_kib``; ``None`` while it runs."""
        with self.lock:
            while kernel.end is None and (message := self._next(0)) is not None:
                self._note_end(message)
            if kernel.end is None and self.process.poll() is not None:
                kernel.end = {"status": -signal.SIGKILL, "most_memory_kib": None}
            return kernel.end

    def _note_end(self, message: dict) -> None:
        """Keep how a kernel ended with the kernel itself: the system gives its number to another one in a long run."""
        kernel = self.forked.pop(message["ended"], None)
        if kernel is not None:
            kernel.end = message

    def close(self) -> None:
        """End the process and every kernel of it."""
        self.channel.close()
        if self.is_ready is None:
            # It is still importing, and has no kernel.
            self.process.kill()
        try:
            self.process.wait(timeout=1)
        except subprocess.TimeoutExpired:
            self.process.kill()
            self.process.wait()

    def _next(self, seconds: float) -> dict | None:
        """The next message; ``None`` where none comes in time, or the process has ended."""
        if not select.select([self.channel], [], [], seconds)[0]:
            return None
        try:
            message = self.channel.recv(LARGEST_MESSAGE)
        except OSError:
            return None
        return json.loads(message) if message else None


class ForkedKernel:
    """A forked kernel, as ``jupyter_client`` handles a ``subprocess.Popen``."""

    stdin = stdout = stderr = None

    def __init__(self, parent: WarmParent, pid: int):
        self.parent, self.pid = parent, pid
        self.end: dict | None = None

    @property
    def most_memory_kib(self) -> int | None:
        """The most memory that it held, once it has ended."""
        end = self.parent.end_of(self)
        return end and end["most_memory_kib"]

    def poll(self) -> int | None:
        """Exit code, negative for a signal; ``None`` while it runs."""
        end = self.parent.end_of(self)
        return None if end is None else end["status"]

    def wait(self, timeout: float | None = None) -> int:
        """Exit code of a kernel that has ended; it is asked only for one that has."""
        status = self.poll()
        if status is None:
            raise subprocess.TimeoutExpired("kernel", timeout or 0)
        return status

    def send_signal(self, number: int) -> None:
        """Signal the kernel, unless it has ended."""
        if self.poll() is None:
            os.kill(self.pid, number)

    def kill(self) -> None:
        """Kill the kernel and what it started."""
        self._signal_all(signal.SIGKILL)

    def terminate(self) -> None:
        """Ask the kernel to end."""
        self._signal_all(signal.SIGTERM)

    def _signal_all(self, number: int) -> None:
        if self.poll() is None:
            try:
                os.killpg(self.pid, number)
            except ProcessLookupError:
                # It has not begun its own process group yet.
                os.kill(self.pid, number)


def kernels_can_be_forked() -> bool:
    """Whether this system forks safely: Linux does; macOS and Windows get ordinary kernels."""
    return sys.platform == "linux" and hasattr(os, "fork")
