// SPDX-License-Identifier: Apache-2.0
#include "services/patient/state_fold.h"

#include <algorithm>
#include <cstdint>

#include "services/digest.h"
#include "services/engine/facts.h"
#include "services/engine/replay.h"
#include "services/patient/live_requests.h"
#include "services/patient/resting_block.h"
#include "services/timestamp.h"

namespace tonus {
namespace {

void NoteSuperseded(const storage::v1::Event& event, storage::v1::Head* head) {
  const storage::v1::AssessmentAmendment& amendment =
      event.assessment_amended();
  for (const int64_t revision : amendment.superseded_revisions()) {
    auto* line = head->add_superseded_assessments();
    line->set_revision(revision);
    line->set_by_revision(event.revision());
    line->set_withdrawn(!amendment.has_fact());
    line->set_fact_id(amendment.superseded().fact_id());
    line->set_reason(amendment.reason());
  }
}

void NoteSupersededLogs(const storage::v1::Event& event,
                        storage::v1::Head* head) {
  const storage::v1::LogAmendment& amendment = event.log_amended();
  const storage::v1::LoggedFact& old = amendment.superseded();
  for (const int64_t revision : amendment.superseded_revisions()) {
    auto* line = head->add_superseded_logs();
    line->set_revision(revision);
    line->set_by_revision(event.revision());
    line->set_withdrawn(!amendment.has_fact());
    line->set_fact_id(old.has_session()   ? old.session().fact_id()
                      : old.has_morning() ? old.morning().fact_id()
                                          : old.home().fact_id());
    line->set_reason(amendment.reason());
  }
}

v1::Routine OutlineOf(const v1::Routine& routine) {
  v1::Routine outline;
  outline.set_revision(routine.revision());
  outline.set_pack_version(routine.pack_version());
  outline.set_pack_hash(routine.pack_hash());
  outline.set_gate(routine.gate());
  *outline.mutable_notices() = routine.notices();
  if (routine.has_create_time()) {
    *outline.mutable_create_time() = routine.create_time();
  }
  if (routine.has_start_date()) {
    *outline.mutable_start_date() = routine.start_date();
  }
  if (routine.has_expire_date()) {
    *outline.mutable_expire_date() = routine.expire_date();
  }
  *outline.mutable_retests() = routine.retests();
  *outline.mutable_rests() = routine.rests();
  for (const v1::Session& session : routine.sessions()) {
    v1::Session* line = outline.add_sessions();
    line->set_number(session.number());
    line->set_week(session.week());
    if (session.has_date()) *line->mutable_date() = session.date();
    if (session.has_override_date()) {
      *line->mutable_override_date() = session.override_date();
    }
  }
  return outline;
}

}  // namespace

std::vector<std::string> FoldEvent(const storage::v1::Event& event,
                                   absl::string_view bytes,
                                   storage::v1::PatientState* state) {
  engine::AddFacts(event, state->mutable_facts());
  storage::v1::Head* head = state->mutable_head();
  head->set_revision(event.revision());
  head->set_last_event_sha256(Sha256(bytes));
  head->set_engine_version(engine::kEngineVersion);
  if (event.revision() == 1) *head->mutable_create_time() = event.record_time();
  *head->mutable_update_time() = event.record_time();
  NoteSuperseded(event, head);
  NoteSupersededLogs(event, head);

  const absl::Time now = FromTimestamp(event.record_time());
  std::vector<std::string> forgotten =
      ForgetRequests(now, head->mutable_live_requests());
  if (!event.request_id().empty()) {
    RememberRequest(event.request_id(), now, head->mutable_live_requests());
  }
  return forgotten;
}

void FoldRoutine(const v1::Routine& routine, storage::v1::PatientState* state) {
  FoldRest(routine, state);
  *state->mutable_outline() = OutlineOf(routine);
  storage::v1::Head* head = state->mutable_head();
  head->set_routine_revision(routine.revision());
  head->set_session_count(routine.sessions_size());
  for (const v1::Session& session : routine.sessions()) {
    head->set_highest_session(
        std::max(head->highest_session(), session.number()));
  }
}

}  // namespace tonus
