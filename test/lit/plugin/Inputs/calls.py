"""calls.py: `flowlog events --details` as lines for FileCheck: `caller -> function result branch`, in the order of the calls."""
import json
import sys

for line in sys.stdin:
    call = json.loads(line)
    words = [call["caller"] or "(entry)", "->", call["function_name"], call["result_type"], call.get("branch") or ""]
    if call.get("abandoned"):
        words.append("abandoned")
    print(" ".join(word for word in words if word != ""))
