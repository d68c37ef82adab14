// SPDX-License-Identifier: Apache-2.0
#include "tests/bench/echo_service.h"

#include <grpcpp/grpcpp.h>
#include <grpcpp/impl/codegen/rpc_service_method.h>
#include <grpcpp/impl/codegen/server_callback_handlers.h>

#include <string>

#include "absl/strings/numbers.h"
#include "absl/strings/string_view.h"
#include "tests/bench/echo_protocol.h"

namespace tonus::bench {
namespace {

// Returns -1 when the header is missing or wrong.
int BytesAskedFor(const grpc::CallbackServerContext& context) {
  const auto header = context.client_metadata().find(kEchoBytesHeader);
  if (header == context.client_metadata().end()) return -1;
  int bytes = 0;
  if (!absl::SimpleAtoi(
          absl::string_view(header->second.data(), header->second.size()),
          &bytes)) {
    return -1;
  }
  return bytes > kMaxEchoBytes ? -1 : bytes;
}

grpc::ServerUnaryReactor* Echo(grpc::CallbackServerContext* context,
                               const grpc::ByteBuffer* /*request*/,
                               grpc::ByteBuffer* response) {
  static const std::string* const zeros = new std::string(kMaxEchoBytes, '\0');
  grpc::ServerUnaryReactor* reactor = context->DefaultReactor();
  const int bytes = BytesAskedFor(*context);
  if (bytes < 0) {
    reactor->Finish({grpc::StatusCode::INVALID_ARGUMENT, kEchoBytesHeader});
    return reactor;
  }
  const grpc::Slice slice(zeros->data(), bytes, grpc::Slice::STATIC_SLICE);
  *response = grpc::ByteBuffer(&slice, 1);
  reactor->Finish(grpc::Status::OK);
  return reactor;
}

}  // namespace

// Registers what generated code would, since there is no message type.
EchoService::EchoService() {
  AddMethod(new grpc::internal::RpcServiceMethod(
      kEchoPath, grpc::internal::RpcMethod::NORMAL_RPC, nullptr));
  MarkMethodRawCallback(
      0, new grpc::internal::CallbackUnaryHandler<grpc::ByteBuffer,
                                                  grpc::ByteBuffer>(Echo));
}

}  // namespace tonus::bench
