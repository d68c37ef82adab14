// SPDX-License-Identifier: Apache-2.0
#include "services/patient/proposal_records.h"

#include "services/engine/deterministic_bytes.h"
#include "services/keys.h"

namespace tonus {
namespace {

storage::Mutation WriteOf(const PatientRef& ref, const v1::Proposal& proposal) {
  return storage::Mutation::Write(
      keys::Proposal(ref.tenant, ref.patient, proposal.revision()),
      engine::DeterministicBytes(proposal));
}

}  // namespace

void CloseProposal(v1::ProposalState state, const storage::v1::Event& event,
                   v1::Proposal* proposal) {
  proposal->set_state(state);
  *proposal->mutable_close_time() = event.record_time();
  proposal->set_close_revision(event.revision());
}

bool TakesAllIn(const storage::v1::Event& event) {
  return !event.has_override_set() && !event.has_override_cleared() &&
         !event.has_clearance_recorded() && !event.has_routine_paused() &&
         !event.has_routine_resumed();
}

bool IsWhole(const v1::Routine& routine) {
  return routine.gate() == v1::GATE_OK;
}

int64_t HeldSince(const HeldHistory& history) {
  // A proposal that comes with a routine is what that routine leaves out.
  int64_t last_whole = 0;
  for (const int64_t revision : history.whole) {
    if (!history.proposed.contains(revision)) last_whole = revision;
  }
  const auto first = history.proposed.upper_bound(last_whole);
  return first == history.proposed.end() ? 0 : *first;
}

void FoldProposal(const v1::Proposal& proposal, int64_t before,
                  storage::v1::Head* head) {
  const bool waits =
      proposal.close_revision() == 0 || proposal.close_revision() >= before;
  if (proposal.revision() < before && waits) {
    head->set_pending_proposal(proposal.revision());
  }
}

absl::Status AddProposalMutations(const PatientRecords& records,
                                  const PatientRef& ref,
                                  const storage::v1::Event& event,
                                  const std::optional<v1::Proposal>& changed,
                                  bool issues, storage::v1::PatientState* after,
                                  std::vector<storage::Mutation>* mutations) {
  storage::v1::Head* head = after->mutable_head();
  const int64_t waiting = head->pending_proposal();
  if (changed.has_value()) mutations->push_back(WriteOf(ref, *changed));
  const bool reviewed = changed.has_value() && changed->revision() == waiting;
  const bool supersedes = issues && TakesAllIn(event);
  if (waiting != 0 && !reviewed && (supersedes || changed.has_value())) {
    TONUS_ASSIGN_OR_RETURN(v1::Proposal superseded,
                           records.ReadProposal(ref, waiting));
    CloseProposal(v1::PROPOSAL_STATE_SUPERSEDED, event, &superseded);
    mutations->push_back(WriteOf(ref, superseded));
  }
  if (changed.has_value() && changed->state() == v1::PROPOSAL_STATE_PENDING) {
    head->set_pending_proposal(changed->revision());
  } else if (changed.has_value() || supersedes) {
    head->set_pending_proposal(0);
  }
  const bool proposes =
      changed.has_value() && changed->revision() == event.revision();
  if (proposes && head->held_since() == 0) {
    head->set_held_since(event.revision());
  } else if (supersedes && !proposes && IsWhole(after->outline())) {
    head->set_held_since(0);
  }
  return absl::OkStatus();
}

}  // namespace tonus
