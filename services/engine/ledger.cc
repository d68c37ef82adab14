// SPDX-License-Identifier: Apache-2.0
#include "services/engine/ledger.h"

#include <algorithm>
#include <string>
#include <utility>
#include <vector>

#include "services/engine/allowed_work.h"
#include "services/engine/finding_traits.h"
#include "services/engine/lookup.h"
#include "services/engine/rejections.h"
#include "services/engine/source_list.h"
#include "services/engine/steps.h"
#include "services/engine/withheld_tests.h"

namespace tonus::engine {
namespace {

namespace kv1 = knowledge::v1;

// Of a decision that waits for a later block.
constexpr char kWaits[] = "R-511";

// Whether something was found that a priority can be given to.
bool HasVerdict(const v1::Finding& finding) {
  return finding.status() != kv1::STATUS_UNKNOWN &&
         finding.status() != kv1::STATUS_NORMAL;
}

bool Does(const v1::Decision& decision, knowledge::v1::Action action) {
  const auto& steps = decision.steps();
  return std::any_of(steps.begin(), steps.end(), [&](const v1::Step& step) {
    return step.action() == action;
  });
}

// Nothing waits where nothing can be done.
void DropWaiting(v1::Decision* decision) {
  auto& rejected = *decision->mutable_rejected();
  rejected.erase(std::remove_if(rejected.begin(), rejected.end(),
                                [](const v1::RejectedAction& action) {
                                  return action.rule() == kWaits;
                                }),
                 rejected.end());
}

// What the decisions say about one target on one side.
struct Account {
  ActionSet covered;
  // The most important decision about it, or nullptr.
  v1::Decision* decision = nullptr;
};

class Ledger {
 public:
  Ledger(const Knowledge& knowledge, const FindingTable& findings,
         const Ranking& ranking, const Eligibility& eligibility,
         v1::Interpretation* interpretation)
      : knowledge_(knowledge),
        findings_(findings),
        ranking_(ranking),
        interpretation_(*interpretation),
        sources_(knowledge),
        traits_(knowledge, interpretation->limits(), findings_),
        allowed_(knowledge, eligibility, interpretation->limits()),
        steps_(knowledge, traits_, findings_, allowed_, &sources_),
        accounts_(knowledge.lookup().targets().size()) {}

  void Complete();

 private:
  Account* AccountOf(const std::string& muscle, kv1::Side side) {
    const int position = knowledge_.lookup().PositionOf(muscle, side);
    return position < 0 ? nullptr : &accounts_[position];
  }

  void Describe(v1::Decision* decision);
  void Enter(v1::Decision* decision);
  void RejectTheRest(v1::Finding* finding);
  void RejectPartners(const kv1::Muscle& muscle, const v1::Finding& finding,
                      v1::Decision* decision);
  void Cite(google::protobuf::RepeatedPtrField<v1::RejectedAction>* rejections);

  const Knowledge& knowledge_;
  const FindingTable& findings_;
  const Ranking& ranking_;
  v1::Interpretation& interpretation_;
  SourceList sources_;
  const FindingTraits traits_;
  const AllowedWork allowed_;
  StepWriter steps_;
  std::vector<Account> accounts_;
};

void Ledger::Describe(v1::Decision* decision) {
  const v1::Finding& finding =
      findings_.Find(decision->muscle(), decision->side());
  if (!decision->has_factors() && HasVerdict(finding)) {
    *decision->mutable_factors() = ranking_.Prioritise(finding);
  }
  steps_.Write(decision);
  if (!HasWork(*decision)) DropWaiting(decision);
  RejectWithheldTests(knowledge_, interpretation_, finding, decision);
  // Nothing is done, and that has a source, too.
  sources_.AddRule(decision->rule());
}

void Ledger::Enter(v1::Decision* decision) {
  for (const v1::Step& step : decision->steps()) {
    Account* account = AccountOf(step.muscle(), step.side());
    if (account != nullptr) account->covered.Insert(step.action());
  }
  Account* own = AccountOf(decision->muscle(), decision->side());
  if (own == nullptr) return;
  if (own->decision == nullptr) own->decision = decision;
  for (const v1::RejectedAction& rejected : decision->rejected()) {
    if (rejected.muscle() != decision->muscle() ||
        rejected.side() != decision->side()) {
      continue;
    }
    for (const int action : rejected.actions()) {
      own->covered.Insert(static_cast<knowledge::v1::Action>(action));
    }
  }
}

void Ledger::RejectPartners(const kv1::Muscle& muscle,
                            const v1::Finding& finding,
                            v1::Decision* decision) {
  std::vector<v1::RejectedAction> rejections;
  const bool releases = Does(*decision, knowledge::v1::ACTION_RELEASE);
  if (releases) {
    rejections = RejectedPartners(knowledge_, findings_, muscle, finding);
  } else if (decision->action() == knowledge::v1::DECISION_ACTION_ACTIVATE) {
    rejections = RejectedInhibitors(knowledge_, findings_, muscle, finding);
  }
  for (v1::RejectedAction& rejected : rejections) {
    const v1::Finding& other =
        findings_.Find(rejected.muscle(), rejected.side());
    if (HasVerdict(other)) {
      *rejected.mutable_factors() = ranking_.Prioritise(other);
    }
    const std::string& tight = releases ? muscle.id() : rejected.muscle();
    const std::string& weak = releases ? rejected.muscle() : muscle.id();
    sources_.AddPair(tight, weak);
    rejected.add_sources(PairSubject(tight, weak));
    *decision->add_rejected() = std::move(rejected);
  }
}

void Ledger::RejectTheRest(v1::Finding* finding) {
  const int position =
      knowledge_.lookup().PositionOf(finding->muscle(), finding->side());
  if (position < 0) return;
  const kv1::Muscle& muscle = *knowledge_.lookup().targets()[position].muscle;
  const Account& account = accounts_[position];
  v1::Decision* decision = account.decision;
  for (v1::RejectedAction& rejected :
       RejectedFor(knowledge_, traits_, muscle, *finding, account.covered)) {
    *(decision == nullptr ? finding->add_rejected()
                          : decision->add_rejected()) = std::move(rejected);
  }
  if (decision == nullptr) {
    Cite(finding->mutable_rejected());
  } else {
    RejectPartners(muscle, *finding, decision);
  }
}

void Ledger::Cite(
    google::protobuf::RepeatedPtrField<v1::RejectedAction>* rejections) {
  for (v1::RejectedAction& rejected : *rejections) {
    sources_.AddRule(rejected.rule());
    rejected.add_sources(rejected.rule());
  }
}

void Ledger::Complete() {
  for (v1::Decision& decision : *interpretation_.mutable_decisions()) {
    Describe(&decision);
    Enter(&decision);
  }
  for (v1::Finding& finding : *interpretation_.mutable_findings()) {
    RejectTheRest(&finding);
  }
  for (v1::Decision& decision : *interpretation_.mutable_decisions()) {
    Cite(decision.mutable_rejected());
  }
  steps_.WriteGeneral(&interpretation_);
  *interpretation_.mutable_sources() = sources_.Sorted();
}

}  // namespace

void CompleteLedger(const Knowledge& knowledge, const FindingTable& findings,
                    const Ranking& ranking, const Eligibility& eligibility,
                    v1::Interpretation* interpretation) {
  Ledger(knowledge, findings, ranking, eligibility, interpretation).Complete();
}

}  // namespace tonus::engine
