// SPDX-License-Identifier: Apache-2.0
#include "services/server/rpc_service.h"

#include <grpcpp/grpcpp.h>
#include <grpcpp/impl/codegen/rpc_service_method.h>
#include <grpcpp/impl/codegen/server_callback_handlers.h>

#include <atomic>
#include <memory>
#include <utility>

#include "absl/strings/str_cat.h"
#include "services/server/error_translation.h"
#include "services/server/grpc_call.h"
#include "services/server/stream_reactor.h"
#include "services/server/watch_reactor.h"

namespace tonus {
namespace {

constexpr const char* kRevisionHeader = "tonus-revision";

// Lives from the arrival of a call until gRPC is done with it. gRPC calls
// OnDone after Finish only, so the edge may use it until it has answered.
class Reactor : public grpc::ServerUnaryReactor {
 public:
  Reactor(grpc::CallbackServerContext* context, grpc::ByteBuffer* response)
      : context_(context), response_(response) {}

  void Start(const Method& method, const grpc::ByteBuffer& request,
             Edge& edge) {
    open_call_ = edge.OpenCall();
    Incoming incoming;
    incoming.method = &method;
    incoming.authorization = AuthorizationOf(*context_);
    incoming.deadline = DeadlineOf(*context_);
    incoming.cancelled = [this] {
      return cancelled_.load(std::memory_order_relaxed);
    };
    if (!ReadBytes(request, &incoming.request)) {
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
    Finish(ToGrpcStatus(answer.status, context_));
  }

  grpc::CallbackServerContext* context_;
  grpc::ByteBuffer* response_;
  std::shared_ptr<const void> open_call_;
  std::atomic<bool> cancelled_ = false;
};

grpc::internal::MethodHandler* UnaryHandler(const Method* method, Edge* edge) {
  return new grpc::internal::CallbackUnaryHandler<grpc::ByteBuffer,
                                                  grpc::ByteBuffer>(
      [method, edge](grpc::CallbackServerContext* context,
                     const grpc::ByteBuffer* request,
                     grpc::ByteBuffer* response) {
        auto* reactor = new Reactor(context, response);
        reactor->Start(*method, *request, *edge);
        return reactor;
      });
}

grpc::internal::MethodHandler* StreamHandler(const Method* method, Edge* edge) {
  return new grpc::internal::CallbackBidiHandler<grpc::ByteBuffer,
                                                 grpc::ByteBuffer>(
      [method, edge](grpc::CallbackServerContext* context) {
        auto* reactor = new StreamReactor(context);
        reactor->Start(*method, *edge);
        return reactor;
      });
}

grpc::internal::MethodHandler* WatchHandler(const Method* method, Edge* edge) {
  return new grpc::internal::CallbackServerStreamingHandler<grpc::ByteBuffer,
                                                            grpc::ByteBuffer>(
      [method, edge](grpc::CallbackServerContext* context,
                     const grpc::ByteBuffer* request) {
        auto* reactor = new WatchReactor(context);
        reactor->Start(*method, *request, *edge);
        return reactor;
      });
}

grpc::internal::RpcMethod::RpcType TypeOf(const Method& method) {
  if (method.is_stream()) return grpc::internal::RpcMethod::BIDI_STREAMING;
  if (method.is_watch()) return grpc::internal::RpcMethod::SERVER_STREAMING;
  return grpc::internal::RpcMethod::NORMAL_RPC;
}

grpc::internal::MethodHandler* HandlerOf(const Method* method, Edge* edge) {
  if (method->is_stream()) return StreamHandler(method, edge);
  if (method->is_watch()) return WatchHandler(method, edge);
  return UnaryHandler(method, edge);
}

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
    AddMethod(new grpc::internal::RpcServiceMethod(path.c_str(),
                                                   TypeOf(*method), nullptr));
    MarkMethodRawCallback(index, HandlerOf(method, edge));
    ++index;
  }
}

}  // namespace tonus
