// SPDX-License-Identifier: Apache-2.0
// What a person likes and dislikes.

#ifndef TONUS_SERVICES_ENGINE_WISHES_H_
#define TONUS_SERVICES_ENGINE_WISHES_H_

#include <string>

#include "absl/container/flat_hash_set.h"
#include "absl/functional/function_ref.h"
#include "services/engine/candidates.h"
#include "services/engine/eligibility.h"
#include "tonus/v1/patient.pb.h"

namespace tonus::engine {

// Exercise ids.
struct Wishes {
  absl::flat_hash_set<std::string> liked;
  absl::flat_hash_set<std::string> disliked;
};

Wishes WishesOf(const v1::Profile& profile);

// Moves each liked one of `candidates` before the first that it serves as well
// as: `as_good` compares the liked one with the other, of the same technique.
// One that needs caution, or is harder than the start level, never passes one
// that is not.
void PutLikedFirst(const Wishes& wishes, const Eligibility& eligibility,
                   absl::FunctionRef<bool(const knowledge::v1::Exercise&,
                                          const knowledge::v1::Exercise&)>
                       as_good,
                   Candidates* candidates);

}  // namespace tonus::engine

#endif  // TONUS_SERVICES_ENGINE_WISHES_H_
