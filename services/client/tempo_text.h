// SPDX-License-Identifier: Apache-2.0
// How an exercise is done, in words: tempo, pull, pressure, effort.

#ifndef TONUS_SERVICES_CLIENT_TEMPO_TEXT_H_
#define TONUS_SERVICES_CLIENT_TEMPO_TEXT_H_

#include <string>

#include "tonus/knowledge/v1/exercise.pb.h"

namespace tonus::client {

// "2 to 4 s each; press at most 6 of 10, breathing easily". Empty for an empty
// tempo.
std::string TempoText(const knowledge::v1::Tempo& tempo);

// "8", or "8 to 10" where `high` is above `low`.
std::string RangeWord(int low, int high);

}  // namespace tonus::client

#endif  // TONUS_SERVICES_CLIENT_TEMPO_TEXT_H_
