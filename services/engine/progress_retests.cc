// SPDX-License-Identifier: Apache-2.0
#include "services/engine/progress_retests.h"

#include <algorithm>
#include <map>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "absl/algorithm/container.h"
#include "services/engine/breaks.h"
#include "services/engine/facts.h"
#include "services/engine/fired_rows.h"
#include "services/engine/pauses.h"
#include "services/engine/retests.h"
#include "services/engine/validity.h"

namespace tonus::engine {
namespace {

namespace kv1 = knowledge::v1;

// The last day, for the person, with a result of each test and side.
using LastResults = std::map<std::pair<std::string, kv1::Side>, absl::CivilDay>;

LastResults ReadLastResults(const ProgressCase& of) {
  LastResults last;
  for (const auto& assessment : of.facts.assessments()) {
    for (const v1::TestResult& result : assessment.results()) {
      if (Reject(of.knowledge, result, -1).has_value()) continue;
      const absl::CivilDay day =
          of.DayOf(result.has_measure_time() ? result.measure_time()
                                             : assessment.effective_time());
      const auto [entry, is_new] =
          last.try_emplace({result.test(), result.side()}, day);
      if (!is_new) entry->second = std::max(entry->second, day);
    }
  }
  return last;
}

// The day from which on a retest is taken; nullopt while a pause has no end.
struct RetestDay {
  std::optional<absl::CivilDay> day;
  bool has_come = false;
  // From this day on what is measured was taken for it.
  absl::CivilDay since = absl::CivilDay::max();
};

// The first day on which the session was begun or, after a retest that is taken
// after it, a later one, since one that was dropped is never done. As
// ReadOpenRetests has it, which judges what is measured from then on.
std::optional<absl::CivilDay> DayDone(const BlockDone& block,
                                      const v1::Retest& retest) {
  std::optional<absl::CivilDay> done;
  for (const SessionDone& session : block.sessions) {
    const bool is_it = retest.before_session() > 0
                           ? session.number == retest.before_session()
                           : session.number >= retest.after_session();
    if (!is_it || !session.begun) continue;
    done = std::min(session.day, done.value_or(session.day));
  }
  return done;
}

const v1::Session* FindSession(const v1::Routine& routine, int number) {
  const auto found = absl::c_find_if(
      routine.sessions(),
      [&](const v1::Session& session) { return session.number() == number; });
  return found == routine.sessions().end() ? nullptr : &*found;
}

// That of its session: on which it was done, else is due. What is taken after a
// session is not due before that was done; what is taken before one stays due
// since the day on which that was planned, however often it moves.
RetestDay DayOfRetest(const ProgressCase& of, const BlockDone& block,
                      const v1::Retest& retest) {
  RetestDay found;
  found.day = DayDone(block, retest);
  found.has_come = found.day.has_value();
  const bool is_before = retest.before_session() > 0;
  const int number =
      is_before ? retest.before_session() : retest.after_session();
  if (found.has_come) {
    // What was taken on an earlier day, since it was due, was taken for it.
    const v1::Session* planned =
        is_before ? FindSession(of.routine, number) : nullptr;
    found.since = planned == nullptr
                      ? *found.day
                      : std::min(*found.day, ToCivilDay(planned->date()));
    return found;
  }
  const v1::Session* session = FindSession(of.due, number);
  if (session == nullptr) return found;
  const absl::CivilDay day = ToCivilDay(session->date());
  if (PauseOn(of.facts, day) != nullptr) return found;
  found.day = day;
  found.has_come = is_before && day <= of.today;
  const v1::Session* planned = FindSession(of.routine, number);
  if (found.has_come && planned != nullptr) {
    found.day = std::min(day, ToCivilDay(planned->date()));
  }
  found.since = *found.day;
  return found;
}

std::vector<kv1::Side> SidesOf(const kv1::Test& test) {
  if (test.laterality() == kv1::LATERALITY_BILATERAL) {
    return {kv1::SIDE_LEFT, kv1::SIDE_RIGHT};
  }
  return {kv1::SIDE_MIDLINE};
}

v1::TestName NameOf(const kv1::Test& test, kv1::Side side) {
  v1::TestName name;
  name.set_test(test.id());
  name.set_display_name(test.display_name());
  name.set_side(side);
  return name;
}

// The day on which the tests of the start are too old when a block is begun
// late; nullopt when it is not.
std::optional<absl::CivilDay> TooOldFor(const ProgressCase& of,
                                        const BlockDone& block) {
  const auto late = ReadLateBegin(of.knowledge, of.facts, of.routine);
  if (!late.has_value() || of.today < late->day ||
      absl::c_any_of(block.sessions, [](const SessionDone& session) {
        return session.IsSession() && session.begun;
      })) {
    return std::nullopt;
  }
  return late->since;
}

bool IsTaken(const LastResults& last, const std::string& test, kv1::Side side,
             absl::CivilDay since) {
  const auto found = last.find({test, side});
  return found != last.end() && found->second >= since;
}

// Whether another test of the same place in the set was taken whole: what may
// be asked for there has changed since.
bool IsStoodFor(const Knowledge& knowledge, const LastResults& last,
                const std::string& test, absl::CivilDay since) {
  const auto is_whole = [&](const std::string& other) {
    return other != test &&
           absl::c_all_of(SidesOf(*knowledge.FindTest(other)),
                          [&](kv1::Side side) {
                            return IsTaken(last, other, side, since);
                          });
  };
  for (const kv1::RetestSet& set : knowledge.pack().retest_sets()) {
    for (const auto& place : set.alternatives()) {
      if (place.test() != test &&
          !absl::c_linear_search(place.instead(), test)) {
        continue;
      }
      if (is_whole(place.test()) || absl::c_any_of(place.instead(), is_whole)) {
        return true;
      }
    }
  }
  return false;
}

// Adds the tests of `retest`, and those that are open since `since`.
void AddTests(const ProgressCase& of, const v1::Retest& retest,
              const LastResults& last, absl::CivilDay since,
              v1::RetestProgress* told) {
  for (const std::string& id : retest.tests()) {
    const kv1::Test* test = of.knowledge.FindTest(id);
    if (test == nullptr) continue;
    *told->add_tests() = NameOf(*test, kv1::SIDE_UNSPECIFIED);
    if (IsStoodFor(of.knowledge, last, id, since)) continue;
    for (const kv1::Side side : SidesOf(*test)) {
      if (!IsTaken(last, id, side, since)) {
        *told->add_open_tests() = NameOf(*test, side);
      }
    }
  }
}

v1::RetestProgress TellRetest(const ProgressCase& of, const BlockDone& block,
                              const LastResults& last, const v1::Retest& retest,
                              bool is_first) {
  v1::RetestProgress told;
  told.set_before_session(retest.before_session());
  told.set_after_session(retest.after_session());
  const auto [day, has_come, taken_since] = DayOfRetest(of, block, retest);
  if (day.has_value()) *told.mutable_date() = ToDate(*day);
  absl::CivilDay since = absl::CivilDay::max();
  if (day.has_value() && (has_come || retest.before_session() > 0))
    since = taken_since;
  if (is_first && day.has_value()) {
    const auto too_old = TooOldFor(of, block);
    since = too_old.has_value()
                ? *too_old + 1
                : *day - of.knowledge.pack().fusion().expired_days();
  }
  AddTests(of, retest, last, since, &told);
  if (told.open_tests().empty()) {
    told.set_state(v1::RETEST_STATE_TAKEN);
  } else {
    told.set_state(has_come ? v1::RETEST_STATE_DUE : v1::RETEST_STATE_AHEAD);
  }
  return told;
}

}  // namespace

void TellEarlierRetests(const ProgressCase& of, v1::Progress* progress) {
  if (of.routine.sessions().empty()) return;
  const int running = BlockOf(of.knowledge, of.routine.sessions(0).number());
  const BlockDone history =
      ReadHistory(of.knowledge, of.facts, v1::Routine(), of.today, of.zone);
  for (const OpenRetest& retest : ReadOpenRetests(of.knowledge, history)) {
    if (retest.block < running) {
      *progress->add_earlier_retests() = ToDate(retest.open);
    }
  }
}

void TellRetests(const ProgressCase& of, const BlockDone& block,
                 v1::Progress* progress) {
  const LastResults last = ReadLastResults(of);
  for (const v1::Retest& retest : of.routine.retests()) {
    *progress->add_retests() =
        TellRetest(of, block, last, retest, progress->retests().empty());
  }
  bool later_has_come = false;
  for (int i = progress->retests_size() - 1; i >= 0; --i) {
    v1::RetestProgress& retest = *progress->mutable_retests(i);
    if (later_has_come && retest.state() == v1::RETEST_STATE_DUE) {
      retest.set_state(v1::RETEST_STATE_PASSED);
    }
    later_has_come |= retest.state() == v1::RETEST_STATE_DUE ||
                      retest.state() == v1::RETEST_STATE_TAKEN;
  }
}

}  // namespace tonus::engine
