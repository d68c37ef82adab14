// SPDX-License-Identifier: Apache-2.0
// Whether exercises carry the tags whose signs they show: conditions forbid
// tags, so one that is forgotten lets somebody do what harms them.
#include "absl/algorithm/container.h"
#include "absl/container/flat_hash_set.h"
#include "services/engine/check_tables.h"

namespace tonus::engine {
namespace {

using ::tonus::knowledge::v1::Exercise;
using ::tonus::knowledge::v1::Tag;
using ::tonus::knowledge::v1::TagSign;

// Whether one of `wanted` is among `found`, or none is wanted.
template <typename Wanted, typename Found>
bool FitsAny(const Wanted& wanted, const Found& found) {
  return wanted.empty() || absl::c_any_of(wanted, [&](const auto& one) {
           return absl::c_linear_search(found, one);
         });
}

bool Shows(const Exercise& exercise, const TagSign& sign) {
  const auto is = [](const auto& wanted, int value) {
    return wanted.empty() || absl::c_linear_search(wanted, value);
  };
  return is(sign.positions(), exercise.position()) &&
         is(sign.techniques(), exercise.technique()) &&
         FitsAny(sign.equipment(), exercise.equipment()) &&
         FitsAny(sign.tags(), exercise.tags());
}

void CheckSigns(CheckContext& context, const Tag& tag) {
  EntryCheck entry(context, "tags", tag.id());
  for (const TagSign& sign : tag.signs()) {
    entry.Expect(sign.ByteSizeLong() > 0, "signs has an empty one");
    entry.ReferAll("signs.equipment", context.equipment, sign.equipment());
    entry.ReferAll("signs.tags", context.tags, sign.tags());
  }
}

void CheckExercise(CheckContext& context, const Exercise& exercise) {
  EntryCheck entry(context, "exercises", exercise.id());
  absl::flat_hash_set<std::string> untagged;
  for (const auto& exception : exercise.untagged()) {
    if (entry.Refer("untagged", context.tags, exception.tag()) == nullptr) {
      continue;
    }
    entry.Expect(untagged.insert(exception.tag()).second,
                 absl::StrCat("untagged names `", exception.tag(), "` twice"));
  }
  for (const Tag& tag : context.pack.tags()) {
    const bool carries = absl::c_linear_search(exercise.tags(), tag.id());
    const bool shows = absl::c_any_of(tag.signs(), [&](const TagSign& sign) {
      return sign.ByteSizeLong() > 0 && Shows(exercise, sign);
    });
    entry.Expect(!shows || carries || untagged.contains(tag.id()),
                 absl::StrCat("shows a sign of `", tag.id(),
                              "` without carrying it: add the tag, or say in "
                              "untagged why it puts no such demand"));
    entry.Expect((shows && !carries) || !untagged.contains(tag.id()),
                 absl::StrCat("untagged names `", tag.id(),
                              "`, which it carries or shows no sign of"));
  }
}

}  // namespace

void CheckTagSigns(CheckContext& context) {
  for (const Tag& tag : context.pack.tags()) CheckSigns(context, tag);
  for (const Exercise& exercise : context.pack.exercises()) {
    CheckExercise(context, exercise);
  }
}

}  // namespace tonus::engine
