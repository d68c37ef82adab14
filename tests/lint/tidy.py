#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""Runs clang-tidy over every source of the product:

    tests/lint/tidy.py BUILD [FOLDER...]

Nearly all of clang-tidy's time goes into the headers of gRPC and Protobuf, so
the sources of a target are read together, as one translation unit. Where two of
them use one name for different things, the group is halved until it compiles.
"""

import collections
import concurrent.futures
import json
import os
import shlex
import subprocess
import sys

MOST_FILES_TOGETHER = 16


def compile_commands(build, folders):
    root = os.getcwd() + "/"
    with open(os.path.join(build, "compile_commands.json")) as file:
        for entry in json.load(file):
            name = entry["file"].removeprefix(root)
            if name.startswith(tuple(folders)):
                yield name, entry


def compiler_flags(entry):
    words = iter(shlex.split(entry["command"]))
    for word in words:
        if word in ("-isystem", "-I"):
            yield from (word, next(words))
        elif word.startswith(("-I", "-D", "-std=", "-W", "-isystem")):
            yield word


def groups_of(commands):
    same_flags = collections.defaultdict(set)
    for name, entry in commands:
        same_flags[tuple(compiler_flags(entry))].add(name)
    for flags, names in sorted(same_flags.items()):
        ordered = sorted(names)
        for start in range(0, len(ordered), MOST_FILES_TOGETHER):
            yield flags, ordered[start : start + MOST_FILES_TOGETHER]


def tidy(unit, flags, *options):
    return subprocess.run(
        # Of the warnings, some are g++'s own.
        ["clang-tidy", "--quiet", *options, unit, "--", "-xc++", *flags]
        + ["-Wno-unknown-warning-option"],
        capture_output=True,
        text=True,
    )


def together(build, flags, names):
    """Yields lists of `names` that compile as one, each with its unit."""
    unit = os.path.join(build, "tidy", names[0].replace("/", "_"))
    with open(unit, "w") as file:
        for name in names:
            file.write(f'#include "{os.path.abspath(name)}"\n')
    # One check that costs nothing: the compiler's errors come anyway.
    ran = tidy(unit, flags, "--checks=-*,misc-unused-alias-decls")
    if "clang-diagnostic-error" in ran.stdout and len(names) > 1:
        half = len(names) // 2
        yield from together(build, flags, names[:half])
        yield from together(build, flags, names[half:])
    else:
        yield unit


def check(build, flags, names):
    """Returns the complaints about `names`, empty when there are none."""
    complaints = ""
    for unit in list(together(build, flags, names)):
        ran = tidy(unit, flags, "--checks=-bugprone-suspicious-include")
        complaints += "" if ran.returncode == 0 else ran.stdout + ran.stderr
    return complaints


def main():
    build = os.path.abspath(sys.argv[1])
    os.makedirs(os.path.join(build, "tidy"), exist_ok=True)
    # clang-tidy looks for its settings beside the file it reads.
    with open(".clang-tidy") as settings:
        with open(os.path.join(build, "tidy", ".clang-tidy"), "w") as copy:
            copy.write(settings.read())
    folders = sys.argv[2:] or ["services/", "storage/"]
    groups = list(groups_of(compile_commands(build, folders)))
    if not groups:
        sys.exit("No sources were found: is the build configured?")
    complaints = 0
    with concurrent.futures.ThreadPoolExecutor(os.cpu_count()) as pool:
        runs = [pool.submit(check, build, *group) for group in groups]
        for run, (_, names) in zip(runs, groups):
            output = run.result()
            complaints += bool(output)
            print(f"{names[0]} and {len(names) - 1} more: "
                  f"{'complaints' if output else 'clean'}", flush=True)
            print(output, end="", flush=True)
    sys.exit(1 if complaints else 0)


if __name__ == "__main__":
    main()
