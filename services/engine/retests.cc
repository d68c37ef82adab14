// SPDX-License-Identifier: Apache-2.0
#include "services/engine/retests.h"

#include <algorithm>
#include <map>
#include <optional>
#include <set>

#include "services/engine/fired_rows.h"

namespace tonus::engine {
namespace {

constexpr int kAll = 100;  // Percent.

// A session that was begun, by its number within its block.
struct DoneAt {
  int number = 0;
  absl::CivilDay day;
  bool trained = false;  // To count for adherence.
};

// Those of each block, from 0, that were begun.
std::map<int, std::vector<DoneAt>> SessionsOf(const Knowledge& knowledge,
                                              const BlockDone& history) {
  const auto& weeks = knowledge.pack().week_shapes();
  const int in_block = weeks[weeks.size() - 1].last_session();
  std::map<int, std::vector<DoneAt>> blocks;
  for (const SessionDone& session : history.sessions) {
    if (!session.IsSession() || !session.begun) continue;
    const int block = BlockOf(knowledge, session.number);
    blocks[block].push_back({session.number - block * in_block, session.day,
                             session.done && !session.relief});
  }
  return blocks;
}

std::optional<OpenRetest> ReadRetest(int block,
                                     const std::vector<DoneAt>& sessions,
                                     int after) {
  OpenRetest retest;
  retest.block = block;
  retest.after_session = after;
  retest.begin = sessions.front().day;
  std::optional<absl::CivilDay> open;
  std::set<int> trained;
  for (const DoneAt& session : sessions) {
    if (session.number >= after && !open.has_value()) open = session.day;
    if (session.number <= after && session.trained) {
      trained.insert(session.number);
    }
  }
  if (!open.has_value()) return std::nullopt;
  retest.open = *open;
  retest.adherence_pct = static_cast<int>(trained.size()) * kAll / after;
  return retest;
}

}  // namespace

std::vector<OpenRetest> ReadOpenRetests(const Knowledge& knowledge,
                                        const BlockDone& history) {
  std::vector<OpenRetest> retests;
  for (const auto& [block, sessions] : SessionsOf(knowledge, history)) {
    for (const auto& week : knowledge.pack().week_shapes()) {
      if (week.retest_after().empty()) continue;
      const auto retest = ReadRetest(block, sessions, week.last_session());
      if (!retest.has_value()) continue;
      if (!retests.empty()) retests.back().end = retest->open;
      retests.push_back(*retest);
    }
  }
  return retests;
}

std::vector<OpenRetest> ReadDaysBeforeRetests(
    const Knowledge& knowledge, const BlockDone& history,
    const std::vector<OpenRetest>& retests) {
  std::vector<OpenRetest> all;
  for (const auto& [block, sessions] : SessionsOf(knowledge, history)) {
    OpenRetest& before = all.emplace_back();
    before.block = block;
    before.begin = sessions.front().day;
    before.open = before.begin + 1;
    for (const OpenRetest& retest : retests) {
      if (retest.block >= block) before.end = std::min(before.end, retest.open);
    }
  }
  return all;
}

}  // namespace tonus::engine
