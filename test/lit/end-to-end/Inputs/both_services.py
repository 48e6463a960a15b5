"""both_services.py FLOWLOG TRACES GRAPH: what the shop has sent, the bank has received, in the same sessions."""
import json
import subprocess
import sys
from collections import Counter

flowlog, traces, graph_file = sys.argv[1:]


def lines(command):
    text = subprocess.run([flowlog, command, traces] + (["--json"] if command == "sessions" else []),
                          check=True, capture_output=True, text=True).stdout
    return [json.loads(line) for line in text.splitlines()]


def expect(what, told, expected):
    if told != expected:
        sys.exit(f"{what}: {told}, not {expected}")


graph = json.load(open(graph_file, encoding="utf-8"))
calls = {node["function_name"]: node["occurrences"] for node in graph["nodes"]}
events = lines("events")
sent = Counter(e["session_id"] for e in events if e["function_name"] == "shop::payments::bank::send")
received = [e for e in events if e["function_name"] == "bank::Desk::authorize"]
expect("messages by session", Counter(e["session_id"] for e in received), sent)
expect("callers", {e["caller"] for e in received}, {"shop::payments::bank::send"})
expect("received", calls["bank::Desk::authorize"], calls["shop::payments::bank::send"])
expect("parts", graph["stats"]["total_parts"], len(received))
expect("sessions", graph["stats"]["total_sessions"], calls["shop::api::Service::handle"] + calls["shop::audit::Journal::file"])

sessions = lines("sessions")
expect("sessions listed", len(sessions), graph["stats"]["total_sessions"])
expect("parts by session", {s["session_id"]: s["parts"] - 1 for s in sessions if "parts" in s}, dict(sent))

# A session in which the bank was asked twice, since it did not answer at first.
session_id = next(session for session, messages in sent.items() if messages == 2)
shown = json.loads(subprocess.run([flowlog, "session", traces, session_id], check=True, capture_output=True, text=True).stdout)
expect("processes of the session", len(shown["traces"]), 2)
callers = sorted(edge["from"] for edge in shown["edges"] if edge["to"].startswith("bank::Desk::authorize"))
expect("each message's call", callers, [f"shop::payments::bank::send(const shop::Card &, long){n}" for n in ("", "#2")])
