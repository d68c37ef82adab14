// SPDX-License-Identifier: Apache-2.0
#include "services/engine/progress_retests.h"

#include <algorithm>
#include <map>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "absl/algorithm/container.h"
#include "services/engine/facts.h"
#include "services/engine/fired_rows.h"
#include "services/engine/pauses.h"
#include "services/engine/retests.h"
#include "services/engine/return_tests.h"
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
// since the day on which that was planned, however often it moves, or since an
// absence was long enough.
RetestDay DayOfRetest(const ProgressCase& of, const BlockDone& block,
                      const v1::Retest& retest) {
  RetestDay found;
  found.day = DayDone(block, retest);
  found.has_come = found.day.has_value();
  const bool is_before = retest.before_session() > 0;
  const int number =
      is_before ? retest.before_session() : retest.after_session();
  const v1::Session* planned = FindSession(of.routine, number);
  const bool on_return = !retest.rule().empty();
  const absl::CivilDay absent_since = ToCivilDay(retest.absent_since());
  if (found.has_come) {
    // What was taken on an earlier day, since it was due, was taken for it.
    found.since = on_return ? absent_since + 1
                  : planned == nullptr || !is_before
                      ? *found.day
                      : std::min(*found.day, ToCivilDay(planned->date()));
    return found;
  }
  const v1::Session* session = FindSession(of.due, number);
  if (session == nullptr) return found;
  absl::CivilDay day = ToCivilDay(session->date());
  if (PauseOn(of.facts, day) != nullptr) return found;
  if (is_before && day <= of.today && planned != nullptr) {
    day = std::min(day, ToCivilDay(planned->date()));
  }
  if (on_return) day = std::max(day, ReturnDay(of.knowledge, retest));
  found.day = day;
  found.has_come = is_before && day <= of.today;
  found.since = on_return ? absent_since + 1 : day;
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
  told.set_rule(retest.rule());
  const auto [day, has_come, taken_since] = DayOfRetest(of, block, retest);
  if (day.has_value()) *told.mutable_date() = ToDate(*day);
  absl::CivilDay since = absl::CivilDay::max();
  if (day.has_value() && (has_come || retest.before_session() > 0))
    since = taken_since;
  if (is_first && day.has_value() && retest.rule().empty()) {
    since = *day - of.knowledge.pack().fusion().expired_days();
  }
  AddTests(of, retest, last, since, &told);
  if (told.open_tests().empty()) {
    told.set_state(v1::RETEST_STATE_TAKEN);
  } else {
    told.set_state(has_come ? v1::RETEST_STATE_DUE : v1::RETEST_STATE_AHEAD);
  }
  return told;
}

// Those of the routine, and what an absence asks for that is long enough today,
// which it need not tell yet.
std::vector<v1::Retest> RetestsOf(const ProgressCase& of,
                                  const BlockDone& block) {
  std::vector<v1::Retest> retests(of.routine.retests().begin(),
                                  of.routine.retests().end());
  const std::optional<v1::Retest> asked = TestsOnReturn(of, block);
  if (!asked.has_value() || ReturnDay(of.knowledge, *asked) > of.today) {
    return retests;
  }
  const int next = asked->before_session();
  const auto place = absl::c_find_if(retests, [&](const v1::Retest& retest) {
    return retest.before_session() >= next || retest.after_session() >= next;
  });
  if (place != retests.end() && place->before_session() == next) {
    place->set_rule(asked->rule());
    *place->mutable_absent_since() = asked->absent_since();
  } else {
    retests.insert(place, *asked);
  }
  return retests;
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
  for (const v1::Retest& retest : RetestsOf(of, block)) {
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
