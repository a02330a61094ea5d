"""A Slipway server of the bench's own, and signed calls to it on one warm connection."""

import datetime
import hashlib
import hmac
import json
import os
import re
import shutil
import socket
import subprocess
import sys
import tempfile
import time

ROOT = os.path.dirname(os.path.dirname(os.path.dirname(os.path.abspath(__file__))))
TARGETS = {"ecs": "AmazonEC2ContainerServiceV20141113", "logs": "Logs_20140328"}


def need(*programs):
    """Ends with a sentence when one of the programs is missing."""
    missing = [p for p in programs if not find(p)]
    if missing:
        sys.exit("%s: not installed: %s" % (os.path.basename(sys.argv[0]), ", ".join(missing)))


def find(program):
    return shutil.which(program, path=os.environ.get("PATH", "") + ":/usr/sbin:/sbin")


def free_port():
    with socket.socket() as any_port:
        any_port.bind(("127.0.0.1", 0))
        return any_port.getsockname()[1]


class Cloud:
    """Up on entering, down on leaving; everything is in one temporary folder."""

    def __init__(self, *options):
        self.options = options
        self.work = ""

    def __enter__(self):
        # Not /tmp for the data: that may be memory, where no container's disk would be.
        self.work = tempfile.mkdtemp(prefix="slipway-bench-", dir="/var/tmp")
        self.data = os.path.join(self.work, "data")
        self.port = free_port()
        try:
            self.slipway("build")
            start = time.perf_counter()
            self.slipway("up", "--data", self.data, "--port", str(self.port), *self.options)
            self.up_seconds = time.perf_counter() - start
            exported = dict(re.findall(r"^export (\w+)='(.*)'$", self.slipway("env", "--data", self.data), re.M))
            self.region = exported["AWS_REGION"]
            self.key_id = exported["AWS_ACCESS_KEY_ID"]
            self.secret = exported["AWS_SECRET_ACCESS_KEY"]
            with open(os.path.join(self.data, "server.json")) as file:
                told = json.load(file)
            self.pid, self.account = told["pid"], told["account"]
            self.calls = Connection(self)
            return self
        except BaseException:
            self.__exit__()
            raise

    def __exit__(self, *_):
        subprocess.run([ROOT + "/slipway", "down", "--data", self.data], stdout=subprocess.DEVNULL, check=False)
        shutil.rmtree(self.work, ignore_errors=True)

    def slipway(self, *arguments):
        done = subprocess.run([ROOT + "/slipway", *arguments], stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True, check=False)
        if done.returncode:
            sys.exit("./slipway %s failed: %s" % (" ".join(arguments), done.stderr))
        return done.stdout

    def request(self, service, operation, body, region=""):
        """The bytes of a signed request: made ahead, sending it is all that is left. Good for minutes."""
        payload = json.dumps(body).encode()
        return self._signed(service, payload, "application/x-amz-json-1.1", TARGETS[service] + "." + operation, region)

    def query(self, service, form, region=""):
        return self._signed(service, form.encode(), "application/x-www-form-urlencoded", "", region)

    def _signed(self, service, payload, content_type, target, region):
        stamp = datetime.datetime.now(datetime.timezone.utc).strftime("%Y%m%dT%H%M%SZ")
        headers = {"content-type": content_type, "host": "127.0.0.1:%d" % self.port, "x-amz-date": stamp}
        if target:
            headers["x-amz-target"] = target
        names = ";".join(sorted(headers))
        canonical = "POST\n/\n\n%s\n\n%s\n%s" % (
            "\n".join("%s:%s" % (n, headers[n]) for n in sorted(headers)), names, hashlib.sha256(payload).hexdigest())
        scope = "%s/%s/%s/aws4_request" % (stamp[:8], region or self.region, service)
        to_sign = "AWS4-HMAC-SHA256\n%s\n%s\n%s" % (stamp, scope, hashlib.sha256(canonical.encode()).hexdigest())
        key = ("AWS4" + self.secret).encode()
        for part in scope.split("/"):
            key = hmac.new(key, part.encode(), hashlib.sha256).digest()
        signature = hmac.new(key, to_sign.encode(), hashlib.sha256).hexdigest()
        headers["authorization"] = "AWS4-HMAC-SHA256 Credential=%s/%s, SignedHeaders=%s, Signature=%s" % (
            self.key_id, scope, names, signature)
        headers["content-length"] = str(len(payload))
        return ("POST / HTTP/1.1\r\n%s\r\n\r\n" % "\r\n".join("%s: %s" % h for h in headers.items())).encode() + payload

    def call(self, service, operation, **body):
        return json.loads(self.calls.send(self.request(service, operation, body)))

    def subnets(self, region=""):
        answer = self.calls.send(self.query("ec2", "Action=DescribeSubnets&Version=2016-11-15", region))
        return [s.decode() for s in re.findall(rb"<subnetId>(subnet-[0-9a-f]+)<", answer)]

    def register(self, family, image, command, logs):
        container = {"name": "c", "image": image, "command": command}
        if logs:
            self.call("logs", "CreateLogGroup", logGroupName="/bench")
            container["logConfiguration"] = {"logDriver": "awslogs", "options": {
                "awslogs-group": "/bench", "awslogs-region": self.region, "awslogs-stream-prefix": "b"}}
        return self.call(
            "ecs", "RegisterTaskDefinition", family=family, requiresCompatibilities=["FARGATE"], networkMode="awsvpc",
            cpu="256", memory="512", executionRoleArn="arn:aws:iam::%s:role/bench" % self.account,
            containerDefinitions=[container])["taskDefinition"]["taskDefinitionArn"]

    def run_task(self, definition, subnet, count=1):
        return self.request("ecs", "RunTask", {
            "taskDefinition": definition, "launchType": "FARGATE", "count": count,
            "networkConfiguration": {"awsvpcConfiguration": {"subnets": [subnet], "assignPublicIp": "ENABLED"}}})

    def await_status(self, arns, status, pause, patience=120):
        """Asks until all tasks have it; the last answer's tasks. At most 100."""
        asking = self.request("ecs", "DescribeTasks", {"tasks": arns})
        end = time.perf_counter() + patience
        while time.perf_counter() < end:
            begun = time.perf_counter()
            answer = self.calls.send(asking)
            # Looking for the word first: reading JSON each time would take time from the server.
            if status.encode() in answer:
                tasks = json.loads(answer)["tasks"]
                if len(tasks) == len(arns) and all(t["lastStatus"] == status for t in tasks):
                    return tasks
                gone = [t for t in tasks if t["lastStatus"] == "STOPPED" != status]
                if gone:
                    raise RuntimeError("a task stopped: %s" % gone[0].get("stoppedReason"))
            left = pause - (time.perf_counter() - begun)
            if left > 0:
                time.sleep(left)
        raise RuntimeError("%d tasks were not %s within %d s" % (len(arns), status, patience))

    def await_running(self, count, pause, patience=120):
        """Asks until that many tasks run: a smaller answer than that about each of many tasks, which takes time from them."""
        asking = self.request("ecs", "DescribeClusters", {"clusters": ["default"]})
        end = time.perf_counter() + patience
        while time.perf_counter() < end:
            if json.loads(self.calls.send(asking))["clusters"][0]["runningTasksCount"] >= count:
                return
            time.sleep(pause)
        raise RuntimeError("%d tasks did not run within %d s" % (count, patience))

    def stop(self, arns):
        for arn in arns:
            self.call("ecs", "StopTask", task=arn)
        for first in range(0, len(arns), 100):
            self.await_status(arns[first:first + 100], "STOPPED", 0.02)


class Connection:
    """One connection that stays open."""

    def __init__(self, cloud):
        self.socket = socket.create_connection(("127.0.0.1", cloud.port))
        self.socket.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
        self.rest = b""

    def send(self, request):
        """The body of the answer."""
        self.socket.sendall(request)
        read = self.rest
        while b"\r\n\r\n" not in read:
            read += self._more()
        head, _, body = read.partition(b"\r\n\r\n")
        length = int(re.search(rb"(?i)content-length: *(\d+)", head).group(1))
        while len(body) < length:
            body += self._more()
        self.rest = body[length:]
        if b" 200 " not in head[:16]:
            raise RuntimeError("refused: %s" % body[:length].decode())
        return body[:length]

    def _more(self):
        more = self.socket.recv(1 << 20)
        if not more:
            raise RuntimeError("the server closed the connection")
        return more


def memory(pid, field="Pss"):
    """KiB of a process, by its smaps_rollup; 0 when it is gone."""
    try:
        with open("/proc/%d/smaps_rollup" % pid) as file:
            return int(re.search(r"^%s: +(\d+) kB" % field, file.read(), re.M).group(1))
    except (FileNotFoundError, ProcessLookupError):
        return 0


def processes(word):
    """Ids and arguments of the processes that have a word in their arguments."""
    found = []
    for pid in filter(str.isdigit, os.listdir("/proc")):
        try:
            with open("/proc/%s/cmdline" % pid, "rb") as file:
                arguments = file.read().decode(errors="replace").split("\0")[:-1]
        except (FileNotFoundError, ProcessLookupError):
            continue
        if arguments and any(word in a for a in arguments):
            found.append((int(pid), arguments))
    return found
