// SPDX-License-Identifier: Apache-2.0
// Three-valued logic: a missing value makes neither a yes nor a no.

#ifndef TONUS_SERVICES_ENGINE_TRUTH_H_
#define TONUS_SERVICES_ENGINE_TRUTH_H_

#include "absl/types/span.h"
#include "tonus/knowledge/v1/vocabulary.pb.h"

namespace tonus::engine {

using knowledge::v1::Truth;

inline Truth TruthOf(bool value) {
  return value ? knowledge::v1::TRUTH_TRUE : knowledge::v1::TRUTH_FALSE;
}

Truth Not(Truth truth);

// TRUE when at least `count` are TRUE, FALSE when the UNKNOWN ones can not
// make it so, else UNKNOWN.
Truth AtLeastTrue(int count, absl::Span<const Truth> truths);

inline Truth All(absl::Span<const Truth> truths) {
  return AtLeastTrue(static_cast<int>(truths.size()), truths);
}

inline Truth Any(absl::Span<const Truth> truths) {
  return AtLeastTrue(1, truths);
}

}  // namespace tonus::engine

#endif  // TONUS_SERVICES_ENGINE_TRUTH_H_
