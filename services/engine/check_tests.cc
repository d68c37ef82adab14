// SPDX-License-Identifier: Apache-2.0
#include <cmath>

#include "absl/algorithm/container.h"
#include "services/engine/check_tables.h"

namespace tonus::engine {
namespace {

using ::tonus::knowledge::v1::Derivation;
using ::tonus::knowledge::v1::Muscle;
using ::tonus::knowledge::v1::Test;
using ::tonus::knowledge::v1::TestMapping;
using ::tonus::knowledge::v1::TestOverride;

void CheckNumbers(EntryCheck& entry, const Test& test) {
  entry.Expect(test.min() < test.max(), "min is not below max");
  entry.Expect(test.step() >= 0, "step is negative");
  if (test.has_asymmetry()) {
    entry.ExpectPositive("asymmetry", test.asymmetry());
    // No two sides could ever differ by more.
    entry.Expect(test.asymmetry() < test.max() - test.min(),
                 "asymmetry is not below the range of values");
  }
  entry.Expect((!test.has_asymmetry() && !test.has_relative_asymmetry()) ||
                   test.laterality() == knowledge::v1::LATERALITY_BILATERAL,
               "has an asymmetry, but one value");
  if (test.has_mdc()) entry.ExpectPositive("mdc", test.mdc());
  if (test.has_uncontrolled_mdc()) {
    entry.ExpectPositive("uncontrolled_mdc", test.uncontrolled_mdc());
    entry.Expect(test.needs_pelvis_control(),
                 "uncontrolled_mdc needs needs_pelvis_control");
  }
}

// A tester grades power by hand against a resistance that nobody can give
// themselves.
void CheckTesters(EntryCheck& entry, const Test& test) {
  entry.Expect(!test.clinician_only() || !test.home(),
               "is clinician_only, but done at home");
  entry.Expect(test.unit() != "mrc" || test.clinician_only(),
               "is graded in `mrc`, but not clinician_only");
}

void CheckOverride(EntryCheck& entry, absl::string_view what, const Test& test,
                   const TestOverride& change) {
  entry.Expect(
      change.sex() != knowledge::v1::SEX_UNSPECIFIED ||
          change.has_min_age_years() || change.has_athlete() ||
          change.protocol() != knowledge::v1::DYNAMOMETRY_PROTOCOL_UNSPECIFIED,
      absl::StrCat(what, " fits everybody"));
  if (change.has_min_age_years()) {
    entry.ExpectWithin(absl::StrCat(what, ".min_age_years"),
                       change.min_age_years(), 18, 120);
  }
  CheckBands(entry, absl::StrCat(what, ".bands"), test, change.bands());
}

// Of two overrides that fit, the later wins.
bool Hides(const TestOverride& later, const TestOverride& earlier) {
  return later.sex() == earlier.sex() &&
         later.protocol() == earlier.protocol() &&
         later.has_athlete() == earlier.has_athlete() &&
         later.athlete() == earlier.athlete() &&
         later.has_min_age_years() == earlier.has_min_age_years() &&
         later.min_age_years() <= earlier.min_age_years();
}

void CheckDerivation(CheckContext& context, EntryCheck& entry,
                     const Derivation& derivation) {
  const auto measured = [&](absl::string_view field, absl::string_view id) {
    const Test* source = entry.Refer(field, context.tests, id);
    entry.Expect(source == nullptr || !source->has_derivation(),
                 absl::StrCat(field, " names `", id, "`, which is derived"));
    return source;
  };
  const Test* numerator =
      measured("derivation.numerator", derivation.numerator());
  if (derivation.formula() == Derivation::FORMULA_RATIO) {
    measured("derivation.denominator", derivation.denominator());
  } else if (numerator != nullptr) {
    entry.Expect(numerator->laterality() == knowledge::v1::LATERALITY_BILATERAL,
                 "derivation.numerator has no sides to compare");
  }
}

void CheckTest(CheckContext& context, const Test& test) {
  EntryCheck entry(context, "tests", test.id());
  CheckNumbers(entry, test);
  CheckTesters(entry, test);
  CheckBands(entry, "bands", test, test.bands());
  for (int i = 0; i < test.overrides_size(); ++i) {
    CheckOverride(entry, absl::StrCat("overrides[", i, "]"), test,
                  test.overrides(i));
    for (int j = 0; j < i; ++j) {
      entry.Expect(!Hides(test.overrides(i), test.overrides(j)),
                   absl::StrCat("overrides[", i, "] hides overrides[", j, "]"));
    }
  }
  entry.ReferAll("required_tags", context.tags, test.required_tags());
  if (test.has_derivation()) CheckDerivation(context, entry, test.derivation());
  entry.Expect(test.kind() != knowledge::v1::TEST_KIND_PROM ||
                   Find(context.measures.by_id, test.id()) != nullptr,
               "is an outcome measure, but not in measures");
}

bool AxisFits(knowledge::v1::Axis axis, knowledge::v1::TargetKind kind) {
  switch (axis) {
    case knowledge::v1::AXIS_LENGTH:
    case knowledge::v1::AXIS_STRENGTH:
      return kind == knowledge::v1::TARGET_KIND_MUSCLE;
    case knowledge::v1::AXIS_JOINT:
      return kind == knowledge::v1::TARGET_KIND_STRUCTURE;
    case knowledge::v1::AXIS_NEURAL:
      return kind == knowledge::v1::TARGET_KIND_NERVE;
    default:
      return false;
  }
}

bool SideFits(TestMapping::SideRelation side, const Test& test,
              const Muscle& muscle) {
  const bool two_values =
      test.laterality() == knowledge::v1::LATERALITY_BILATERAL;
  const bool two_targets =
      muscle.laterality() == knowledge::v1::LATERALITY_BILATERAL;
  switch (side) {
    case TestMapping::SIDE_RELATION_SAME:
    case TestMapping::SIDE_RELATION_OPPOSITE:
      return two_values && two_targets;
    case TestMapping::SIDE_RELATION_BOTH:
      return !two_values && two_targets;
    case TestMapping::SIDE_RELATION_MIDLINE:
      return !two_targets;
    default:
      return false;
  }
}

void CheckMapping(CheckContext& context, const TestMapping& mapping) {
  EntryCheck entry(context, "test_mappings", mapping.id());
  const Test* test = entry.Refer("test", context.tests, mapping.test());
  const Muscle* muscle =
      entry.Refer("muscle", context.muscles, mapping.muscle());
  if (muscle == nullptr) return;
  entry.Expect(
      AxisFits(mapping.axis(), muscle->kind()),
      absl::StrCat("axis does not fit the kind of `", mapping.muscle(), "`"));
  entry.Expect(test == nullptr || SideFits(mapping.side(), *test, *muscle),
               absl::StrCat("side does not fit the laterality of `",
                            mapping.test(), "` and `", mapping.muscle(), "`"));
}

// What is repeated is compared, and without an error of measurement no change
// could be told from chance.
void ExpectMdc(CheckContext& context, EntryCheck& entry,
               const google::protobuf::RepeatedPtrField<std::string>& tests) {
  for (const std::string& id : tests) {
    const Test* test = Find(context.tests.by_id, id);
    entry.Expect(test == nullptr || test->has_mdc(),
                 absl::StrCat("repeats `", id, "`, which has no mdc"));
  }
}

}  // namespace

void CheckTests(CheckContext& context) {
  for (const Test& test : context.pack.tests()) CheckTest(context, test);
  for (const TestMapping& mapping : context.pack.test_mappings()) {
    CheckMapping(context, mapping);
  }
  for (const auto& set : context.pack.retest_sets()) {
    EntryCheck entry(context, "retest_sets", set.id());
    entry.Expect(!set.tests().empty(), "tests is empty");
    entry.ReferAll("tests", context.tests, set.tests());
    ExpectMdc(context, entry, set.tests());
    for (const auto& alternative : set.alternatives()) {
      entry.Expect(absl::c_linear_search(set.tests(), alternative.test()),
                   absl::StrCat("alternatives names `", alternative.test(),
                                "`, which is not in tests"));
      entry.Expect(!alternative.instead().empty(),
                   "alternatives has nothing instead");
      entry.ReferAll("alternatives", context.tests, alternative.instead());
      ExpectMdc(context, entry, alternative.instead());
    }
  }
}

}  // namespace tonus::engine
