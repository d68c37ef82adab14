// SPDX-License-Identifier: Apache-2.0
// Proposals: changed routines that wait for a clinician, and their review.
#include <algorithm>
#include <cstdint>
#include <limits>
#include <optional>
#include <string>
#include <utility>

#include "absl/strings/numbers.h"
#include "absl/strings/str_cat.h"
#include "services/engine/deterministic_bytes.h"
#include "services/engine/interpretation.h"
#include "services/engine/routine_diff.h"
#include "services/error.h"
#include "services/page_token.h"
#include "services/patient/block.h"
#include "services/patient/issued_routine.h"
#include "services/patient/proposal_records.h"
#include "services/patient/replan.h"
#include "services/patient/reply.h"
#include "services/patient/state_excerpts.h"
#include "services/resource_names.h"
#include "services/routine/override_resource.h"
#include "services/routine/refused_words.h"
#include "services/routine/routine_service.h"
#include "services/validation/number.h"
#include "services/validation/override.h"
#include "services/validation/request_id.h"

namespace tonus {
namespace {

constexpr int kDefaultPageSize = 20;
constexpr int kMaxPageSize = 100;
constexpr int kMaxOverrides = 20;

std::string At(int i) { return absl::StrCat("overrides[", i, "]"); }

int Checked(const v1::ReviewProposalRequest& request) {
  return std::min(request.overrides_size(), kMaxOverrides);
}

void CheckReview(const v1::ReviewProposalRequest& request,
                 const engine::Knowledge& knowledge, Violations* violations) {
  CheckOptionalId("request_id", request.request_id(), violations);
  if (request.verdict() == v1::REVIEW_VERDICT_UNSPECIFIED) {
    violations->Add("verdict", "is required: approve or reject");
  } else {
    CheckEnum("verdict", request.verdict(), violations);
  }
  if (request.reason() == v1::REVIEW_REASON_UNSPECIFIED) {
    violations->Add("reason", "is required: why");
  } else {
    CheckEnum("reason", request.reason(), violations);
  }
  if (request.verdict() == v1::REVIEW_VERDICT_REJECT &&
      !request.overrides().empty()) {
    violations->Add("overrides", "go with an approval alone");
  }
  CheckCount("overrides", request.overrides_size(), kMaxOverrides, violations);
  for (int i = 0; i < Checked(request); ++i) {
    CheckOverride(At(i), request.overrides(i), knowledge, violations);
  }
}

// Whether an assessment called for it: then a block that is over is followed by
// the next one, as it would have been.
WhenOver WhenOverFor(const v1::Proposal& proposal) {
  return proposal.cause() == "assessment_submitted" ? WhenOver::kBeginNext
                                                    : WhenOver::kStay;
}

// The review of one proposal, as a command to the patient's log. Everything
// given outlives it.
class Review {
 public:
  Review(const Call& call, const v1::ReviewProposalRequest& request,
         const ProposalName& name, const PatientRecords& records)
      : call_(call), request_(request), name_(name), records_(records) {}

  absl::StatusOr<Record> RecordReview(
      const storage::v1::PatientState& before) const;
  absl::StatusOr<Decision> Decide(const Change& change) const;

 private:
  PatientRef Ref() const { return RefOf(call_, name_.patient); }

  // Applies `proposal`: what all that is known calls for today.
  absl::Status Apply(const Change& change, const v1::Proposal& proposal,
                     Decision* decision,
                     v1::ReviewProposalResponse* response) const;

  const Call& call_;
  const v1::ReviewProposalRequest& request_;
  const ProposalName& name_;
  const PatientRecords& records_;
};

absl::StatusOr<Record> Review::RecordReview(
    const storage::v1::PatientState& before) const {
  TONUS_RETURN_IF_ERROR(records_.ReadProposal(Ref(), name_.revision).status());
  if (before.head().pending_proposal() != name_.revision) {
    return MakeError(absl::StatusCode::kFailedPrecondition, "NOT_PENDING",
                     "the proposal does not wait any more",
                     {{"resource", name_.ToString()}});
  }
  const absl::CivilDay today = DayIn(before.facts().time_zone(), call_.time);
  Violations dates;
  for (int i = 0; i < Checked(request_); ++i) {
    CheckOverrideDates(At(i), request_.overrides(i), today, &dates);
  }
  TONUS_RETURN_IF_ERROR(dates.ToStatus());
  storage::v1::Event event;
  auto* review = event.mutable_proposal_reviewed();
  review->set_proposal(name_.revision);
  review->set_verdict(request_.verdict());
  review->set_reason(request_.reason());
  for (int i = 0; i < Checked(request_); ++i) {
    *review->add_overrides() =
        OverrideFactOf(request_.overrides(i), before.facts(),
                       request_.request_id(), i, call_.time, today);
  }
  event.set_reason_code(v1::ReviewReason_Name(request_.reason()));
  return Record{std::move(event), ""};
}

absl::Status Review::Apply(const Change& change, const v1::Proposal& proposal,
                           Decision* decision,
                           v1::ReviewProposalResponse* response) const {
  const storage::v1::PatientFacts& facts = change.after.facts();
  const absl::CivilDay today = DayIn(facts.time_zone(), call_.time);
  TONUS_ASSIGN_OR_RETURN(const std::optional<v1::Routine> current,
                         ReadCurrentRoutine(records_, Ref(), change.before));
  v1::Routine routine =
      PlanBlock(change.knowledge, change.before, change.after,
                engine::Interpret(change.knowledge, facts, today), today,
                WhenOverFor(proposal));
  NameOverrides(name_.patient, &routine);
  *response->mutable_diff() =
      engine::DiffOf(current.value_or(v1::Routine()), routine);
  for (int i = 0; i < request_.overrides_size(); ++i) {
    const OverrideName name{name_.patient, change.event.revision(), i};
    for (v1::Dropped& refused :
         RefusedOf(request_.overrides(i), name.ToString(), routine)) {
      *response->add_refused() = std::move(refused);
    }
  }
  decision->routine = std::move(routine);
  return absl::OkStatus();
}

absl::StatusOr<Decision> Review::Decide(const Change& change) const {
  TONUS_ASSIGN_OR_RETURN(v1::Proposal proposal,
                         records_.ReadProposal(Ref(), name_.revision));
  const bool approved = request_.verdict() == v1::REVIEW_VERDICT_APPROVE;
  CloseProposal(
      approved ? v1::PROPOSAL_STATE_APPLIED : v1::PROPOSAL_STATE_REJECTED,
      change.event, &proposal);
  proposal.set_reason(request_.reason());
  proposal.set_reviewer(change.event.actor());
  proposal.set_reviewer_role(change.event.role());
  for (const auto& fact : change.event.proposal_reviewed().overrides()) {
    proposal.add_overrides(
        OverrideName{name_.patient, change.event.revision(), fact.position()}
            .ToString());
  }
  Decision decision;
  v1::ReviewProposalResponse response;
  if (approved) {
    TONUS_RETURN_IF_ERROR(Apply(change, proposal, &decision, &response));
  }
  *response.mutable_proposal() = proposal;
  response.set_revision(change.event.revision());
  decision.proposal = std::move(proposal);
  decision.response = engine::DeterministicBytes(response);
  return decision;
}

}  // namespace

absl::StatusOr<v1::Proposal> RoutineService::GetProposal(
    Call& call, const v1::GetProposalRequest& request) {
  TONUS_ASSIGN_OR_RETURN(const ProposalName name,
                         ProposalName::Parse(request.name()));
  const PatientRef ref = RefOf(call, name.patient);
  TONUS_ASSIGN_OR_RETURN(const v1::Patient patient,
                         log_.records().ReadPatient(ref));
  call.revision = patient.revision();
  return log_.records().ReadProposal(ref, name.revision);
}

absl::StatusOr<v1::ListProposalsResponse> RoutineService::ListProposals(
    Call& call, const v1::ListProposalsRequest& request) {
  TONUS_ASSIGN_OR_RETURN(const PatientName name,
                         PatientName::Parse(request.parent(), "parent"));
  TONUS_ASSIGN_OR_RETURN(
      const int size,
      PageSize(request.page_size(), kDefaultPageSize, kMaxPageSize));
  const std::string list =
      absl::StrCat("ListProposals/", call.principal.tenant, "/", name.patient,
                   "/", static_cast<int>(request.pending_only()));
  TONUS_ASSIGN_OR_RETURN(const std::string position,
                         ParsePageToken(list, request.page_token()));
  const PatientRef ref = RefOf(call, name.patient);
  TONUS_ASSIGN_OR_RETURN(const v1::Patient patient,
                         log_.records().ReadPatient(ref));
  call.revision = patient.revision();

  // The position is the last revision that was listed.
  int64_t before = 0;
  if (!absl::SimpleAtoi(position, &before) || before < 1) {
    before = std::numeric_limits<int64_t>::max();
  }
  v1::ListProposalsResponse response;
  bool more = false;
  TONUS_RETURN_IF_ERROR(log_.records().VisitProposalsBackward(
      ref, before, [&](const v1::Proposal& proposal) {
        if (request.pending_only() &&
            proposal.state() != v1::PROPOSAL_STATE_PENDING) {
          return true;
        }
        more = response.proposals_size() == size;
        if (!more) *response.add_proposals() = proposal;
        return !more;
      }));
  if (more) {
    response.set_next_page_token(MakePageToken(
        list, absl::StrCat(response.proposals(size - 1).revision())));
  }
  return response;
}

absl::StatusOr<Serialized<v1::ReviewProposalResponse>>
RoutineService::ReviewProposal(Call& call,
                               const v1::ReviewProposalRequest& request) {
  TONUS_ASSIGN_OR_RETURN(const ProposalName name,
                         ProposalName::Parse(request.name()));
  const Review review(call, request, name, log_.records());
  Command command =
      CommandFor("tonus.v1.RoutineService.ReviewProposal", request);
  command.check = [&](const engine::Knowledge& knowledge) {
    Violations violations;
    CheckReview(request, knowledge, &violations);
    return violations.ToStatus();
  };
  command.record = [&](const engine::Knowledge&,
                       const storage::v1::PatientState& before) {
    return review.RecordReview(before);
  };
  command.decide = [&](const Change& change) { return review.Decide(change); };
  return WriteAndReply<v1::ReviewProposalResponse>(log_, call, name.patient,
                                                   command);
}

}  // namespace tonus
