// SPDX-License-Identifier: Apache-2.0
// How much of each exercise was done at most in the sessions of a block.

#ifndef TONUS_SERVICES_ENGINE_REACHED_DOSES_H_
#define TONUS_SERVICES_ENGINE_REACHED_DOSES_H_

#include <map>
#include <string>

#include "services/engine/knowledge.h"
#include "tonus/v1/routine.pb.h"

namespace tonus::engine {

// The knowledge must outlive it.
class ReachedDoses {
 public:
  explicit ReachedDoses(const Knowledge& knowledge) : knowledge_(knowledge) {}

  // Notes what was done in `session`.
  void Note(const v1::Session& session);

  // Lowers each dose of `session` in what it has more of than the session that
  // had most of its exercise: sets, repetitions, holds, breaths, time. What was
  // never done stays as it is.
  void Cap(v1::Session* session) const;

 private:
  int SecondsOf(const v1::SessionItem& item) const;

  const Knowledge& knowledge_;
  // By exercise, the item that took longest.
  std::map<std::string, v1::SessionItem> most_;
};

}  // namespace tonus::engine

#endif  // TONUS_SERVICES_ENGINE_REACHED_DOSES_H_
