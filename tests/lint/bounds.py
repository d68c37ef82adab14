#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""The comment of a field tells the bounds that the field declares."""
import pathlib
import re
import sys

FIELD = re.compile(
    r"((?:^ *//[^\n]*\n)+)^ *[\w ]+? (\w+) = \d+\s*"
    r"\[\(bounds\) = \{ min: (\S+), max: (\S+) \}\];", re.M)


def main():
    wrong = []
    count = 0
    for path in sorted(pathlib.Path("protos/tonus").rglob("*.proto")):
        text = path.read_text()
        fields = FIELD.findall(text)
        count += len(fields)
        if len(fields) != text.count("[(bounds)"):
            wrong.append(f"{path}: a field with bounds has no comment")
        for comment, name, low, high in fields:
            words = re.sub(r"\s*//\s*", " ", comment)
            if f"[{low}, {high}]" not in words:
                wrong.append(f"{path}: {name} does not tell [{low}, {high}]")
    print("\n".join(wrong) or f"{count} bounds are told")
    return 1 if wrong or count == 0 else 0


if __name__ == "__main__":
    sys.exit(main())
