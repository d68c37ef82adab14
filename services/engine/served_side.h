// SPDX-License-Identifier: Apache-2.0
// Whether a decision has its work on its own side.

#ifndef TONUS_SERVICES_ENGINE_SERVED_SIDE_H_
#define TONUS_SERVICES_ENGINE_SERVED_SIDE_H_

#include <string>

#include "services/engine/knowledge.h"
#include "tonus/v1/interpretation.pb.h"
#include "tonus/v1/routine.pb.h"

namespace tonus::engine {

// Whether both ask for the same on different sides.
bool IsMate(const v1::Decision& one, const v1::Decision& other);

// Whether `item` is done on `side`, or on none in particular.
bool IsDoneOn(const v1::SessionItem& item, knowledge::v1::Side side);

// Whether `session`, or what is done at home besides, releases the muscle of
// `decision` on its side, as first target or another one.
bool ReleasesSideOf(const Knowledge& knowledge, const v1::Decision& decision,
                    const v1::Session& session);

// The same of what `decision` trains: its partner, or its muscle.
bool TrainsSideOf(const Knowledge& knowledge, const v1::Decision& decision,
                  const v1::Session& session);

// Whether `session` holds all that `decision` asks for.
bool ServesSideOf(const Knowledge& knowledge, const v1::Decision& decision,
                  const v1::Session& session);

}  // namespace tonus::engine

#endif  // TONUS_SERVICES_ENGINE_SERVED_SIDE_H_
