// SPDX-License-Identifier: Apache-2.0
#include "services/engine/fired_rows.h"

#include <iterator>
#include <optional>
#include <utility>

#include "absl/algorithm/container.h"
#include "services/engine/logged_match.h"
#include "services/engine/row_count.h"
#include "services/engine/step_taker.h"

namespace tonus::engine {
namespace {

namespace kv1 = knowledge::v1;

using kv1::AdaptationRule;

bool RollsBack(const AdaptationRule& row) {
  return absl::c_any_of(row.effects(), [](const kv1::AdaptationEffect& effect) {
    return effect.roll_back();
  });
}

// Reads the sessions one after the other.
class RowReader {
 public:
  RowReader(const Knowledge& knowledge, const BlockDone& block, StepRoom* room)
      : knowledge_(knowledge),
        block_(block),
        counts_(knowledge, block),
        steps_(knowledge, block, counts_, room, &result_) {}

  FiredRows Read();

 private:
  void AddMorning(absl::CivilDay day, FiredRow* fired) const;
  void AddMornings(FiredRow* fired) const;
  void ReadSessions(int position);
  void ReadWeeks(int position);
  void ReadBreaks(int position);
  void ReadExercises(int position);
  static void DropYielding(std::vector<FiredRow>* fired);

  const Knowledge& knowledge_;
  const BlockDone& block_;
  FiredRows result_;
  const RowCount counts_;
  StepTaker steps_;
};

void RowReader::AddMorning(absl::CivilDay day, FiredRow* fired) const {
  const auto morning = block_.mornings.find(day);
  if (morning == block_.mornings.end()) return;
  fired->mornings.push_back(
      {LogsOf(morning->second), morning->second.last_told});
}

// Adds those after the sessions of a row that asks of them.
void RowReader::AddMornings(FiredRow* fired) const {
  if (fired->row->when().mornings().empty()) return;
  for (const int cause : fired->causes) {
    AddMorning(block_.sessions[cause].day + 1, fired);
  }
}

void RowReader::ReadSessions(int position) {
  for (const AdaptationRule& row : knowledge_.pack().adaptation_rules()) {
    if (row.subject() != kv1::ADAPTATION_SUBJECT_SESSION ||
        !counts_.Judges(row, position)) {
      continue;
    }
    Counted counted = counts_.OfSessions(row, position);
    if (counted.sessions.empty()) continue;
    const int fired = static_cast<int>(result_.rows.size());
    FiredRow& found = result_.rows.emplace_back(
        FiredRow{&row, {}, position, std::move(counted.sessions)});
    AddMornings(&found);
    for (const absl::CivilDay day : counted.mornings) AddMorning(day, &found);
    found.of_mornings = !counted.mornings.empty();
    if (RollsBack(row)) steps_.RollBack(fired, position);
  }
}

// What follows from the weeks of which that session was the last.
void RowReader::ReadWeeks(int position) {
  for (const AdaptationRule& row : knowledge_.pack().adaptation_rules()) {
    if (row.subject() != kv1::ADAPTATION_SUBJECT_WEEK) continue;
    for (size_t i = 0; i < block_.weeks_trained.size(); ++i) {
      const WeekTrained& week = block_.weeks_trained[i];
      if (week.position != position || !Matches(row.when(), week)) continue;
      result_.rows.push_back(
          {&row, {}, position, week.sessions, static_cast<int>(i)});
    }
  }
}

// What follows from the break after that session.
void RowReader::ReadBreaks(int position) {
  for (const AdaptationRule& row : knowledge_.pack().adaptation_rules()) {
    if (row.subject() != kv1::ADAPTATION_SUBJECT_BREAK) continue;
    for (const BreakTaken& taken : block_.breaks) {
      if (taken.position != position || !Matches(row.when(), taken)) continue;
      result_.rows.push_back({&row, {}, position, {position}});
    }
  }
}

void RowReader::DropYielding(std::vector<FiredRow>* fired) {
  const auto yields = [&](const FiredRow& row) {
    return absl::c_any_of(*fired, [&](const FiredRow& other) {
      return other.subject == row.subject &&
             absl::c_linear_search(row.row->yields_to(), other.row->id());
    });
  };
  std::vector<FiredRow> kept;
  absl::c_copy_if(*fired, std::back_inserter(kept),
                  [&](const FiredRow& row) { return !yields(row); });
  *fired = std::move(kept);
}

void RowReader::ReadExercises(int position) {
  std::vector<FiredRow> fired;
  for (const AdaptationRule& row : knowledge_.pack().adaptation_rules()) {
    if (row.subject() != kv1::ADAPTATION_SUBJECT_EXERCISE ||
        !counts_.Judges(row, position)) {
      continue;
    }
    for (const auto& [subject, exposures] : block_.exposures) {
      if (absl::c_none_of(exposures, [&](const Exposure& exposure) {
            return exposure.session == position;
          })) {
        continue;
      }
      // Exposures of a step and before count no further for the next.
      const int after = row.span() == kv1::ADAPTATION_SPAN_CONSECUTIVE
                            ? steps_.LastStepAfter(subject.exercise)
                            : -1;
      std::vector<int> counted =
          counts_.OfExposures(row, subject, position, after);
      if (counted.empty()) continue;
      AddMornings(&fired.emplace_back(
          FiredRow{&row, subject, position, std::move(counted)}));
    }
  }
  DropYielding(&fired);
  steps_.Take(fired, position);
}

FiredRows RowReader::Read() {
  std::optional<int> block;
  for (int position = 0; position < static_cast<int>(block_.sessions.size());
       ++position) {
    if (block != counts_.BlockAt(position)) {
      block = counts_.BlockAt(position);
      steps_.BeginBlock();
    }
    ReadExercises(position);
    ReadSessions(position);
    ReadWeeks(position);
    ReadBreaks(position);
  }
  return std::move(result_);
}

}  // namespace

std::vector<std::string> FiredRow::MorningLogs() const {
  std::vector<std::string> logs;
  for (const MorningCounted& morning : mornings) {
    for (const std::string& log : morning.logs) {
      if (!absl::c_linear_search(logs, log)) logs.push_back(log);
    }
  }
  return logs;
}

FiredRows ReadFiredRows(const Knowledge& knowledge, const BlockDone& block,
                        StepRoom* room) {
  return RowReader(knowledge, block, room).Read();
}

}  // namespace tonus::engine
