"""services.py: what a log call and a session cost."""
from harness import in_turns, records_kept

BURSTS, CALLS, REST_MS = 60, 20_000, 10


def measure(bench, say):
    def compiled(name, variant, *flags):
        return bench.compile_callee(name, variant, *flags, callee="log_callee.cpp")

    log_floor = compiled("log-floor", "CALLEE_LOG_FLOOR")
    log = compiled("log", "CALLEE_LOG", *bench.recorded_by)
    session = compiled("session", "CALLEE_SESSION", *bench.recorded_by)
    session_id = compiled("session-id", "CALLEE_SESSION_ID", *bench.recorded_by)
    bench.must_store.add(log_floor)
    costs, folders = in_turns({
        "empty": lambda: bench.run_pairs(bench.floors["empty"], BURSTS, CALLS),
        "clocks": lambda: bench.run_pairs(bench.floors["floor"], BURSTS, CALLS),
        "log floor": lambda: bench.run_pairs(log_floor, BURSTS, CALLS),
        "log": lambda: bench.run_pairs(log, BURSTS, CALLS, REST_MS),
        "session": lambda: bench.run_pairs(session, BURSTS, CALLS, REST_MS),
        "session id": lambda: bench.run_pairs(session_id, BURSTS, CALLS, REST_MS),
        "skipped": lambda: bench.run_pairs(session, BURSTS, CALLS, REST_MS, FLOWLOG_SAMPLE="0"),
    })
    cost = {name: min(values) for name, values in costs.items()}
    say(f"- a log call with two arguments: {cost['log']:.1f} ns, {cost['log'] / cost['log floor']:.2f} x one rdtsc and four stores "
        f"({records_kept(folders['log'])})")
    say(f"- begin and end of a session: {cost['session']:.1f} ns, {cost['session'] - cost['clocks']:.1f} ns more than two rdtsc "
        f"and two stores ({records_kept(folders['session'])}); with its id asked for: {cost['session id'] - cost['clocks']:.1f} ns more; "
        f"of one that `FLOWLOG_SAMPLE` leaves out: {cost['skipped'] - cost['empty']:.1f} ns")
