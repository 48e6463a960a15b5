"""sample_counts.py STDOUT GRAPH: what the sample API says of itself against what its graph says.

The program counts its answers by status; each status comes of one outcome of one function, so both must tell the same.
"""
import json
import sys

text = open(sys.argv[1], encoding="utf-8").read().split("\n")
graph = json.load(open(sys.argv[2], encoding="utf-8"))

requests = int(text[0].split()[0])
answers = {int(status): int(count) for count, status in (line.split(" x ") for line in text[1:] if line)}
nodes = {node["function_name"]: node for node in graph["nodes"]}


def calls(name):
    return nodes[name]["occurrences"]


def outcome(name, kind):
    return nodes[name]["outcomes"].get(kind, 0)


def expect(what, told, counted):
    if told != counted:
        sys.exit(f"{what}: the graph has {told}, the program counted {counted}")


expect("requests", calls("shop::api::Service::handle"), requests)
expect("answers", sum(answers.values()), requests)
expect("notes filed by the other thread", calls("shop::audit::Journal::file"), requests)
expect("accepted orders", calls("shop::orders::Book::add"), answers[201])
expect("quotes with a gap", outcome("shop::pricing::estimate", "partial"), answers[206])
expect("invalid orders", outcome("shop::orders::validate", "error"), answers[400])
expect("unknown orders", outcome("shop::orders::Book::find", "partial"), answers[404])
expect("shortages", outcome("shop::inventory::Warehouse::take", "error"), answers[409])
expect("lost connections", outcome("shop::payments::pay", "error"), answers[503])
expect("orders", calls("shop::api::Service::place"), sum(answers[s] for s in (201, 400, 402, 409, 503)))
expect("reservations made", calls("shop::inventory::Hold::Hold"), calls("shop::inventory::Hold::~Hold"))
expect("sessions: one for each request, one for each note", graph["stats"]["total_sessions"], 2 * requests)
expect("messages to the bank", calls("bank::Desk::authorize"), calls("shop::payments::bank::send"))
expect("parts: one for each message", graph["stats"]["total_parts"], calls("bank::Desk::authorize"))
expect("records lost", graph["stats"]["dropped_records"], 0)

into = dict.fromkeys((node["id"] for node in graph["nodes"]), 0)
for edge in graph["edges"]:
    into[edge["to"]] += edge["frequency"]
for node in graph["nodes"]:
    expect(f"calls over all edges to {node['id']}", into[node["id"]], node["occurrences"])
    expect(f"outcomes of {node['id']}", sum(node["outcomes"].values()), node["occurrences"])
