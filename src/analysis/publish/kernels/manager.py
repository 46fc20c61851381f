"""How ``jupyter_client`` starts the kernels of a run: its own kernel specification, and a provisioner that forks."""

import os
import shutil
import signal
import sys
import tempfile
from contextlib import suppress
from pathlib import Path

import psutil
from filelock import FileLock, Timeout
from jupyter_client.kernelspec import KernelSpec, KernelSpecManager
from jupyter_client.manager import AsyncKernelManager
from jupyter_client.provisioning import LocalProvisioner
from traitlets import default

from analysis.publish.kernels.process import kernel_environment
from analysis.publish.kernels.warm import ForkedKernel, WarmParent, kernels_can_be_forked

KERNEL_NAME = "python3"
PROVISIONER = "analysis-kernel"
LONGEST_SOCKET_FOLDER = 80
FOLDERS_BEGIN = f"analysis-kernels-{os.getuid() if hasattr(os, 'getuid') else 'run'}-"


class Kernels:
    """The kernels of a run, for use in ``with``: none is left when it ends.

    Parameters
    ----------
    warm
        Whether to fork kernels from one process, where the system can; else each is an ordinary process.
    modules
        What that process imports; what the pages of packs need where none is named.
    """

    def __init__(self, warm: bool = True, modules: tuple[str, ...] = ()):
        _sweep()
        self.folder = Path(tempfile.mkdtemp(prefix=FOLDERS_BEGIN))
        self.in_use = FileLock(self.folder / "in_use.lock", thread_local=False)
        self.in_use.acquire(timeout=0)
        (self.folder / "jupyter").mkdir()
        self.parent = WarmParent(self.folder, modules) if warm and kernels_can_be_forked() else None
        self.running: list[KernelProvisioner] = []
        self.stopped = False

    def __enter__(self) -> "Kernels":
        return self

    def __exit__(self, *exception) -> None:
        self.stop()
        if self.parent:
            self.parent.close()
        self.in_use.release()
        shutil.rmtree(self.folder, ignore_errors=True)

    def stop(self) -> None:
        """Kill every kernel, and start no other: whoever waits for one learns that it is dead."""
        self.stopped = True
        for provisioner in list(self.running):
            provisioner.kill_now()

    def log(self) -> str:
        """The last of what the process wrote that kernels are forked from: why it could not start one."""
        path = self.folder / "kernels.log"
        return path.read_text(encoding="utf-8", errors="replace")[-500:].strip() if path.exists() else ""

    @property
    def manager_class(self) -> type[AsyncKernelManager]:
        """The kernel manager that papermill is to use."""
        return type("Manager", (KernelManager,), {"kernels": self, "__doc__": "Starts the kernels of one run."})


def _sweep() -> None:
    """Remove what a run left that was killed together with the process that would have cleared up after it."""
    for folder in Path(tempfile.gettempdir()).glob(f"{FOLDERS_BEGIN}*"):
        with suppress(Timeout, OSError):
            if (folder / "in_use.lock").exists():
                with FileLock(folder / "in_use.lock", timeout=0):
                    shutil.rmtree(folder, ignore_errors=True)


class OwnKernelSpec(KernelSpecManager):
    """One kernel specification, which is in no file: a stale one on this machine changes nothing."""

    def get_kernel_spec(self, kernel_name: str) -> KernelSpec:
        """The specification, whatever the name."""
        return KernelSpec(
            argv=[sys.executable, "-P", "-m", "analysis.publish.kernels.process", "-f", "{connection_file}"],
            display_name="Python 3",
            language="python",
            metadata={"kernel_provisioner": {"provisioner_name": PROVISIONER, "config": {}}},
        )


class KernelManager(AsyncKernelManager):
    """A kernel manager that keeps its files in the folder of the run; ``manager_class`` ties it to the run's kernels."""

    kernels: Kernels
    provisioner: "KernelProvisioner | None" = None

    @default("kernel_spec_manager")
    def _own_kernel_spec(self) -> KernelSpecManager:
        return OwnKernelSpec(parent=self)

    @default("connection_file")
    def _file_in_folder(self) -> str:
        return str(self.kernels.folder / f"{self.kernel_id[:8]}.json")

    @default("transport")
    def _sockets_in_folder(self) -> str:
        # Sockets are files of this user; ports could be taken by another process before the kernel binds them.
        fits = sys.platform != "win32" and len(str(self.kernels.folder)) < LONGEST_SOCKET_FOLDER
        return "ipc" if fits else "tcp"


class KernelProvisioner(LocalProvisioner):
    """Provides a kernel by a fork of the run's warm parent, or as an ordinary process; watches the memory that it holds.

    ``jupyter_client`` finds it as the entry point ``analysis-kernel``.
    """

    memory_bytes: int | None = None

    @property
    def kernels(self) -> Kernels:
        """The kernels of the run."""
        return self.parent.kernels

    async def launch_kernel(self, cmd: list[str], **kwargs):
        """Start the kernel that a command line describes."""
        if self.kernels.stopped:
            raise RuntimeError("No kernel is started any more: the run is ending.")
        kwargs["env"] = kernel_environment(kwargs.get("env", os.environ), self.kernels.folder)
        connection = self._forked(cmd, kwargs) or await super().launch_kernel(cmd, **kwargs)
        self.started = self.process
        type(self.parent).provisioner = self
        self.kernels.running.append(self)
        if self.kernels.stopped:
            self.kill_now()
        return connection

    def _forked(self, command: list[str], options: dict):
        """Fork the kernel; ``None`` where the run has no warm parent, or it cannot fork any more."""
        if self.kernels.parent is None or not self.kernels.parent.ready():
            return None
        try:
            self.process = self.kernels.parent.fork(command[command.index("-f") :], options["env"], options["cwd"])
        except OSError:
            return None
        # A forked kernel begins its own session: its process group has its number.
        self.pid = self.pgid = self.process.pid
        self.cwd = options["cwd"]
        return self.connection_info

    async def poll(self) -> int | None:
        """Whether the kernel runs; what memory it holds is noted."""
        with suppress(psutil.Error, AttributeError):
            self.memory_bytes = max(self.memory_bytes or 0, psutil.Process(self.pid).memory_info().rss)
        return await super().poll()

    def most_memory_bytes(self) -> int | None:
        """The most memory that the kernel was seen to hold, by the system's own account where it gives one."""
        most_kib = getattr(self.started, "most_memory_kib", None)
        return most_kib * 1024 if most_kib else self.memory_bytes

    def kill_now(self) -> None:
        """Kill the kernel and what it started, from whichever thread."""
        with suppress(OSError):
            if isinstance(self.started, ForkedKernel) or not hasattr(os, "killpg"):
                self.started.kill()
            elif self.started.poll() is None:
                os.killpg(self.pgid, signal.SIGKILL)

    async def cleanup(self, restart: bool = False) -> None:
        """Forget the kernel."""
        if self in self.kernels.running:
            self.kernels.running.remove(self)
        await super().cleanup(restart)
