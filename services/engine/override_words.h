// SPDX-License-Identifier: Apache-2.0
// What a clinician's word asks for, in a sentence.

#ifndef TONUS_SERVICES_ENGINE_OVERRIDE_WORDS_H_
#define TONUS_SERVICES_ENGINE_OVERRIDE_WORDS_H_

#include <string>

#include "services/engine/knowledge.h"
#include "tonus/v1/override.pb.h"

namespace tonus::engine {

// For example `A clinician wants "Cat-cow" in every session in which it is
// safe.`
std::string OverrideWords(const Knowledge& knowledge,
                          const v1::Override& override);

}  // namespace tonus::engine

#endif  // TONUS_SERVICES_ENGINE_OVERRIDE_WORDS_H_
