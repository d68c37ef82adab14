// SPDX-License-Identifier: Apache-2.0
#include "storage/postgres/transaction.h"

#include <algorithm>
#include <cstdint>
#include <map>
#include <string>
#include <utility>
#include <vector>

#include "absl/strings/str_cat.h"
#include "storage/moved_key.h"
#include "storage/page_builder.h"
#include "storage/postgres/wire_values.h"
#include "storage/unknown_outcome.h"

namespace tonus::storage {
namespace {

// Beyond this the page has ended, even if its first record is the largest one
// there can be.
constexpr int64_t kMaxBytesBefore = kMaxKeyBytes + kMaxValueBytes;
static_assert(kMaxBytesBefore >= kMaxPageBytes);

Attempt Done(absl::Status status) { return {std::move(status), std::nullopt}; }
Attempt Failed(SqlError error) { return {absl::OkStatus(), std::move(error)}; }

Attempt Corrupt() {
  return Done(absl::DataLossError("a stored record is corrupt"));
}

// The keys that the database must lock or look up, in one order for all, so
// that commits do not wait for each other in a circle.
using Keys = std::vector<absl::string_view>;

std::string Sorted(Keys keys) {
  std::sort(keys.begin(), keys.end());
  return EncodeByteaArray(keys);
}

Statement ReadOf(absl::string_view key) { return {kRead, {std::string(key)}}; }

Statement ScanOf(const ScanRequest& request) {
  const bool forward = request.direction == Direction::kForward;
  return {forward ? kScanForward : kScanBackward,
          {request.begin, request.end, EncodeBigint(request.limit + 1),
           EncodeBigint(kMaxBytesBefore)}};
}

Attempt TakeRecord(absl::string_view key, const SqlResult& found,
                   Record* record) {
  if (PQntuples(found.get()) == 0) {
    return Done(absl::NotFoundError("no such key"));
  }
  const std::optional<int64_t> version = DecodeBigint(Field(found, 0, 0));
  if (!version.has_value()) return Corrupt();
  *record = {std::string(key), std::string(Field(found, 0, 1)), *version};
  return Done(absl::OkStatus());
}

Attempt TakePage(const ScanRequest& request, const SqlResult& found,
                 Page* page) {
  PageBuilder builder(request.limit);
  for (int row = 0; row < PQntuples(found.get()); ++row) {
    const std::optional<int64_t> version = DecodeBigint(Field(found, row, 1));
    if (!version.has_value()) return Corrupt();
    if (!builder.Add(Field(found, row, 0), Field(found, row, 2), *version)) {
      break;
    }
  }
  *page = std::move(builder).Build();
  return Done(absl::OkStatus());
}

// Runs one statement by itself, reading only.
Reply RunReadOnly(Session& session, Statement statement, absl::Time deadline) {
  Reply reply = session.Run(
      {{kBeginReadOnly, {}}, std::move(statement), {kCommit, {}}}, deadline);
  if (reply.error.has_value()) session.RollBack(deadline);
  return reply;
}

// The first mutation whose key is not at the expected version.
//   DATA_LOSS  what the database returned has not the form.
absl::Status CheckExpectations(absl::Span<const Mutation> mutations,
                               const SqlResult& found) {
  std::map<absl::string_view, int64_t> versions;
  for (int row = 0; row < PQntuples(found.get()); ++row) {
    const std::optional<int64_t> version = DecodeBigint(Field(found, row, 1));
    if (!version.has_value()) return Corrupt().status;
    versions[Field(found, row, 0)] = *version;
  }
  for (const Mutation& mutation : mutations) {
    if (!mutation.expected_version.has_value()) continue;
    const auto version = versions.find(mutation.key);
    if (*mutation.expected_version !=
        (version == versions.end() ? kAbsent : version->second)) {
      return KeyMovedError(mutation.key);
    }
  }
  return absl::OkStatus();
}

// Opens the transaction and checks what the mutations expect.
Attempt Begin(Session& session, absl::Span<const Mutation> mutations,
              absl::Time deadline) {
  Keys expected;
  for (const Mutation& mutation : mutations) {
    if (mutation.expected_version.has_value()) expected.push_back(mutation.key);
  }
  std::vector<Statement> statements = {{kBegin, {}}};
  if (!expected.empty()) {
    statements.push_back({kReadVersions, {Sorted(std::move(expected))}});
  }
  const Reply reply = session.Run(statements, deadline);
  if (reply.error.has_value()) return Failed(*reply.error);
  if (statements.size() == 1) return Done(absl::OkStatus());
  return Done(CheckExpectations(mutations, reply.results[1]));
}

// Returns the statements that change something.
std::vector<Statement> Changes(absl::Span<const Mutation> mutations,
                               int64_t version) {
  Keys deleted;
  std::map<absl::string_view, absl::string_view> written;
  for (const Mutation& mutation : mutations) {
    if (mutation.kind == Mutation::Kind::kDelete) {
      deleted.push_back(mutation.key);
    } else if (mutation.kind == Mutation::Kind::kWrite) {
      written[mutation.key] = mutation.value;
    }
  }
  std::vector<Statement> statements;
  if (!deleted.empty()) {
    statements.push_back({kDelete, {Sorted(std::move(deleted))}});
  }
  if (!written.empty()) {
    Keys keys;
    Keys values;
    for (const auto& [key, value] : written) {
      keys.push_back(key);
      values.push_back(value);
    }
    statements.push_back({kWrite,
                          {EncodeBigint(version), EncodeByteaArray(keys),
                           EncodeByteaArray(values)}});
  }
  return statements;
}

// Ends a transaction that changes nothing.
Attempt FinishChecks(Session& session, absl::Time deadline) {
  const Reply reply = session.Run({{kCommit, {}}}, deadline);
  if (reply.error.has_value()) return Failed(*reply.error);
  return Confirm(session, deadline);
}

// Sends the changes, of which there is one, and COMMIT.
Attempt Finish(Session& session, std::vector<Statement> changes,
               absl::Time deadline) {
  const size_t commit = changes.size();
  changes.push_back({kCommit, {}});
  const Reply reply = session.Run(changes, deadline);
  if (!reply.error.has_value()) {
    // A server that only keeps the commit itself says so by a warning.
    if (reply.warned) {
      return Done(UnknownOutcomeError("no standby has confirmed the commit"));
    }
    if (absl::string_view(PQcmdStatus(reply.results[commit].get())) ==
        "COMMIT") {
      return Done(absl::OkStatus());
    }
    SqlError error;
    error.sql_state = "25P02";  // It was a rollback: nothing was applied.
    return Failed(std::move(error));
  }
  const SqlError& error = *reply.error;
  const bool reached_commit =
      error.sql_state.empty() || error.answered == commit;
  if (!reached_commit || !LeavesCommitOpen(error)) return Failed(error);
  return Done(UnknownOutcomeError("the answer to a commit was lost"));
}

}  // namespace

Attempt ReadRecord(Session& session, absl::string_view key, absl::Time deadline,
                   Record* record) {
  const Reply reply = RunReadOnly(session, ReadOf(key), deadline);
  if (reply.error.has_value()) return Failed(*reply.error);
  return TakeRecord(key, reply.results[1], record);
}

Attempt ScanRange(Session& session, const ScanRequest& request,
                  absl::Time deadline, Page* page) {
  const Reply reply = RunReadOnly(session, ScanOf(request), deadline);
  if (reply.error.has_value()) return Failed(*reply.error);
  return TakePage(request, reply.results[1], page);
}

Attempt BeginSnapshot(Session& session, absl::Time deadline) {
  const Reply reply = session.Run({{kBeginSnapshot, {}}}, deadline);
  return reply.error.has_value() ? Failed(*reply.error)
                                 : Done(absl::OkStatus());
}

Attempt ReadInSnapshot(Session& session, absl::string_view key,
                       absl::Time deadline, Record* record) {
  const Reply reply = session.Run({ReadOf(key)}, deadline);
  if (reply.error.has_value()) return Failed(*reply.error);
  return TakeRecord(key, reply.results[0], record);
}

Attempt ScanInSnapshot(Session& session, const ScanRequest& request,
                       absl::Time deadline, Page* page) {
  const Reply reply = session.Run({ScanOf(request)}, deadline);
  if (reply.error.has_value()) return Failed(*reply.error);
  return TakePage(request, reply.results[0], page);
}

Attempt Confirm(Session& session, absl::Time deadline) {
  const std::string name = absl::StrCat("note ", session.NextVersion());
  const Reply reply = session.Run(
      {{kBeginApart, {}}, {kNote, {name}}, {kDropNote, {name}}, {kCommit, {}}},
      deadline);
  if (!reply.error.has_value() && !reply.warned) return Done(absl::OkStatus());
  session.RollBack(deadline);
  SqlError error;
  error.detail = "no standby has confirmed what was read";
  return Failed(reply.error.value_or(error));
}

Attempt ApplyCommit(Session& session, absl::Span<const Mutation> mutations,
                    absl::Time deadline) {
  Attempt attempt = Begin(session, mutations, deadline);
  if (attempt.status.ok() && !attempt.error.has_value()) {
    std::vector<Statement> changes = Changes(mutations, session.NextVersion());
    attempt = changes.empty() ? FinishChecks(session, deadline)
                              : Finish(session, std::move(changes), deadline);
  }
  session.RollBack(deadline);
  return attempt;
}

}  // namespace tonus::storage
