// SPDX-License-Identifier: Apache-2.0
// How targets, sides, statuses and techniques are called in ids and sentences.

#ifndef TONUS_SERVICES_ENGINE_TARGET_NAME_H_
#define TONUS_SERVICES_ENGINE_TARGET_NAME_H_

#include <string>
#include <vector>

#include "absl/strings/string_view.h"
#include "services/engine/knowledge.h"
#include "tonus/knowledge/v1/vocabulary.pb.h"
#include "tonus/v1/interpretation.pb.h"

namespace tonus::engine {

// "L", "R" or "M".
absl::string_view SideLetter(knowledge::v1::Side side);

// The key of a target on a side, for example `iliopsoas.R`.
std::string TargetKey(absl::string_view muscle, knowledge::v1::Side side);

// The target in a sentence, for example `right iliopsoas`; the id when the
// pack does not have it.
std::string TargetName(const Knowledge& knowledge, absl::string_view muscle,
                       knowledge::v1::Side side);

// The target on all `sides`, for example `right iliopsoas and the left
// iliopsoas`.
std::string TargetNames(const Knowledge& knowledge, absl::string_view muscle,
                        const std::vector<knowledge::v1::Side>& sides);

// The exercise in a sentence, in quotes.
std::string ExerciseName(const knowledge::v1::Exercise& exercise);

// The status in a sentence, for example `tight and weak`.
absl::string_view StatusWords(knowledge::v1::Status status);

// What a finding says, in words that fit a name in the singular and in the
// plural: `left hamstrings tested tight`, `left hamstrings: not known`.
std::string FindingWords(const Knowledge& knowledge,
                         const v1::Finding& finding);

// The technique in a sentence, for example `static stretch`.
absl::string_view TechniqueWords(knowledge::v1::Technique technique);

// `text` with its first letter in upper case.
std::string Sentence(std::string text);

}  // namespace tonus::engine

#endif  // TONUS_SERVICES_ENGINE_TARGET_NAME_H_
