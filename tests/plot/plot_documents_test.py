# SPDX-License-Identifier: Apache-2.0
"""Every plot is a well-formed, accessible document that tells its numbers.

The documents are parsed by Python's own parser; what must be in them is read
from the progress that they were drawn from.
"""

import json
import os
import re
import subprocess
import unittest
import xml.etree.ElementTree as ET

SVG = "{http://www.w3.org/2000/svg}"
ALLOWED = {
    "svg", "title", "desc", "style", "rect", "text", "line", "circle",
    "polygon", "polyline", "path",
}


def date(day):
    return {"year": 2026, "month": 1 + (day - 1) // 28, "day": 1 + (day - 1) % 28}


PROGRESS = {
    "date": date(80),
    "scheduledSessions": 5,
    "completedSessions": 3,
    "adherence": 0.6,
    "weeks": [
        {
            "week": 1,
            "plannedSessions": 3,
            "scheduledSessions": 3,
            "completedSessions": 2,
            "missedSessions": 1,
            "sessions": [
                {"sessionNumber": 1, "date": date(5),
                 "attendance": "ATTENDANCE_DONE", "completedPct": 93},
                {"sessionNumber": 2, "date": date(7),
                 "attendance": "ATTENDANCE_RELIEF", "completedPct": 81},
                {"sessionNumber": 3, "date": date(9),
                 "attendance": "ATTENDANCE_MISSED"},
            ],
        },
        {
            "week": 2,
            "plannedSessions": 4,
            "scheduledSessions": 2,
            "completedSessions": 1,
            "partialSessions": 1,
            "pausedSessions": 1,
            "sessions": [
                {"sessionNumber": 4, "attempt": 2, "date": date(12),
                 "attendance": "ATTENDANCE_PARTIAL", "completedPct": 41},
                {"sessionNumber": 5, "date": date(14),
                 "attendance": "ATTENDANCE_PAUSED"},
                {"sessionNumber": 6, "date": date(16),
                 "attendance": "ATTENDANCE_DUE"},
                {"sessionNumber": 17, "date": date(18),
                 "attendance": "ATTENDANCE_AHEAD"},
            ],
        },
    ],
    "pain": [
        {"date": date(3), "averagePain": 6.5},
        {"date": date(5), "sessionNumber": 1, "painBefore": 5, "painAfter": 0,
         "painNextMorning": 7},
        {"date": date(5), "sessionNumber": 2, "painAfter": 3},
        {"date": date(60), "painMorning": 2},
    ],
    "omittedPainPoints": 13,
    "measures": [
        {
            "measure": "psfs",
            "displayName": "Function",
            "min": 0,
            "max": 10,
            "direction": "DIRECTION_HIGHER",
            "mdc": 2.25,
            "mcid": 1.75,
            "points": [
                {"date": date(3), "score": 4.3333},
                {"date": date(40), "score": 6.5, "partial": True},
            ],
            "omittedPoints": 31,
            "outcome": {"measure": "psfs", "change": 2.1667,
                        "text": "Said of function."},
        }
    ],
    "tests": [
        {
            "test": "wblt",
            "displayName": "Toe to wall",
            "unit": "cm",
            "direction": "DIRECTION_HIGHER",
            "bands": {
                "normal": {"min": 10},
                "borderline": {"min": 8, "max": 10, "maxExcluded": True},
                "abnormal": {"max": 8, "maxExcluded": True},
                "excess": {"min": 18, "minExcluded": True},
            },
            "sides": [
                {
                    "side": "SIDE_LEFT",
                    "points": [
                        {"date": date(3), "value": 6.25,
                         "band": "BAND_ABNORMAL"},
                        {"date": date(20), "value": 7.75,
                         "band": "BAND_ABNORMAL", "sessionNumber": 9},
                        {"date": date(40), "value": 9.5,
                         "band": "BAND_BORDERLINE"},
                    ],
                    "mdc": 1.9,
                    "change": 3.25,
                    "text": "Said of the left.",
                    "omittedPoints": 57,
                    "targets": [{"muscle": "soleus", "displayName": "Soleus",
                                 "side": "SIDE_LEFT"}],
                },
                {
                    "side": "SIDE_RIGHT",
                    "points": [
                        {"date": date(3), "value": 11.125,
                         "band": "BAND_NORMAL", "painLimited": True},
                    ],
                },
            ],
        }
    ],
    "retests": [
        {"beforeSession": 1, "date": date(4)},
        {"afterSession": 9, "date": date(41)},
    ],
    "pauses": [
        {"startDate": date(13), "endDate": date(15)},
        {"startDate": date(70)},
    ],
}

EMPTY = {"date": date(80)}


def draw(progress):
    result = subprocess.run(
        [os.environ["PLOT_DOCUMENTS"]],
        input=json.dumps(progress),
        capture_output=True,
        text=True,
        check=True,
        timeout=60,
    )
    return json.loads(result.stdout).get("plots", [])


def parsed(plots):
    return [(plot, ET.fromstring(plot["svg"])) for plot in plots]


def numbers_of(message):
    """Every number in a message but those of dates, as they are written."""
    if isinstance(message, bool):
        return set()
    if isinstance(message, (int, float)):
        return {f"{message:.6g}"}
    if isinstance(message, list):
        return set().union(*map(numbers_of, message)) if message else set()
    if isinstance(message, dict):
        if set(message) == {"year", "month", "day"}:
            return {
                f"{message['year']}-{message['month']:02}-{message['day']:02}"
            }
        return set().union(*map(numbers_of, message.values()), set())
    return set()


def next_day(day):
    return {"year": 2026, "month": day["month"], "day": day["day"] + 1}


class PlotDocumentsTest(unittest.TestCase):

    def check_shape(self, plot, root):
        self.assertEqual(root.tag, SVG + "svg")
        self.assertEqual(root.get("role"), "img")
        by_id = {e.get("id"): e for e in root.iter() if e.get("id")}
        title = by_id[root.get("aria-labelledby")]
        desc = by_id[root.get("aria-describedby")]
        self.assertEqual(title.tag, SVG + "title")
        self.assertEqual(title.text, plot["title"])
        self.assertEqual(desc.tag, SVG + "desc")
        self.assertEqual(desc.text, plot["description"])
        self.assertIs(root[0], title, "the title is the first child")
        for element in root.iter():
            self.assertIn(element.tag.removeprefix(SVG), ALLOWED)
            for name, value in element.attrib.items():
                self.assertFalse(name.startswith("on"), name)
                self.assertNotIn("href", name)
                self.assertNotIn("nan", value.split())
                self.assertNotIn("inf", value.split())
        style = root.find(SVG + "style").text
        for word in ("url(", "@import", "@font-face", "http", "expression"):
            self.assertNotIn(word, style)
        self.assertIn("prefers-color-scheme:dark", style)
        self.assertLess(len(plot["svg"].encode()), 128 * 1024)

    def check_places(self, root):
        """Everything that is drawn lies on the page."""
        width, height = float(root.get("width")), float(root.get("height"))
        for element in root.iter():
            for name in ("x", "x1", "x2", "cx"):
                if element.get(name):
                    self.assertLessEqual(0, float(element.get(name)))
                    self.assertLessEqual(float(element.get(name)), width)
            for name in ("y", "y1", "y2", "cy"):
                if element.get(name):
                    self.assertLessEqual(0, float(element.get(name)))
                    self.assertLessEqual(float(element.get(name)), height)

    def test_full_progress_is_well_formed_and_named(self):
        plots = parsed(draw(PROGRESS))
        self.assertEqual(
            [(p["kind"], p.get("subject", "")) for p, _ in plots],
            [
                ("PLOT_KIND_PAIN", ""),
                ("PLOT_KIND_ADHERENCE", ""),
                ("PLOT_KIND_FUNCTION", "psfs"),
                ("PLOT_KIND_TEST", "wblt"),
            ],
        )
        for plot, root in plots:
            self.check_shape(plot, root)
            self.check_places(root)
        ids = [e.get("id") for _, r in plots for e in r.iter() if e.get("id")]
        self.assertEqual(len(ids), len(set(ids)))

    def test_empty_progress_says_so(self):
        plots = parsed(draw(EMPTY))
        self.assertEqual(len(plots), 2)
        for plot, root in plots:
            self.check_shape(plot, root)
            self.check_places(root)
        texts = [e.text for _, root in plots for e in root.iter(SVG + "text")]
        self.assertIn("No pain was told yet.", texts)
        self.assertIn("No week of the programme has begun.", texts)

    def test_one_point_and_equal_days_are_drawn(self):
        for points in (PROGRESS["pain"][:1], PROGRESS["pain"][1:3]):
            plot, root = parsed(draw({"date": date(80), "pain": points}))[0]
            self.check_shape(plot, root)
            self.check_places(root)
        one = {**PROGRESS["measures"][0],
               "points": PROGRESS["measures"][0]["points"][:1]}
        plot, root = parsed(draw({"date": date(80), "measures": [one]}))[2]
        self.check_shape(plot, root)
        self.check_places(root)
        flat = {"test": "t", "displayName": "T",
                "sides": [{"points": [{"date": date(3), "value": 5}] * 3}]}
        plot, root = parsed(draw({"date": date(80), "tests": [flat]}))[2]
        self.check_shape(plot, root)
        self.check_places(root)

    def test_every_number_is_in_the_description(self):
        pain, adherence, function, test = draw(PROGRESS)
        # A morning is told on its own day, and a share in percent.
        mornings = {
            f"2026-{d['month']:02}-{d['day']:02}"
            for d in [next_day(PROGRESS["pain"][1]["date"])]
        }
        expected = [
            (pain, numbers_of([
                {k: v for k, v in point.items() if k != "sessionNumber"}
                for point in PROGRESS["pain"]
            ]) | mornings | {"13"}),
            (adherence, numbers_of([PROGRESS["weeks"]]) | {"5", "60"}),
            (function, numbers_of(PROGRESS["measures"])),
            (test, numbers_of(PROGRESS["tests"])),
        ]
        for plot in (pain, function, test):
            expected.append((plot, numbers_of(PROGRESS["pauses"])))
        for plot in (function, test):
            expected.append((plot, numbers_of(PROGRESS["retests"])))
        for plot, numbers in expected:
            told = set(re.findall(r"\d[\d.-]*\d|\d", plot["description"]))
            self.assertEqual(numbers - told, set(), plot["kind"])
        self.assertIn("Said of function.", function["description"])
        self.assertIn("Said of the left.", test["description"])
        self.assertIn("Soleus, left", test["description"])

    def test_hostile_names_stay_text(self):
        hostile = "\"/></title><script>alert('1')</script>&amp;<!--\u0001\uffff"
        for name in (hostile, "]]>", "ж" * 500, "😀" * 500, "&" * 5000):
            progress = json.loads(json.dumps(PROGRESS))
            for measure in progress["measures"]:
                measure["displayName"] = name
                measure["outcome"]["text"] = name
                measure["measure"] = name
            for test in progress["tests"]:
                for key in ("displayName", "unit", "test"):
                    test[key] = name
                for side in test["sides"]:
                    side["text"] = name
                    side["targets"] = [{"muscle": name, "displayName": name}
                                       for _ in range(100)]
            plots = parsed(draw(progress))
            self.assertEqual(len(plots), 4)
            for plot, root in plots:
                tags = {e.tag.removeprefix(SVG) for e in root.iter()}
                self.assertLessEqual(tags, ALLOWED)
                self.assertNotIn("<script", plot["svg"])
                self.assertLess(len(plot["svg"].encode()), 128 * 1024)

    def test_lines_differ_by_more_than_colour(self):
        plot, root = parsed(draw(PROGRESS))[0]
        shapes = set()
        for element in root.iter():
            css = element.get("class", "")
            if css.startswith("tonus-mark"):
                points = len(element.get("points", "").split())
                shapes.add((css, element.tag, points))
        self.assertEqual(len({css for css, _, _ in shapes}), 4)
        self.assertEqual(len(shapes), 4, "one shape for each line")
        # A square and a diamond have as many corners; the dashes differ too.
        style = root.find(SVG + "style").text
        dashes = re.findall(r"tonus-line\d\{[^}]*stroke-dasharray:([^}]*)\}",
                            style)
        self.assertEqual(len(dashes), 4)
        self.assertEqual(len(set(dashes)), 4)

    def test_longest_progress_stays_small(self):
        days = [date(1 + i % 300) for i in range(200)]
        progress = json.loads(json.dumps(PROGRESS))
        progress["pain"] = [
            {"date": d, "sessionNumber": i + 1, "painBefore": 10,
             "painAfter": 10, "painNextMorning": 10, "averagePain": 3.14159}
            for i, d in enumerate(days)
        ]
        for side in progress["tests"][0]["sides"]:
            side["points"] = [
                {"date": d, "value": 123.456, "band": "BAND_BORDERLINE",
                 "painLimited": True, "sessionNumber": 10000 + i}
                for i, d in enumerate(days)
            ]
        progress["weeks"] = [progress["weeks"][0]] * 54
        progress["pauses"] = [progress["pauses"][0]] * 50
        for plot, root in parsed(draw(progress)):
            self.check_shape(plot, root)
            self.check_places(root)

    def test_same_progress_gives_same_bytes(self):
        self.assertEqual(draw(PROGRESS), draw(PROGRESS))


if __name__ == "__main__":
    unittest.main()
