#!/usr/bin/env python3
"""Prints a README as it is packed:   deploy/package-readme.py README [ADDRESS]

Links to files of the repository lead nowhere on the page of a package. They are given the ADDRESS under which the repository's files are shown, such as
https://github.com/example/wsactors/blob/v1.2.3; without one they become
text that names the page of the manual. The README itself keeps its links, which tests follow.
"""
import os
import re
import sys

LINK = re.compile(r"\[([^\]]*)\]\((?![a-z]+:|#)([^)#]*)(#[^)]*)?\)")


def main():
    readme, address = sys.argv[1], sys.argv[2] if len(sys.argv) > 2 else ""
    root = os.path.dirname(os.path.dirname(os.path.abspath(__file__)))

    def absolute(link):
        text, target, anchor = link.group(1), link.group(2), link.group(3) or ""
        path = os.path.relpath(os.path.join(os.path.dirname(os.path.abspath(readme)), target), root)
        if address:
            return f"[{text}]({address}/{path}{anchor})"
        return f"{text} (`{path}` in the repository)" if path.startswith("docs/") else text

    in_code = False
    with open(readme, encoding="utf-8") as lines:
        for line in lines:
            in_code ^= line.startswith("```")
            sys.stdout.write(line if in_code else LINK.sub(absolute, line))


main()
