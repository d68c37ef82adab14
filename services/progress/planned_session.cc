// SPDX-License-Identifier: Apache-2.0
#include "services/progress/planned_session.h"

#include <cstdint>
#include <limits>

#include "absl/algorithm/container.h"
#include "services/engine/check_in.h"
#include "services/engine/deterministic_bytes.h"
#include "services/engine/exposures.h"
#include "services/engine/facts.h"
#include "services/engine/interpretation.h"
#include "services/status_macros.h"
#include "services/timestamp.h"

namespace tonus {
namespace {

bool SameButSide(v1::Dose a, v1::Dose b) {
  a.clear_side();
  b.clear_side();
  return engine::DeterministicBytes(a) == engine::DeterministicBytes(b);
}

// Returns the dose of `item` for that side; nullptr when there is none, or no
// one of several that a log without a side may be about.
const v1::Dose* DoseFor(const v1::SessionItem& item, knowledge::v1::Side side) {
  const auto dose = absl::c_find_if(
      item.doses(), [&](const v1::Dose& one) { return one.side() == side; });
  if (dose != item.doses().end()) return &*dose;
  const bool one_sided =
      side == knowledge::v1::SIDE_LEFT || side == knowledge::v1::SIDE_RIGHT;
  const bool none = item.doses().empty();
  if (none ||
      (one_sided && item.doses(0).side() != knowledge::v1::SIDE_MIDLINE)) {
    return nullptr;
  }
  return absl::c_all_of(item.doses(),
                        [&](const v1::Dose& other) {
                          return SameButSide(other, item.doses(0));
                        })
             ? &item.doses(0)
             : nullptr;
}

void TellDose(const v1::SessionItem& item, v1::ExerciseLog* log) {
  const v1::Dose* dose = DoseFor(item, log->side());
  if (dose != nullptr) *log->mutable_planned() = *dose;
}

}  // namespace

absl::StatusOr<std::optional<v1::Session>> IssuedRoutines::FindSession(
    absl::Time time,
    const std::function<const v1::Session*(const v1::Routine&)>& choose) {
  const auto session_of = [&](const v1::Routine& routine) {
    return FromTimestamp(routine.create_time()) > time ? nullptr
                                                       : choose(routine);
  };
  for (const v1::Routine& routine : read_) {
    const v1::Session* session = session_of(routine);
    if (session != nullptr) return *session;
  }
  std::optional<v1::Session> found;
  if (all_read_) return found;
  const int64_t before = read_.empty() ? std::numeric_limits<int64_t>::max()
                                       : read_.back().revision();
  all_read_ = true;
  TONUS_RETURN_IF_ERROR(records_.VisitRoutinesBackward(
      ref_, before, [&](const v1::Routine& routine) {
        read_.push_back(routine);
        const v1::Session* session = session_of(routine);
        if (session == nullptr) return true;
        found = *session;
        all_read_ = false;
        return false;
      }));
  return found;
}

absl::Status TellPlanned(const engine::ToldSetting& setting,
                         IssuedRoutines* routines,
                         const storage::v1::LogFact& fact,
                         v1::SessionLog* log) {
  if (log->exercises().empty()) return absl::OkStatus();
  const absl::Time time = FromTimestamp(fact.effective_time());
  const auto choose = [&](const v1::Routine& routine) -> const v1::Session* {
    const auto session =
        absl::c_find_if(routine.sessions(), [&](const v1::Session& candidate) {
          return candidate.number() == log->session_number();
        });
    return session == routine.sessions().end() ? nullptr : &*session;
  };
  TONUS_ASSIGN_OR_RETURN(std::optional<v1::Session> planned,
                         routines->FindSession(time, choose));
  if (!planned.has_value()) return absl::OkStatus();
  const storage::v1::CheckInFact* check_in =
      engine::CheckInOf(setting.facts, setting.zone, fact);
  if (check_in != nullptr &&
      engine::MayReplaceSession(setting.knowledge, *check_in)) {
    const v1::Interpretation interpretation = engine::Interpret(
        setting.knowledge, setting.facts, absl::ToCivilDay(time, setting.zone));
    *planned =
        engine::AdaptToCheckIn(setting.knowledge, setting.facts, interpretation,
                               *planned, *check_in, setting.zone)
            .session();
  }
  for (v1::ExerciseLog& exercise : *log->mutable_exercises()) {
    const auto item =
        absl::c_find_if(planned->items(), [&](const v1::SessionItem& one) {
          return one.exercise() == exercise.exercise();
        });
    if (item != planned->items().end()) TellDose(*item, &exercise);
  }
  return absl::OkStatus();
}

absl::Status TellPlanned(const engine::ToldSetting& setting,
                         IssuedRoutines* routines,
                         const storage::v1::HomeFact& fact, v1::HomeLog* log) {
  const absl::CivilDay day = engine::HomeDay(fact, setting.zone);
  // That of the last session by then, as home items are those of its week.
  const auto choose = [&](const v1::Routine& routine) {
    const v1::Session* last = nullptr;
    for (const v1::Session& session : routine.sessions()) {
      if (last == nullptr || engine::ToCivilDay(session.date()) <= day) {
        last = &session;
      }
    }
    return last;
  };
  TONUS_ASSIGN_OR_RETURN(
      const std::optional<v1::Session> planned,
      routines->FindSession(FromTimestamp(fact.effective_time()), choose));
  if (!planned.has_value()) return absl::OkStatus();
  for (v1::HomeItemLog& item : *log->mutable_items()) {
    const auto home =
        absl::c_find_if(planned->home_items(), [&](const v1::HomeItem& one) {
          return one.item().exercise() == item.exercise().exercise();
        });
    if (home == planned->home_items().end()) continue;
    item.set_planned_times(home->times_per_day());
    TellDose(home->item(), item.mutable_exercise());
  }
  return absl::OkStatus();
}

absl::Status TellDerived(const engine::ToldSetting& setting,
                         IssuedRoutines* routines,
                         const storage::v1::LoggedFact& fact,
                         v1::LogEntry* entry) {
  if (fact.has_session()) {
    engine::TellZones(setting, fact.session(), entry->mutable_session_log());
    return TellPlanned(setting, routines, fact.session(),
                       entry->mutable_session_log());
  }
  if (fact.has_home()) {
    engine::TellZones(setting, entry->mutable_home_log());
    return TellPlanned(setting, routines, fact.home(),
                       entry->mutable_home_log());
  }
  if (fact.has_morning()) {
    engine::TellZones(setting, fact.morning(), entry->mutable_morning());
  }
  return absl::OkStatus();
}

}  // namespace tonus
