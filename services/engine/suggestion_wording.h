// SPDX-License-Identifier: Apache-2.0
// Why a test is suggested, or why none is, in words.

#ifndef TONUS_SERVICES_ENGINE_SUGGESTION_WORDING_H_
#define TONUS_SERVICES_ENGINE_SUGGESTION_WORDING_H_

#include <string>

#include "absl/strings/string_view.h"
#include "services/engine/knowledge.h"
#include "tonus/v1/interpretation.pb.h"
#include "tonus/v1/test_suggestion.pb.h"

namespace tonus::engine {

// Why a test is there to be taken on a side; of two sides the later one here
// is told.
enum class Occasion {
  kTaken,     // It is not: its value counts.
  kUntaken,   // Nobody took it.
  kRepeated,  // A rule wants it repeated.
  kExpired,   // Its value is too old to be read.
  kRefused,   // The person took it alone, which does not count.
};

// What there is to say about `suggestion`, whose changes are there already.
// `asked_because` is the reason of the rule that asks for it; empty when none
// does.
std::string SuggestionReason(const Knowledge& knowledge, Occasion occasion,
                             absl::string_view asked_because,
                             const v1::TestSuggestion& suggestion);

// Why nothing is suggested to a person whose gate is closed.
std::string ClosedGateReason(const v1::Interpretation& interpretation);

// Why nothing is suggested although the gate is open.
std::string NothingToLearnReason();

}  // namespace tonus::engine

#endif  // TONUS_SERVICES_ENGINE_SUGGESTION_WORDING_H_
