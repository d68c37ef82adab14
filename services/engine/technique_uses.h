// SPDX-License-Identifier: Apache-2.0
// Which techniques released a target in the sessions that were done (A-070,
// What was planned does not count: a swap is a use of what was done.

#ifndef TONUS_SERVICES_ENGINE_TECHNIQUE_USES_H_
#define TONUS_SERVICES_ENGINE_TECHNIQUE_USES_H_

#include <map>

#include "services/engine/exposures.h"
#include "services/engine/knowledge.h"
#include "services/engine/lookup.h"
#include "tonus/knowledge/v1/vocabulary.pb.h"

namespace tonus::engine {

// How one technique went in one session.
struct TechniqueDone {
  // As far as a session must be done to count as done; what was not told was.
  bool whole = false;
  // With a neural symptom, or in the red zone.
  bool harmed = false;
};

// By technique.
using TechniquesDone = std::map<knowledge::v1::Technique, TechniqueDone>;

// Returns what released `target` in each session, by the position of the
// session in `history`; not what was done in relief. Left and right are uses of
// their own; an exercise without sides is a use on both.
std::map<int, TechniquesDone> ReadTechniquesDone(const Knowledge& knowledge,
                                                 const BlockDone& history,
                                                 const TargetSide& target);

// Returns the technique that a change of `target` in a session is due to;
// unspecified when that can not be told. A stretch after the main part belongs
// to every such session, so beside another technique it is none.
knowledge::v1::Technique TechniqueBehind(const Knowledge& knowledge,
                                         const TargetSide& target,
                                         const TechniquesDone& done);

}  // namespace tonus::engine

#endif  // TONUS_SERVICES_ENGINE_TECHNIQUE_USES_H_
