// SPDX-License-Identifier: Apache-2.0
// Why a tag is restricted, in a sentence: by what it means and by the names of
// what restricts it, never by ids.

#ifndef TONUS_SERVICES_ENGINE_RESTRICTION_WORDS_H_
#define TONUS_SERVICES_ENGINE_RESTRICTION_WORDS_H_

#include <string>

#include "absl/strings/string_view.h"
#include "services/engine/knowledge.h"
#include "tonus/v1/interpretation.pb.h"

namespace tonus::engine {

// What the tag puts on the body, for example `lying face down`; the id when the
// pack does not have it.
std::string TagWords(const Knowledge& knowledge, absl::string_view tag);

// What an exercise with a forbidden tag does, for example `demands what is
// ruled out: lying face down. The reason: Glaucoma.`
std::string RestrictionWords(const Knowledge& knowledge,
                             const v1::TagRestriction& restriction);

}  // namespace tonus::engine

#endif  // TONUS_SERVICES_ENGINE_RESTRICTION_WORDS_H_
