"""The warm parent: a process that imports the libraries once and forks a kernel for each notebook.

It has one thread and no open connection but the one to the run that started it, so that a fork is safe; it ends, with every
kernel, when that run ends in whatever way. Messages are JSON, one a datagram of a pair of sockets.
"""

import ctypes
import gc
import json
import os
import select
import shutil
import signal
import socket
import sys
from pathlib import Path

from analysis.publish.kernels.process import import_libraries, modules_of_packs, run_kernel

LARGEST_MESSAGE = 1 << 20
LINUX_PR_SET_PDEATHSIG = 1


def serve(channel: socket.socket) -> None:
    """Fork a kernel for each request, and tell how each ended and the most memory that it held."""
    woken, wake = os.pipe2(os.O_NONBLOCK | os.O_CLOEXEC)
    signal.signal(signal.SIGCHLD, lambda number, frame: None)
    signal.set_wakeup_fd(wake)
    kernels: set[int] = set()
    while True:
        ready, _, _ = select.select([channel, woken], [], [])
        if woken in ready:
            os.read(woken, 4096)
            _tell_of_ended(channel, kernels)
        if channel in ready:
            request = channel.recv(LARGEST_MESSAGE)
            if not request:
                break
            kernels.add(_forked(channel, (woken, wake), json.loads(request)))
    for pid in kernels:
        _kill(pid)


def _forked(channel: socket.socket, pipe: tuple[int, int], request: dict) -> int:
    """Fork a kernel; the child never returns."""
    pid = os.fork()
    if pid:
        _send(channel, {"started": pid})
        return pid
    status = 1
    try:
        ctypes.CDLL(None).prctl(LINUX_PR_SET_PDEATHSIG, signal.SIGKILL)
        os.setsid()
        signal.set_wakeup_fd(-1)
        for number in (signal.SIGCHLD, signal.SIGTERM):
            signal.signal(number, signal.SIG_DFL)
        signal.signal(signal.SIGINT, signal.default_int_handler)
        channel.close()
        for end in pipe:
            os.close(end)
        os.environ.clear()
        os.environ.update(request["environment"])
        os.chdir(request["folder"])
        _draw_other_random_numbers()
        run_kernel(request["arguments"])
        status = 0
    finally:
        sys.stdout.flush()
        sys.stderr.flush()
        os._exit(status)


def _draw_other_random_numbers() -> None:
    """Seed anew what a fork would copy; the standard library's own generator does so by itself."""
    numpy = sys.modules.get("numpy")
    if numpy is not None:
        numpy.random.seed()


def _tell_of_ended(channel: socket.socket, kernels: set[int]) -> None:
    for pid in list(kernels):
        ended, status, usage = os.wait4(pid, os.WNOHANG)
        if ended:
            kernels.discard(pid)
            _send(channel, {"ended": pid, "status": os.waitstatus_to_exitcode(status), "most_memory_kib": usage.ru_maxrss})


def _send(channel: socket.socket, message: dict) -> None:
    try:
        channel.send(json.dumps(message).encode())
    except OSError:
        # The run has ended: the next read says so, and the kernels are killed there.
        return


def _kill(pid: int) -> None:
    for kill in (os.killpg, os.kill):
        try:
            kill(pid, signal.SIGKILL)
        except OSError:
            continue


def one_thread() -> bool:
    """Whether this process has one thread, whatever language started others."""
    return len(list(Path("/proc/self/task").iterdir())) == 1


def main() -> None:
    """Import, say so, and serve; leave nothing behind."""
    channel = socket.socket(fileno=int(sys.argv[1]))
    folder = Path(os.environ["JUPYTER_RUNTIME_DIR"])
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    try:
        import ipykernel.ipkernel
        import ipykernel.kernelapp  # noqa: F401

        import_libraries(sys.argv[2:] or modules_of_packs())
        gc.collect()
        gc.freeze()
        _send(channel, {"ready": one_thread()})
        serve(channel)
    finally:
        shutil.rmtree(folder, ignore_errors=True)


if __name__ == "__main__":
    main()
