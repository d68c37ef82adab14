// SPDX-License-Identifier: Apache-2.0
#include "services/assessment/amendment.h"

#include <set>
#include <utility>
#include <vector>

#include "absl/algorithm/container.h"
#include "absl/strings/str_cat.h"
#include "services/assessment/assessment_resource.h"
#include "services/engine/deterministic_bytes.h"
#include "services/engine/red_flags.h"
#include "services/error.h"
#include "services/patient/correction.h"
#include "services/patient/request_record.h"
#include "services/resource_names.h"
#include "services/status_macros.h"
#include "services/timestamp.h"

namespace tonus {
namespace {

using storage::v1::AssessmentAmendment;
using storage::v1::AssessmentFact;

absl::Status NoLongerInForce(const std::string& patient,
                             const storage::v1::SupersededAssessment& line) {
  if (line.withdrawn()) {
    return MakeError(absl::StatusCode::kFailedPrecondition,
                     "ASSESSMENT_WITHDRAWN",
                     "the assessment was withdrawn; submit a new one");
  }
  const std::string successor =
      AssessmentName{patient, line.by_revision()}.ToString();
  return MakeError(
      absl::StatusCode::kFailedPrecondition, "ASSESSMENT_SUPERSEDED",
      absl::StrCat("the assessment was corrected before; correct ", successor),
      {{"superseded_by", successor}});
}

// Named without a request id, a fact is named by its content.
std::string IdOfCorrected(const AssessmentFact& superseded,
                          const AssessmentFact& corrected) {
  AssessmentFact content = superseded;
  content.clear_fact_id();
  return superseded.fact_id() == FactId("", content) ? FactId("", corrected)
                                                     : superseded.fact_id();
}

// The flags that stop exercise until a clearance names them, also one that this
// pack does not know, and that were answered yes.
std::set<std::string> LockingYeses(const v1::Screening& screening,
                                   const engine::Knowledge& knowledge) {
  std::set<std::string> yeses;
  for (const v1::RedFlagAnswer& answer : screening.answers()) {
    const auto* flag = knowledge.FindRedFlag(answer.red_flag());
    if (answer.present() &&
        (flag == nullptr || engine::LocksUntilCleared(*flag))) {
      yeses.insert(answer.red_flag());
    }
  }
  return yeses;
}

}  // namespace

const storage::v1::SupersededAssessment* FindSuperseded(
    const storage::v1::Head& head, int64_t revision) {
  const auto line = absl::c_find_if(
      head.superseded_assessments(),
      [&](const auto& entry) { return entry.revision() == revision; });
  return line == head.superseded_assessments().end() ? nullptr : &*line;
}

void TellSuperseded(const std::string& patient, const storage::v1::Head& head,
                    int64_t revision, v1::Assessment* assessment) {
  const auto* line = FindSuperseded(head, revision);
  if (line == nullptr) return;
  if (line->withdrawn()) {
    assessment->set_withdrawn(true);
    assessment->set_amendment_reason(line->reason());
  } else {
    assessment->set_superseded_by(
        AssessmentName{patient, line->by_revision()}.ToString());
  }
}

absl::StatusOr<AssessmentAmendment> AmendmentOf(
    const Call& call, const v1::AmendAssessmentRequest& request,
    const std::string& patient, int64_t revision,
    const storage::v1::PatientState& before, const PatientRecords& records,
    const engine::Knowledge& knowledge) {
  const PatientRef ref = RefOf(call, patient);
  const absl::StatusOr<StoredEvent> stored = records.ReadEvent(ref, revision);
  if (!stored.ok() && !absl::IsNotFound(stored.status())) {
    return stored.status();
  }
  const AssessmentFact* superseded =
      stored.ok() ? AssessmentFactIn(stored->event) : nullptr;
  if (superseded == nullptr) {
    return NotFound("tonus.v1.Assessment", request.name());
  }
  const auto* line = FindSuperseded(before.head(), revision);
  if (line != nullptr) return NoLongerInForce(patient, *line);

  const std::string recorded = engine::DeterministicBytes(*superseded);
  AssessmentAmendment amendment;
  amendment.add_superseded_revisions(revision);
  TONUS_ASSIGN_OR_RETURN(
      const std::vector<int64_t> others,
      OtherEvents(records, ref, before.head(), revision,
                  [&](const storage::v1::Event& event) {
                    const AssessmentFact* stated = AssessmentFactIn(event);
                    return stated != nullptr &&
                           FindSuperseded(before.head(), event.revision()) ==
                               nullptr &&
                           engine::DeterministicBytes(*stated) == recorded;
                  }));
  amendment.mutable_superseded_revisions()->Add(others.begin(), others.end());
  *amendment.mutable_superseded() = *superseded;
  if (!request.withdraw()) {
    AssessmentFact fact = AssessmentFactOf(
        request.assessment(), FromTimestamp(superseded->effective_time()));
    fact.set_fact_id(IdOfCorrected(*superseded, fact));
    if (engine::DeterministicBytes(fact) == recorded) {
      Violations violations;
      violations.Add("assessment", "is what was recorded; nothing to correct");
      return violations.ToStatus();
    }
    *amendment.mutable_fact() = std::move(fact);
  }
  amendment.set_reason(request.reason());
  const std::set<std::string> retracted(request.retracted_red_flags().begin(),
                                        request.retracted_red_flags().end());
  amendment.mutable_retracted_red_flags()->Assign(retracted.begin(),
                                                  retracted.end());
  TONUS_RETURN_IF_ERROR(CheckRetraction(
      call, {LockingYeses(amendment.superseded().screening(), knowledge),
             LockingYeses(amendment.fact().screening(), knowledge), retracted,
             "the answers"}));
  return amendment;
}

}  // namespace tonus
