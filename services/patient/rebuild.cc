// SPDX-License-Identifier: Apache-2.0
#include "services/patient/rebuild.h"

#include <functional>
#include <limits>
#include <set>

#include "services/keys.h"
#include "services/patient/alert_records.h"
#include "services/patient/event_chain.h"
#include "services/patient/proposal_records.h"
#include "services/patient/state_fold.h"
#include "storage/key_range.h"

namespace tonus {
namespace {

// Calls `visit` with the bytes of each record of the range, in order.
absl::Status VisitAll(
    const SealedStorage& storage, const std::string& prefix,
    absl::Time deadline,
    const std::function<absl::Status(const std::string&)>& visit) {
  storage::ScanRequest request = storage::ScanPrefix(prefix);
  while (true) {
    TONUS_ASSIGN_OR_RETURN(const storage::Page page,
                           storage.Scan(request, deadline));
    for (const storage::Record& record : page.records) {
      TONUS_RETURN_IF_ERROR(visit(record.value));
    }
    if (!page.more) return absl::OkStatus();
    request = storage::ScanAfter(request, page.records.back().key);
  }
}

absl::Status AddEvent(const std::string& bytes, int64_t before,
                      storage::v1::PatientState* state,
                      std::set<int64_t>* from_agreed) {
  TONUS_ASSIGN_OR_RETURN(const storage::v1::Event event,
                         ParseStored<storage::v1::Event>(bytes));
  if (event.revision() >= before) return absl::OkStatus();
  TONUS_RETURN_IF_ERROR(CheckFollows(event, state->head()));
  FoldEvent(event, bytes, state);
  if (!TakesAllIn(event)) from_agreed->insert(event.revision());
  return absl::OkStatus();
}

absl::Status AddRoutine(const std::string& bytes, int64_t before,
                        const std::set<int64_t>& from_agreed,
                        storage::v1::PatientState* state,
                        HeldHistory* history) {
  TONUS_ASSIGN_OR_RETURN(const v1::Routine routine,
                         ParseStored<v1::Routine>(bytes));
  if (routine.revision() >= before) return absl::OkStatus();
  FoldRoutine(routine, state);
  if (IsWhole(routine) && !from_agreed.contains(routine.revision())) {
    history->whole.insert(routine.revision());
  }
  return absl::OkStatus();
}

absl::Status AddProposal(const std::string& bytes, int64_t before,
                         storage::v1::PatientState* state,
                         HeldHistory* history) {
  TONUS_ASSIGN_OR_RETURN(const v1::Proposal proposal,
                         ParseStored<v1::Proposal>(bytes));
  FoldProposal(proposal, before, state->mutable_head());
  if (proposal.revision() < before)
    history->proposed.insert(proposal.revision());
  return absl::OkStatus();
}

}  // namespace

absl::StatusOr<storage::v1::PatientState> RebuildState(
    const SealedStorage& storage, const PatientRef& ref, int64_t before) {
  storage::v1::PatientState state;
  std::set<int64_t> from_agreed;
  HeldHistory history;
  TONUS_RETURN_IF_ERROR(
      VisitAll(storage, keys::EventPrefix(ref.tenant, ref.patient),
               ref.deadline, [&](const std::string& bytes) {
                 return AddEvent(bytes, before, &state, &from_agreed);
               }));
  if (state.head().revision() == 0) return PatientNotFound(ref.patient);
  TONUS_RETURN_IF_ERROR(VisitAll(
      storage, keys::RoutinePrefix(ref.tenant, ref.patient), ref.deadline,
      [&](const std::string& bytes) {
        return AddRoutine(bytes, before, from_agreed, &state, &history);
      }));
  TONUS_RETURN_IF_ERROR(
      VisitAll(storage, keys::ProposalPrefix(ref.tenant, ref.patient),
               ref.deadline, [&](const std::string& bytes) {
                 return AddProposal(bytes, before, &state, &history);
               }));
  state.mutable_head()->set_held_since(HeldSince(history));
  // Those of an earlier time are not kept.
  if (before != std::numeric_limits<int64_t>::max()) return state;
  Alerts alerts;
  TONUS_RETURN_IF_ERROR(VisitAll(
      storage, keys::AlertPrefix(ref.tenant, ref.patient), ref.deadline,
      [&](const std::string& bytes) -> absl::Status {
        TONUS_ASSIGN_OR_RETURN(const storage::v1::AlertRecord record,
                               ParseStored<storage::v1::AlertRecord>(bytes));
        AddStored(record, &alerts);
        return absl::OkStatus();
      }));
  SetAlerts(alerts, state.mutable_head());
  return state;
}

}  // namespace tonus
