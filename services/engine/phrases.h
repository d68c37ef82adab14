// SPDX-License-Identifier: Apache-2.0
// Beginnings of words and phrases, looked up in a text.

#ifndef TONUS_SERVICES_ENGINE_PHRASES_H_
#define TONUS_SERVICES_ENGINE_PHRASES_H_

#include <string>

#include "absl/strings/string_view.h"
#include "google/protobuf/repeated_ptr_field.h"

namespace tonus::engine {

// As a pack gives them: `flexib` finds "flexibility", `ends ` "ends" alone.
using Beginnings = google::protobuf::RepeatedPtrField<std::string>;

// Returns the position behind the first of `beginnings` in `words`, which are
// spaced (spaced_words.h), from `start` on; npos when there is none. A word
// that follows may be looked up from there.
size_t After(const std::string& words, size_t start,
             const Beginnings& beginnings);

// Whether `words` have one of `beginnings`.
bool HasAny(const std::string& words, const Beginnings& beginnings);

// Whether `beginning` can be found at all: it is in lower case, without marks,
// and has one blank between its words and none before.
bool CanBeFound(absl::string_view beginning);

}  // namespace tonus::engine

#endif  // TONUS_SERVICES_ENGINE_PHRASES_H_
