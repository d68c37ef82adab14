// SPDX-License-Identifier: Apache-2.0
#include "services/progress/log_amendment.h"

#include <set>
#include <utility>
#include <vector>

#include "absl/strings/str_cat.h"
#include "services/engine/deterministic_bytes.h"
#include "services/engine/red_flags.h"
#include "services/error.h"
#include "services/patient/correction.h"
#include "services/patient/patient_log.h"
#include "services/patient/request_record.h"
#include "services/progress/log_command.h"
#include "services/progress/logged_fact.h"
#include "services/resource_names.h"
#include "services/status_macros.h"
#include "services/timestamp.h"

namespace tonus {
namespace {

using storage::v1::LogAmendment;
using storage::v1::LoggedFact;

absl::Status Violation(absl::string_view field, absl::string_view description) {
  Violations violations;
  violations.Add(field, description);
  return violations.ToStatus();
}

absl::Status NoLongerInForce(const std::string& patient,
                             const storage::v1::SupersededLog& line) {
  if (line.withdrawn()) {
    return MakeError(absl::StatusCode::kFailedPrecondition, "LOG_WITHDRAWN",
                     "the log was withdrawn; record a new one");
  }
  const std::string successor = LogName{patient, line.by_revision()}.ToString();
  return MakeError(
      absl::StatusCode::kFailedPrecondition, "LOG_SUPERSEDED",
      absl::StrCat("the log was corrected before; correct ", successor),
      {{"superseded_by", successor}});
}

// The ids of the flags that the stop symptoms of `fact` raise and that stop
// exercise until a clearance names them.
std::set<std::string> LockingYeses(const LoggedFact& fact,
                                   const engine::Knowledge& knowledge) {
  std::set<std::string> symptoms;
  for (const auto& exercise : fact.session().log().exercises()) {
    symptoms.insert(v1::StopSymptom_Name(exercise.stop_symptom()));
  }
  for (const auto& item : fact.home().log().items()) {
    symptoms.insert(v1::StopSymptom_Name(item.exercise().stop_symptom()));
  }
  std::set<std::string> yeses;
  for (const auto& flag : knowledge.pack().red_flags()) {
    if (!flag.stop_symptom().empty() && engine::LocksUntilCleared(flag) &&
        symptoms.contains(absl::StrCat("STOP_SYMPTOM_", flag.stop_symptom()))) {
      yeses.insert(flag.id());
    }
  }
  return yeses;
}

// What a correction leaves out of what names and dates the log stays.
void KeepIdentity(const v1::LogEntry& recorded, v1::LogEntry* corrected) {
  if (LogIdOf(*corrected).empty()) SetLogId(LogIdOf(recorded), corrected);
  if (HasTime(*corrected) || !HasTime(recorded)) return;
  if (corrected->has_session_log()) {
    *corrected->mutable_session_log()->mutable_session_time() =
        recorded.session_log().session_time();
  } else if (corrected->has_morning()) {
    *corrected->mutable_morning()->mutable_morning_time() =
        recorded.morning().morning_time();
  } else if (corrected->has_home_log()) {
    *corrected->mutable_home_log()->mutable_log_time() =
        recorded.home_log().log_time();
  }
}

// Named without an id, a fact is named by its content.
std::string IdOfCorrected(const LoggedFact& superseded,
                          const LoggedFact& corrected) {
  LoggedFact content = WithoutToldDate(superseded);
  SetFactId("", &content);
  return FactIdOf(superseded) == FactId("", content) ? FactId("", corrected)
                                                     : FactIdOf(superseded);
}

// What is told by a correction is told then; what stays as it was, is not.
void KeepTold(const Call& call, const LoggedFact& superseded,
              LoggedFact* corrected) {
  if (!TellTheSame(superseded, *corrected)) {
    return SetToldDate(call.time, corrected);
  }
  if (superseded.session().has_told_date()) {
    *corrected->mutable_session()->mutable_told_date() =
        superseded.session().told_date();
  }
  if (superseded.morning().has_told_date()) {
    *corrected->mutable_morning()->mutable_told_date() =
        superseded.morning().told_date();
  }
  if (superseded.home().has_told_date()) {
    *corrected->mutable_home()->mutable_told_date() =
        superseded.home().told_date();
  }
}

absl::StatusOr<LoggedFact> Corrected(const Call& call,
                                     const v1::LogEntry& entry,
                                     const LoggedFact& superseded,
                                     const storage::v1::PatientState& before) {
  const v1::LogEntry recorded = ToldBy(superseded);
  if (entry.what_case() != recorded.what_case()) {
    return Violation("entry", "must be of the kind of what it corrects");
  }
  if (!LogIdOf(entry).empty() && LogIdOf(entry) != LogIdOf(recorded)) {
    return Violation("entry", "must have the log_id of what it corrects");
  }
  v1::LogEntry whole = entry;
  KeepIdentity(recorded, &whole);
  LoggedFact fact = LoggedFactOf(whole, TimeOf(superseded));
  TONUS_RETURN_IF_ERROR(CheckPossible("entry", before, fact));
  SetFactId(IdOfCorrected(superseded, fact), &fact);
  if (engine::DeterministicBytes(fact) ==
      engine::DeterministicBytes(WithoutToldDate(superseded))) {
    return Violation("entry", "is what was recorded; nothing to correct");
  }
  KeepTold(call, superseded, &fact);
  return fact;
}

}  // namespace

absl::StatusOr<LogAmendment> LogAmendmentOf(
    const Call& call, const v1::AmendLogRequest& request,
    const std::string& patient, int64_t revision,
    const storage::v1::PatientState& before, const PatientRecords& records,
    const engine::Knowledge& knowledge) {
  const PatientRef ref = RefOf(call, patient);
  const absl::StatusOr<StoredEvent> stored = records.ReadEvent(ref, revision);
  if (!stored.ok() && !absl::IsNotFound(stored.status())) {
    return stored.status();
  }
  const auto superseded =
      stored.ok() ? LoggedFactIn(stored->event) : std::nullopt;
  if (!superseded.has_value()) {
    return NotFound("tonus.v1.SessionLog", request.name());
  }
  const auto* line = FindSupersededLog(before.head(), revision);
  if (line != nullptr) return NoLongerInForce(patient, *line);

  const std::string recorded =
      engine::DeterministicBytes(WithoutToldDate(*superseded));
  LogAmendment amendment;
  amendment.add_superseded_revisions(revision);
  TONUS_ASSIGN_OR_RETURN(
      const std::vector<int64_t> others,
      OtherEvents(records, ref, before.head(), revision,
                  [&](const storage::v1::Event& event) {
                    const auto stated = LoggedFactIn(event);
                    return stated.has_value() &&
                           FindSupersededLog(before.head(), event.revision()) ==
                               nullptr &&
                           engine::DeterministicBytes(
                               WithoutToldDate(*stated)) == recorded;
                  }));
  amendment.mutable_superseded_revisions()->Add(others.begin(), others.end());
  *amendment.mutable_superseded() = *superseded;
  if (!request.withdraw()) {
    TONUS_ASSIGN_OR_RETURN(
        *amendment.mutable_fact(),
        Corrected(call, request.entry(), *superseded, before));
  }
  amendment.set_reason(request.reason());
  const std::set<std::string> retracted(request.retracted_red_flags().begin(),
                                        request.retracted_red_flags().end());
  amendment.mutable_retracted_red_flags()->Assign(retracted.begin(),
                                                  retracted.end());
  TONUS_RETURN_IF_ERROR(
      CheckRetraction(call, {LockingYeses(amendment.superseded(), knowledge),
                             LockingYeses(amendment.fact(), knowledge),
                             retracted, "the stop symptoms"}));
  return amendment;
}

}  // namespace tonus
