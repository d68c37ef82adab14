// SPDX-License-Identifier: Apache-2.0
#include "services/engine/fired_retests.h"

#include <algorithm>
#include <iterator>
#include <map>
#include <optional>
#include <tuple>
#include <utility>

#include "absl/algorithm/container.h"
#include "services/engine/facts.h"
#include "services/engine/retest_reading.h"
#include "services/engine/tolerance.h"

namespace tonus::engine {
namespace {

namespace kv1 = knowledge::v1;

using kv1::RetestRule;

// Whether `list` is empty or has `value`.
template <typename List, typename Value>
bool IsAmong(const List& list, const Value& value) {
  return list.empty() || absl::c_linear_search(list, value);
}

absl::CivilDay DayOf(const v1::Outcome& outcome) {
  return UtcDay(outcome.latest().time());
}

bool IsImprovement(const v1::Outcome& outcome) {
  return outcome.reading() == v1::CHANGE_READING_IMPORTANT_IMPROVEMENT ||
         outcome.reading() == v1::CHANGE_READING_RECOVERED;
}

// Whether the row asks for a retest, not for scores alone.
bool NeedsRetest(const RetestRule& row) {
  return row.subject() != kv1::RETEST_SUBJECT_PERSON ||
         !row.after_sessions().empty() || row.when().has_min_adherence_pct() ||
         row.when().has_max_adherence_pct() ||
         !row.when().not_improved().empty() ||
         !row.when().improved_kinds().empty();
}

kv1::RetestChange Together(const std::vector<Retested>& tests) {
  for (const kv1::RetestChange change :
       {kv1::RETEST_CHANGE_IMPROVED, kv1::RETEST_CHANGE_WORSENED}) {
    if (absl::c_any_of(tests, [&](const Retested& test) {
          return test.change == change;
        })) {
      return change;
    }
  }
  return kv1::RETEST_CHANGE_WITHIN_ERROR;
}

bool Applies(const RetestRule& row, const OpenRetest& retest) {
  return IsAmong(row.after_sessions(), retest.after_session) &&
         (!row.when().has_min_adherence_pct() ||
          retest.adherence_pct >= row.when().min_adherence_pct()) &&
         (!row.when().has_max_adherence_pct() ||
          retest.adherence_pct <= row.when().max_adherence_pct());
}

// The retests, and before the first one of each block the days before it.
std::vector<OpenRetest> AllDays(const Knowledge& knowledge,
                                const BlockDone& history) {
  std::vector<OpenRetest> all = ReadOpenRetests(knowledge, history);
  absl::c_move(ReadDaysBeforeRetests(knowledge, history, all),
               std::back_inserter(all));
  absl::c_sort(all, [](const OpenRetest& a, const OpenRetest& b) {
    return std::tie(a.block, a.after_session) <
           std::tie(b.block, b.after_session);
  });
  return all;
}

// What a row is asked of; of a retest that has values of it, also what it says.
class Judge {
 public:
  Judge(const Case& of, const BlockDone& history)
      : of_(of), reading_(of, AllDays(of.knowledge, history)) {}

  std::vector<FiredRetest> Run();

 private:
  using Key = std::tuple<const RetestRule*, std::string, std::string, int>;

  static Key KeyOf(const FiredRetest& fired) {
    return {fired.row, fired.muscle, fired.test, fired.side};
  }
  bool FiredEarlier(const FiredRetest& fired) const;
  bool IsSilent(const OpenRetest& retest) const;
  void Tell(FiredRetest fired, bool holds);
  void JudgeTargets(const RetestRule& row, const OpenRetest& retest);
  bool IsConfirmed(const RetestRule& row, const OpenRetest& retest,
                   const TargetSide& target, FiredRetest* fired);
  void JudgeTests(const RetestRule& row, const OpenRetest& retest);
  void JudgeBefore(const OpenRetest& days);
  void JudgePerson(const RetestRule& row, const OpenRetest& retest);
  bool AddOutcomes(const RetestRule& row, const OpenRetest& retest,
                   FiredRetest* fired, bool* known) const;
  bool AddImproved(const RetestRule& row, const OpenRetest& retest,
                   FiredRetest* fired) const;
  bool HasBegunBefore(absl::CivilDay day) const;
  bool AddScores(const RetestRule& row, FiredRetest* fired) const;
  bool Yields(const FiredRetest& fired) const;
  void JudgeAt(const OpenRetest& retest);
  void AddFired(const RetestRule& row, std::vector<FiredRetest>* all) const;

  const Case& of_;
  RetestReading reading_;
  // What holds at the last retest with values of it; absent where it does not.
  std::map<Key, std::optional<FiredRetest>> last_;
  // What held at the retest before that one.
  std::map<Key, std::optional<FiredRetest>> before_;
};

// Whether that row, or another of its rule, fired for the same.
bool Judge::FiredEarlier(const FiredRetest& fired) const {
  const auto earlier = absl::c_find_if(
      of_.knowledge.pack().retest_rules(), [&](const RetestRule& row) {
        return row.id() == fired.row->when().earlier();
      });
  return absl::c_any_of(before_, [&](const auto& entry) {
    return entry.second.has_value() &&
           std::get<0>(entry.first)->rule() == earlier->rule() &&
           entry.second->muscle == fired.muscle &&
           entry.second->test == fired.test && entry.second->side == fired.side;
  });
}

// Whether nothing is said of targets at the retest.
bool Judge::IsSilent(const OpenRetest& retest) const {
  return absl::c_any_of(last_, [&](const auto& entry) {
    return entry.second.has_value() &&
           entry.second->retest.open == retest.open &&
           absl::c_any_of(entry.second->row->effects(),
                          [](const kv1::RetestEffect& effect) {
                            return effect.no_verdict();
                          });
  });
}

void Judge::Tell(FiredRetest fired, bool holds) {
  const Key key = KeyOf(fired);
  last_[key] =
      holds && (fired.row->when().earlier().empty() || FiredEarlier(fired))
          ? std::make_optional(std::move(fired))
          : std::nullopt;
}

void Judge::JudgeTargets(const RetestRule& row, const OpenRetest& retest) {
  const kv1::RetestCondition& when = row.when();
  for (const TargetSide& target : of_.knowledge.lookup().targets()) {
    if (!absl::c_linear_search(when.was(),
                               reading_.StatusAtBegin(retest, target))) {
      continue;
    }
    const std::vector<Retested> tests =
        when.axis() == kv1::AXIS_UNSPECIFIED
            ? reading_.Tests(retest)
            : reading_.TestsOf(retest, target, when.axis());
    const kv1::Status now = reading_.StatusAt(retest, target);
    if (tests.empty() ||
        (now == kv1::STATUS_UNKNOWN &&
         (!when.is_now().empty() || !reading_.IsBorderline(retest, target)))) {
      continue;
    }
    FiredRetest fired;
    fired.row = &row;
    fired.muscle = target.muscle->id();
    fired.side = target.side;
    fired.retest = retest;
    for (const Retested& test : tests) {
      fired.day = std::max(fired.day, test.day);
      if (when.axis() != kv1::AXIS_UNSPECIFIED &&
          !absl::c_linear_search(fired.causes, test.test->id())) {
        fired.causes.push_back(test.test->id());
      }
    }
    const bool holds = Applies(row, retest) && IsAmong(when.is_now(), now) &&
                       IsAmong(when.changes(), Together(tests)) &&
                       IsAmong(when.bands(), WorstBand(tests)) &&
                       IsConfirmed(row, retest, target, &fired);
    Tell(std::move(fired), holds);
  }
}

// Whether partners and other values are as the row asks.
bool Judge::IsConfirmed(const RetestRule& row, const OpenRetest& retest,
                        const TargetSide& target, FiredRetest* fired) {
  const kv1::RetestCondition& when = row.when();
  if (!when.partner_bands().empty() &&
      !reading_.ArePartners(retest, target, when.partner_bands())) {
    return false;
  }
  if (!when.has_confirmation()) return true;
  RetestReading::Confirmed confirmed =
      reading_.ConfirmationOf(retest, fired->day, target, when.axis(),
                              when.confirmation().days_apart());
  fired->day = std::max(fired->day, confirmed.day);
  fired->alone = std::move(confirmed.alone);
  return confirmed.is && confirmed.lost == when.confirmation().lost();
}

void Judge::JudgeTests(const RetestRule& row, const OpenRetest& retest) {
  for (const Retested& test : reading_.Tests(retest)) {
    FiredRetest fired;
    fired.row = &row;
    fired.test = test.test->id();
    fired.side = test.side;
    fired.causes = {test.test->id()};
    fired.day = test.day;
    fired.retest = retest;
    Tell(std::move(fired), Applies(row, retest) &&
                               IsAmong(row.when().changes(), test.change) &&
                               test.days_worse >= row.when().days_later());
  }
}

// Returns whether none of the measures improved; `known` tells whether that can
// be said.
bool Judge::AddOutcomes(const RetestRule& row, const OpenRetest& retest,
                        FiredRetest* fired, bool* known) const {
  bool compared = false;
  bool had_room = false;
  bool improved = false;
  for (const v1::Outcome& outcome : of_.result.outcomes()) {
    if (!absl::c_linear_search(row.when().not_improved(), outcome.measure()) ||
        !outcome.has_change() || !retest.Covers(DayOf(outcome))) {
      continue;
    }
    compared = true;
    had_room |= outcome.has_room();
    improved |= IsImprovement(outcome);
    fired->causes.push_back(outcome.measure());
    fired->day = std::max(fired->day, DayOf(outcome));
  }
  *known = compared && (had_room || !row.when().had_room());
  return !improved;
}

// Whether there was anything on `day` to be rated since: an assessment of an
// earlier day, from which a plan may have come. Nothing has to have been done
// of it.
bool Judge::HasBegunBefore(absl::CivilDay day) const {
  return absl::c_any_of(of_.facts.assessments(),
                        [&](const storage::v1::AssessmentFact& fact) {
                          return UtcDay(fact.effective_time()) < day;
                        });
}

// Returns whether the scores of today are as the row asks.
bool Judge::AddScores(const RetestRule& row, FiredRetest* fired) const {
  int deteriorated = 0;
  bool rated = !row.when().has_rated();
  for (const v1::Outcome& outcome : of_.result.outcomes()) {
    const bool worse = row.when().deteriorated() > 0 &&
                       outcome.reading() == v1::CHANGE_READING_DETERIORATED &&
                       outcome.has_baseline();
    const bool rates =
        row.when().rated().measure() == outcome.measure() &&
        AtMost(outcome.latest().score(), row.when().rated().score()) &&
        HasBegunBefore(DayOf(outcome));
    if (!worse && !rates) continue;
    deteriorated += worse ? 1 : 0;
    rated |= rates;
    fired->causes.push_back(outcome.measure());
    fired->day = std::max(fired->day, DayOf(outcome));
  }
  return rated && deteriorated >= row.when().deteriorated();
}

// Returns whether a test of the kinds of the row improved.
bool Judge::AddImproved(const RetestRule& row, const OpenRetest& retest,
                        FiredRetest* fired) const {
  bool improved = false;
  for (const Retested& test : reading_.Tests(retest)) {
    if (test.change != kv1::RETEST_CHANGE_IMPROVED ||
        !absl::c_linear_search(row.when().improved_kinds(),
                               test.test->kind())) {
      continue;
    }
    improved = true;
    fired->day = std::max(fired->day, test.day);
    if (!absl::c_linear_search(fired->causes, test.test->id())) {
      fired->causes.push_back(test.test->id());
    }
  }
  return improved;
}

void Judge::JudgePerson(const RetestRule& row, const OpenRetest& retest) {
  const kv1::RetestCondition& when = row.when();
  FiredRetest fired;
  fired.row = &row;
  fired.retest = retest;
  bool holds = Applies(row, retest);
  bool known = true;
  if (!when.not_improved().empty()) {
    holds &= AddOutcomes(row, retest, &fired, &known);
  }
  const std::vector<Retested>& tests = reading_.Tests(retest);
  if (!when.improved_kinds().empty()) {
    holds &= AddImproved(row, retest, &fired);
    known &= !tests.empty();
  }
  if (fired.causes.empty()) {
    known &= !tests.empty();
    for (const Retested& test : tests) {
      fired.day = std::max(fired.day, test.day);
    }
  }
  if (known) Tell(std::move(fired), holds);
}

bool Judge::Yields(const FiredRetest& fired) const {
  return absl::c_any_of(last_, [&](const auto& entry) {
    return entry.second.has_value() && entry.second->muscle == fired.muscle &&
           entry.second->test == fired.test &&
           entry.second->side == fired.side &&
           absl::c_linear_search(fired.row->yields_to(),
                                 entry.second->row->id());
  });
}

// Judges the rows about tests on the days before a retest. What the block
// before says of the same value stays said.
void Judge::JudgeBefore(const OpenRetest& days) {
  const auto said = last_;
  for (const RetestRule& row : of_.knowledge.pack().retest_rules()) {
    if (row.subject() == kv1::RETEST_SUBJECT_TEST) JudgeTests(row, days);
  }
  for (const auto& [key, fired] : said) {
    if (fired.has_value() && !last_[key].has_value()) last_[key] = fired;
  }
}

// Judges all rows at one retest; those about targets only where something is
// said of them.
void Judge::JudgeAt(const OpenRetest& retest) {
  before_ = last_;
  for (const RetestRule& row : of_.knowledge.pack().retest_rules()) {
    if (!NeedsRetest(row)) continue;
    if (row.subject() == kv1::RETEST_SUBJECT_PERSON) JudgePerson(row, retest);
    if (row.subject() == kv1::RETEST_SUBJECT_TEST) JudgeTests(row, retest);
  }
  if (IsSilent(retest)) return;
  for (const RetestRule& row : of_.knowledge.pack().retest_rules()) {
    if (row.subject() == kv1::RETEST_SUBJECT_TARGET) JudgeTargets(row, retest);
  }
}

// Adds what holds of one row in the end.
void Judge::AddFired(const RetestRule& row,
                     std::vector<FiredRetest>* all) const {
  if (!NeedsRetest(row)) {
    FiredRetest fired;
    fired.row = &row;
    fired.retest.block = -1;
    if (AddScores(row, &fired)) all->push_back(std::move(fired));
    return;
  }
  for (const auto& [key, fired] : last_) {
    if (std::get<0>(key) == &row && fired.has_value() && !Yields(*fired)) {
      all->push_back(*fired);
    }
  }
}

std::vector<FiredRetest> Judge::Run() {
  for (const OpenRetest& retest : reading_.retests()) {
    if (retest.after_session == 0) {
      JudgeBefore(retest);
    } else if (!reading_.Tests(retest).empty() ||
               !of_.result.outcomes().empty()) {
      JudgeAt(retest);
    }
  }
  std::vector<FiredRetest> all;
  for (const RetestRule& row : of_.knowledge.pack().retest_rules()) {
    AddFired(row, &all);
  }
  return all;
}

}  // namespace

std::vector<FiredRetest> ReadFiredRetests(const Case& of,
                                          const BlockDone& history) {
  if (of.knowledge.pack().retest_rules().empty()) return {};
  return Judge(of, history).Run();
}

}  // namespace tonus::engine
