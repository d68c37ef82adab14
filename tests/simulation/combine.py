#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""Puts the tables of several runs of tonus_simulation, of other seeds and as
many weeks, into one: combine.py RUN.txt...

Means are weighted by people; an interval comes from the spread within the runs
and between them. The rows of techniques take the runs as strata.
"""

import math
import re
import sys

Z = 1.96


def numbers(text):
    return [float(n) for n in re.findall(r"[+-]?\d+(?:\.\d+)?", text)]


def read(path):
    people, outcomes, techniques, broken = None, {}, {}, None
    for line in open(path, encoding="utf-8"):
        found = re.match(r"(\d+) people, (\d+) weeks, (\d+) adapted sessions; (\d+)", line)
        if found:
            people = [int(n) for n in found.groups()]
        cells = [cell.strip() for cell in line.strip().strip("|").split("|")]
        if line.startswith("| ") and len(cells) == 6 and numbers(cells[1]):
            outcomes[cells[0]] = numbers(" ".join(cells[1:5])) + numbers(
                cells[5].replace(" to ", " ")
            )
        elif line.startswith("| ") and len(cells) == 5 and numbers(cells[1]):
            techniques[cells[0]] = [int(cells[1]), int(cells[2])] + numbers(
                " ".join(cells[3:]).replace(" to ", " ")
            )
        elif line.startswith("Invariants that did not hold:"):
            broken = int(line.split(":")[1])
    if people is None or broken is None:
        sys.exit(f"{path} is no whole run")
    return people, outcomes, techniques, broken


def combine_outcome(rows):
    """rows: (people, nothing, unadapted, adapted, difference, low, high)"""
    total = sum(row[0] for row in rows)
    means = [sum(row[0] * row[i] for row in rows) / total for i in range(1, 5)]
    squares = 0.0
    for people, *_, difference, low, high in rows:
        error = (high - low) / 2 / Z
        squares += people * (people - 1) * error**2
        squares += people * (difference - means[3]) ** 2
    half = Z * math.sqrt(squares / (total - 1) / total)
    return means, half


def combine_technique(rows):
    """rows: (comparisons, people[, percent, low, high])"""
    count, people = sum(row[0] for row in rows), sum(row[1] for row in rows)
    rows = [row for row in rows if len(row) == 5]
    told = sum(row[0] for row in rows)
    if told == 0:
        return count, people, None, None
    percent = sum(row[0] * row[2] for row in rows) / told
    spread = sum((row[0] * (row[4] - row[3]) / 2) ** 2 for row in rows)
    return count, people, percent, math.sqrt(spread) / told


def main(paths):
    runs = [read(path) for path in paths]
    weeks = {run[0][1] for run in runs}
    if len(weeks) != 1:
        sys.exit("the runs are of different weeks")
    people, sessions, closed = (sum(run[0][i] for run in runs) for i in (0, 2, 3))
    print(f"{people} people, {weeks.pop()} weeks, {sessions} adapted sessions; "
          f"{closed} more had no plan on the first day.\n")
    print("| outcome, mean | nothing | unadapted | adapted | difference "
          "| 95 % confidence interval |\n| --- | --- | --- | --- | --- | --- |")
    for name in runs[0][1]:
        means, half = combine_outcome([(run[0][0], *run[1][name]) for run in runs])
        print(f"| {name} | {means[0]:.2f} | {means[1]:.2f} | {means[2]:.2f} "
              f"| {means[3]:+.3f} | {means[3] - half:+.3f} to {means[3] + half:+.3f} |")
    print("\n| of comparisons of two techniques | comparisons | people "
          "| the better one | 95 % confidence interval |\n"
          "| --- | --- | --- | --- | --- |")
    for name in runs[0][2]:
        count, who, percent, half = combine_technique([run[2][name] for run in runs])
        told = "- | -" if percent is None else (
            f"{percent:.1f} % | {percent - half:.1f} % to {percent + half:.1f} %")
        print(f"| {name} | {count} | {who} | {told} |")
    broken = sum(run[3] for run in runs)
    print(f"\nInvariants that did not hold: {broken}")
    return 1 if broken else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]) if len(sys.argv) > 1 else __doc__)
