// SPDX-License-Identifier: Apache-2.0
#include "services/engine/wishes.h"

#include <algorithm>

namespace tonus::engine {

using knowledge::v1::Exercise;

Wishes WishesOf(const v1::Profile& profile) {
  Wishes wishes;
  wishes.liked.insert(profile.preferred_exercises().begin(),
                      profile.preferred_exercises().end());
  wishes.disliked.insert(profile.disliked_exercises().begin(),
                         profile.disliked_exercises().end());
  return wishes;
}

void PutLikedFirst(
    const Wishes& wishes, const Eligibility& eligibility,
    absl::FunctionRef<bool(const Exercise&, const Exercise&)> as_good,
    Candidates* candidates) {
  if (wishes.liked.empty()) return;
  const auto passes = [&](const Exercise& liked, const Exercise& other) {
    return !wishes.liked.contains(other.id()) &&
           liked.technique() == other.technique() &&
           liked.level() <= std::max(other.level(), eligibility.StartLevel()) &&
           (!eligibility.NeedsCaution(liked) ||
            eligibility.NeedsCaution(other)) &&
           as_good(liked, other);
  };
  for (size_t i = 1; i < candidates->size(); ++i) {
    const Exercise& candidate = *(*candidates)[i];
    if (!wishes.liked.contains(candidate.id())) continue;
    const auto here = candidates->begin() + static_cast<std::ptrdiff_t>(i);
    const auto place = std::find_if(
        candidates->begin(), here,
        [&](const Exercise* other) { return passes(candidate, *other); });
    std::rotate(place, here, here + 1);
  }
}

}  // namespace tonus::engine
