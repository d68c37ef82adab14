// SPDX-License-Identifier: Apache-2.0
// What is told of the comparison of two techniques, in the words of the pack.

#ifndef TONUS_SERVICES_ENGINE_TECHNIQUE_WORDING_H_
#define TONUS_SERVICES_ENGINE_TECHNIQUE_WORDING_H_

#include <string>

#include "absl/strings/string_view.h"
#include "services/engine/knowledge.h"
#include "tonus/v1/technique_trial.pb.h"

namespace tonus::engine {

// Returns `text` about `trial` as a sentence.
std::string TrialWords(const Knowledge& knowledge,
                       const v1::TechniqueTrial& trial, absl::string_view text);

// Whether `name` in braces stands for something.
bool IsTrialName(absl::string_view name);

}  // namespace tonus::engine

#endif  // TONUS_SERVICES_ENGINE_TECHNIQUE_WORDING_H_
