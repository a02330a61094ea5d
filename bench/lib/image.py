"""A small image made of the machine's static busybox."""

import hashlib
import json
import os
import shutil
import subprocess

COMMAND = ["/bin/sh", "-c", "echo launched; trap 'exit 0' TERM; /bin/sleep 100000 & wait"]


def root_folder(folder):
    os.makedirs(folder + "/bin")
    shutil.copy("/bin/busybox", folder + "/bin/busybox")
    for name in ("sh", "sleep", "echo", "true"):
        os.symlink("busybox", folder + "/bin/" + name)
    for name in ("proc", "dev", "sys", "etc", "tmp"):
        os.mkdir(folder + "/" + name)
    for name in ("hosts", "resolv.conf", "hostname"):
        open("%s/etc/%s" % (folder, name), "w").close()
    return folder


def archive(root, file):
    subprocess.run(["tar", "-C", root, "--numeric-owner", "--owner=0", "--group=0", "-cf", file, "."], check=True)
    return file


def layout(root, folder):
    """An OCI image layout with one layer."""
    blobs = folder + "/blobs/sha256"
    os.makedirs(blobs)

    def keep(content):
        digest = hashlib.sha256(content).hexdigest()
        with open(blobs + "/" + digest, "wb") as file:
            file.write(content)
        return "sha256:" + digest, len(content)

    with open(archive(root, folder + "/layer.tar"), "rb") as file:
        layer, layer_size = keep(file.read())
    os.remove(folder + "/layer.tar")
    machine = {"x86_64": "amd64", "aarch64": "arm64"}.get(os.uname().machine, os.uname().machine)
    config, config_size = keep(json.dumps({
        "architecture": machine, "os": "linux", "config": {"Env": ["PATH=/bin"]},
        "rootfs": {"type": "layers", "diff_ids": [layer]}}).encode())
    manifest, manifest_size = keep(json.dumps({
        "schemaVersion": 2, "mediaType": "application/vnd.oci.image.manifest.v1+json",
        "config": {"mediaType": "application/vnd.oci.image.config.v1+json", "digest": config, "size": config_size},
        "layers": [{"mediaType": "application/vnd.oci.image.layer.v1.tar", "digest": layer, "size": layer_size}]}).encode())
    with open(folder + "/index.json", "w") as file:
        json.dump({"schemaVersion": 2, "manifests": [
            {"mediaType": "application/vnd.oci.image.manifest.v1+json", "digest": manifest, "size": manifest_size}]}, file)
    with open(folder + "/oci-layout", "w") as file:
        json.dump({"imageLayoutVersion": "1.0.0"}, file)
    return folder
