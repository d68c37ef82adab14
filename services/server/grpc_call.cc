// SPDX-License-Identifier: Apache-2.0
#include "services/server/grpc_call.h"

#include <grpc/support/time.h>

#include <iterator>
#include <memory>
#include <utility>
#include <vector>

#include "absl/strings/str_cat.h"
#include "services/server/error_translation.h"
#include "storage/steady_now.h"

namespace tonus {
namespace {

constexpr const char* kPushbackTrailer = "grpc-retry-pushback-ms";

}  // namespace

bool ReadBytes(const grpc::ByteBuffer& buffer, std::string* bytes) {
  std::vector<grpc::Slice> slices;
  if (!buffer.Dump(&slices).ok()) return false;
  bytes->reserve(buffer.Length());
  for (const grpc::Slice& slice : slices) {
    bytes->append(reinterpret_cast<const char*>(slice.begin()), slice.size());
  }
  return true;
}

grpc::ByteBuffer ToByteBuffer(std::string bytes) {
  auto owned = std::make_unique<std::string>(std::move(bytes));
  const grpc::Slice slice(
      owned->data(), owned->size(),
      [](void* string) { delete static_cast<std::string*>(string); },
      owned.get());
  owned.release();  // NOLINT(bugprone-unused-return-value): the slice has it.
  return grpc::ByteBuffer(&slice, 1);
}

std::string AuthorizationOf(const grpc::CallbackServerContext& context) {
  const auto [begin, end] =
      context.client_metadata().equal_range("authorization");
  if (begin == end || std::next(begin) != end) return "";
  return {begin->second.data(), begin->second.size()};
}

absl::Time DeadlineOf(const grpc::CallbackServerContext& context) {
  const gpr_timespec deadline = context.raw_deadline();
  const gpr_timespec left =
      gpr_time_sub(deadline, gpr_now(deadline.clock_type));
  if (left.tv_sec == gpr_inf_future(deadline.clock_type).tv_sec) {
    return absl::InfiniteFuture();
  }
  return storage::SteadyNow() + absl::Seconds(left.tv_sec) +
         absl::Nanoseconds(left.tv_nsec);
}

grpc::Status ToGrpcStatus(const google::rpc::Status& status,
                          grpc::CallbackServerContext* context) {
  if (const auto delay = RetryDelayOf(status)) {
    context->AddTrailingMetadata(
        kPushbackTrailer, absl::StrCat(absl::ToInt64Milliseconds(*delay)));
  }
  return {static_cast<grpc::StatusCode>(status.code()), status.message(),
          status.SerializeAsString()};
}

}  // namespace tonus
