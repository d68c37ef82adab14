// SPDX-License-Identifier: Apache-2.0
// What tests show of a body: the true value, and what is read with the error
// that the pack gives for the test.

#ifndef TONUS_TESTS_SIMULATION_MEASURING_H_
#define TONUS_TESTS_SIMULATION_MEASURING_H_

#include "services/engine/knowledge.h"
#include "tests/simulation/body.h"
#include "tests/simulation/chance.h"
#include "tonus/knowledge/v1/test.pb.h"
#include "tonus/v1/assessment.pb.h"
#include "tonus/v1/patient.pb.h"

namespace tonus::simulation {

class Measuring {
 public:
  // All must outlive it.
  Measuring(const engine::Knowledge& knowledge, const v1::Profile& profile,
            const Chance& chance)
      : knowledge_(knowledge), profile_(profile), chance_(chance) {}

  // Standard error of one measurement, in the unit of the test: such that two
  // measurements of the same differ by less than its smallest change beyond
  // error 95 times of 100. Of a test without one, that change is a band.
  double ErrorOf(const knowledge::v1::Test& test) const;

  // The value without error, in the unit of the test; not limited to its range.
  double TrueValue(const knowledge::v1::Test& test, knowledge::v1::Side side,
                   const Body& body) const;

  // What is read on that day, within the range and the steps of the test.
  double ReadValue(const knowledge::v1::Test& test, knowledge::v1::Side side,
                   const Body& body, int day) const;

  // What the person reads at home on that day: before a session, or right after
  // it, when what fades is there still.
  double ReadSelfTest(const knowledge::v1::Test& test, knowledge::v1::Side side,
                      const Body& body, int day, bool after) const;

  // Adds what is read of every side of the test.
  void Take(const knowledge::v1::Test& test, const Body& body, int day,
            google::protobuf::RepeatedPtrField<v1::TestResult>* results) const;

 private:
  const knowledge::v1::Bands& BandsOf(const knowledge::v1::Test& test) const;
  // What of the length fades is shown as far as `fading` says, in [0, 1].
  double BandsShown(const knowledge::v1::Test& test, knowledge::v1::Side side,
                    const Body& body, double fading) const;
  double ValueOf(const knowledge::v1::Test& test, double bands_shown) const;
  static double Readable(const knowledge::v1::Test& test, double value);

  const engine::Knowledge& knowledge_;
  const v1::Profile& profile_;
  const Chance& chance_;
};

}  // namespace tonus::simulation

#endif  // TONUS_TESTS_SIMULATION_MEASURING_H_
