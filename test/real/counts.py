"""counts.py: how often each function of a program was called, by linkage name: as callgrind saw it, and as flowlog recorded it."""
import collections
import json
import os
import re
import subprocess

# Constructors and destructors have several bodies: complete (C1, D1), base (C2, D2), deleting (D0).
VARIANT = re.compile(r"([CD])[0-5](?=E|I)")


def of_callgrind(path, program):
    """{(caller, callee): calls}, of the calls whose callee is in the program itself, not in a library.

    callgrind.out as --dump-instr=no writes it: names are given once as "(id) name", then as "(id)".
    """
    names = {}

    def name(kind, text):
        number, _, given = text.partition(" ")
        if given:
            names[kind, number] = given
        return re.sub(r"'\d+$", "", names[kind, number])  # which member of a recursive cycle it is

    calls = collections.Counter()
    image = function = callee = callee_image = None
    with open(path) as lines:
        for line in lines:
            key, _, value = line.rstrip("\n").partition("=")
            if key == "ob":
                image = name("ob", value)
            elif key == "fn":
                function = name("fn", value)
            elif key == "cob":
                callee_image = name("ob", value)
            elif key == "cfn":
                callee = name("fn", value)
            elif key == "calls":
                if os.path.basename(callee_image or image) == program:
                    calls[function, callee] += int(value.split()[0])
                callee = callee_image = None
    return calls


def of_graph(graph):
    """{symbol: calls} of a merged graph."""
    return {symbol["name"]: symbol["occurrences"] for node in graph["nodes"] for symbol in node["symbols"]}


def variants_of(symbol):
    """What the variants of a constructor or destructor have in common, or None for other functions."""
    stem = VARIANT.sub(r"\1?", symbol)
    return stem if stem != symbol else None


def aliases(program):
    """{symbol: the first name at its address}: callgrind knows one name of an address."""
    listed = subprocess.run(["nm", "--defined-only", program], check=True, text=True, stdout=subprocess.PIPE).stdout
    names = collections.defaultdict(list)
    for address, kind, symbol in (line.split(" ", 2) for line in listed.splitlines()):
        if kind in "tTwWiu":
            names[address].append(symbol)
    return {symbol: min(group) for group in names.values() for symbol in group}


def under_one_name(counted, one_name):
    """The same counts under the names that `one_name` makes of their keys."""
    together = collections.Counter()
    for key, count in counted.items():
        together[one_name(key)] += count
    return together


def total(calls, tracked):
    """{symbol: calls}. A variant that calls its sibling does so on behalf of one call, which counts where it was made; unless
    the caller is not tracked, and only passes the call on."""
    totals = collections.Counter()
    for (caller, callee), count in calls.items():
        siblings = caller != callee and variants_of(caller) and variants_of(caller) == variants_of(callee)
        if not (siblings and caller in tracked):
            totals[callee] += count
    return totals


def authors(ir):
    """{symbol: whether its text stands in a source} of the functions that a unit's IR, with debug info, defines. The rest is what
    the compiler adds by itself."""
    definition = re.compile(r'^define .*?@"?([^"(]+)"?\(.*?(?: !dbg (!\d+))? \{$')
    scopes = dict(re.findall(r'^(!\d+) = distinct !DISubprogram\((.*)\)$', ir, re.MULTILINE))
    written = {}
    for line in ir.splitlines():
        if found := definition.match(line):
            written[found[1]] = found[2] is not None and "DIFlagArtificial" not in scopes[found[2]]
    return written
