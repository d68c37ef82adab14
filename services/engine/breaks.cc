// SPDX-License-Identifier: Apache-2.0
#include "services/engine/breaks.h"

#include <algorithm>

#include "absl/algorithm/container.h"
#include "services/engine/facts.h"
#include "services/engine/fired_rows.h"
#include "services/engine/measurement.h"
#include "services/engine/pauses.h"
#include "services/engine/time_zone.h"

namespace tonus::engine {
namespace {

namespace kv1 = knowledge::v1;

using storage::v1::PatientFacts;
using storage::v1::PauseFact;

bool IsClosed(const PatientFacts& facts, absl::CivilDay day) {
  return absl::c_any_of(facts.pauses(), [&](const PauseFact& fact) {
    return WasClosed(fact) && IsPaused(fact.pause(), day);
  });
}

// From the day of a session to that of the next one. A pause excuses what is
// not done; nobody is as able after it as before.
BreakTaken BreakBetween(const PatientFacts& facts, absl::CivilDay begin,
                        absl::CivilDay end) {
  BreakTaken taken;
  taken.days = static_cast<int>(end - begin);
  for (absl::CivilDay day = begin; day < end; ++day) {
    taken.closed_days += IsClosed(facts, day) ? 1 : 0;
  }
  return taken;
}

// The day of the last session of earlier blocks than that which begins with
// `first`; nullopt when none was begun.
std::optional<absl::CivilDay> LastSessionBefore(const PatientFacts& facts,
                                                int first) {
  const absl::TimeZone zone = ZoneOf(facts.time_zone());
  std::optional<absl::CivilDay> last;
  for (const storage::v1::LogFact& fact : facts.logs()) {
    if (fact.log().session_number() >= first || !WasBegun(fact.log())) continue;
    const absl::CivilDay day =
        absl::ToCivilDay(ToTime(fact.effective_time()), zone);
    last = std::max(last.value_or(day), day);
  }
  return last;
}

}  // namespace

LongBreak FindLongBreak(const Knowledge& knowledge) {
  for (const kv1::AdaptationRule& row : knowledge.pack().adaptation_rules()) {
    if (row.subject() != kv1::ADAPTATION_SUBJECT_BREAK ||
        !row.when().has_min_break_days()) {
      continue;
    }
    for (const kv1::AdaptationEffect& effect : row.effects()) {
      if (effect.has_check_first()) return {&row, &effect.check_first()};
    }
  }
  return {};
}

std::vector<BreakTaken> ReadBreaks(const Knowledge& knowledge,
                                   const PatientFacts& facts,
                                   const v1::Routine& outline,
                                   const BlockDone& history,
                                   absl::CivilDay today) {
  std::vector<BreakTaken> breaks;
  if (outline.sessions().empty()) return breaks;
  const int block = BlockOf(knowledge, outline.sessions(0).number());
  std::vector<int> done;
  for (size_t i = 0; i < history.sessions.size(); ++i) {
    const SessionDone& session = history.sessions[i];
    if (session.IsSession() && session.begun &&
        BlockOf(knowledge, session.number) == block) {
      done.push_back(static_cast<int>(i));
    }
  }
  for (size_t i = 0; i < done.size(); ++i) {
    const absl::CivilDay end =
        i + 1 < done.size() ? history.sessions[done[i + 1]].day : today;
    BreakTaken taken = BreakBetween(facts, history.sessions[done[i]].day, end);
    taken.position = done[i];
    breaks.push_back(taken);
  }
  return breaks;
}

std::optional<LateBegin> ReadLateBegin(const Knowledge& knowledge,
                                       const PatientFacts& facts,
                                       const v1::Routine& outline) {
  if (outline.sessions().empty()) return std::nullopt;
  LateBegin late;
  const std::optional<absl::CivilDay> last =
      LastSessionBefore(facts, outline.sessions(0).number());
  // A pause moves the session and not the day on which the block begins.
  late.since = last.has_value() ? *last
                                : ToCivilDay(outline.has_start_date()
                                                 ? outline.start_date()
                                                 : outline.sessions(0).date());
  const auto [row, check] = FindLongBreak(knowledge);
  if (row == nullptr) return std::nullopt;
  const bool never = !last.has_value() && !row->late_reason().empty();
  late.row = row;
  late.reason = never ? row->late_reason() : row->reason();
  late.finding = never ? row->late_finding() : row->finding();
  late.check = check;
  late.day = late.since + row->when().min_break_days();
  return late;
}

bool IsTrainedOn(const Knowledge& knowledge, const PatientFacts& facts,
                 const v1::Routine& outline, absl::CivilDay day) {
  const LongBreak away = FindLongBreak(knowledge);
  if (away.row == nullptr) return false;
  const absl::TimeZone zone = ZoneOf(facts.time_zone());
  return absl::c_any_of(facts.logs(), [&](const storage::v1::LogFact& fact) {
    const int number = fact.log().session_number();
    return WasBegun(fact.log()) &&
           absl::c_any_of(outline.sessions(),
                          [&](const v1::Session& session) {
                            return session.number() == number;
                          }) &&
           day - absl::ToCivilDay(ToTime(fact.effective_time()), zone) <
               away.row->when().min_break_days();
  });
}

}  // namespace tonus::engine
