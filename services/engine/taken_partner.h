// SPDX-License-Identifier: Apache-2.0
// A weak partner is trained once in a session, for the pair that matters most.

#ifndef TONUS_SERVICES_ENGINE_TAKEN_PARTNER_H_
#define TONUS_SERVICES_ENGINE_TAKEN_PARTNER_H_

#include <optional>

#include "absl/types/span.h"
#include "services/engine/knowledge.h"
#include "services/engine/week_pairs.h"
#include "tonus/v1/routine.pb.h"

namespace tonus::engine {

// Returns that `session` has nothing for `pair`, one of the kept `decisions`,
// since its partner is trained in it for a pair of higher rank; nullopt
// when that is not so.
std::optional<v1::Dropped> TakenPartner(const Knowledge& knowledge,
                                        absl::Span<const DecisionGroup> groups,
                                        const v1::Decision& pair,
                                        const v1::Session& session);

}  // namespace tonus::engine

#endif  // TONUS_SERVICES_ENGINE_TAKEN_PARTNER_H_
