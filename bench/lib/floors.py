"""What a launch costs without Slipway: the same runtime, monitor, filter, capabilities and mounts, started by hand.

Plainly, as engines do it: the runtime makes the control groups and enters them. Or Slipway's way: the groups are there, and
Slipway's program enters them before it becomes the runtime."""

import glob
import json
import os
import re
import selectors
import shutil
import subprocess
import time

from cloud import find, processes

QUIET = {"stdin": subprocess.DEVNULL, "stdout": subprocess.DEVNULL, "stderr": subprocess.DEVNULL}


class Floors:
    """Learns from a running task how its container was made, and makes others like it."""

    def __init__(self, cloud, root):
        self.work = cloud.work
        self.root = root
        # Not a monitor that only waits for a container.
        line = next(line for _, line in processes(cloud.data) if os.path.basename(line[0]) == "conmon"
                    and os.path.exists(line[line.index("-b") + 1] + "/config.json"))
        self.runtime = line[line.index("-r") + 1]
        extra = [line[i + 1] for i, word in enumerate(line) if word == "--runtime-arg"]
        # Of each container its own: the places in control groups that the runtime enters.
        self.entrances = [os.path.realpath(a[1:]) for a in extra if a.startswith("@")]
        self.ours = [a for a in extra if not a.startswith(("@", "=", "^", "--root="))]
        bundle = line[line.index("-b") + 1]
        with open(bundle + "/config.json") as file:
            self.config = json.load(file)
        self.bundle = bundle
        self.place = "/run/slipway-bench-%d" % os.getpid()
        for name in ("exits", "sockets", "state"):
            os.makedirs("%s/%s" % (self.place, name))
        self.runtime = self.without_view(self.runtime)
        self.monitors = []
        self.aided = set()  # names of those that are made Slipway's way
        self.plain = find(os.path.basename(self.runtime)) or self.runtime
        name = self.prepare("bench-%d-probe" % os.getpid())
        if subprocess.run([self.plain, *self.bare_arguments(name)], check=False, **QUIET).returncode:
            self.plain = self.runtime  # it needs a view of the machine's mounts of its own, which Slipway's program gives it
        self.remove(name)

    def without_view(self, program):
        """Slipway's program, but with all of the machine's mounts, as every engine's runtime has them; itself if it is a runtime."""
        with open(program, "rb") as file:
            read = file.read()
        view = re.search(rb"/proc/\d+/fd/\d+(?=\0)", read[:1024])
        if not view:
            return program
        copy = "%s/%s" % (self.place, os.path.basename(program))
        with open(copy, "wb") as file:
            file.write(read[:view.start()] + read[view.end():])
        os.chmod(copy, 0o755)
        return copy

    def prepare(self, name, ours=False):
        """A bundle, a mounted disk, a network namespace and control groups: all that is no part of a floor's time."""
        bundle = self.dry(name)
        for folder in ("upper", "work", "rootfs"):
            os.mkdir("%s/%s" % (bundle, folder))
        subprocess.run(["mount", "-t", "overlay", "overlay", bundle + "/rootfs", "-o",
                        "lowerdir=%s,upperdir=%s/upper,workdir=%s/work" % (self.root, bundle, bundle)], check=True)
        open(bundle + "/netns", "w").close()
        subprocess.run(["unshare", "--net=%s/netns" % bundle, "true"], check=True)
        if ours:
            self.aided.add(name)
            for group in self.groups(name):
                os.makedirs(group, exist_ok=True)
        return name

    def dry(self, name):
        """The bundle's folder and files only."""
        bundle = "%s/disks/%s" % (self.work, name)
        os.makedirs(bundle)
        for file in ("hosts", "resolv.conf", "hostname"):
            shutil.copy("%s/%s" % (self.bundle, file), bundle)
        text = json.dumps(self.config).replace(self.bundle + "/", bundle + "/")
        config = json.loads(text)
        config["root"]["path"] = bundle + "/rootfs"
        config["linux"]["cgroupsPath"] = "/slipway-bench-%d/%s" % (os.getpid(), name)
        for namespace in config["linux"]["namespaces"]:
            if namespace["type"] == "network":
                namespace["path"] = bundle + "/netns"
        with open(bundle + "/config.json", "w") as file:
            json.dump(config, file)
        return bundle

    def groups(self, name):
        """In each tree: /sys/fs/cgroup/TREE/slipway-bench-PID/NAME."""
        return ["/".join(e.split("/")[:5]) + "/slipway-bench-%d/%s" % (os.getpid(), name) for e in self.entrances]

    def program(self, name):
        return self.runtime if name in self.aided else self.plain

    def arguments(self, name):
        """What every command to the runtime begins with."""
        return (self.ours if name in self.aided else []) + ["--root=%s/state" % self.place]

    def creation(self, name):
        """The same for the one that makes the container."""
        return (["@%s/tasks" % g for g in self.groups(name)] if name in self.aided else []) + self.arguments(name)

    def monitor_arguments(self, name):
        bundle = "%s/disks/%s" % (self.work, name)
        line = ["conmon", "--api-version", "1", "--sync", "--no-new-keyring", "--no-sync-log", "-c", name, "-u", name, "-n", name,
                "-r", self.program(name), "-b", bundle, "-p", bundle + "/pid", "-l", "k8s-file:%s/log" % bundle,
                "--exit-dir", self.place + "/exits", "--socket-dir-path", self.place + "/sockets", "--log-level", "error"]
        for argument in self.creation(name):
            line += ["--runtime-arg", argument]
        return line

    def bare_arguments(self, name):
        return [*self.creation(name), "run", "--detach", "-b", "%s/disks/%s" % (self.work, name), name]

    def bare(self, name):
        """The runtime alone: create and start."""
        line = [self.program(name), *self.bare_arguments(name)]
        start = time.perf_counter()
        subprocess.run(line, check=True, **QUIET)
        return time.perf_counter() - start

    def engine(self, name):
        """The monitor with the runtime's create, then its start: what any engine does at least."""
        return self.engines([name])

    def engines(self, names):
        """Many at once; until the last has started."""
        waiting = selectors.DefaultSelector()
        monitors = {name: self.monitor_arguments(name) for name in names}
        conmon = find("conmon")
        starting = []
        start = time.perf_counter()
        for name, line in monitors.items():
            read, write = os.pipe()
            monitor = subprocess.Popen(line, executable=conmon, pass_fds=(write,), env={
                "PATH": os.environ["PATH"], "_OCI_SYNCPIPE": str(write)}, **QUIET)
            self.monitors.append(monitor)
            os.close(write)
            waiting.register(read, selectors.EVENT_READ, name)
        while waiting.get_map():
            for key, _ in waiting.select():
                said = os.read(key.fd, 4096)
                if b"\n" not in said and said:
                    continue
                waiting.unregister(key.fd)
                os.close(key.fd)
                if not said or json.loads(said).get("data", json.loads(said).get("pid", -1)) <= 0:
                    raise RuntimeError("the engine floor could not make %s: %s" % (key.data, said.decode()))
                starting.append(subprocess.Popen(
                    [self.program(key.data), *self.arguments(key.data), "start", key.data], **QUIET))
        for one in starting:
            if one.wait():
                raise RuntimeError("the engine floor could not start a container")
        return time.perf_counter() - start

    def script(self, name, number):
        """The whole job as a shell script of the usual tools, from nothing; control groups are made and entered by it."""
        self.aided.add(name)
        bundle = self.dry(name)
        environment = {
            "PATH": os.environ["PATH"] + ":/usr/sbin:/sbin", "BUNDLE": bundle, "NAME": name, "ROOT": self.root,
            "ROUTER": self.router, "ADDRESS": "10.77.%d.%d" % (number // 250, number % 250 + 1), "LINK": "b%d" % number,
            "GROUPS_OF_IT": " ".join(self.groups(name)), "RUNTIME": self.runtime, "STATE": self.place + "/state",
            "PLAIN": " ".join(self.ours), "MONITOR": " ".join(self.monitor_arguments(name)[1:])}
        line = ["bash", os.path.join(os.path.dirname(__file__), "scripted-launch")]
        start = time.perf_counter()
        subprocess.run(line, env=environment, check=True, stdin=subprocess.DEVNULL, stdout=subprocess.DEVNULL)
        return time.perf_counter() - start

    def open_router(self):
        """What the script finds ready, as Slipway's tasks find their VPC: a namespace with a rule table."""
        self.router = "slipway-bench-%d" % os.getpid()
        subprocess.run([find("ip"), "netns", "add", self.router], check=True)
        subprocess.run([find("ip"), "netns", "exec", self.router, find("nft"), "-f", "-"], check=True, text=True, input="""
            table inet vpc {
              set members { type ipv4_addr . mark; }
              chain forward { type filter hook forward priority 0; policy drop;
                ct state established,related accept; ip saddr . meta mark @members accept; }
            }""")

    def remove(self, name):
        bundle = "%s/disks/%s" % (self.work, name)
        subprocess.run([self.program(name), *self.arguments(name), "delete", "--force", name], check=False, **QUIET)
        for place in ("rootfs", "netns"):
            subprocess.run(["umount", "-l", "%s/%s" % (bundle, place)], check=False, **QUIET)
        if os.path.exists("/run/netns/" + name):
            subprocess.run([find("ip"), "netns", "del", name], check=False)
        for group in self.groups(name):
            for _ in range(200):  # a group empties a moment after its last process
                try:
                    os.rmdir(group)
                    break
                except FileNotFoundError:
                    break
                except OSError:
                    time.sleep(0.01)
        shutil.rmtree(bundle, ignore_errors=True)

    def close(self):
        for name in os.listdir(self.work + "/disks") if os.path.isdir(self.work + "/disks") else []:
            self.remove(name)
        for monitor in self.monitors:
            monitor.wait()
        if hasattr(self, "router"):
            subprocess.run([find("ip"), "netns", "del", self.router], check=False)
        for group in glob.glob("/sys/fs/cgroup/**/slipway-bench-%d" % os.getpid(), recursive=True):
            try:
                os.rmdir(group)
            except OSError:
                pass
        shutil.rmtree(self.place, ignore_errors=True)


class Elsewhere:
    """Another engine's own command, run on its bridge until it returns."""

    def __init__(self, program):
        self.program = program
        self.image = "slipway-bench:%d" % os.getpid()

    def ready(self, archive):
        """Why it cannot take part, in words; empty when it can."""
        if not find(self.program):
            return "not installed"
        try:
            with open(archive, "rb") as file:
                done = subprocess.run([self.program, "import", "-", self.image], stdin=file, timeout=60,
                                      stdout=subprocess.DEVNULL, stderr=subprocess.PIPE, text=True, check=False)
            if done.returncode == 0:
                self.remove(self.run("first"), "first")
                return ""
            return done.stderr.strip().splitlines()[-1][:120]
        except (RuntimeError, subprocess.TimeoutExpired) as failure:
            return str(failure)[:200]

    def run(self, name):
        line = [self.program, "run", "--detach", "--network=bridge", "--ulimit=nofile=1024:1024", "--ulimit=nproc=1024:1024", "--name=slipway-bench-%d-%s" % (os.getpid(), name),
                self.image, "/bin/sleep", "100000"]
        start = time.perf_counter()
        done = subprocess.run(line, stdin=subprocess.DEVNULL, stdout=subprocess.DEVNULL, stderr=subprocess.PIPE, text=True,
                              timeout=60, check=False)
        if done.returncode:
            raise RuntimeError(done.stderr.strip().splitlines()[-1])
        return time.perf_counter() - start

    def remove(self, _, name):
        subprocess.run([self.program, "rm", "--force", "--time=0" if self.program == "podman" else "--force",
                        "slipway-bench-%d-%s" % (os.getpid(), name)], check=False, **QUIET)

    def close(self):
        if find(self.program):
            subprocess.run([self.program, "rmi", "--force", self.image], check=False, **QUIET)
