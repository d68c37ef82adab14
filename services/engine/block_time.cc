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

bool Contains(const std::vector<SessionItem>& items, const SessionItem& item) {
  return absl::c_any_of(items, [&](const SessionItem& other) {
    return other.exercise() == item.exercise();
  });
}

// Puts `items` in the order in which they have the time of a block.
void PutInTurn(const Knowledge& knowledge, int turn,
               std::vector<SessionItem>* items) {
  const SessionItem first = items->front();
  const auto others = items->begin() + 1;
  const auto beside =
      std::stable_partition(others, items->end(), [&](const SessionItem& item) {
        return !BeginInTime(knowledge, {first, item});
      });
  const auto alone = beside - others;
  if (alone > 0 && turn % 2 == 1) {
    const auto next = others + turn / 2 % alone;
    std::rotate(items->begin(), next, next + 1);
    return;
  }
  const auto count = items->end() - beside;
  if (count == 0) return;
  const int step = alone > 0 ? turn / 2 : turn;
  std::rotate(beside, beside + step % count, items->end());
}

}  // namespace

std::vector<SessionItem> TakeLate(const Knowledge& knowledge, int turn,
                                  std::vector<SessionItem>* activations) {
  std::vector<SessionItem> late;
  if (BeginInTime(knowledge, *activations)) return late;
  std::vector<SessionItem> in_turn = *activations;
  PutInTurn(knowledge, turn, &in_turn);
  std::vector<SessionItem> kept;
  for (SessionItem& activation : in_turn) {
    kept.push_back(std::move(activation));
    if (BeginInTime(knowledge, kept)) continue;
    late.push_back(std::move(kept.back()));
    kept.pop_back();
  }
  // What is left is by score again.
  activations->erase(std::remove_if(activations->begin(), activations->end(),
                                    [&](const SessionItem& activation) {
                                      return Contains(late, activation);
                                    }),
                     activations->end());
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
