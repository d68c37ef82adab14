// SPDX-License-Identifier: Apache-2.0
// The commands of a clinician's word, against a server with canned answers.

#include <string>
#include <vector>

#include "services/client/override_flag.h"
#include "tests/client/command_line_fixture.h"
#include "tests/testing/matchers.h"

namespace tonus::client {
namespace {

using ::testing::AllOf;
using ::testing::HasSubstr;
using ::testing::Not;
using ::testing::SizeIs;
using ::tonus::testing::EqualsProto;
using ::tonus::testing::ParseText;
using ::tonus::testing::StatusIs;

TEST(OverrideFlagTest, ReadsEveryKind) {
  const struct {
    const char* text;
    const char* override;
  } kCases[] = {
      {"pin:wall_slide", "pin_exercise: 'wall_slide'"},
      {"exclude:cat_cow", "exclude_exercise: 'cat_cow'"},
      {"permit:stir_pot", "permit_exercise: 'stir_pot'"},
      {"replace:a=b", "replace_exercise { exercise: 'a' replacement: 'b' }"},
      {"force:iliopsoas:L=tight-and-weak",
       "force_verdict { muscle: 'iliopsoas' side: SIDE_LEFT "
       "status: STATUS_TIGHT_AND_WEAK }"},
      {"mute:soleus:R", "mute_verdict { muscle: 'soleus' side: SIDE_RIGHT }"},
      {"level:2", "level_cap: 2"},
      {"sets:2", "dose_cap { max_sets: 2 }"},
      {"sets:glute_bridge=1",
       "dose_cap { exercise: 'glute_bridge' max_sets: 1 }"},
      {"dose:50", "dose_cap { percent: 50 }"},
      {"policy:cat_cow=never", "policy { policy: 'cat_cow' choice: 'never' }"},
      {"equipment:mat,band",
       "equipment { equipment: 'mat' equipment: 'band' }"},
  };
  for (const auto& test : kCases) {
    TONUS_ASSERT_OK_AND_ASSIGN(const v1::Override override,
                               ParseOverride("override", test.text));
    EXPECT_THAT(override, EqualsProto(test.override)) << test.text;
  }
}

TEST(OverrideFlagTest, SaysHowWhatIsWrongIsWritten) {
  for (const char* text :
       {"", "pin", "wall_slide", "pin:", "love:cat_cow", "replace:a",
        "policy:a", "level:high", "sets:a=b", "force:iliopsoas:L=sore",
        "force:iliopsoas=tight", "mute:soleus"}) {
    const auto override = ParseOverride("--override", text);
    EXPECT_THAT(override, StatusIs(absl::StatusCode::kInvalidArgument)) << text;
    EXPECT_THAT(std::string(override.status().message()),
                HasSubstr("--override"))
        << text;
  }
  EXPECT_THAT(ParseOverrideReason("because"),
              StatusIs(absl::StatusCode::kInvalidArgument,
                       HasSubstr("taught-in-person")));
  EXPECT_THAT(
      ParseReviewReason("because"),
      StatusIs(absl::StatusCode::kInvalidArgument, HasSubstr("too-early")));
}

using OverrideCommandsTest = CommandLineFixture;

constexpr char kDiff[] = R"pb(
  gate_before: GATE_OK
  gate_after: GATE_OK
  findings {
    muscle: "iliopsoas"
    side: SIDE_LEFT
    before: STATUS_TIGHT
    after: STATUS_NORMAL
  }
  sessions {
    number: 1
    items {
      exercise: "wall_slide"
      kind: ITEM_CHANGE_KIND_ADDED
      after { side: SIDE_MIDLINE sets: 2 repetitions: 8 }
      rule: "OVERRIDE"
      reason: "A clinician wants it."
    }
    items {
      exercise: "cat_cow"
      kind: ITEM_CHANGE_KIND_REMOVED
      slot: SLOT_BEDTIME
    }
  }
  sessions {
    number: 2
    items {
      exercise: "wall_slide"
      kind: ITEM_CHANGE_KIND_ADDED
      after { side: SIDE_MIDLINE sets: 2 repetitions: 8 }
      rule: "OVERRIDE"
      reason: "A clinician wants it."
    }
    items {
      exercise: "cat_cow"
      kind: ITEM_CHANGE_KIND_REMOVED
      slot: SLOT_BEDTIME
    }
  }
  sessions { number: 3 }
)pb";

TEST_F(OverrideCommandsTest, SetSendsTheOverrideAndTellsWhatItChanges) {
  v1::SetOverrideResponse response;
  response.mutable_override()->set_name("patients/x/overrides/7");
  response.mutable_override()->set_pin_exercise("wall_slide");
  *response.mutable_diff() = ParseText<v1::RoutineDiff>(kDiff);
  server_.Answer(response);
  EXPECT_EQ(RunTonus("override set x pin:wall_slide --reason taught-in-person "
                     "--from 2026-03-01 --until 2026-03-15"),
            kExitOk)
      << err_;
  EXPECT_THAT(out_, AllOf(HasSubstr("Set patients/x/overrides/7"),
                          HasSubstr("tight -> in order"),
                          HasSubstr("Sessions 1 to 2:\n  + wall_slide: 2 sets "
                                    "of 8. A clinician wants it. [OVERRIDE]\n"
                                    "  - cat_cow, at bedtime\n"),
                          HasSubstr("Session 3:\n  another day or time\n")));
  EXPECT_THAT(server_.received()[0].request,
              AllOf(HasSubstr("parent: \"patients/x\""),
                    HasSubstr("OVERRIDE_REASON_TAUGHT_IN_PERSON"),
                    HasSubstr("day: 15"), HasSubstr("request_id: ")));
}

TEST_F(OverrideCommandsTest, WhatIsRefusedIsSaidFirst) {
  server_.Answer(ParseText<v1::SetOverrideResponse>(
      "refused { exercise: 'cat_cow' rule: 'G-06' reason: 'It bends.' } "
      "diff { same: true }"));
  EXPECT_EQ(RunTonus("override set x pin:cat_cow --reason other "
                     "--validate-only"),
            kExitOk);
  EXPECT_EQ(out_,
            "Checked; nothing was stored.\n"
            "Refused: cat_cow. It bends. [G-06]\n"
            "Nothing changes.\n");
}

TEST_F(OverrideCommandsTest, AWrongReasonIsNotSent) {
  EXPECT_EQ(RunTonus("override set x pin:cat_cow --reason because"),
            kExitUsage);
  EXPECT_THAT(err_, HasSubstr("not-tolerated"));
  EXPECT_THAT(server_.received(), SizeIs(0));
}

TEST_F(OverrideCommandsTest, ListsAndClears) {
  server_.Answer(ParseText<v1::ListOverridesResponse>(
      "overrides { name: 'patients/x/overrides/7' level_cap: 2 "
      "author: 'alice' }"));
  EXPECT_EQ(RunTonus("override list x --ended"), kExitOk) << err_;
  EXPECT_THAT(out_, AllOf(HasSubstr("no exercise above level 2"),
                          HasSubstr("by alice")));
  EXPECT_THAT(server_.received()[0].request, HasSubstr("include_ended: true"));
  server_.Answer(ParseText<v1::ClearOverrideResponse>(
      "override { name: 'patients/x/overrides/7' level_cap: 2 }"));
  EXPECT_EQ(RunTonus("override clear patients/x/overrides/7 "
                     "--reason not-tolerated"),
            kExitOk)
      << err_;
  EXPECT_THAT(out_, HasSubstr("Cleared patients/x/overrides/7"));
}

TEST_F(OverrideCommandsTest, AClearanceSaysUntilWhenAndWhatStaysClosed) {
  server_.Answer(ParseText<v1::RecordClearanceResponse>(
      "clearance { subject: 'cond_cardiac' date { year: 2026 month: 1 day: 5 } "
      "} end_date { year: 2026 month: 3 day: 29 } gate: GATE_OK"));
  EXPECT_EQ(
      RunTonus("clearance record x cond_cardiac --reason clinical-finding"),
      kExitOk)
      << err_;
  EXPECT_THAT(out_, AllOf(HasSubstr("until 2026-03-29"),
                          HasSubstr("It opens nothing now")));
}

TEST_F(OverrideCommandsTest, ReviewsAProposal) {
  server_.Answer(ParseText<v1::ReviewProposalResponse>(
      "proposal { name: 'patients/x/proposals/4' "
      "state: PROPOSAL_STATE_REJECTED reviewer: 'alice' "
      "reason: REVIEW_REASON_TOO_EARLY }"));
  EXPECT_EQ(RunTonus("proposal review patients/x/proposals/4 --reject "
                     "--reason too-early"),
            kExitOk)
      << err_;
  EXPECT_THAT(out_, AllOf(HasSubstr("rejected"), HasSubstr("too early"),
                          HasSubstr("The current routine stays.")));
  EXPECT_EQ(RunTonus("proposal review patients/x/proposals/4 --reason other"),
            kExitUsage);
  EXPECT_THAT(err_, HasSubstr("--approve"));
}

TEST_F(OverrideCommandsTest, APreviewSendsWhatWasSaidAndNothingElse) {
  server_.Answer(ParseText<v1::PreviewRoutineResponse>("diff { same: true }"));
  EXPECT_EQ(RunTonus("routine preview x --override pin:wall_slide "
                     "--condition cond_osteoporosis"),
            kExitOk)
      << err_;
  EXPECT_THAT(out_, AllOf(HasSubstr("Nothing was stored."),
                          HasSubstr("Nothing changes.")));
  EXPECT_THAT(server_.received()[0].request,
              AllOf(HasSubstr("pin_exercise"), HasSubstr("cond_osteoporosis"),
                    Not(HasSubstr("assessment"))));
}

TEST_F(OverrideCommandsTest, RevisionsAndDiffsAreTold) {
  server_.Answer(ParseText<v1::ListRoutineRevisionsResponse>(
      "revisions { revision: 3 cause: 'override_set' role: ROLE_CLINICIAN "
      "pack_version: '2026.1' }"));
  EXPECT_EQ(RunTonus("routine revisions x"), kExitOk) << err_;
  EXPECT_THAT(out_, HasSubstr("override set by a clinician, pack 2026.1"));
  server_.Answer(ParseText<v1::DiffRoutinesResponse>(
      "diff { same: true } to { revision: 2 }"));
  EXPECT_EQ(RunTonus("routine diff x --to 2"), kExitOk) << err_;
  EXPECT_THAT(out_, AllOf(HasSubstr("nothing was issued before"),
                          HasSubstr("Nothing changes.")));
  EXPECT_THAT(server_.received().back().request,
              Not(HasSubstr("from_revision")));
}

}  // namespace
}  // namespace tonus::client
