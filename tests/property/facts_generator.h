// SPDX-License-Identifier: Apache-2.0
// Random facts of a person as a rapidcheck generator, which makes a
// counterexample smaller by leaving out results, answers and conditions.

#ifndef TONUS_TESTS_PROPERTY_FACTS_GENERATOR_H_
#define TONUS_TESTS_PROPERTY_FACTS_GENERATOR_H_

#include <ostream>

#include "rapidcheck.h"
#include "tonus/knowledge/v1/pack.pb.h"
#include "tonus/storage/v1/facts.pb.h"

// Found by rapidcheck where the messages live.
namespace tonus::storage::v1 {
inline void showValue(const PatientFacts& facts, std::ostream& out) {
  out << facts.DebugString();
}
}  // namespace tonus::storage::v1

namespace tonus::v1 {
inline void showValue(const TestResult& result, std::ostream& out) {
  out << result.ShortDebugString();
}
}  // namespace tonus::v1

namespace tonus::testing {

// Returns persons with one profile and one assessment over `pack`, which
// outlives the generator: red flags mostly denied, values in every band, at
// most one result of a test and side.
rc::Gen<storage::v1::PatientFacts> AnyFacts(const knowledge::v1::Pack& pack);

// Returns one result of any test that is taken, not computed.
rc::Gen<v1::TestResult> AnyResult(const knowledge::v1::Pack& pack);

}  // namespace tonus::testing

#endif  // TONUS_TESTS_PROPERTY_FACTS_GENERATOR_H_
