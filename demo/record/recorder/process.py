"""One child process: started with its output appended to a file, stopped by its own pid."""

import os
import subprocess

from recorder import place


class Process:
    def __init__(self, name, argv, log=None, env=None, folder=None, user=None):
        prefix = ["setpriv", f"--reuid={user}", f"--regid={user}", "--clear-groups"] if user else []
        with open(place.LOG / (log or f"{name}.log"), "ab") as out:
            self._child = subprocess.Popen(
                prefix + [str(part) for part in argv], stdin=subprocess.DEVNULL, stdout=out, stderr=out,
                cwd=folder or place.HOME, env={**os.environ, **(env or {})})
        self.name, self.pid = name, self._child.pid

    def running(self):
        return self._child.poll() is None

    def code(self):
        return self._child.poll()

    def signal(self, number):
        if self.running():
            self._child.send_signal(number)

    def stop(self, grace=5):
        """Asks first, kills after `grace` seconds."""
        if not self.running():
            return
        self._child.terminate()
        try:
            self._child.wait(grace)
        except subprocess.TimeoutExpired:
            self._child.kill()
            self._child.wait()
