// SPDX-License-Identifier: Apache-2.0
// tonus catalog: what the knowledge pack holds.

#include <memory>
#include <string>
#include <utility>
#include <vector>

#include "services/client/catalog_text.h"
#include "services/client/commands.h"
#include "services/client/paging.h"
#include "services/status_macros.h"
#include "tonus/v1/knowledge_service.grpc.pb.h"

namespace tonus::client {
namespace {

using Knowledge = v1::KnowledgeService::Stub;

template <typename Entries>
std::vector<std::string> Ids(const Entries& entries) {
  std::vector<std::string> ids;
  for (const auto& entry : entries) ids.push_back(entry.id());
  return ids;
}

absl::Status Muscles(const Invocation& invocation) {
  TONUS_ASSIGN_OR_RETURN(const Connection connection,
                         Connection::Open(invocation.connection));
  TONUS_ASSIGN_OR_RETURN(
      const v1::ListMusclesResponse response,
      List(connection, &Knowledge::ListMuscles, v1::ListMusclesRequest()));
  return Print(invocation, {response, Ids(response.muscles()),
                            [&] { return MusclesText(response); }});
}

absl::Status Tests(const Invocation& invocation,
                   const v1::ListTestsRequest& request) {
  TONUS_ASSIGN_OR_RETURN(const Connection connection,
                         Connection::Open(invocation.connection));
  TONUS_ASSIGN_OR_RETURN(const v1::ListTestsResponse response,
                         List(connection, &Knowledge::ListTests, request));
  return Print(invocation, {response, Ids(response.tests()),
                            [&] { return TestsText(response); }});
}

absl::Status Exercises(const Invocation& invocation,
                       const v1::ListExercisesRequest& request) {
  TONUS_ASSIGN_OR_RETURN(const Connection connection,
                         Connection::Open(invocation.connection));
  TONUS_ASSIGN_OR_RETURN(const v1::ListExercisesResponse response,
                         List(connection, &Knowledge::ListExercises, request));
  return Print(invocation, {response, Ids(response.exercises()),
                            [&] { return ExercisesText(response); }});
}

std::string IdOf(const v1::ListedRule& listed) {
  return listed.has_rule() ? listed.rule().id() : listed.cited_rule().id();
}

absl::Status Rules(const Invocation& invocation,
                   const v1::ListRulesRequest& request) {
  TONUS_ASSIGN_OR_RETURN(const Connection connection,
                         Connection::Open(invocation.connection));
  TONUS_ASSIGN_OR_RETURN(const v1::ListRulesResponse response,
                         List(connection, &Knowledge::ListRules, request));
  std::vector<std::string> ids;
  for (const auto& listed : response.rules()) ids.push_back(IdOf(listed));
  return Print(invocation,
               {response, std::move(ids), [&] { return RulesText(response); }});
}

absl::Status Measures(const Invocation& invocation) {
  TONUS_ASSIGN_OR_RETURN(const Connection connection,
                         Connection::Open(invocation.connection));
  TONUS_ASSIGN_OR_RETURN(
      const v1::ListMeasuresResponse response,
      List(connection, &Knowledge::ListMeasures, v1::ListMeasuresRequest()));
  return Print(invocation, {response, Ids(response.measures()),
                            [&] { return MeasuresText(response); }});
}

// Which part of the pack's summary is told.
struct PackPart {
  std::string (*text)(const v1::GetPackResponse&);
  std::vector<std::string> (*ids)(const v1::GetPackResponse&);
};

absl::Status Pack(const Invocation& invocation, const PackPart& part,
                  bool full) {
  v1::GetPackRequest request;
  request.set_full(full);
  TONUS_ASSIGN_OR_RETURN(const Connection connection,
                         Connection::Open(invocation.connection));
  TONUS_ASSIGN_OR_RETURN(const v1::GetPackResponse response,
                         connection.Call(&Knowledge::GetPack, request));
  return Print(invocation, {response, part.ids(response),
                            [&] { return part.text(response); }});
}

void AddPackCommand(CLI::App* group, const std::string& name,
                    const std::string& description, PackPart part,
                    Invocation* invocation) {
  CLI::App* command = group->add_subcommand(name, description);
  SetAction(command, invocation,
            [=] { return Pack(*invocation, part, /*full=*/false); });
}

}  // namespace

void AddCatalogCommands(CLI::App& app, Invocation* invocation) {
  CLI::App* group = app.add_subcommand("catalog", "What Tonus knows");
  group->require_subcommand(1);

  CLI::App* muscles =
      group->add_subcommand("muscles", "Muscles, structures and nerves");
  SetAction(muscles, invocation, [=] { return Muscles(*invocation); });

  CLI::App* tests = group->add_subcommand("tests", "Tests with their ranges");
  auto tests_request = std::make_shared<v1::ListTestsRequest>();
  tests->add_option_function<std::string>(
      "--muscle", [=](const std::string& id) { tests_request->set_muscle(id); },
      "Only tests that speak about this muscle");
  SetAction(tests, invocation,
            [=] { return Tests(*invocation, *tests_request); });

  CLI::App* exercises =
      group->add_subcommand("exercises", "Exercises with their doses");
  auto exercises_request = std::make_shared<v1::ListExercisesRequest>();
  exercises->add_option_function<std::string>(
      "--muscle",
      [=](const std::string& id) { exercises_request->set_muscle(id); },
      "Only exercises for this muscle");
  SetAction(exercises, invocation,
            [=] { return Exercises(*invocation, *exercises_request); });

  CLI::App* rules = group->add_subcommand("rules", "Rules with their sources");
  auto rules_request = std::make_shared<v1::ListRulesRequest>();
  rules->add_option_function<std::string>(
      "--prefix",
      [=](const std::string& prefix) { rules_request->set_prefix(prefix); },
      "Only rules whose id begins so, for example R-3");
  SetAction(rules, invocation,
            [=] { return Rules(*invocation, *rules_request); });

  CLI::App* measures =
      group->add_subcommand("measures", "Outcome measures and their scores");
  SetAction(measures, invocation, [=] { return Measures(*invocation); });

  CLI::App* pack = group->add_subcommand("pack", "The pack, its hash, sources");
  auto full = std::make_shared<bool>(false);
  pack->add_flag("--full", *full, "The whole pack; best with --output json");
  SetAction(pack, invocation, [=] {
    return Pack(*invocation,
                {PackText,
                 [](const v1::GetPackResponse& response) {
                   return std::vector<std::string>{response.version()};
                 }},
                *full);
  });
  AddPackCommand(group, "red-flags", "Signs that need medical assessment",
                 {RedFlagsText,
                  [](const v1::GetPackResponse& response) {
                    return Ids(response.red_flags());
                  }},
                 invocation);
  AddPackCommand(group, "conditions", "Health conditions",
                 {ConditionsText,
                  [](const v1::GetPackResponse& response) {
                    return Ids(response.conditions());
                  }},
                 invocation);
}

}  // namespace tonus::client
