// SPDX-License-Identifier: Apache-2.0
// Conditions of rules and what they saw, in words.

#ifndef TONUS_SERVICES_ENGINE_CLAUSE_TEXT_H_
#define TONUS_SERVICES_ENGINE_CLAUSE_TEXT_H_

#include <string>

#include "services/engine/measurement.h"
#include "tonus/knowledge/v1/rule.pb.h"

namespace tonus::engine {

// Whether a clause is made of several others, which are shown one by one.
bool HasParts(const knowledge::v1::Clause& clause);

// A clause in words, for example `band(pke_9090) is NORMAL`.
std::string ClauseText(const knowledge::v1::Clause& clause);

// A reading in words, for example `20 deg, NORMAL`.
std::string ReadingText(const Reading& reading);

// A status without its prefix, for example `TIGHT`.
std::string StatusText(knowledge::v1::Status status);

}  // namespace tonus::engine

#endif  // TONUS_SERVICES_ENGINE_CLAUSE_TEXT_H_
