// SPDX-License-Identifier: Apache-2.0
#include "services/knowledge/knowledge_service.h"

#include <string>
#include <utility>

#include "absl/algorithm/container.h"
#include "absl/strings/match.h"
#include "absl/strings/numbers.h"
#include "absl/strings/str_cat.h"
#include "services/engine/clause_text.h"
#include "services/error.h"
#include "services/knowledge/pack_files.h"
#include "services/knowledge/pack_stop.h"
#include "services/page_token.h"
#include "services/status_macros.h"
#include "services/validation/number.h"

namespace tonus {
namespace {

using ::google::protobuf::RepeatedPtrField;
using ::tonus::knowledge::v1::Exercise;
using ::tonus::knowledge::v1::Muscle;
using ::tonus::knowledge::v1::Test;

constexpr int kDefaultPageSize = 100;
constexpr int kMaxPageSize = 500;

constexpr size_t kMaxId = 63;

// Which part of a table a request asks for.
struct Page {
  std::string list;  // Names the list for its tokens.
  int size = 0;
  int first = 0;  // Position in the table.
};

// The pack is part of the list: positions in another pack mean other entries.
template <typename Request>
Page ParsePage(const engine::Knowledge& knowledge, absl::string_view filter,
               const Request& request, Violations* violations) {
  Page page;
  page.list = absl::StrCat(std::string(Request::descriptor()->full_name()), "/",
                           knowledge.hash(), "/", filter);
  page.size =
      PageSize(request.page_size(), kDefaultPageSize, kMaxPageSize, violations);
  const std::string position =
      ParsePageToken(page.list, request.page_token(), violations);
  if (!position.empty() &&
      (!absl::SimpleAtoi(position, &page.first) || page.first < 0)) {
    violations->Add("page_token", "is not a token of this list");
  }
  return page;
}

// Adds to `answer` the entries of the page that `keep` accepts. Returns the
// token of the next page, empty on the last.
template <typename Entry, typename Keep>
std::string FillPage(const Page& page, const RepeatedPtrField<Entry>& table,
                     const Keep& keep, RepeatedPtrField<Entry>* answer) {
  for (int i = page.first; i < table.size(); ++i) {
    if (!keep(table[i])) continue;
    if (answer->size() == page.size) {
      return MakePageToken(page.list, absl::StrCat(i));
    }
    *answer->Add() = table[i];
  }
  return "";
}

void CheckMuscle(const engine::Knowledge& knowledge, absl::string_view id,
                 Violations* violations) {
  if (id.empty() || knowledge.FindMuscle(id) != nullptr) return;
  violations->Add("muscle", "is not a muscle of the pack; see ListMuscles");
}

// Adds what reasons cite like rules: rulings between the articles, sites that
// are never massaged, and claims that are never made.
void AddFromOtherTables(const knowledge::v1::Pack& pack,
                        absl::string_view prefix,
                        RepeatedPtrField<v1::ListedRule>* rules) {
  const auto add = [&](const std::string& id, std::string text,
                       const std::string& source) {
    if (!absl::StartsWith(id, prefix)) return;
    auto& cited = *rules->Add()->mutable_cited_rule();
    cited.set_id(id);
    cited.set_text(std::move(text));
    cited.set_source(source);
    cited.set_evidence(knowledge::v1::EVIDENCE_GRADE_AUTHORED);
  };
  for (const auto& ruling : pack.rulings()) {
    add(ruling.id(), ruling.ruling(), ruling.conflict());
  }
  for (const auto& never : pack.smr_prohibitions()) {
    add(never.id(), never.text(), never.source());
  }
  for (const auto& claim : pack.forbidden_claims()) {
    add(claim.id(), absl::StrCat("never claimed: ", claim.claim()), "");
  }
}

// The rules that `request` asks for, in the order of the list.
RepeatedPtrField<v1::ListedRule> RulesOf(const engine::Knowledge& knowledge,
                                         const v1::ListRulesRequest& request) {
  RepeatedPtrField<v1::ListedRule> rules;
  const bool any_stage =
      request.stage() == knowledge::v1::RULE_STAGE_UNSPECIFIED;
  for (const knowledge::v1::Rule* rule : knowledge.RulesInOrder()) {
    if (!absl::StartsWith(rule->id(), request.prefix()) ||
        (!any_stage && rule->stage() != request.stage())) {
      continue;
    }
    v1::ListedRule& listed = *rules.Add();
    *listed.mutable_rule() = *rule;
    listed.set_condition_text(engine::ClauseText(rule->when()));
  }
  if (!any_stage) return rules;
  for (const auto& rule : knowledge.pack().cited_rules()) {
    if (!absl::StartsWith(rule.id(), request.prefix())) continue;
    *rules.Add()->mutable_cited_rule() = rule;
  }
  AddFromOtherTables(knowledge.pack(), request.prefix(), &rules);
  return rules;
}

// Who made the pack active, and what was active before.
void FillActivations(const storage::v1::ActivePack& active,
                     v1::GetPackResponse* response) {
  response->set_etag(EtagOf(active.current()));
  if (!active.has_current()) return;
  *response->mutable_activation() = active.current().activation();
  for (const auto& earlier : active.earlier()) {
    *response->add_earlier_activations() = earlier.activation();
  }
}

}  // namespace

absl::StatusOr<SharedPack> KnowledgeService::PackFor(const Call& call) const {
  return log_.packs().Active(call.principal.tenant, call.deadline);
}

absl::StatusOr<v1::GetPackResponse> KnowledgeService::GetPack(
    Call& call, const v1::GetPackRequest& request) const {
  const std::string& tenant = call.principal.tenant;
  TONUS_ASSIGN_OR_RETURN(const StoredActivePack stored,
                         log_.packs().ReadActive(tenant, call.deadline));
  TONUS_ASSIGN_OR_RETURN(
      const SharedPack active,
      log_.packs().ActiveOf(tenant, stored.active, call.deadline));
  const knowledge::v1::Pack& pack = active->pack();
  v1::GetPackResponse response;
  response.set_server_version(std::string(log_.packs().own()->version()));
  response.set_server_hash(std::string(log_.packs().own()->hash()));
  // Who decided about the pack is nothing that patients need.
  if (call.principal.role != v1::ROLE_PATIENT) {
    FillActivations(stored.active, &response);
  }
  response.set_version(pack.version());
  response.set_hash(std::string(active->hash()));
  *response.mutable_articles() = pack.articles();
  for (const auto& flag : pack.red_flags()) {
    if (flag.asked()) *response.add_red_flags() = flag;
  }
  *response.mutable_recheck_questions() = pack.recheck_questions();
  *response.mutable_conditions() = pack.conditions();
  *response.mutable_equipment() = pack.equipment();
  if (request.full()) *response.mutable_pack() = pack;
  return response;
}

absl::StatusOr<v1::ListMusclesResponse> KnowledgeService::ListMuscles(
    Call& call, const v1::ListMusclesRequest& request) const {
  TONUS_ASSIGN_OR_RETURN(const SharedPack active, PackFor(call));
  Violations violations;
  CheckEnum("region", request.region(), &violations);
  const Page page =
      ParsePage(*active, absl::StrCat(request.region()), request, &violations);
  TONUS_RETURN_IF_ERROR(violations.ToStatus());

  v1::ListMusclesResponse response;
  response.set_next_page_token(FillPage(
      page, active->pack().muscles(),
      [&](const Muscle& muscle) {
        return request.region() == knowledge::v1::REGION_UNSPECIFIED ||
               muscle.region() == request.region();
      },
      response.mutable_muscles()));
  return response;
}

absl::StatusOr<v1::ListTestsResponse> KnowledgeService::ListTests(
    Call& call, const v1::ListTestsRequest& request) const {
  TONUS_ASSIGN_OR_RETURN(const SharedPack active, PackFor(call));
  Violations violations;
  CheckMuscle(*active, request.muscle(), &violations);
  const Page page = ParsePage(*active, request.muscle(), request, &violations);
  TONUS_RETURN_IF_ERROR(violations.ToStatus());

  v1::ListTestsResponse response;
  response.set_next_page_token(FillPage(
      page, active->pack().tests(),
      [&](const Test& test) {
        return request.muscle().empty() ||
               absl::c_any_of(active->MappingsOfTest(test.id()),
                              [&](const auto* mapping) {
                                return mapping->muscle() == request.muscle();
                              });
      },
      response.mutable_tests()));
  return response;
}

absl::StatusOr<v1::ListExercisesResponse> KnowledgeService::ListExercises(
    Call& call, const v1::ListExercisesRequest& request) const {
  TONUS_ASSIGN_OR_RETURN(const SharedPack active, PackFor(call));
  Violations violations;
  CheckMuscle(*active, request.muscle(), &violations);
  CheckEnum("technique", request.technique(), &violations);
  const Page page = ParsePage(
      *active, absl::StrCat(request.muscle(), "/", request.technique()),
      request, &violations);
  TONUS_RETURN_IF_ERROR(violations.ToStatus());

  v1::ListExercisesResponse response;
  response.set_next_page_token(FillPage(
      page, active->pack().exercises(),
      [&](const Exercise& exercise) {
        return (request.muscle().empty() ||
                absl::c_linear_search(exercise.targets(), request.muscle())) &&
               (request.technique() == knowledge::v1::TECHNIQUE_UNSPECIFIED ||
                exercise.technique() == request.technique());
      },
      response.mutable_exercises()));
  return response;
}

absl::StatusOr<v1::ListRulesResponse> KnowledgeService::ListRules(
    Call& call, const v1::ListRulesRequest& request) const {
  TONUS_ASSIGN_OR_RETURN(const SharedPack active, PackFor(call));
  Violations violations;
  CheckEnum("stage", request.stage(), &violations);
  if (request.prefix().size() > kMaxId) {
    violations.Add("prefix", "is longer than 63 bytes");
  }
  const Page page =
      ParsePage(*active, absl::StrCat(request.prefix(), "/", request.stage()),
                request, &violations);
  TONUS_RETURN_IF_ERROR(violations.ToStatus());

  v1::ListRulesResponse response;
  response.set_next_page_token(FillPage(
      page, RulesOf(*active, request),
      [](const v1::ListedRule&) { return true; }, response.mutable_rules()));
  return response;
}

absl::StatusOr<v1::ListMeasuresResponse> KnowledgeService::ListMeasures(
    Call& call, const v1::ListMeasuresRequest& request) const {
  TONUS_ASSIGN_OR_RETURN(const SharedPack active, PackFor(call));
  Violations violations;
  const Page page = ParsePage(*active, "", request, &violations);
  TONUS_RETURN_IF_ERROR(violations.ToStatus());

  v1::ListMeasuresResponse response;
  response.set_next_page_token(FillPage(
      page, active->pack().measures(),
      [](const knowledge::v1::Measure&) { return true; },
      response.mutable_measures()));
  return response;
}

// A member like its neighbours, since the method table calls members.
// NOLINTNEXTLINE(readability-convert-member-functions-to-static)
absl::StatusOr<v1::ValidatePackResponse> KnowledgeService::ValidatePack(
    Call& call, const v1::ValidatePackRequest& request) const {
  Violations violations;
  if (request.has_files()) {
    CheckPackFiles("files", request.files(), &violations);
  } else if (!request.has_release()) {
    violations.Add("source", "is required: a release or files");
  } else {
    CheckPackRelease("release", request.release(), &violations);
  }
  TONUS_RETURN_IF_ERROR(violations.ToStatus());
  return InTime(call,
                request.has_files()
                    ? ValidatePackFiles(InOrder(request.files()), StopOf(call))
                    : ValidatePackRelease(request.release(), StopOf(call)));
}

}  // namespace tonus
