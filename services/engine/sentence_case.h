// SPDX-License-Identifier: Apache-2.0
// Names and findings where they stand inside a sentence.

#ifndef TONUS_SERVICES_ENGINE_SENTENCE_CASE_H_
#define TONUS_SERVICES_ENGINE_SENTENCE_CASE_H_

#include <string>

namespace tonus::engine {

// `words` inside a sentence: lower case for the first letter, except in
// abbreviations.
std::string InSentence(std::string words);

}  // namespace tonus::engine

#endif  // TONUS_SERVICES_ENGINE_SENTENCE_CASE_H_
