"""The shop's repository: real commits of the shop's own services, and releases unpacked from its tags.

`history/commits.toml` lists the commits. Those that are not marked `live` are dated hours before the recording: the
oldest is the shop with every later one taken back, the others put them in again. Live ones change the shop as it stands
in `shop/`, at the moment at which the story makes them.
"""

import os
import pathlib
import shutil
import subprocess
import time
import tomllib

from recorder import place

LIST = tomllib.loads((place.HERE / "history/commits.toml").read_text())["commit"]


def git(*words, **env):
    done = subprocess.run(["git", "-C", place.REPOSITORY, *words], env={**os.environ, **env}, check=True, capture_output=True, text=True)
    return done.stdout.strip()


def create():
    shutil.copytree(place.HERE / "shop", place.REPOSITORY, ignore=shutil.ignore_patterns("__pycache__"))
    for commit in reversed([commit for commit in LIST if not commit.get("live")]):
        for name, old, new in commit.get("replace", []):
            _replace(name, new, old)
    git("init", "-q", "-b", "main")
    for commit in LIST:
        if not commit.get("live"):
            _commit(commit)


def make(tag):
    """Makes the live commit with this tag now."""
    _commit(next(commit for commit in LIST if commit.get("tag") == tag))


def release(service, version):
    """Unpacks the tag SERVICE-VERSION to where instances run from."""
    tag = f"{service}-{version}"
    target = place.RELEASES / tag
    if not target.exists():
        target.mkdir()
        archive = subprocess.run(["git", "-C", place.REPOSITORY, "archive", tag], check=True, capture_output=True).stdout
        subprocess.run(["tar", "-x", "-C", target], input=archive, check=True)
    return git("rev-parse", "--short=10", f"{tag}^{{commit}}")


def _commit(commit):
    for name, old, new in commit.get("replace", []):
        _replace(name, old, new)
    if "overlay" in commit:
        shutil.copytree(place.HERE / "history" / commit["overlay"], place.REPOSITORY, dirs_exist_ok=True)
    moment = f"{int(time.time() - 3600 * commit.get('hours_before', 0))} +0000"
    name, email = commit["author"].rstrip(">").split(" <")
    who = {"GIT_AUTHOR_NAME": name, "GIT_AUTHOR_EMAIL": email, "GIT_COMMITTER_NAME": name, "GIT_COMMITTER_EMAIL": email}
    git("add", "-A")
    git("-c", "commit.gpgsign=false", "commit", "-q", "--allow-empty", "-m", commit["message"], GIT_AUTHOR_DATE=moment, GIT_COMMITTER_DATE=moment, **who)
    tags = commit.get("tags", [commit["tag"]] if "tag" in commit else [])
    for tag in tags:
        git("tag", tag)


def _replace(name, old, new):
    path = pathlib.Path(place.REPOSITORY / name)
    text = path.read_text()
    if text.count(old) != 1:
        raise ValueError(f"{name}: {old!r} stands there {text.count(old)} times")
    path.write_text(text.replace(old, new))
