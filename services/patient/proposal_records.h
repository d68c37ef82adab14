// SPDX-License-Identifier: Apache-2.0
// How proposals are stored, and what becomes of the one that waits.

#ifndef TONUS_SERVICES_PATIENT_PROPOSAL_RECORDS_H_
#define TONUS_SERVICES_PATIENT_PROPOSAL_RECORDS_H_

#include <cstdint>
#include <optional>
#include <set>
#include <vector>

#include "absl/status/status.h"
#include "services/patient/patient_records.h"
#include "storage/storage.h"
#include "tonus/storage/v1/event.pb.h"
#include "tonus/storage/v1/state.pb.h"
#include "tonus/v1/proposal.pb.h"

namespace tonus {

// Notes in `proposal` that it stopped waiting with `event`.
void CloseProposal(v1::ProposalState state, const storage::v1::Event& event,
                   v1::Proposal* proposal);

// Whether a routine that `event` issues takes in all that is known. One that
// follows a clinician's word or a pause is planned from what was agreed: what
// waits for a review goes on waiting, and what was rejected stays out.
bool TakesAllIn(const storage::v1::Event& event);

// Whether `routine`, which an event issued that takes all in, leaves nothing
// out. A closed gate stops everything, agreed or not, and agrees to nothing.
bool IsWhole(const v1::Routine& routine);

// The revisions that decide since when a routine leaves facts out of account.
struct HeldHistory {
  // Of the routines that took in all that was known when they were issued.
  std::set<int64_t> whole;
  // Of the proposals.
  std::set<int64_t> proposed;
};

// Returns `Head.held_since` after `history`.
int64_t HeldSince(const HeldHistory& history);

// Makes `proposal`, as it is stored, count in `head`: as of the events below
// revision `before`.
void FoldProposal(const v1::Proposal& proposal, int64_t before,
                  storage::v1::Head* head);

// Adds the writes that `event` makes of proposals, and folds them into `after`,
// which still has the proposal that waited before. `changed` is new or was
// reviewed; `issues` tells whether a routine is issued. The one that waited is
// superseded by another one and by a routine that takes all in. Besides, the
// errors of reading it.
absl::Status AddProposalMutations(const PatientRecords& records,
                                  const PatientRef& ref,
                                  const storage::v1::Event& event,
                                  const std::optional<v1::Proposal>& changed,
                                  bool issues, storage::v1::PatientState* after,
                                  std::vector<storage::Mutation>* mutations);

}  // namespace tonus

#endif  // TONUS_SERVICES_PATIENT_PROPOSAL_RECORDS_H_
