"""siegfried as a judge that stays: one path a line in, one line of JSON out: PRONOM's identifiers for the file, and what they rest on."""

import json
import sys

import pygfried

for line in sys.stdin:
    try:
        (found,) = pygfried.identify(line.rstrip("\n"), detailed=True)["files"]
        matches = [m for m in found["matches"] if m["ns"] == "pronom" and m["id"] != "UNKNOWN"]
        answer = {"puids": [m["id"] for m in matches], "basis": "; ".join(m["basis"] for m in matches)}
    except Exception as error:  # its word on this file; the next is asked all the same
        answer = {"error": f"{type(error).__name__}: {error}"}
    print(json.dumps(answer), flush=True)
