// SPDX-License-Identifier: Apache-2.0
#include "services/engine/rejections.h"

#include <initializer_list>
#include <string>

#include "absl/strings/str_cat.h"
#include "services/engine/finding_traits.h"
#include "services/engine/target_name.h"
#include "services/engine/unknown_reason.h"

namespace tonus::engine {
namespace {

namespace kv1 = knowledge::v1;
using State = v1::AxisReading;

// A rule and the sentence that it gives.
struct Why {
  std::string rule;
  absl::string_view reason;
};

v1::RejectedAction Rejected(absl::string_view action,
                            const v1::Finding& finding, const Why& why) {
  v1::RejectedAction rejected;
  rejected.set_action(std::string(action));
  rejected.set_rule(why.rule);
  rejected.set_reason(std::string(why.reason));
  rejected.set_muscle(finding.muscle());
  rejected.set_side(finding.side());
  return rejected;
}

// Adds those of `actions` that are not covered, if any.
void AddMissing(absl::string_view words,
                std::initializer_list<knowledge::v1::Action> actions,
                ActionSet covered, const v1::Finding& finding, const Why& why,
                std::vector<v1::RejectedAction>* rejections) {
  v1::RejectedAction rejected = Rejected(words, finding, why);
  for (const knowledge::v1::Action action : actions) {
    if (!covered.Contains(action)) rejected.add_actions(action);
  }
  if (!rejected.actions().empty()) rejections->push_back(std::move(rejected));
}

Why WhyNotStretched(const v1::Finding& finding) {
  if (finding.status() == kv1::STATUS_TIGHT_AND_WEAK) {
    return {"R-507", "Strength through the whole range gains range as well."};
  }
  if (StateOf(finding, kv1::AXIS_LENGTH) == State::STATE_UNKNOWN) {
    return {"R-501",
            "Its length was not tested, and only what tests tight is "
            "stretched."};
  }
  return {"R-501", "It does not test tight."};
}

Why WhyNotTrained(const v1::Finding& finding) {
  if (finding.status() == kv1::STATUS_OVERLENGTHENED) {
    return {"R-341", "It is strengthened in its shortened range instead."};
  }
  switch (StateOf(finding, kv1::AXIS_STRENGTH)) {
    case State::STATE_NEGATIVE:
      return {"R-505", "It does not test weak."};
    case State::STATE_INDETERMINATE:
      return {"R-109", "What was measured does not settle its strength."};
    case State::STATE_POSITIVE:
      return {"R-507", "It is trained through its whole range instead."};
    default:
      return {"R-106", "Its strength was not tested."};
  }
}

Why WhyNotGlided(const v1::Finding& finding) {
  if (finding.status() == kv1::STATUS_NEURAL_SUSPECT) {
    return {"R-115", "One doubtful test is not enough to treat a nerve."};
  }
  return {"R-115", "Its tests are in order."};
}

// What a partner or an inhibitor is in words, when it is not what a pair needs.
Why WhyNotIn(const char* rule, const v1::Finding& finding) {
  switch (finding.status()) {
    case kv1::STATUS_NORMAL:
      return {rule, "It tests in order."};
    case kv1::STATUS_TIGHT:
      return {rule, "It tests tight and is not known to be weak."};
    case kv1::STATUS_WEAK:
      return {rule, "It tests weak and not tight."};
    case kv1::STATUS_TIGHT_AND_WEAK:
      return {rule,
              "It tests tight and weak, so it is released and strengthened "
              "itself."};
    case kv1::STATUS_OVERLENGTHENED:
      return {rule, "It tests longer than usual."};
    default:
      return {rule, UnknownSentence(finding.unknown_reason())};
  }
}

// A tight inhibitor is one that must not be released.
Why WhyNotInhibitor(const Knowledge& knowledge, absl::string_view id,
                    const v1::Finding& finding) {
  if (!IsTight(finding)) return WhyNotIn("R-505", finding);
  const kv1::Muscle* muscle = knowledge.FindMuscle(id);
  const kv1::ReleaseBarrier* barrier =
      muscle == nullptr ? nullptr : BarrierTo(knowledge, *muscle, finding);
  return {barrier == nullptr ? "R-500" : barrier->rule(),
          "It must not be released."};
}

}  // namespace

std::vector<v1::RejectedAction> RejectedFor(const Knowledge& knowledge,
                                            const kv1::Muscle& muscle,
                                            const v1::Finding& finding,
                                            ActionSet covered) {
  std::vector<v1::RejectedAction> rejections;
  const bool unknown = finding.status() == kv1::STATUS_UNKNOWN;
  Why unknown_why;
  if (unknown) {
    unknown_why = {UnknownRule(knowledge, finding),
                   UnknownSentence(finding.unknown_reason())};
  }
  switch (muscle.kind()) {
    case kv1::TARGET_KIND_STRUCTURE:
      AddMissing(
          "mobilise it", {knowledge::v1::ACTION_MOBILISE}, covered, finding,
          unknown ? unknown_why : Why{"R-114", "It does not test stiff."},
          &rejections);
      break;
    case kv1::TARGET_KIND_NERVE:
      AddMissing("glide or stretch it",
                 {knowledge::v1::ACTION_FLOSS, knowledge::v1::ACTION_LENGTHEN},
                 covered, finding,
                 unknown ? unknown_why : WhyNotGlided(finding), &rejections);
      break;
    default:
      if (unknown) {
        AddMissing(
            "treat it",
            {knowledge::v1::ACTION_RELEASE, knowledge::v1::ACTION_LENGTHEN,
             knowledge::v1::ACTION_ACTIVATE, knowledge::v1::ACTION_STRENGTHEN},
            covered, finding, unknown_why, &rejections);
        break;
      }
      AddMissing(
          "release or stretch it",
          {knowledge::v1::ACTION_RELEASE, knowledge::v1::ACTION_LENGTHEN},
          covered, finding, WhyNotStretched(finding), &rejections);
      AddMissing(
          "train it",
          {knowledge::v1::ACTION_ACTIVATE, knowledge::v1::ACTION_STRENGTHEN},
          covered, finding, WhyNotTrained(finding), &rejections);
  }
  return rejections;
}

std::vector<v1::RejectedAction> RejectedPartners(const Knowledge& knowledge,
                                                 const FindingTable& findings,
                                                 const kv1::Muscle& muscle,
                                                 const v1::Finding& finding) {
  std::vector<v1::RejectedAction> rejections;
  for (const std::string& id : muscle.inhibits()) {
    for (const v1::Finding* partner :
         findings.Touched(knowledge, id, finding.side())) {
      if (partner->status() == kv1::STATUS_WEAK) continue;
      v1::RejectedAction rejected =
          Rejected("", *partner, WhyNotIn("R-504", *partner));
      // A finding that is not there has no target of its own.
      rejected.set_muscle(id);
      if (rejected.side() == kv1::SIDE_UNSPECIFIED) {
        rejected.set_side(finding.side());
      }
      rejected.set_action(absl::StrCat(
          "activate ",
          TargetName(knowledge, rejected.muscle(), rejected.side())));
      rejected.add_actions(knowledge::v1::ACTION_ACTIVATE);
      rejections.push_back(std::move(rejected));
    }
  }
  return rejections;
}

std::vector<v1::RejectedAction> RejectedInhibitors(const Knowledge& knowledge,
                                                   const FindingTable& findings,
                                                   const kv1::Muscle& muscle,
                                                   const v1::Finding& finding) {
  std::vector<v1::RejectedAction> rejections;
  for (const std::string& id : muscle.inhibited_by()) {
    for (const v1::Finding* inhibitor :
         findings.Touched(knowledge, id, finding.side())) {
      v1::RejectedAction rejected =
          Rejected("", *inhibitor, WhyNotInhibitor(knowledge, id, *inhibitor));
      rejected.set_muscle(id);
      if (rejected.side() == kv1::SIDE_UNSPECIFIED) {
        rejected.set_side(finding.side());
      }
      rejected.set_action(absl::StrCat(
          "release ",
          TargetName(knowledge, rejected.muscle(), rejected.side())));
      rejected.add_actions(knowledge::v1::ACTION_RELEASE);
      rejections.push_back(std::move(rejected));
    }
  }
  return rejections;
}

}  // namespace tonus::engine
