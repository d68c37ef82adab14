// SPDX-License-Identifier: Apache-2.0
#include "services/engine/target_name.h"

#include <utility>

#include "absl/strings/ascii.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
#include "services/engine/sentence_case.h"

namespace tonus::engine {

using knowledge::v1::Side;
using knowledge::v1::Status;
using knowledge::v1::Technique;

absl::string_view SideLetter(Side side) {
  switch (side) {
    case knowledge::v1::SIDE_LEFT:
      return "L";
    case knowledge::v1::SIDE_RIGHT:
      return "R";
    default:
      return "M";
  }
}

std::string TargetKey(absl::string_view muscle, Side side) {
  return absl::StrCat(muscle, ".", SideLetter(side));
}

std::string TargetName(const Knowledge& knowledge, absl::string_view muscle,
                       Side side) {
  const knowledge::v1::Muscle* found = knowledge.FindMuscle(muscle);
  std::string name = found == nullptr ? std::string(muscle)
                                      : InSentence(found->display_name());
  if (side == knowledge::v1::SIDE_LEFT) return absl::StrCat("left ", name);
  if (side == knowledge::v1::SIDE_RIGHT) return absl::StrCat("right ", name);
  return name;
}

std::string TargetNames(const Knowledge& knowledge, absl::string_view muscle,
                        const std::vector<Side>& sides) {
  return absl::StrJoin(
      sides, " and the ", [&](std::string* out, const Side side) {
        absl::StrAppend(out, TargetName(knowledge, muscle, side));
      });
}

std::string ExerciseName(const knowledge::v1::Exercise& exercise) {
  return absl::StrCat("\"", exercise.display_name(), "\"");
}

absl::string_view StatusWords(Status status) {
  switch (status) {
    case knowledge::v1::STATUS_NORMAL:
      return "in order";
    case knowledge::v1::STATUS_TIGHT:
      return "tight";
    case knowledge::v1::STATUS_WEAK:
      return "weak";
    case knowledge::v1::STATUS_TIGHT_AND_WEAK:
      return "tight and weak";
    case knowledge::v1::STATUS_OVERLENGTHENED:
      return "longer than usual";
    case knowledge::v1::STATUS_STIFF:
      return "stiff";
    case knowledge::v1::STATUS_NEURAL_POSITIVE:
      return "sensitive to nerve tension";
    case knowledge::v1::STATUS_NEURAL_SUSPECT:
      return "doubtful on one nerve test";
    default:
      return "not known";
  }
}

std::string FindingWords(const Knowledge& knowledge,
                         const v1::Finding& finding) {
  return absl::StrCat(
      TargetName(knowledge, finding.muscle(), finding.side()),
      finding.status() == knowledge::v1::STATUS_UNKNOWN ? ": " : " tested ",
      StatusWords(finding.status()));
}

absl::string_view TechniqueWords(Technique technique) {
  switch (technique) {
    case knowledge::v1::TECHNIQUE_BREATHING:
      return "breathing drill";
    case knowledge::v1::TECHNIQUE_SMR:
      return "self-massage";
    case knowledge::v1::TECHNIQUE_DYNAMIC_MOBILITY:
      return "dynamic mobility";
    case knowledge::v1::TECHNIQUE_DECOMPRESSION:
      return "unloading";
    case knowledge::v1::TECHNIQUE_STATIC_STRETCH:
      return "static stretch";
    case knowledge::v1::TECHNIQUE_PNF:
      return "contract-relax";
    case knowledge::v1::TECHNIQUE_NEURAL_FLOSS:
      return "nerve gliding";
    case knowledge::v1::TECHNIQUE_ACTIVATION:
      return "activation";
    case knowledge::v1::TECHNIQUE_STRENGTH:
      return "strength work";
    case knowledge::v1::TECHNIQUE_STABILITY:
      return "stability work";
    case knowledge::v1::TECHNIQUE_AEROBIC:
      return "aerobic work";
    default:
      return "exercise";
  }
}

std::string Sentence(std::string text) {
  if (!text.empty()) text[0] = absl::ascii_toupper(text[0]);
  return text;
}

}  // namespace tonus::engine
