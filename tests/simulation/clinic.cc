// SPDX-License-Identifier: Apache-2.0
#include "tests/simulation/clinic.h"

#include <optional>
#include <utility>

#include "absl/algorithm/container.h"
#include "absl/strings/match.h"
#include "absl/time/time.h"
#include "services/engine/check_in.h"
#include "services/engine/deterministic_bytes.h"
#include "services/engine/expiry.h"
#include "services/engine/facts.h"
#include "services/engine/interpretation.h"
#include "services/engine/progress.h"
#include "services/patient/block.h"
#include "services/patient/log_replan.h"
#include "services/patient/resting_block.h"
#include "services/patient/safe_plan.h"
#include "services/patient/state_excerpts.h"
#include "services/patient/state_fold.h"
#include "services/timestamp.h"
#include "tests/property/invariant_checker.h"

namespace tonus::simulation {
namespace {

using storage::v1::Event;
using storage::v1::PatientState;

constexpr int kHour = 10;

// What is lighter may fall below the range of its exercise.
bool IsOfDose(const std::string& complaint) {
  return absl::StartsWith(complaint, "dose session");
}

}  // namespace

google::protobuf::Timestamp TimeOn(absl::CivilDay day) {
  return ToTimestamp(
      absl::FromCivil(absl::CivilHour(day) + kHour, absl::UTCTimeZone()));
}

Clinic::Clinic(const engine::Knowledge& knowledge, const v1::Profile& profile,
               absl::CivilDay day)
    : knowledge_(knowledge) {
  Event event;
  storage::v1::ProfileFact* fact =
      event.mutable_patient_created()->mutable_profile();
  fact->set_fact_id("profile");
  fact->set_time_zone("UTC");
  *fact->mutable_effective_time() = TimeOn(day);
  *fact->mutable_profile() = profile;
  Record(std::move(event), day);
}

void Clinic::Record(Event event, absl::CivilDay day) {
  event.set_revision(state_.head().revision() + 1);
  *event.mutable_record_time() = TimeOn(day);
  FoldEvent(event, engine::DeterministicBytes(event), &state_);
}

void Clinic::Issue(v1::Routine routine, const v1::Interpretation& reading) {
  routine.set_revision(state_.head().revision());
  *routine.mutable_create_time() = state_.head().update_time();
  SetRests(state_, DayIn("", FromTimestamp(routine.create_time())), &routine);
  FoldRoutine(routine, &state_);
  routine_ = std::move(routine);
  reading_ = reading;
}

absl::CivilDay Clinic::BlockStart() const {
  return engine::ToCivilDay(routine_.start_date());
}

const v1::Session* Clinic::NextSession() const {
  const int number = engine::NextSession(state_.facts(), state_.outline());
  const auto found = absl::c_find_if(
      routine_.sessions(),
      [&](const v1::Session& session) { return session.number() == number; });
  return found == routine_.sessions().end() ? nullptr : &*found;
}

void Clinic::Assess(const storage::v1::AssessmentFact& assessment,
                    absl::CivilDay day) {
  const PatientState before = state_;
  Event event;
  *event.mutable_assessment_submitted() = assessment;
  Record(std::move(event), day);
  const v1::Interpretation reading =
      engine::Interpret(knowledge_, state_.facts(), day);
  Issue(
      PlanBlock(knowledge_, before, state_, reading, day, WhenOver::kBeginNext),
      reading);
}

v1::StartSessionResponse Clinic::Start(const v1::Session& planned,
                                       const storage::v1::CheckInFact& check_in,
                                       absl::CivilDay day) {
  const int number = planned.number();
  Event event;
  *event.mutable_session_started() = check_in;
  Record(std::move(event), day);
  const v1::Interpretation reading =
      engine::Interpret(knowledge_, state_.facts(), day);
  trials_ = reading.technique_trials();
  if (engine::HasExpired(state_.outline(), day)) {
    Issue(PlanSafely(knowledge_, {state_, std::nullopt}, state_.facts(),
                     reading, day),
          reading);
  }
  const auto session = absl::c_find_if(
      routine_.sessions(),
      [&](const v1::Session& other) { return other.number() == number; });
  v1::StartSessionResponse response;
  response.set_gate(reading.gate());
  if (session == routine_.sessions().end()) return response;
  response = engine::AdaptToCheckIn(knowledge_, state_.facts(), reading,
                                    *session, check_in, absl::UTCTimeZone(),
                                    AdaptationOf(knowledge_, state_, day));
  Check(response.session(), response.rules().empty() ? reading_ : reading, day);
  return response;
}

// What is left out because of logs is forbidden in the session.
void Clinic::Check(const v1::Session& session,
                   const v1::Interpretation& reading, absl::CivilDay day) {
  v1::Interpretation held = reading;
  const engine::SessionAdaptation adapted =
      AdaptationOf(knowledge_, state_, day).For(session.number(), day);
  for (const auto& [exercise, row] : adapted.left_out) {
    held.mutable_limits()->add_forbidden_exercises(exercise);
  }
  const bool lighter = !adapted.applied.empty();
  for (std::string& complaint :
       testing::InvariantChecker(knowledge_.pack(), state_.facts(), held)
           .CheckSession(session, /*fewer_allowed=*/lighter)) {
    if (lighter && IsOfDose(complaint)) continue;
    complaints_.push_back(std::move(complaint));
  }
}

void Clinic::RecordLogged(const Event& event, absl::CivilDay day) {
  const PatientState before = state_;
  Record(event, day);
  const v1::Interpretation reading =
      engine::Interpret(knowledge_, state_.facts(), day);
  std::optional<v1::Routine> routine =
      RoutineAfterLog(knowledge_, before, state_, reading, day);
  if (routine.has_value()) Issue(*std::move(routine), reading);
}

void Clinic::Log(const storage::v1::LogFact& log, absl::CivilDay day) {
  Event event;
  *event.mutable_session_logged() = log;
  RecordLogged(event, day);
}

void Clinic::TellMorning(const storage::v1::MorningFact& morning,
                         absl::CivilDay day) {
  Event event;
  *event.mutable_morning_recorded() = morning;
  RecordLogged(event, day);
}

google::protobuf::RepeatedPtrField<v1::TechniqueTrial> Clinic::TrialsOn(
    absl::CivilDay day) const {
  return engine::Interpret(knowledge_, state_.facts(), day).technique_trials();
}

void Clinic::ClearAll(absl::CivilDay day) {
  const v1::Interpretation closed =
      engine::Interpret(knowledge_, state_.facts(), day);
  for (const v1::SafetyNotice& notice : closed.notices()) {
    const PatientState before = state_;
    Event event;
    v1::Clearance* clearance =
        event.mutable_clearance_recorded()->mutable_clearance();
    clearance->set_subject(notice.subject());
    *clearance->mutable_date() = engine::ToDate(day);
    Record(std::move(event), day);
    const v1::Interpretation reading =
        engine::Interpret(knowledge_, state_.facts(), day);
    Issue(PlanBlock(knowledge_, before, state_, reading, day, WhenOver::kStay),
          reading);
  }
}

}  // namespace tonus::simulation
