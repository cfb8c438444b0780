"""Fills a chat written by hand with the moments that were recorded, in the shape of Slack's workspace export.

A script (`faults/NAME.chat.toml`) says who writes what, and when: `at = "rollback_started+25"` is 25 s after that mark,
`deploy_started#2` the second mark of that name. `{seen:NAME}` in a text is what psql really printed at that point of the
story, `{time:MARK+SECONDS}` a moment as people write it, `{fact:MARK.KEY}` a fact noted with a mark.
"""

import json
import re
import tomllib
from datetime import datetime, timedelta

TEAM = "T0SHOP"
PAGER = "B0PAGER"


def write(script, story, received, output):
    data = tomllib.loads(script.read_text())
    moments = Moments(story)
    posts = {channel["name"]: [] for channel in data["channel"]}
    for number, message in enumerate(data["message"]):
        posts[message.get("channel", "operations")].append(post(message, number, moments))
    posts["operations"] += [page(line) for line in received.read_text().splitlines()]
    for channel, messages in posts.items():
        for day, list_ in by_day(thread(messages)).items():
            put(output / channel / f"{day}.json", list_)
    put(output / "channels.json", [channel_entry(number, channel, data["user"]) for number, channel in enumerate(data["channel"])])
    put(output / "users.json", [user_entry(user) for user in data["user"]])


class Moments:
    def __init__(self, story):
        self._marks, self._seen, count = {}, story["seen"], {}
        for mark in story["marks"]:
            count[mark["name"]] = count.get(mark["name"], 0) + 1
            self._marks[f"{mark['name']}#{count[mark['name']]}"] = mark

    def mark(self, name):
        return self._marks[name if "#" in name else name + "#1"]

    def at(self, text):
        """`MARK#N+SECONDS` as a time."""
        name, sign, seconds = re.fullmatch(r"([\w#]+)(?:([+-])([\d.]+))?", text).groups()
        shift = timedelta(seconds=float((sign or "") + (seconds or "0")))
        return datetime.fromisoformat(self.mark(name)["time"]) + shift

    def fill(self, text):
        text = re.sub(r"{seen:(\w+)}", lambda found: "```\n" + self._seen[found[1]].rstrip() + "\n```", text)
        text = re.sub(r"{time:([^}]+)}", lambda found: f"{self.at(found[1]):%H:%M}", text)
        return re.sub(r"{fact:([\w#]+)\.(\w+)}", lambda found: str(self.mark(found[1])[found[2]]), text)


def stamp(moment, number):
    """Slack's `ts`: seconds, and six digits that make it unique in its channel."""
    return f"{int(moment.timestamp())}.{(moment.microsecond // 1000 * 1000 + number) % 1_000_000:06d}"


def post(message, number, moments):
    moment = moments.at(message["at"])
    text = escape(moments.fill(message["text"].strip()))
    made = {"client_msg_id": f"5b0e7c1a-0000-4000-8000-{number:012x}", "type": "message", "text": text, "user": message["user"],
            "ts": stamp(moment, number), "team": TEAM}
    if "edited" in message:
        made["edited"] = {"user": message["user"], "ts": stamp(moment + timedelta(seconds=message["edited"]), 0)}
    if "reactions" in message:
        made["reactions"] = [{"name": name, "users": users, "count": len(users)} for name, users in message["reactions"].items()]
    made.update({key: message[key] for key in ("_id", "_thread") if key in message})
    return made


def page(line):
    """A page as the pager's bot posts it, at the moment when the page was really received."""
    time, status, name = line.split("\t")
    text = f"[{status.upper()}] {name}"
    return {"type": "message", "subtype": "bot_message", "text": text, "ts": stamp(datetime.fromisoformat(time), 0), "bot_id": PAGER, "username": "pager"}


def thread(messages):
    """Ties answers to the message they answer, with the fields that the export has for it."""
    messages = sorted(messages, key=lambda message: float(message["ts"]))
    parents = {message.pop("_id"): message for message in messages if "_id" in message}
    for message in messages:
        if "_thread" in message:
            parent = parents[message.pop("_thread")]
            message["thread_ts"] = parent["thread_ts"] = parent["ts"]
            message["parent_user_id"] = parent["user"]
            parent.setdefault("replies", []).append({"user": message["user"], "ts": message["ts"]})
            parent["reply_count"] = len(parent["replies"])
            parent["latest_reply"] = message["ts"]
    return messages


def by_day(messages):
    days = {}
    for message in messages:
        day = datetime.utcfromtimestamp(float(message["ts"])).strftime("%Y-%m-%d")
        days.setdefault(day, []).append(message)
    return days


def escape(text):
    return text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")


def channel_entry(number, channel, users):
    return {"id": f"C0SHOP{number}", "name": channel["name"], "created": 1700000000, "creator": users[0]["id"], "is_archived": False,
            "is_general": False, "members": [user["id"] for user in users], "topic": {"value": channel["topic"]}, "purpose": {"value": ""}}


def user_entry(user):
    profile = {"real_name": user["real_name"], "display_name": user["name"], "title": user["title"], "email": f"{user['name']}@shop.example"}
    return {"id": user["id"], "team_id": TEAM, "name": user["name"], "deleted": False, "real_name": user["real_name"],
            "tz": "Europe/Lisbon", "is_bot": False, "profile": profile}


def put(path, value):
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(json.dumps(value, indent=4, ensure_ascii=False) + "\n")
