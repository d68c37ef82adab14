// SPDX-License-Identifier: Apache-2.0
// Doses in plain words.

#ifndef TONUS_SERVICES_ENGINE_DOSE_WORDS_H_
#define TONUS_SERVICES_ENGINE_DOSE_WORDS_H_

#include <string>

#include "services/engine/knowledge.h"
#include "tonus/v1/routine.pb.h"

namespace tonus::engine {

// Returns the dose of `item`, for example `right 2 x 30 s, left 1 x 30 s` or
// `1 x 8`.
std::string DoseWords(const knowledge::v1::Exercise& exercise,
                      const v1::SessionItem& item);

}  // namespace tonus::engine

#endif  // TONUS_SERVICES_ENGINE_DOSE_WORDS_H_
