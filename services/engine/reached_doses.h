// SPDX-License-Identifier: Apache-2.0
// How much of each exercise was done at most in the sessions of a block.

#ifndef TONUS_SERVICES_ENGINE_REACHED_DOSES_H_
#define TONUS_SERVICES_ENGINE_REACHED_DOSES_H_

#include <map>
#include <string>
#include <utility>
#include <vector>

#include "absl/functional/function_ref.h"
#include "services/engine/knowledge.h"
#include "services/engine/session_adaptation.h"
#include "tonus/v1/routine.pb.h"

namespace tonus::engine {

// The knowledge must outlive it.
class ReachedDoses {
 public:
  explicit ReachedDoses(const Knowledge& knowledge) : knowledge_(knowledge) {}

  // Notes what was done in `session`, which has that number through all blocks.
  void Note(int number, const v1::Session& session);

  // Lowers each dose of `session` in what it has more of than the session that
  // had most of its exercise: sets, repetitions, holds, breaths, time. What was
  // never done stays as it is.
  void Cap(v1::Session* session) const;

  // Lowers each dose of what went a step down, and is done all the same, to a
  // part of what the sessions had because of which it did: it does not come
  // back with as much because weeks hold more.
  void CapStepsDown(const SessionAdaptation& adaptation,
                    v1::Session* session) const;

 private:
  using Item = v1::SessionItem;
  // `mosts` returns items which it is lowered to.
  void CapItems(absl::FunctionRef<std::vector<Item>(const Item&)> mosts,
                v1::Session* session) const;
  Item Lightened(Item item) const;
  int SecondsOf(const v1::Session& session) const;
  int SecondsOf(const v1::SessionItem& item) const;

  const Knowledge& knowledge_;
  // By exercise, the item that took longest.
  std::map<std::string, v1::SessionItem> most_;
  // By number of the session and exercise.
  std::map<std::pair<int, std::string>, v1::SessionItem> items_;
};

}  // namespace tonus::engine

#endif  // TONUS_SERVICES_ENGINE_REACHED_DOSES_H_
