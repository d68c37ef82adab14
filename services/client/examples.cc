// SPDX-License-Identifier: Apache-2.0
#include "services/client/examples.h"

#include <string>

#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"

namespace tonus::client {
namespace {

// An example belongs to every command whose words it begins with; but not to
// one that also does something by itself, when it is of a command below that.
constexpr const char* kExamples[] = {
    "tonus patient create --age 38 --sex female --equipment mat,strap",
    "tonus patient create --file deploy/examples/desk_worker.patient.textproto",
    "tonus patient get ID",
    "tonus patient update ID --age 39 --clear conditions",
    "tonus patient list --page-size 20",
    "tonus patient list --by-need",
    "tonus outcome ID --measure rmdq:total=7",
    "tonus alert list",
    "tonus alert list --patient ID --closed",
    // NOLINTNEXTLINE(bugprone-suspicious-missing-comma): one long line.
    "tonus alert acknowledge patients/ID/alerts/0123456789abcdef "
    "--reason contacted",
    "tonus alert watch",
    // NOLINTNEXTLINE(bugprone-suspicious-missing-comma): one long line.
    "tonus adverse-event record ID --date 2026-03-01 --kind strain "
    "--severity moderate --session 3 --exercise glute_bridge",
    "tonus adverse-event list",
    // NOLINTNEXTLINE(bugprone-suspicious-missing-comma): one long line.
    "tonus assess submit ID --result mod_thomas_hip:L=3 "
    "--measure odi:total=32 --deny-red-flags",
    // NOLINTNEXTLINE(bugprone-suspicious-missing-comma): one long line.
    "tonus assess submit ID "
    "--file deploy/examples/desk_worker.assessment.textproto",
    "tonus assess get patients/ID/assessments/1",
    "tonus assess list ID",
    "tonus assess amend patients/ID/assessments/2 --reason entry-error "
    "--result mod_thomas_hip:L=5",
    "tonus assess amend patients/ID/assessments/2 --reason wrong-patient "
    "--withdraw",
    "tonus assess import deploy/examples/assessments.csv --dry-run",
    "tonus assess interpret --result pke_9090:R=35 --deny-red-flags --age 38",
    "tonus assess interpret --result pke_9090:R=35 --deny-red-flags "
    "--condition cond_hypertension_uncontrolled "
    "--clearance cond_hypertension_uncontrolled:2026-03-01",
    "tonus assess suggest ID",
    "tonus assess suggest --result pslr:R=50 --deny-red-flags --age 38 --self",
    "tonus routine show ID",
    "tonus routine revisions ID",
    "tonus routine diff ID",
    "tonus routine diff ID --from 2 --to 5",
    "tonus routine preview ID --override pin:wall_slide",
    "tonus routine preview ID --condition cond_osteoporosis",
    "tonus routine pause ID --reason holiday --until 2026-03-15",
    "tonus routine resume ID",
    "tonus session list ID",
    "tonus override set ID pin:wall_slide --reason taught-in-person",
    // NOLINTNEXTLINE(bugprone-suspicious-missing-comma): one long line.
    "tonus override set ID equipment:band --reason circumstances "
    "--until 2026-03-15",
    "tonus override set ID force:iliopsoas:L=tight --reason clinical-finding",
    "tonus override list ID --ended",
    "tonus override clear patients/ID/overrides/7 --reason not-tolerated",
    "tonus clearance record ID cond_cardiac --reason clinical-finding",
    "tonus proposal list ID --pending",
    "tonus proposal get patients/ID/proposals/7",
    "tonus proposal review patients/ID/proposals/7 --approve --reason agreed",
    // NOLINTNEXTLINE(bugprone-suspicious-missing-comma): one long line.
    "tonus proposal review patients/ID/proposals/7 --approve "
    "--reason agreed-with-changes --override exclude:cat_cow",
    "tonus explain ID",
    "tonus explain ID --muscle iliopsoas.R",
    "tonus today ID --how",
    "tonus today ID --start --pain 2 --no-red-flags",
    "tonus log ID --session 1 --completed 100 --rpe 5 --pain-after 1",
    "tonus log ID --session 2 --exercise glute_bridge,pain=3,sets=2 "
    "--self-test mod_thomas_hip:L,before=2,after=-4",
    "tonus log sync deploy/examples/logs.jsonl --patient ID",
    "tonus log amend patients/ID/logs/3 --reason entry-error --withdraw",
    "tonus morning ID --pain 2",
    "tonus home ID --exercise kneeling_hip_flexor:L,times=1,ease=5",
    "tonus logs ID",
    "tonus logs ID --kind morning --superseded",
    "tonus progress ID",
    "tonus events",
    "tonus events --from TOKEN --kind assessment-submitted",
    "tonus events --oldest --once --output json",
    "tonus catalog muscles",
    "tonus catalog tests --muscle iliopsoas",
    "tonus catalog exercises --muscle gluteus_maximus",
    "tonus catalog pack --full --output json",
    "tonus catalog rules --prefix R-3",
    "tonus catalog measures",
    "tonus catalog red-flags",
    "tonus catalog conditions",
    "tonus pack check services/knowledge/pack",
    "tonus health",
    "tonus health --service tonus.v1.PatientService",
};

// Whether `example` is of a command below `command`, which has these `words`.
bool IsOfOneBelow(absl::string_view example, const std::string& words,
                  const CLI::App& command) {
  const auto below = command.get_subcommands([&](const CLI::App* one) {
    return absl::StartsWith(absl::StrCat(example, " "),
                            absl::StrCat(words, " ", one->get_name(), " "));
  });
  return !below.empty();
}

void SetExamplesBelow(CLI::App& app, const std::string& path) {
  for (CLI::App* command : app.get_subcommands(nullptr)) {
    const std::string words = absl::StrCat(path, " ", command->get_name());
    std::string footer;
    for (const absl::string_view example : kExamples) {
      const bool is_group = command->get_require_subcommand_min() > 0;
      if (absl::StartsWith(absl::StrCat(example, " "),
                           absl::StrCat(words, " ")) &&
          (is_group || !IsOfOneBelow(example, words, *command))) {
        absl::StrAppend(&footer, footer.empty() ? "Examples:\n" : "", "  ",
                        example, "\n");
      }
    }
    command->footer(
        absl::StrCat(footer, footer.empty() ? "" : "\n",
                     "Shared options, environment, exit codes: tonus --help"));
    SetExamplesBelow(*command, words);
  }
}

}  // namespace

void SetExamples(CLI::App& app) { SetExamplesBelow(app, app.get_name()); }

}  // namespace tonus::client
