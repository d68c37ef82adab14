// SPDX-License-Identifier: Apache-2.0
// GetProgress and RenderProgress.

#include <algorithm>
#include <optional>
#include <string>
#include <utility>

#include "absl/strings/str_cat.h"
#include "services/engine/progress.h"
#include "services/error.h"
#include "services/patient/due_outline.h"
#include "services/patient/replan.h"
#include "services/patient/resting_block.h"
#include "services/patient/routine_today.h"
#include "services/patient/state_excerpts.h"
#include "services/progress/plot/plots.h"
#include "services/progress/progress_service.h"
#include "services/progress/stop_symptoms.h"
#include "services/status_macros.h"

namespace tonus {
namespace {

constexpr int kMostKinds = 10;
constexpr int kMostSubjects = 40;

// Puts what a clinician must see before all other statements.
void StateStopSymptoms(const storage::v1::PatientFacts& facts,
                       v1::Progress* progress) {
  google::protobuf::RepeatedPtrField<v1::ProgressStatement> statements;
  for (std::string& text : StopSymptomStatements(facts)) {
    statements.Add()->set_text(std::move(text));
  }
  statements.MergeFrom(progress->statements());
  progress->mutable_statements()->Swap(&statements);
}

absl::Status Check(const v1::RenderProgressRequest& request,
                   const engine::Knowledge& knowledge) {
  Violations violations;
  if (request.kinds_size() > kMostKinds) {
    violations.Add("kinds", absl::StrCat("names more than ", kMostKinds));
  }
  for (int i = 0; i < request.kinds_size(); ++i) {
    if (request.kinds(i) == v1::PLOT_KIND_UNSPECIFIED ||
        !v1::PlotKind_IsValid(request.kinds(i))) {
      violations.Add(absl::StrCat("kinds[", i, "]"), "is not a kind of plot");
    }
  }
  if (request.subjects_size() > kMostSubjects) {
    violations.Add("subjects", absl::StrCat("names more than ", kMostSubjects));
    return violations.ToStatus();
  }
  for (int i = 0; i < request.subjects_size(); ++i) {
    // Each measure has a test of its id.
    if (knowledge.FindTest(request.subjects(i)) == nullptr) {
      violations.Add(absl::StrCat("subjects[", i, "]"),
                     "is neither a measure nor a test of the pack");
    }
  }
  return violations.ToStatus();
}

// Takes out the tests before the session with which a break ends; those of the
// start are as planned. None follows while the gate is closed, and which was
// thought to is a matter of what had been told when it closed.
void DropTestsAfterBreaks(v1::Routine* routine) {
  const int first =
      routine->sessions().empty() ? 0 : routine->sessions(0).number();
  auto& retests = *routine->mutable_retests();
  retests.erase(std::remove_if(retests.begin(), retests.end(),
                               [&](const v1::Retest& retest) {
                                 return retest.before_session() > first;
                               }),
                retests.end());
  for (v1::Retest& retest : retests) {
    retest.clear_rule();
    retest.clear_absent_since();
  }
}

// The routine that holds, or, since a closed gate leaves no session, the last
// one before it that had any: what was done stays told.
absl::StatusOr<v1::Routine> NewestWithSessions(
    const PatientRecords& records, const PatientRef& ref,
    const storage::v1::PatientState& state) {
  TONUS_ASSIGN_OR_RETURN(std::optional<v1::Routine> issued,
                         ReadCurrentRoutine(records, ref, state));
  v1::Routine routine;
  if (issued.has_value()) routine = *std::move(issued);
  if (!routine.sessions().empty()) return routine;
  TONUS_RETURN_IF_ERROR(records.VisitRoutinesBackward(
      ref, routine.revision(), [&](const v1::Routine& earlier) {
        if (earlier.sessions().empty()) return true;
        routine = earlier;
        return false;
      }));
  DropTestsAfterBreaks(&routine);
  return routine;
}

}  // namespace

absl::StatusOr<v1::Progress> ProgressService::ReadProgress(
    Call& call, const ProgressName& name,
    const storage::v1::PatientState& state,
    const engine::Knowledge& knowledge) {
  const PatientRef ref = RefOf(call, name.patient);
  call.revision = state.head().revision();
  const absl::TimeZone zone = ZoneOf(state.facts().time_zone());
  const absl::CivilDay today = absl::ToCivilDay(call.time, zone);
  v1::Routine routine;
  v1::Routine due;
  if (state.has_outline()) {
    TONUS_ASSIGN_OR_RETURN(routine,
                           NewestWithSessions(log_.records(), ref, state));
    TONUS_ASSIGN_OR_RETURN(const std::optional<v1::Routine> anew,
                           JudgeAnew(knowledge, log_, ref, state, call.time));
    storage::v1::CurrentRoutine current = CurrentRoutineOf(knowledge, state);
    if (anew.has_value()) *current.mutable_outline() = *anew;
    // An absence that nothing tells of yet asks for tests, too.
    if (anew.has_value() && !anew->sessions().empty()) {
      *routine.mutable_retests() = anew->retests();
    }
    due = DueOutline(knowledge, current, today);
  }
  storage::v1::PatientState rested = state;
  NoteLapse(knowledge, today, &rested);
  v1::Progress progress = engine::SummarizeProgress(
      knowledge,
      due.gate() == v1::GATE_OK ? FactsWithRests(rested, today)
                                : FactsWhileResting(rested),
      routine, due, today, zone);
  progress.set_name(name.ToString());
  progress.set_revision(state.head().revision());
  StateStopSymptoms(state.facts(), &progress);
  return progress;
}

absl::StatusOr<v1::Progress> ProgressService::GetProgress(
    Call& call, const v1::GetProgressRequest& request) {
  TONUS_ASSIGN_OR_RETURN(const ProgressName name,
                         ProgressName::Parse(request.name()));
  const PatientRef ref = RefOf(call, name.patient);
  TONUS_ASSIGN_OR_RETURN(const storage::v1::PatientState state,
                         log_.ReadState(ref));
  TONUS_ASSIGN_OR_RETURN(const SharedPack pack, log_.ReadPack(ref, state));
  return ReadProgress(call, name, state, *pack);
}

absl::StatusOr<v1::RenderProgressResponse> ProgressService::RenderProgress(
    Call& call, const v1::RenderProgressRequest& request) {
  TONUS_ASSIGN_OR_RETURN(const ProgressName name,
                         ProgressName::Parse(request.name()));
  const PatientRef ref = RefOf(call, name.patient);
  TONUS_ASSIGN_OR_RETURN(const storage::v1::PatientState state,
                         log_.ReadState(ref));
  TONUS_ASSIGN_OR_RETURN(const SharedPack pack, log_.ReadPack(ref, state));
  TONUS_RETURN_IF_ERROR(Check(request, *pack));
  TONUS_ASSIGN_OR_RETURN(const v1::Progress progress,
                         ReadProgress(call, name, state, *pack));
  return plot::RenderPlots(progress, request);
}

}  // namespace tonus
