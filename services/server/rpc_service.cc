// SPDX-License-Identifier: Apache-2.0
#include "services/server/rpc_service.h"

#include <grpcpp/grpcpp.h>
#include <grpcpp/impl/codegen/rpc_service_method.h>
#include <grpcpp/impl/codegen/server_callback_handlers.h>

#include <atomic>
#include <memory>
#include <utility>
#include <vector>

#include "absl/strings/str_cat.h"
#include "services/error.h"
#include "services/server/error_translation.h"

namespace tonus {
namespace {

constexpr const char* kRevisionHeader = "tonus-revision";
constexpr const char* kPushbackTrailer = "grpc-retry-pushback-ms";

// The bytes of a buffer. The edge wants them in one piece, for the parser and
// for transports that know no gRPC.
bool ToString(const grpc::ByteBuffer& buffer, std::string* bytes) {
  std::vector<grpc::Slice> slices;
  if (!buffer.Dump(&slices).ok()) return false;
  bytes->reserve(buffer.Length());
  for (const grpc::Slice& slice : slices) {
    bytes->append(reinterpret_cast<const char*>(slice.begin()), slice.size());
  }
  return true;
}

// A buffer that owns the string, without copying it.
grpc::ByteBuffer ToByteBuffer(std::string bytes) {
  auto owned = std::make_unique<std::string>(std::move(bytes));
  const grpc::Slice slice(
      owned->data(), owned->size(),
      [](void* string) { delete static_cast<std::string*>(string); },
      owned.get());
  owned.release();  // NOLINT(bugprone-unused-return-value): the slice has it.
  return grpc::ByteBuffer(&slice, 1);
}

// Empty when there is none or more than one: nobody sends two in earnest, and
// which of them a proxy looked at is unknown.
std::string AuthorizationOf(const grpc::CallbackServerContext& context) {
  const auto [begin, end] =
      context.client_metadata().equal_range("authorization");
  if (begin == end || std::next(begin) != end) return "";
  return {begin->second.data(), begin->second.size()};
}

absl::Time DeadlineOf(const grpc::CallbackServerContext& context) {
  const auto deadline = context.deadline();
  return deadline == std::chrono::system_clock::time_point::max()
             ? absl::InfiniteFuture()
             : absl::FromChrono(deadline);
}

// Lives from the arrival of a call until gRPC is done with it. gRPC calls
// OnDone after Finish only, so the edge may use it until it has answered.
class Reactor : public grpc::ServerUnaryReactor {
 public:
  Reactor(grpc::CallbackServerContext* context, grpc::ByteBuffer* response)
      : context_(context), response_(response) {}

  void Start(const Method& method, const grpc::ByteBuffer& request,
             Edge& edge) {
    Incoming incoming;
    incoming.method = &method;
    incoming.authorization = AuthorizationOf(*context_);
    incoming.deadline = DeadlineOf(*context_);
    incoming.cancelled = [this] {
      return cancelled_.load(std::memory_order_relaxed);
    };
    if (!ToString(request, &incoming.request)) {
      Send({TranslateError(absl::InternalError("request can not be read")), "",
            0});
      return;
    }
    edge.Serve(std::move(incoming),
               [this](Answer answer) { Send(std::move(answer)); });
  }

  void OnCancel() override {
    cancelled_.store(true, std::memory_order_relaxed);
  }

  void OnDone() override { delete this; }

 private:
  void Send(Answer answer) {
    if (answer.status.code() == 0) {
      if (answer.revision != 0) {
        context_->AddInitialMetadata(kRevisionHeader,
                                     absl::StrCat(answer.revision));
      }
      *response_ = ToByteBuffer(std::move(answer.response));
      Finish(grpc::Status::OK);
      return;
    }
    if (const auto delay = RetryDelayOf(answer.status)) {
      context_->AddTrailingMetadata(
          kPushbackTrailer, absl::StrCat(absl::ToInt64Milliseconds(*delay)));
    }
    Finish({static_cast<grpc::StatusCode>(answer.status.code()),
            answer.status.message(), answer.status.SerializeAsString()});
  }

  grpc::CallbackServerContext* context_;
  grpc::ByteBuffer* response_;
  std::atomic<bool> cancelled_ = false;
};

}  // namespace

RpcService::RpcService(absl::string_view service, const MethodTable& table,
                       Edge* edge) {
  int index = 0;
  for (const auto& [name, entry] : table.methods()) {
    const Method* method = &entry;
    const auto& descriptor = method->descriptor();
    if (descriptor.service()->full_name() != service) continue;
    const std::string& path = paths_.emplace_back(absl::StrCat(
        "/", descriptor.service()->full_name(), "/", descriptor.name()));
    // What generated code does for a raw callback method; there is no public
    // way to do so without it.
    AddMethod(new grpc::internal::RpcServiceMethod(
        path.c_str(), grpc::internal::RpcMethod::NORMAL_RPC, nullptr));
    MarkMethodRawCallback(
        index, new grpc::internal::CallbackUnaryHandler<grpc::ByteBuffer,
                                                        grpc::ByteBuffer>(
                   [method, edge](grpc::CallbackServerContext* context,
                                  const grpc::ByteBuffer* request,
                                  grpc::ByteBuffer* response) {
                     auto* reactor = new Reactor(context, response);
                     reactor->Start(*method, *request, *edge);
                     return reactor;
                   }));
    ++index;
  }
}

}  // namespace tonus
