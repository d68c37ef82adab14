// SPDX-License-Identifier: Apache-2.0
// Whether the unit of a test is one that its kind is measured in, and its range
// one that the unit can have on a body: a unit that was changed while the bands
// stayed would read every value wrongly.
#include <vector>

#include "absl/algorithm/container.h"
#include "absl/strings/str_join.h"
#include "services/engine/check_tables.h"

namespace tonus::engine {
namespace {

namespace kv1 = knowledge::v1;

struct Unit {
  absl::string_view name;
  // Every value on a body, ends included.
  double low;
  double high;
  // Values are steps, not a continuum.
  bool steps;
  // What is measured in it.
  std::vector<kv1::TestKind> kinds;
};

const std::vector<Unit>& Units() {
  static const auto* const kUnits = new std::vector<Unit>{
      {"deg",
       -180,
       190,
       false,
       {kv1::TEST_KIND_MUSCLE_LENGTH, kv1::TEST_KIND_ROM}},
      {"cm",
       -100,
       100,
       false,
       {kv1::TEST_KIND_MUSCLE_LENGTH, kv1::TEST_KIND_ROM,
        kv1::TEST_KIND_SELF_MOBILITY_SCREEN}},
      {"finger",
       0,
       10,
       false,
       {kv1::TEST_KIND_MUSCLE_LENGTH, kv1::TEST_KIND_ROM}},
      {"s",
       0,
       3600,
       false,
       {kv1::TEST_KIND_ENDURANCE, kv1::TEST_KIND_MOVEMENT_PATTERN}},
      {"reps",
       0,
       1000,
       false,
       {kv1::TEST_KIND_STRENGTH, kv1::TEST_KIND_ENDURANCE}},
      {"mrc", 0, 5, true, {kv1::TEST_KIND_STRENGTH}},
      {"pctBW", 0, 500, false, {kv1::TEST_KIND_STRENGTH}},
      {"pct",
       0,
       100,
       false,
       {kv1::TEST_KIND_MUSCLE_LENGTH, kv1::TEST_KIND_PROM}},
      {"ratio",
       0,
       100,
       false,
       {kv1::TEST_KIND_STRENGTH, kv1::TEST_KIND_ENDURANCE}},
      {"grade",
       0,
       5,
       true,
       {kv1::TEST_KIND_MUSCLE_LENGTH, kv1::TEST_KIND_MOVEMENT_PATTERN,
        kv1::TEST_KIND_NEURAL, kv1::TEST_KIND_PAIN_PROVOCATION}},
      {"points",
       -100,
       100,
       false,
       {kv1::TEST_KIND_MOVEMENT_PATTERN, kv1::TEST_KIND_PAIN_PROVOCATION,
        kv1::TEST_KIND_SELF_MOBILITY_SCREEN, kv1::TEST_KIND_PROM}}};
  return *kUnits;
}

std::string KnownUnits() {
  return absl::StrJoin(Units(), ", ", [](std::string* out, const Unit& unit) {
    absl::StrAppend(out, unit.name);
  });
}

void CheckUnit(EntryCheck& entry, const kv1::Test& test) {
  const auto unit = absl::c_find_if(
      Units(), [&](const Unit& one) { return one.name == test.unit(); });
  if (unit == Units().end()) {
    entry.Complain(
        absl::StrCat("unit is `", test.unit(), "`, not one of ", KnownUnits()));
    return;
  }
  // A kind that does not exist is somebody else's complaint.
  entry.Expect(absl::c_linear_search(unit->kinds, test.kind()) ||
                   kv1::TestKind_Name(test.kind()).empty() ||
                   test.kind() == kv1::TEST_KIND_UNSPECIFIED,
               absl::StrCat("unit is `", unit->name, "`, in which no ",
                            kv1::TestKind_Name(test.kind()), " is measured"));
  entry.Expect(test.min() >= unit->low && test.max() <= unit->high,
               absl::StrCat("min and max are ", test.min(), " and ", test.max(),
                            ", but `", unit->name, "` has values in [",
                            unit->low, ", ", unit->high, "]"));
  entry.Expect(
      !unit->steps || test.step() > 0,
      absl::StrCat("has no step, but `", unit->name, "` is counted in steps"));
}

}  // namespace

void CheckUnits(CheckContext& context) {
  for (const kv1::Test& test : context.pack.tests()) {
    EntryCheck entry(context, "tests", test.id());
    CheckUnit(entry, test);
  }
}

}  // namespace tonus::engine
