// SPDX-License-Identifier: Apache-2.0
#include "services/engine/block_time.h"

#include <algorithm>
#include <utility>

#include "absl/algorithm/container.h"
#include "absl/strings/str_cat.h"
#include "services/engine/candidates.h"
#include "services/engine/dose.h"
#include "services/engine/target_name.h"

namespace tonus::engine {
namespace {

using v1::SessionItem;

constexpr double kSecondsPerMinute = 60;

int SecondsOf(const Knowledge& knowledge, const SessionItem& item) {
  const auto& exercise = *knowledge.FindExercise(item.exercise());
  int seconds = 0;
  for (const v1::Dose& dose : item.doses()) {
    seconds += DoseSeconds(knowledge.pack().session(), exercise, dose);
  }
  return seconds;
}

int SecondsOf(const Knowledge& knowledge,
              const std::vector<SessionItem>& items) {
  int seconds = 0;
  for (const SessionItem& item : items) seconds += SecondsOf(knowledge, item);
  return seconds;
}

// Whether all of `items` begin in time when `last` is the last of them.
bool MayBeLast(const Knowledge& knowledge,
               const std::vector<SessionItem>& items, const SessionItem& last) {
  const int limit = knowledge.pack().session().activation_within_seconds();
  return limit == 0 ||
         SecondsOf(knowledge, items) - SecondsOf(knowledge, last) <= limit;
}

bool BeginInTime(const Knowledge& knowledge,
                 const std::vector<SessionItem>& items) {
  return items.empty() || absl::c_any_of(items, [&](const SessionItem& item) {
           return MayBeLast(knowledge, items, item);
         });
}

}  // namespace

std::vector<SessionItem> TakeLate(const Knowledge& knowledge, int turn,
                                  std::vector<SessionItem>* activations) {
  std::vector<SessionItem> late;
  if (BeginInTime(knowledge, *activations)) return late;
  const auto count = static_cast<int>(activations->size());
  std::rotate(activations->begin(), activations->begin() + turn % count,
              activations->end());
  std::vector<SessionItem> kept;
  for (SessionItem& activation : *activations) {
    kept.push_back(std::move(activation));
    if (BeginInTime(knowledge, kept)) continue;
    late.push_back(std::move(kept.back()));
    kept.pop_back();
  }
  *activations = std::move(kept);
  return late;
}

std::string WhyLate(const Knowledge& knowledge, const std::string& muscle) {
  return absl::StrCat(
      "It would begin more than ",
      knowledge.pack().session().activation_within_seconds() /
          kSecondsPerMinute,
      " minutes after the release of the ",
      TargetName(knowledge, muscle, knowledge::v1::SIDE_MIDLINE),
      "; what else follows that release has its turn in this session.");
}

void PutInTime(const Knowledge& knowledge, Unit* block) {
  const auto first =
      absl::c_find_if(block->items, [&](const SessionItem& item) {
        return PurposeOf(*knowledge.FindExercise(item.exercise())) ==
               Purpose::kLoad;
      });
  const std::vector<SessionItem> activations(first, block->items.end());
  for (int i = static_cast<int>(activations.size()) - 1; i >= 0; --i) {
    if (!MayBeLast(knowledge, activations, activations[i])) continue;
    std::rotate(first + i, first + i + 1, block->items.end());
    return;
  }
}

}  // namespace tonus::engine
