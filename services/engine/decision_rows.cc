// SPDX-License-Identifier: Apache-2.0
#include "services/engine/decision_rows.h"

#include <string>
#include <utility>

#include "absl/algorithm/container.h"
#include "absl/strings/str_cat.h"
#include "services/engine/decision_wording.h"
#include "services/engine/finding.h"
#include "services/engine/target_name.h"

namespace tonus::engine {

using knowledge::v1::DecisionRejection;
using knowledge::v1::DecisionRule;
using knowledge::v1::FindingTrait;
using knowledge::v1::Muscle;
using v1::Decision;
using v1::Finding;

namespace {

// The rule that a row or a rejection names for `finding`.
template <typename Row>
std::string RuleOf(const Knowledge& knowledge, const Row& row,
                   const Finding& finding) {
  return row.names_last_change() ? LastRule(knowledge, finding, row.rule())
                                 : row.rule();
}

void AddRejection(const Knowledge& knowledge, const DecisionRejection& row,
                  const ReasonSubject& subject, Decision* decision) {
  v1::RejectedAction* rejected = decision->add_rejected();
  rejected->set_action(row.considered());
  rejected->set_rule(RuleOf(knowledge, row, *subject.finding));
  rejected->set_reason(ReasonOf(knowledge, row.reason(), subject));
  rejected->set_muscle(decision->muscle());
  rejected->set_side(decision->side());
  *rejected->mutable_actions() = row.actions();
}

// Reads the rows for one finding.
class Reader {
 public:
  Reader(const Knowledge& knowledge, const FindingTraits& traits,
         const Muscle& muscle, const Finding& finding)
      : knowledge_(knowledge),
        traits_(traits),
        muscle_(muscle),
        finding_(finding) {}

  std::vector<MadeDecision> Read();

 private:
  bool Holds(const FindingTrait& trait) const {
    return traits_.Holds(trait, muscle_, finding_);
  }
  MadeDecision Make(const DecisionRule& row, const Finding* partner) const;

  const Knowledge& knowledge_;
  const FindingTraits& traits_;
  const Muscle& muscle_;
  const Finding& finding_;
};

MadeDecision Reader::Make(const DecisionRule& row,
                          const Finding* partner) const {
  const ReasonSubject subject = {&finding_, partner};
  Decision decision;
  decision.set_id(absl::StrCat(ActionId(row.action()), ":",
                               TargetKey(finding_.muscle(), finding_.side())));
  decision.set_action(row.action());
  decision.set_muscle(finding_.muscle());
  decision.set_side(finding_.side());
  decision.set_rule(RuleOf(knowledge_, row, finding_));
  decision.set_reason(ReasonOf(knowledge_, row.reason(), subject));
  if (partner != nullptr) {
    decision.set_partner(partner->muscle());
    decision.set_partner_side(partner->side());
    absl::StrAppend(decision.mutable_id(), ">",
                    TargetKey(partner->muscle(), partner->side()));
  }
  for (const DecisionRejection& rejection : row.rejections()) {
    if (absl::c_all_of(rejection.with(), [&](const FindingTrait& trait) {
          return Holds(trait);
        })) {
      AddRejection(knowledge_, rejection, subject, &decision);
    }
  }
  return {std::move(decision), &finding_, partner};
}

std::vector<MadeDecision> Reader::Read() {
  std::vector<MadeDecision> made;
  for (const DecisionRule& row : knowledge_.pack().decision_rules()) {
    if (!Applies(row, finding_.status(),
                 [&](const FindingTrait& trait) { return Holds(trait); })) {
      continue;
    }
    if (row.per_weak_partner()) {
      for (const Finding* weak : traits_.WeakPartners(muscle_, finding_)) {
        made.push_back(Make(row, weak));
      }
    } else if (row.action() != knowledge::v1::DECISION_ACTION_UNSPECIFIED) {
      made.push_back(Make(row, nullptr));
    }
    if (!row.goes_on()) break;
  }
  return made;
}

}  // namespace

bool Applies(const DecisionRule& row, knowledge::v1::Status status,
             absl::FunctionRef<bool(const FindingTrait&)> holds) {
  return absl::c_linear_search(row.statuses(), status) &&
         absl::c_all_of(row.with(), holds) &&
         absl::c_none_of(row.without(), holds);
}

std::vector<MadeDecision> ReadRows(const Knowledge& knowledge,
                                   const FindingTraits& traits,
                                   const Muscle& muscle,
                                   const Finding& finding) {
  return Reader(knowledge, traits, muscle, finding).Read();
}

}  // namespace tonus::engine
