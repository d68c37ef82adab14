// SPDX-License-Identifier: Apache-2.0
#include "services/engine/missed_sessions.h"

#include <algorithm>
#include <iterator>
#include <map>
#include <string>

#include "absl/algorithm/container.h"
#include "absl/strings/str_cat.h"
#include "services/engine/considered_reason.h"
#include "services/engine/exposures.h"
#include "services/engine/facts.h"
#include "services/engine/pauses.h"
#include "services/engine/policy.h"

namespace tonus::engine {
namespace {

using v1::Session;
using v1::SessionItem;

constexpr int kSecondsPerMinute = 60;

using Block = std::vector<const SessionItem*>;

// The blocks of a session by their numbers.
std::map<int, Block> BlocksOf(const Session& session) {
  std::map<int, Block> blocks;
  for (const SessionItem& item : session.items()) {
    if (item.block() > 0) blocks[item.block()].push_back(&item);
  }
  return blocks;
}

double MinutesOf(const Block& block) {
  double minutes = 0;
  for (const SessionItem* item : block) minutes += item->minutes();
  return minutes;
}

bool IsMassage(const Knowledge& knowledge, const SessionItem& item) {
  const auto* exercise = knowledge.FindExercise(item.exercise());
  return exercise != nullptr &&
         exercise->technique() == knowledge::v1::TECHNIQUE_SMR;
}

// Whether the session does the whole block anyway.
bool HoldsAll(const Session& session, const Block& block) {
  return absl::c_all_of(block, [&](const SessionItem* item) {
    return absl::c_any_of(session.items(), [&](const SessionItem& there) {
      return there.exercise() == item->exercise() && there.block() > 0;
    });
  });
}

// What a session may hold.
bool Fits(const Knowledge& knowledge, const Session& session,
          const Block& block) {
  const auto& constants = knowledge.pack().session();
  const double limit = session.budget_minutes() > 0 ? session.budget_minutes()
                                                    : constants.max_minutes();
  double massage = 0;
  for (const SessionItem& item : session.items()) {
    if (IsMassage(knowledge, item)) massage += item.minutes();
  }
  for (const SessionItem* item : block) {
    if (IsMassage(knowledge, *item)) massage += item->minutes();
    if (absl::c_any_of(session.items(), [&](const SessionItem& there) {
          return there.exercise() == item->exercise();
        })) {
      return false;
    }
  }
  return session.total_minutes() + MinutesOf(block) <= limit &&
         massage * kSecondsPerMinute <= constants.max_smr_seconds() &&
         session.items_size() + static_cast<int>(block.size()) <=
             constants.max_exercises();
}

// Puts the block behind the last block of `session`.
void Insert(const Block& block, Session* session) {
  int place = 0;
  int number = 0;
  for (int i = 0; i < session->items_size(); ++i) {
    if (session->items(i).block() > 0) place = i + 1;
    number = std::max(number, session->items(i).block());
  }
  session->set_total_minutes(session->total_minutes() + MinutesOf(block));
  for (const SessionItem* item : block) {
    SessionItem* added = session->add_items();
    *added = *item;
    added->set_block(number + 1);
    for (int i = session->items_size() - 1; i > place; --i) {
      session->mutable_items()->SwapElements(i, i - 1);
    }
    ++place;
  }
  for (int i = 0; i < session->items_size(); ++i) {
    session->mutable_items(i)->set_order(i + 1);
  }
}

// What was left out of `session` and came in with `missed` is not left out any
// more.
void ForgetWhatCameIn(const Knowledge& knowledge, const Session& missed,
                      Session* session) {
  const auto serves = [](const Session& one, const std::string& decision) {
    return absl::c_any_of(one.items(), [&](const SessionItem& item) {
      return item.decision() == decision;
    });
  };
  const auto is_there = [&](const std::string& exercise) {
    return absl::c_any_of(session->items(), [&](const SessionItem& item) {
      return item.exercise() == exercise;
    });
  };
  auto& dropped = *session->mutable_dropped();
  for (v1::Dropped& one : dropped) {
    if (!is_there(one.exercise())) continue;
    one.set_reason(StandsForMore(*knowledge.FindExercise(one.exercise())));
    one.clear_exercise();
  }
  dropped.erase(std::remove_if(dropped.begin(), dropped.end(),
                               [&](const v1::Dropped& one) {
                                 return one.exercise().empty() &&
                                        serves(missed, one.decision()) &&
                                        serves(*session, one.decision());
                               }),
                dropped.end());
}

}  // namespace

std::vector<int> OpenSessions(const storage::v1::PatientFacts& facts,
                              const v1::Routine& routine) {
  std::vector<int> open;
  for (const Session& session : routine.sessions()) {
    const bool begun =
        absl::c_any_of(facts.logs(), [&](const storage::v1::LogFact& fact) {
          return fact.log().session_number() == session.number() &&
                 WasBegun(fact.log());
        });
    if (!begun) open.push_back(session.number());
  }
  return open;
}

int NextSessionOn(const v1::Routine& outline, const std::vector<int>& open,
                  absl::string_view choice, absl::CivilDay today) {
  if (open.empty()) return 0;
  if (choice != kMergeMissed && choice != kDropMissed) return open.front();
  for (int i = 0; i < outline.sessions_size(); ++i) {
    const bool is_open =
        absl::c_linear_search(open, outline.sessions(i).number());
    const bool missed = i + 1 < outline.sessions_size() &&
                        ToCivilDay(outline.sessions(i + 1).date()) <= today;
    if (is_open && !missed) return outline.sessions(i).number();
  }
  return 0;
}

std::vector<int> PassedSessions(const Knowledge& knowledge,
                                const storage::v1::PatientFacts& facts,
                                const v1::Routine& outline,
                                absl::CivilDay today) {
  std::vector<int> passed;
  const int count = outline.sessions_size();
  // One that only begins has no days yet.
  if (count == 0 || ToCivilDay(outline.sessions(0).date()) ==
                        ToCivilDay(outline.sessions(count - 1).date())) {
    return passed;
  }
  const std::string choice = ChoiceOf(knowledge, facts, today, kMissedSessions);
  if (choice != kMergeMissed && choice != kDropMissed) return passed;
  absl::CivilDay day = today;
  // None is missed in a pause.
  if (const storage::v1::PauseFact* pause = PauseOn(facts, today)) {
    day = ToCivilDay(pause->pause().start_date()) - 1;
  }
  const std::vector<int> open = OpenSessions(facts, outline);
  const int next = NextSessionOn(outline, open, choice, day);
  absl::c_copy_if(open, std::back_inserter(passed),
                  [&](int number) { return next == 0 || number < next; });
  return passed;
}

std::vector<int> MissedBefore(const v1::Routine& outline,
                              const std::vector<int>& open, int number) {
  std::vector<int> missed;
  for (int i = outline.sessions_size() - 1; i >= 0; --i) {
    const int here = outline.sessions(i).number();
    if (here >= number) continue;
    if (!absl::c_linear_search(open, here)) break;
    missed.push_back(here);
  }
  return missed;
}

void TakeOverBlocks(const Knowledge& knowledge, const Session& missed,
                    Session* session) {
  if (session->items().empty() || session->relief() || missed.relief()) return;
  bool any = false;
  bool all = true;
  for (const auto& [number, block] : BlocksOf(missed)) {
    if (HoldsAll(*session, block)) continue;
    if (Fits(knowledge, *session, block)) {
      Insert(block, session);
      any = true;
    } else {
      all = false;
    }
  }
  if (!any && !all) return;
  session->add_merged_sessions(missed.number());
  if (!any) return;
  ForgetWhatCameIn(knowledge, missed, session);
  session->add_advice(absl::StrCat("Takes over from session ", missed.number(),
                                   ", which was missed."));
}

}  // namespace tonus::engine
