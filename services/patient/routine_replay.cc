// SPDX-License-Identifier: Apache-2.0
#include "services/patient/routine_replay.h"

#include <algorithm>
#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "absl/algorithm/container.h"
#include "services/engine/deterministic_bytes.h"
#include "services/engine/facts.h"
#include "services/engine/interpretation.h"
#include "services/engine/pauses.h"
#include "services/engine/planning.h"
#include "services/engine/replay.h"
#include "services/patient/absence.h"
#include "services/patient/block.h"
#include "services/patient/done_sessions.h"
#include "services/patient/gate.h"
#include "services/patient/issued_routine.h"
#include "services/patient/log_replan.h"
#include "services/patient/resting_block.h"
#include "services/patient/state_excerpts.h"
#include "services/patient/state_fold.h"
#include "services/patient/what_passed.h"
#include "services/status_macros.h"
#include "services/timestamp.h"

namespace tonus {
namespace {

using storage::v1::Event;
using storage::v1::PatientFacts;
using storage::v1::PatientState;

// The events that corrected others, by the revisions of those.
using Corrections = std::map<int64_t, const Event*>;

Corrections CorrectionsIn(const std::vector<Event>& events) {
  Corrections corrections;
  for (const Event& event : events) {
    for (const auto& superseded :
         {event.assessment_amended().superseded_revisions(),
          event.log_amended().superseded_revisions()}) {
      for (const int64_t revision : superseded) corrections[revision] = &event;
    }
  }
  return corrections;
}

// Puts what the correction says in the place of what `event` said.
void Replace(const storage::v1::AssessmentAmendment& amendment, Event* event) {
  const bool is_outcome = event->has_outcome_recorded();
  event->clear_payload();
  if (!amendment.has_fact()) return;
  // A block never begins with an outcome, also with a corrected one.
  *(is_outcome ? event->mutable_outcome_recorded()
               : event->mutable_assessment_submitted()) = amendment.fact();
}

void Replace(const storage::v1::LogAmendment& amendment, Event* event) {
  event->clear_payload();
  const storage::v1::LoggedFact& fact = amendment.fact();
  if (fact.has_session()) *event->mutable_session_logged() = fact.session();
  if (fact.has_morning()) *event->mutable_morning_recorded() = fact.morning();
  if (fact.has_home()) *event->mutable_home_logged() = fact.home();
}

// Returns what `event` should have said: what its last correction says, or
// nothing when it was withdrawn. A correction itself says nothing, since what
// it says stands in the place of what it corrects.
Event Corrected(const Event& event, const Corrections& corrections) {
  Event result = event;
  if (event.has_assessment_amended() || event.has_log_amended()) {
    result.clear_payload();
    return result;
  }
  for (auto correction = corrections.find(event.revision());
       correction != corrections.end();
       correction = corrections.find(correction->second->revision())) {
    if (correction->second->has_log_amended()) {
      Replace(correction->second->log_amended(), &result);
    } else {
      Replace(correction->second->assessment_amended(), &result);
    }
  }
  return result;
}

// Returns the events from revision `first` on, in order, and `last` after them.
absl::StatusOr<std::vector<Event>> EventsFrom(const PatientRecords& records,
                                              const PatientRef& ref,
                                              int64_t first,
                                              const Event& last) {
  std::vector<Event> events = {last};
  TONUS_RETURN_IF_ERROR(records.VisitEventsBackward(
      ref, last.revision(), [&](const StoredEvent& stored) {
        if (stored.event.revision() < first) return false;
        events.push_back(stored.event);
        return true;
      }));
  std::reverse(events.begin(), events.end());
  return events;
}

// Returns the first event that was ever corrected.
int64_t FirstCorrected(const Change& change) {
  int64_t first = change.event.revision();
  for (const auto& line : change.after.head().superseded_assessments()) {
    first = std::min(first, line.revision());
  }
  for (const auto& line : change.after.head().superseded_logs()) {
    first = std::min(first, line.revision());
  }
  return first;
}

int HighestLogged(const PatientFacts& facts) {
  int highest = 0;
  for (const auto& fact : facts.logs()) {
    highest = std::max(highest, fact.log().session_number());
  }
  return highest;
}

bool ProfileDiffers(const PatientFacts& a, const PatientFacts& b) {
  return engine::DeterministicBytes(engine::CurrentProfile(a)) !=
         engine::DeterministicBytes(engine::CurrentProfile(b));
}

// Whether `event` is a clinician's word, or a change of the pack, after which
// the block is planned again.
bool PlansAgain(const Event& event) {
  return event.has_override_set() || event.has_override_cleared() ||
         event.has_clearance_recorded() || event.has_pack_migrated() ||
         event.proposal_reviewed().verdict() == v1::REVIEW_VERDICT_APPROVE;
}

// The packs that decided about the events of one patient.
class PacksOfEvents {
 public:
  // `last` decides now. Both outlive this.
  PacksOfEvents(Packs* packs, const PatientRef& ref,
                const engine::Knowledge& last)
      : packs_(*packs), ref_(ref), last_(last) {}

  // Returns the pack that decided about `event`; `last` when that is not there
  // any more, or no use to this server, so that a migrated routine can be
  // corrected all the same. Besides, the errors of storage.
  absl::StatusOr<const engine::Knowledge*> Of(const Event& event);

 private:
  Packs& packs_;
  const PatientRef& ref_;
  const engine::Knowledge& last_;
  std::map<std::string, SharedPack> found_;  // Null for one of no use.
};

absl::StatusOr<const engine::Knowledge*> PacksOfEvents::Of(const Event& event) {
  const std::string& hash = event.pack_hash();
  if (hash == last_.hash()) return &last_;
  auto found = found_.find(hash);
  if (found == found_.end()) {
    absl::StatusOr<SharedPack> pack =
        packs_.Find(ref_.tenant, hash, ref_.deadline);
    const bool of_no_use = absl::IsNotFound(pack.status()) ||
                           absl::IsFailedPrecondition(pack.status());
    if (!pack.ok() && !of_no_use) return pack.status();
    found = found_.emplace(hash, of_no_use ? nullptr : *std::move(pack)).first;
  }
  return found->second != nullptr ? found->second.get() : &last_;
}

// Decides event by event as the methods do that record them.
class Replay {
 public:
  // `done` are the sessions that were done.
  Replay(PatientState before, const v1::Routine& done)
      : done_(done), state_(std::move(before)) {}

  // `knowledge` is the pack that decided about the event.
  void Apply(const engine::Knowledge& knowledge, const Event& event);

  const PatientState& state() const { return state_; }

  // What was issued last, and what it was issued for; absent when nothing was.
  const std::optional<v1::Routine>& routine() const { return routine_; }
  const v1::Interpretation& interpretation() const { return interpretation_; }

 private:
  std::optional<v1::Routine> Decide(const engine::Knowledge& knowledge,
                                    const Event& event,
                                    const PatientState& after);

  const v1::Routine& done_;
  PatientState state_;
  std::optional<v1::Routine> routine_;
  v1::Interpretation interpretation_;
};

std::optional<v1::Routine> Replay::Decide(const engine::Knowledge& knowledge,
                                          const Event& event,
                                          const PatientState& after) {
  const PatientFacts& facts = after.facts();
  const absl::CivilDay day =
      DayIn(facts.time_zone(), FromTimestamp(event.record_time()));
  v1::Interpretation interpretation = engine::Interpret(knowledge, facts, day);
  std::optional<v1::Routine> routine;
  if (event.has_assessment_submitted()) {
    routine = PlanBlock(knowledge, state_, after, interpretation, day,
                        WhenOver::kBeginNext);
  } else if (!state_.has_outline()) {
    return std::nullopt;
  } else if (event.has_session_started()) {
    routine = RoutineAfterRecheck(knowledge, state_, after,
                                  event.session_started().recheck(),
                                  interpretation, day);
  } else if (event.has_session_logged() || event.has_morning_recorded() ||
             event.has_home_logged()) {
    routine = RoutineAfterLog(knowledge, state_, after, interpretation, day);
  } else if (event.has_outcome_recorded() ||
             event.has_adverse_event_recorded()) {
    routine =
        RoutineAfterReading(knowledge, state_, after, interpretation, day);
  } else if (event.has_relief_answered()) {
    routine = RoutineAfterRelief(knowledge, state_, after,
                                 event.relief_answered(), interpretation, day);
  } else if (PlansAgain(event) || (event.has_profile_changed() &&
                                   ProfileDiffers(state_.facts(), facts))) {
    routine = PlanBlock(knowledge, state_, after, interpretation, day,
                        WhenOver::kStay);
  }
  if (routine.has_value()) interpretation_ = std::move(interpretation);
  return routine;
}

void Replay::Apply(const engine::Knowledge& knowledge, const Event& event) {
  PatientState after = state_;
  engine::AddFacts(event, after.mutable_facts());
  // A session that was logged is not numbered again.
  storage::v1::Head* head = after.mutable_head();
  head->set_highest_session(
      std::max(head->highest_session(), HighestLogged(after.facts())));
  state_.mutable_head()->set_highest_session(head->highest_session());
  const absl::CivilDay day =
      DayIn(after.facts().time_zone(), FromTimestamp(event.record_time()));
  const auto rests = state_.outline().rests();
  *state_.mutable_done() = DoneOf(knowledge, after.facts(), done_);
  if (state_.has_outline()) NoteLapse(knowledge, day, &state_);
  CopyWhatPassed(state_, &after);
  std::optional<v1::Routine> routine = Decide(knowledge, event, after);
  if (after.has_outline()) *after.mutable_outline()->mutable_rests() = rests;
  if (routine.has_value()) {
    *routine->mutable_create_time() = event.record_time();
    SetRests(state_, day, &*routine);
    FoldRoutine(*routine, &after);
    routine_ = std::move(routine);
  }
  state_ = std::move(after);
}

// What of a session, as it is planned or was issued, later ones follow from.
std::string ContentOf(const std::string& patient, v1::Session session) {
  NameOverrides(patient, &session);
  session.clear_name();
  session.clear_revision();
  session.clear_date();
  session.clear_override_date();
  session.clear_override_end_date();
  session.clear_expire_date();
  return engine::DeterministicBytes(session);
}

// Whether a session of `routine` was done as another was issued in its place,
// by what was known then.
bool WasDoneOtherwise(const std::string& patient, const v1::Routine& done,
                      const v1::Routine& routine) {
  return absl::c_any_of(routine.sessions(), [&](const v1::Session& planned) {
    return absl::c_any_of(done.sessions(), [&](const v1::Session& session) {
      return session.number() == planned.number() &&
             ContentOf(patient, session) != ContentOf(patient, planned);
    });
  });
}

bool WasTrainedIn(const v1::Routine& outline, const PatientFacts& facts) {
  return absl::c_any_of(facts.logs(), [&](const storage::v1::LogFact& fact) {
    return absl::c_any_of(outline.sessions(), [&](const v1::Session& session) {
      return session.number() == fact.log().session_number();
    });
  });
}

bool SameBlock(const v1::Routine& a, const v1::Routine& b) {
  return engine::ToCivilDay(a.start_date()) ==
             engine::ToCivilDay(b.start_date()) &&
         a.sessions(0).number() == b.sessions(0).number();
}

}  // namespace

absl::StatusOr<v1::Routine> ReplayRoutine(
    const engine::Knowledge& knowledge, const PatientLog& log,
    const PatientRef& ref, const Change& change,
    const v1::Interpretation& interpretation, absl::CivilDay today) {
  const int64_t first = FirstCorrected(change);
  TONUS_ASSIGN_OR_RETURN(PatientState seed, log.RebuildState(ref, first));
  TONUS_ASSIGN_OR_RETURN(const std::vector<Event> events,
                         EventsFrom(log.records(), ref, first, change.event));
  const Corrections corrections = CorrectionsIn(events);
  *seed.mutable_facts()->mutable_tenant_policies() =
      change.after.facts().tenant_policies();
  Replay replay(std::move(seed), change.before.done());
  PacksOfEvents packs(&log.packs(), ref, knowledge);
  for (const Event& event : events) {
    TONUS_ASSIGN_OR_RETURN(const engine::Knowledge* pack, packs.Of(event));
    replay.Apply(*pack, Corrected(event, corrections));
  }

  const PatientFacts& facts = change.after.facts();
  const v1::Routine& running = change.before.outline();
  v1::Routine routine;
  if (replay.routine().has_value()) {
    routine = *replay.routine();
  } else if (replay.state().has_outline()) {
    TONUS_ASSIGN_OR_RETURN(const std::string bytes,
                           log.records().ReadRoutine(
                               ref, replay.state().head().routine_revision()));
    TONUS_ASSIGN_OR_RETURN(routine, ParseStored<v1::Routine>(bytes));
  } else {
    routine = PlanBlock(knowledge, replay.state(), change.after, interpretation,
                        today, WhenOver::kStay);
  }
  // What was issued says nothing of an absence that came later, but is issued
  // with the amendment as if it did: so what a read of today shows who amended
  // nothing is planned. Nor does it say what was done in place of what it has.
  if (ChangesByAbsence(knowledge, replay.state(), today) ||
      WasDoneOtherwise(ref.patient, replay.state().done(), routine)) {
    routine = PlanBlock(knowledge, replay.state(), replay.state(),
                        interpretation, today, WhenOver::kStay);
  }
  const auto& rests = replay.state().outline().rests();
  if (!running.sessions().empty() && !routine.sessions().empty() &&
      !SameBlock(running, routine) && WasTrainedIn(running, facts)) {
    PatientState before = change.before;
    PatientState after = change.after;
    *before.mutable_outline()->mutable_rests() = rests;
    *after.mutable_outline()->mutable_rests() = rests;
    routine = PlanBlock(
        knowledge, before, after,
        replay.routine().has_value() ? replay.interpretation() : interpretation,
        today, WhenOver::kStay);
  }
  if (IsWorse(interpretation.gate(), routine.gate())) {
    routine = engine::PlanRoutine(knowledge, facts, interpretation,
                                  engine::ToCivilDay(routine.start_date()));
  }
  // A rest that was a mistake never was.
  engine::ShiftByPauses(FactsWithRests(replay.state(), today), &routine);
  KeepDone(change.before.done(), &routine);
  if (IsWorse(routine.gate(), replay.state().outline().gate())) {
    SetRests(replay.state(), today, &routine);
  } else {
    *routine.mutable_rests() = rests;
  }
  return routine;
}

}  // namespace tonus
