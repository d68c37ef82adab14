// SPDX-License-Identifier: Apache-2.0
#include "services/engine/replay.h"

#include <cstdint>
#include <string>
#include <tuple>

#include "absl/container/flat_hash_set.h"
#include "services/engine/deterministic_bytes.h"
#include "services/engine/facts.h"
#include "services/engine/override_fold.h"

namespace tonus::engine {
namespace {

int SessionNumber(const storage::v1::ProfileFact& /*fact*/) { return 0; }
int SessionNumber(const storage::v1::AssessmentFact& /*fact*/) { return 0; }
int SessionNumber(const storage::v1::PauseFact& /*fact*/) { return 0; }
int SessionNumber(const storage::v1::ReliefFact& /*fact*/) { return 0; }
int SessionNumber(const storage::v1::HomeFact& /*fact*/) { return 0; }
int SessionNumber(const storage::v1::AdverseEventFact& fact) {
  return fact.adverse_event().session_number();
}
int SessionNumber(const storage::v1::MorningFact& fact) {
  return fact.morning().session_number();
}
int SessionNumber(const storage::v1::CheckInFact& fact) {
  return fact.session_number();
}
int SessionNumber(const storage::v1::LogFact& fact) {
  return fact.log().session_number();
}

// What a fact says, in the order in which facts are kept. Nothing here depends
// on when or how often the fact arrived.
template <typename Fact>
std::tuple<int64_t, int32_t, int, const std::string&> OrderOf(
    const Fact& fact) {
  return {fact.effective_time().seconds(), fact.effective_time().nanos(),
          SessionNumber(fact), fact.fact_id()};
}

// What a fact says, without the day on which it was told late.
template <typename Fact>
std::string ContentOf(const Fact& fact) {
  return DeterministicBytes(fact);
}
template <typename Fact>
std::string ContentOfLog(Fact fact) {
  fact.clear_told_date();
  return DeterministicBytes(fact);
}
std::string ContentOf(const storage::v1::LogFact& fact) {
  return ContentOfLog(fact);
}
std::string ContentOf(const storage::v1::MorningFact& fact) {
  return ContentOfLog(fact);
}
std::string ContentOf(const storage::v1::HomeFact& fact) {
  return ContentOfLog(fact);
}

// Keeps when a fact was told first; in time is before every day.
template <typename Fact>
void KeepFirstTold(const Fact& /*again*/, Fact* /*fact*/) {}
template <typename Fact>
void KeepFirstToldOfLog(const Fact& again, Fact* fact) {
  if (!fact->has_told_date()) return;
  if (!again.has_told_date()) {
    fact->clear_told_date();
  } else if (ToCivilDay(again.told_date()) < ToCivilDay(fact->told_date())) {
    *fact->mutable_told_date() = again.told_date();
  }
}
void KeepFirstTold(const storage::v1::LogFact& again,
                   storage::v1::LogFact* fact) {
  KeepFirstToldOfLog(again, fact);
}
void KeepFirstTold(const storage::v1::MorningFact& again,
                   storage::v1::MorningFact* fact) {
  KeepFirstToldOfLog(again, fact);
}
void KeepFirstTold(const storage::v1::HomeFact& again,
                   storage::v1::HomeFact* fact) {
  KeepFirstToldOfLog(again, fact);
}

// Returns a number below, equal to or above 0, as `left` comes before, is, or
// comes after `right`. Facts that differ only in their content, which a reused
// id can cause, are both kept, in the order of their bytes.
template <typename Fact>
int Compare(const Fact& left, const Fact& right) {
  const auto left_order = OrderOf(left);
  const auto right_order = OrderOf(right);
  if (left_order < right_order) return -1;
  if (right_order < left_order) return 1;
  return ContentOf(left).compare(ContentOf(right));
}

// Late facts are few, so the place is looked for from the end.
template <typename Fact>
void Insert(const Fact& fact, google::protobuf::RepeatedPtrField<Fact>* facts) {
  int place = facts->size();
  while (place > 0) {
    const int order = Compare(fact, facts->Get(place - 1));
    if (order == 0) return KeepFirstTold(fact, facts->Mutable(place - 1));
    if (order > 0) break;
    --place;
  }
  *facts->Add() = fact;
  for (int i = facts->size() - 1; i > place; --i) {
    facts->SwapElements(i, i - 1);
  }
}

void InsertProfile(const storage::v1::ProfileFact& profile,
                   storage::v1::PatientFacts* facts) {
  Insert(profile, facts->mutable_profiles());
  facts->set_time_zone(facts->profiles(facts->profiles_size() - 1).time_zone());
}

template <typename Fact>
void Remove(const Fact& fact, google::protobuf::RepeatedPtrField<Fact>* facts) {
  for (int i = facts->size() - 1; i >= 0; --i) {
    if (Compare(fact, facts->Get(i)) == 0) facts->DeleteSubrange(i, 1);
  }
}

void Amend(
    const storage::v1::AssessmentAmendment& amendment,
    google::protobuf::RepeatedPtrField<storage::v1::AssessmentFact>* facts) {
  Remove(amendment.superseded(), facts);
  if (amendment.has_fact()) Insert(amendment.fact(), facts);
}

void InsertLogged(const storage::v1::LoggedFact& fact,
                  storage::v1::PatientFacts* facts) {
  if (fact.has_session()) Insert(fact.session(), facts->mutable_logs());
  if (fact.has_morning()) Insert(fact.morning(), facts->mutable_mornings());
  if (fact.has_home()) Insert(fact.home(), facts->mutable_home_logs());
}

void Amend(const storage::v1::LogAmendment& amendment,
           storage::v1::PatientFacts* facts) {
  const storage::v1::LoggedFact& old = amendment.superseded();
  if (old.has_session()) Remove(old.session(), facts->mutable_logs());
  if (old.has_morning()) Remove(old.morning(), facts->mutable_mornings());
  if (old.has_home()) Remove(old.home(), facts->mutable_home_logs());
  InsertLogged(amendment.fact(), facts);
}

void Resume(const storage::v1::Resumption& resumption,
            google::protobuf::RepeatedPtrField<storage::v1::PauseFact>* facts) {
  for (storage::v1::PauseFact& fact : *facts) {
    if (fact.fact_id() != resumption.fact_id()) continue;
    *fact.mutable_pause()->mutable_end_date() = resumption.end_date();
  }
}

// What ends something, wherever in the log that stands.
bool IsEnd(const storage::v1::Event& event) {
  return event.has_override_cleared() || event.has_routine_resumed();
}

}  // namespace

void AddFacts(const storage::v1::Event& event,
              storage::v1::PatientFacts* facts) {
  switch (event.payload_case()) {
    case storage::v1::Event::kPatientCreated:
      facts->set_external_id(event.patient_created().external_id());
      InsertProfile(event.patient_created().profile(), facts);
      break;
    case storage::v1::Event::kProfileChanged:
      InsertProfile(event.profile_changed(), facts);
      break;
    case storage::v1::Event::kAssessmentSubmitted:
      Insert(event.assessment_submitted(), facts->mutable_assessments());
      break;
    case storage::v1::Event::kAssessmentAmended:
      Amend(event.assessment_amended(), facts->mutable_assessments());
      break;
    case storage::v1::Event::kSessionStarted:
      Insert(event.session_started(), facts->mutable_check_ins());
      break;
    case storage::v1::Event::kSessionLogged:
      Insert(event.session_logged(), facts->mutable_logs());
      break;
    case storage::v1::Event::kMorningRecorded:
      Insert(event.morning_recorded(), facts->mutable_mornings());
      break;
    case storage::v1::Event::kHomeLogged:
      Insert(event.home_logged(), facts->mutable_home_logs());
      break;
    case storage::v1::Event::kLogAmended:
      Amend(event.log_amended(), facts);
      break;
    case storage::v1::Event::kOverrideSet:
      AddOverride(event.override_set(), event.revision(), facts);
      break;
    case storage::v1::Event::kOverrideCleared:
      EndOverride(event.override_cleared(), facts);
      break;
    case storage::v1::Event::kClearanceRecorded:
      AddClearance(event.clearance_recorded().clearance(), facts);
      break;
    case storage::v1::Event::kRoutinePaused:
      Insert(event.routine_paused(), facts->mutable_pauses());
      break;
    case storage::v1::Event::kRoutineResumed:
      Resume(event.routine_resumed(), facts->mutable_pauses());
      break;
    case storage::v1::Event::kReliefAnswered:
      Insert(event.relief_answered(), facts->mutable_relief());
      break;
    case storage::v1::Event::kProposalReviewed:
      for (const auto& fact : event.proposal_reviewed().overrides()) {
        AddOverride(fact, event.revision(), facts);
      }
      break;
    // Measures alone, which are read like those of any assessment.
    case storage::v1::Event::kOutcomeRecorded:
      Insert(event.outcome_recorded(), facts->mutable_assessments());
      break;
    case storage::v1::Event::kAdverseEventRecorded: {
      storage::v1::AdverseEventFact fact = event.adverse_event_recorded();
      fact.set_revision(event.revision());
      Insert(fact, facts->mutable_adverse_events());
      break;
    }
    // Neither a pack nor what was made of an alert is a fact about a person.
    case storage::v1::Event::kAlertAcknowledged:
    case storage::v1::Event::kPackMigrated:
    case storage::v1::Event::PAYLOAD_NOT_SET:
      break;
  }
}

storage::v1::PatientFacts FoldFacts(
    absl::Span<const storage::v1::Event> events) {
  absl::flat_hash_set<int64_t> superseded;
  for (const auto& event : events) {
    for (const auto& revisions :
         {event.assessment_amended().superseded_revisions(),
          event.log_amended().superseded_revisions()}) {
      superseded.insert(revisions.begin(), revisions.end());
    }
  }
  storage::v1::PatientFacts facts;
  for (const auto& event : events) {
    if (superseded.contains(event.revision()) || IsEnd(event)) continue;
    if (event.has_log_amended()) {
      InsertLogged(event.log_amended().fact(), &facts);
    } else if (!event.has_assessment_amended()) {
      AddFacts(event, &facts);
    } else if (event.assessment_amended().has_fact()) {
      Insert(event.assessment_amended().fact(), facts.mutable_assessments());
    }
  }
  for (const auto& event : events) {
    if (IsEnd(event)) AddFacts(event, &facts);
  }
  return facts;
}

}  // namespace tonus::engine
