// SPDX-License-Identifier: Apache-2.0
// What the reactors of calls and of streams share: how a gRPC call is read and
// answered in bytes.

#ifndef TONUS_SERVICES_SERVER_GRPC_CALL_H_
#define TONUS_SERVICES_SERVER_GRPC_CALL_H_

#include <grpcpp/server_context.h>
#include <grpcpp/support/byte_buffer.h>
#include <grpcpp/support/status.h>

#include <string>

#include "absl/time/time.h"
#include "google/rpc/status.pb.h"

namespace tonus {

// Appends the bytes of `buffer` to `bytes`, in one piece for the parser and
// for transports that know no gRPC. Returns false when they can not be read.
bool ReadBytes(const grpc::ByteBuffer& buffer, std::string* bytes);

// Returns a buffer that owns the string, without copying it.
grpc::ByteBuffer ToByteBuffer(std::string bytes);

// Returns the value of that header. Empty when there is none or more than one:
// nobody sends two in earnest, and which of them a proxy looked at is unknown.
std::string AuthorizationOf(const grpc::CallbackServerContext& context);

// Returns the deadline that the client set; InfiniteFuture when it set none.
absl::Time DeadlineOf(const grpc::CallbackServerContext& context);

// Returns the status to finish with, and adds to the trailers of `context` how
// long gRPC clients should wait before they try again.
grpc::Status ToGrpcStatus(const google::rpc::Status& status,
                          grpc::CallbackServerContext* context);

}  // namespace tonus

#endif  // TONUS_SERVICES_SERVER_GRPC_CALL_H_
