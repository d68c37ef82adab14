// SPDX-License-Identifier: Apache-2.0
// What was logged and follows from it, in the words of the sessions of a block.

#ifndef TONUS_SERVICES_ENGINE_TOLD_ADAPTATIONS_H_
#define TONUS_SERVICES_ENGINE_TOLD_ADAPTATIONS_H_

#include <map>
#include <set>
#include <string>
#include <utility>

#include "services/engine/adaptation.h"
#include "services/engine/knowledge.h"
#include "tonus/v1/routine.pb.h"

namespace tonus::engine {

// Pairs of exercises: of an item, and the one whose step changed it.
using SteppedItems = std::set<std::pair<std::string, std::string>>;

// Tells with `item` that another technique takes the place of `planned` because
// of what was logged: what it does tells nothing of the planned one.
void TellSwap(const Knowledge& knowledge, const SessionAdaptation& adaptation,
              const knowledge::v1::Exercise& planned,
              const knowledge::v1::Exercise& chosen, v1::SessionItem* item);

// Tells sessions one after the other. The knowledge must outlive it.
class ToldAdaptations {
 public:
  explicit ToldAdaptations(const Knowledge& knowledge)
      : knowledge_(knowledge) {}

  // Adds what holds in `session`, the next of its block; a step up only where
  // it changed an item. A step of an exercise is told in words once, with the
  // first item of `stepped` that has more or less of it than there was before,
  // or another exercise in its place.
  void Tell(const SessionAdaptation& adaptation, const SteppedItems& stepped,
            v1::Session* session);

  // Notes what `session`, the next of its block, has told already.
  void Recall(const SessionAdaptation& adaptation, const v1::Session& session);

 private:
  using Place = std::pair<std::string, knowledge::v1::Slot>;

  void TellStep(const SessionAdaptation& adaptation, const std::string& of,
                v1::SessionItem* item, v1::Session* session);
  void TellSteps(const SessionAdaptation& adaptation,
                 const SteppedItems& stepped, v1::Session* session);
  bool Shows(const SessionAdaptation::Step& step,
             const v1::SessionItem& item) const;
  int SecondsOf(const v1::SessionItem& item) const;
  void NoteSeconds(const v1::Session& session);

  const Knowledge& knowledge_;
  // Time of an exercise on its longer side when it was done before.
  std::map<Place, int> seconds_;
  // By exercise, the step that was told last.
  std::map<std::string, int> told_;
};

}  // namespace tonus::engine

#endif  // TONUS_SERVICES_ENGINE_TOLD_ADAPTATIONS_H_
