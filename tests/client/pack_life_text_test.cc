// SPDX-License-Identifier: Apache-2.0
// What is said of activations, shadow runs and migrations.
#include "services/client/pack_life_text.h"

#include "tests/testing/matchers.h"

namespace tonus::client {
namespace {

using ::testing::EndsWith;
using ::testing::HasSubstr;
using ::testing::StartsWith;
using ::tonus::testing::ParseText;
using ::tonus::testing::StatusIs;

Names TheNames() {
  return Names(ParseText<knowledge::v1::Pack>(R"pb(
    exercises { id: "bridge" display_name: "Bridge" }
    exercises { id: "plank" display_name: "Plank" }
  )pb"));
}

v1::ShadowedRoutine Changed() {
  return ParseText<v1::ShadowedRoutine>(R"pb(
    patient: "patients/anna"
    pack_version: "2026.1"
    diff {
      gate_before: GATE_OK
      gate_after: GATE_OK
      findings { muscle: "iliopsoas" }
      sessions {
        number: 1
        items { exercise: "bridge" kind: ITEM_CHANGE_KIND_ADDED }
        items { exercise: "plank" kind: ITEM_CHANGE_KIND_REMOVED }
        items { exercise: "march" kind: ITEM_CHANGE_KIND_DOSE }
      }
      sessions {
        number: 2
        items { exercise: "bridge" kind: ITEM_CHANGE_KIND_ADDED }
      }
    })pb");
}

TEST(PackLifeTextTest, APatientTakesALine) {
  v1::ShadowedRoutine routine = Changed();
  EXPECT_THAT(
      ShadowLine(routine, TheNames()),
      EndsWith("  2026.1      1 finding; + Bridge; - Plank; ~ 1 dose\n"));
  routine.mutable_diff()->clear_sessions();
  routine.mutable_diff()->clear_findings();
  routine.mutable_diff()->set_gate_after(v1::GATE_REFER);
  EXPECT_THAT(ShadowLine(routine, TheNames()), EndsWith("gate ok -> refer\n"));
  routine.mutable_diff()->set_same(true);
  EXPECT_THAT(ShadowLine(routine, TheNames()), EndsWith("unchanged\n"));
  routine.mutable_status()->set_message("the log has a gap");
  EXPECT_THAT(ShadowLine(routine, TheNames()),
              EndsWith("can not be planned: the log has a gap\n"));
}

TEST(PackLifeTextTest, ManyExercisesAreCounted) {
  v1::ShadowedRoutine routine = Changed();
  auto* session = routine.mutable_diff()->mutable_sessions(0);
  for (const char* id : {"a", "b", "c"}) {
    auto* item = session->add_items();
    item->set_exercise(id);
    item->set_kind(v1::ITEM_CHANGE_KIND_ADDED);
  }
  EXPECT_THAT(ShadowLine(routine, TheNames()),
              HasSubstr("+ a, b, Bridge and 1 more; - Plank"));
}

TEST(PackLifeTextTest, TheSumsComeLast) {
  const std::string text =
      ShadowSummaryText(ParseText<v1::ShadowSummary>(R"pb(
                          pack_version: "2026.2"
                          pack_hash: "0123456789abcdef"
                          patients: 3
                          changed: 1
                          unchanged: 1
                          failed: 1
                          newly_gated: 1
                          exercises { exercise: "bridge" added: 2 removed: 1 }
                        )pb"),
                        TheNames());
  EXPECT_THAT(text, HasSubstr("With pack 2026.2 (0123456789ab): 3 patients, 1 "
                              "changed, 1 unchanged, 1 newly gated, 0 newly "
                              "opened, 1 failed\n"));
  EXPECT_THAT(text, EndsWith("      +2      -1  Bridge\n"));
}

TEST(PackLifeTextTest, AReasonIsAWord) {
  TONUS_ASSERT_OK_AND_ASSIGN(const auto reason,
                             ParseActivationReason("go-back"));
  EXPECT_EQ(reason, v1::PACK_ACTIVATION_REASON_GO_BACK);
  for (const char* word : {"", "why", "unspecified"}) {
    const auto none = ParseActivationReason(word);
    EXPECT_THAT(none, StatusIs(absl::StatusCode::kInvalidArgument));
    EXPECT_THAT(std::string(none.status().message()),
                HasSubstr("new-version, safety, local-adaptation, go-back"));
  }
}

TEST(PackLifeTextTest, AnActivationSaysWhatHolds) {
  auto response = ParseText<v1::ActivatePackResponse>(R"pb(
    activation {
      hash: "0123456789abcdef"
      version: "2026.2"
      reason: PACK_ACTIVATION_REASON_SAFETY
    })pb");
  EXPECT_THAT(ActivationText(response, false),
              StartsWith("Pack 2026.2 (0123456789ab) is active now: safety."));
  EXPECT_THAT(ActivationText(response, true),
              EndsWith("could be activated; nothing was stored.\n"));
  response.set_already_active(true);
  EXPECT_THAT(ActivationText(response, false), EndsWith("nothing to do.\n"));
}

TEST(PackLifeTextTest, AMigrationSaysFromWhereToWhere) {
  auto response = ParseText<v1::MigrateRoutineResponse>(R"pb(
    migrated: true
    from_pack_version: "2026.1"
    from_pack_hash: "aaaaaaaaaaaaaaaa"
    to_pack_version: "2026.2"
    to_pack_hash: "bbbbbbbbbbbbbbbb")pb");
  *response.mutable_diff() = Changed().diff();
  const std::string brief =
      MigrationText("patients/anna", response, false, false, TheNames());
  EXPECT_EQ(brief,
            "patients/anna went from pack 2026.1 (aaaaaaaaaaaa) to 2026.2 "
            "(bbbbbbbbbbbb): 1 finding; + Bridge; - Plank; ~ 1 dose\n");
  EXPECT_THAT(MigrationText("patients/anna", response, true, true, TheNames()),
              HasSubstr("\n  + Bridge"));
  response.set_migrated(false);
  EXPECT_THAT(MigrationText("patients/anna", response, false, true, TheNames()),
              EndsWith("uses pack 2026.2 (bbbbbbbbbbbb) already.\n"));
}

}  // namespace
}  // namespace tonus::client
