# SPDX-License-Identifier: Apache-2.0
"""Asks the server and the evaluator about the same random assessments.

TONUS_EVALUATOR_ASSESSMENTS sets how many, TONUS_EVALUATOR_SEED the first seed.
TONUS_PACK is the folder of the pack that both read.
"""

import collections
import os
import pathlib
import sys
import tempfile
import unittest

from google.protobuf import text_format
from tonus.v1 import assessment_service_pb2_grpc

from catalogue import Catalogue
from comparison import differences
from evaluator import evaluate
from facts import Facts
from fired import RULES
from ledger import step_differences
from random_assessment import random_assessment
from shrinking import shrink
from tonusd_process import TonusdProcess

ASSESSMENTS = int(os.environ.get("TONUS_EVALUATOR_ASSESSMENTS", 300))
SEED = int(os.environ.get("TONUS_EVALUATOR_SEED", 1))
# So many differences are shrunk and shown.
SHOWN = int(os.environ.get("TONUS_EVALUATOR_SHOWN", 3))


class EvaluatorTest(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        cls.folder = tempfile.TemporaryDirectory()
        cls.addClassCleanup(cls.folder.cleanup)
        server = TonusdProcess(pathlib.Path(cls.folder.name))
        cls.addClassCleanup(server.stop)
        channel = server.channel()
        cls.addClassCleanup(channel.close)
        cls.stub = assessment_service_pb2_grpc.AssessmentServiceStub(channel)
        cls.facts = Facts(os.environ["TONUS_PACK"])
        cls.catalogue = Catalogue(os.environ["TONUS_PACK"])

    def differences(self, request):
        response = self.stub.InterpretAssessment(request, timeout=20)
        verdict = evaluate(request, self.facts)
        found = differences(verdict, response.interpretation)
        found += step_differences(
            verdict, response.interpretation, self.facts, self.catalogue
        )
        return found, verdict

    def test_server_and_evaluator_agree(self):
        fired = collections.Counter()
        different = []
        for seed in range(SEED, SEED + ASSESSMENTS):
            request = random_assessment(seed, self.facts)
            found, verdict = self.differences(request)
            fired.update(verdict.fired)
            if found:
                different.append(seed)
                if len(different) <= SHOWN:
                    print(self.replay(seed, request), file=sys.stderr)
        never = sorted(set(RULES) - set(fired))
        print("fired:", *(f"{rule}={fired[rule]}" for rule in RULES), file=sys.stderr)
        self.assertFalse(different, f"seeds with differences: {different}")
        self.assertFalse(never, "rules that never fired: give more assessments")

    def replay(self, seed, request):
        """Returns the smallest request with a difference as text of a
        tonus.v1.PackVector, which lacks what is expected."""
        small = shrink(request, lambda smaller: bool(self.differences(smaller)[0]))
        comments = "".join(f"# {line}\n" for line in self.differences(small)[0])
        text = text_format.MessageToString(small, indent=2)
        return f'{comments}id: "seed-{seed}"\nrequest {{\n{text}}}\n'


if __name__ == "__main__":
    unittest.main()
