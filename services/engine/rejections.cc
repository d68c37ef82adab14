// SPDX-License-Identifier: Apache-2.0
#include "services/engine/rejections.h"

#include <string>
#include <utility>

#include "absl/algorithm/container.h"
#include "absl/strings/str_cat.h"
#include "services/engine/finding_traits.h"
#include "services/engine/target_name.h"
#include "services/engine/unknown_reason.h"

namespace tonus::engine {
namespace {

namespace kv1 = knowledge::v1;

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

// Without a rule of its own a row says why the finding is unknown.
Why WhyOf(const Knowledge& knowledge, const kv1::Omission& row,
          const v1::Finding& finding) {
  if (!row.rule().empty()) return {row.rule(), row.reason()};
  return {UnknownRule(knowledge, finding),
          UnknownSentence(finding.unknown_reason())};
}

bool Applies(const kv1::Omission& row, const FindingTraits& traits,
             const kv1::Muscle& muscle, const v1::Finding& finding) {
  return row.target_kind() == muscle.kind() &&
         (row.statuses().empty() ||
          absl::c_linear_search(row.statuses(), finding.status())) &&
         absl::c_all_of(row.with(), [&](const kv1::FindingTrait& trait) {
           return traits.Holds(trait, muscle, finding);
         });
}

const kv1::ReleaseBarrier* BarrierOf(const Knowledge& knowledge,
                                     absl::string_view id,
                                     const v1::Finding& finding) {
  const kv1::Muscle* muscle = knowledge.FindMuscle(id);
  return muscle == nullptr ? nullptr : BarrierTo(knowledge, *muscle, finding);
}

// What a partner or an inhibitor is in words, when it is not what a pair needs.
Why WhyNotIn(const char* rule, const v1::Finding& finding) {
  switch (finding.status()) {
    case kv1::STATUS_NORMAL:
      return {rule, "It tests in order."};
    case kv1::STATUS_TIGHT:
      return {rule, "It tests tight and is not known to be weak."};
    case kv1::STATUS_WEAK:
      return {rule, StateOf(finding, kv1::AXIS_LENGTH) ==
                            v1::AxisReading::STATE_NEGATIVE
                        ? "It tests weak and not tight."
                        : "It tests weak and is not known to be tight."};
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

v1::RejectedAction RejectedPartner(const Knowledge& knowledge,
                                   absl::string_view id,
                                   const v1::Finding& finding) {
  if (finding.status() == kv1::STATUS_TIGHT_AND_WEAK &&
      BarrierOf(knowledge, id, finding) != nullptr) {
    return Rejected("make a pair with", finding,
                    {"R-504",
                     "It tests tight and weak, so it is trained in its own "
                     "right, without release."});
  }
  v1::RejectedAction rejected =
      Rejected("activate", finding, WhyNotIn("R-504", finding));
  rejected.add_actions(kv1::ACTION_ACTIVATE);
  return rejected;
}

v1::RejectedAction RejectedInhibitor(const Knowledge& knowledge,
                                     absl::string_view id,
                                     const v1::Finding& finding) {
  const kv1::ReleaseBarrier* barrier = BarrierOf(knowledge, id, finding);
  if (IsTight(finding) && barrier == nullptr) {
    return Rejected("make a pair with", finding,
                    {"R-504",
                     "It is released in its own right; only what is weak and "
                     "not tight makes a pair with it."});
  }
  v1::RejectedAction rejected = Rejected(
      "release", finding,
      IsTight(finding) ? Why{barrier->rule(), "It must not be released."}
                       : WhyNotIn("R-505", finding));
  rejected.add_actions(kv1::ACTION_RELEASE);
  return rejected;
}

// A finding that is not there has no target of its own.
void Name(const Knowledge& knowledge, const std::string& id, kv1::Side side,
          v1::RejectedAction* rejected) {
  rejected->set_muscle(id);
  if (rejected->side() == kv1::SIDE_UNSPECIFIED) rejected->set_side(side);
  absl::StrAppend(rejected->mutable_action(), " ",
                  TargetName(knowledge, id, rejected->side()));
}

}  // namespace

std::vector<v1::RejectedAction> RejectedFor(const Knowledge& knowledge,
                                            const FindingTraits& traits,
                                            const kv1::Muscle& muscle,
                                            const v1::Finding& finding,
                                            ActionSet covered) {
  std::vector<v1::RejectedAction> rejections;
  for (const kv1::Omission& row : knowledge.pack().omissions()) {
    const auto is_open = [&](int action) {
      return !covered.Contains(static_cast<kv1::Action>(action));
    };
    if (absl::c_none_of(row.actions(), is_open) ||
        !Applies(row, traits, muscle, finding)) {
      continue;
    }
    v1::RejectedAction rejected =
        Rejected(row.considered(), finding, WhyOf(knowledge, row, finding));
    for (const int open : row.actions()) {
      if (!is_open(open)) continue;
      const auto action = static_cast<kv1::Action>(open);
      rejected.add_actions(action);
      covered.Insert(action);
    }
    rejections.push_back(std::move(rejected));
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
      v1::RejectedAction rejected = RejectedPartner(knowledge, id, *partner);
      Name(knowledge, id, finding.side(), &rejected);
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
          RejectedInhibitor(knowledge, id, *inhibitor);
      Name(knowledge, id, finding.side(), &rejected);
      rejections.push_back(std::move(rejected));
    }
  }
  return rejections;
}

}  // namespace tonus::engine
