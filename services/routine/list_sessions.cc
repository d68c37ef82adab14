// SPDX-License-Identifier: Apache-2.0
// RoutineService.ListSessions: all sessions of the block, page by page.

#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "absl/strings/numbers.h"
#include "absl/strings/str_cat.h"
#include "services/error.h"
#include "services/page_token.h"
#include "services/resource_names.h"
#include "services/routine/routine_service.h"
#include "services/routine/session_reads.h"
#include "services/routine/sessions_today.h"
#include "services/routine/stored_reply.h"
#include "services/status_macros.h"

namespace tonus {
namespace {

constexpr int kDefaultPageSize = 50;
constexpr int kMaxPageSize = 500;

std::string ListName(const Call& call, const RoutineName& name) {
  return absl::StrCat("ListSessions/", call.principal.tenant, "/",
                      name.patient);
}

}  // namespace

absl::StatusOr<Serialized<v1::ListSessionsResponse>>
RoutineService::ListSessions(Call& call,
                             const v1::ListSessionsRequest& request) {
  TONUS_ASSIGN_OR_RETURN(const RoutineName name,
                         RoutineName::Parse(request.parent(), "parent"));
  Violations violations;
  const int size = PageSize(request.page_size(), kDefaultPageSize, kMaxPageSize,
                            &violations);
  const std::string position =
      ParsePageToken(ListName(call, name), request.page_token(), &violations);
  TONUS_RETURN_IF_ERROR(violations.ToStatus());
  int after = 0;
  if (!absl::SimpleAtoi(position, &after)) after = 0;
  for (int read = 0; read < kMaxReads; ++read) {
    TONUS_ASSIGN_OR_RETURN(auto response,
                           ReadSessionPage(call, name, request, size, after));
    if (response.has_value()) return *std::move(response);
  }
  return ReadContended();
}

absl::StatusOr<std::optional<Serialized<v1::ListSessionsResponse>>>
RoutineService::ReadSessionPage(Call& call, const RoutineName& name,
                                const v1::ListSessionsRequest& request,
                                int size, int after) const {
  const PatientRef ref = RefOf(call, name.patient);
  TONUS_ASSIGN_OR_RETURN(const RoutineToday today,
                         ReadToday(log_, ref, call.time));
  const storage::v1::CurrentRoutine& current = today.current;
  call.revision = current.revision();
  v1::ListSessionsResponse response;
  FillHead(today, call, request.if_revision_differs(), &response);
  std::vector<int> numbers;
  for (const v1::Session& line : current.outline().sessions()) {
    if (line.number() > after) numbers.push_back(line.number());
  }
  if (response.not_modified() || numbers.empty() ||
      response.gate() != v1::GATE_OK) {
    return ReplyWithSessions({}, response);
  }
  if (static_cast<int>(numbers.size()) > size) {
    numbers.resize(size);
    response.set_next_page_token(
        MakePageToken(ListName(call, name), absl::StrCat(numbers.back())));
  }
  TONUS_ASSIGN_OR_RETURN(std::vector<std::string> sessions,
                         SessionsOf(today, log_.records(), ref, numbers.front(),
                                    static_cast<int>(numbers.size())));
  if (!BelongTo(sessions, current.outline().revision())) return std::nullopt;
  const absl::StatusOr<SharedPack> pack =
      log_.packs().OfRoutine(ref.tenant, current.outline(), ref.deadline);
  // Where the pack is of no use the sessions are served as they were planned.
  if (!pack.ok() && !absl::IsFailedPrecondition(pack.status())) {
    return pack.status();
  }
  if (pack.ok()) {
    TONUS_RETURN_IF_ERROR(FitToToday(**pack, call, today, log_.records(), ref,
                                     numbers.front(), &sessions));
  }
  TONUS_ASSIGN_OR_RETURN(const bool agree,
                         Relieve(call, ref, current, numbers.front(),
                                 /*zones=*/nullptr, &sessions));
  if (!agree) return std::nullopt;
  return ReplyWithSessions(sessions, response);
}

}  // namespace tonus
