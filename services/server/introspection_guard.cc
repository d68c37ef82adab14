// SPDX-License-Identifier: Apache-2.0
#include "services/server/introspection_guard.h"

#include <grpcpp/server_context.h>

#include <iterator>

#include "absl/strings/match.h"
#include "absl/strings/string_view.h"
#include "absl/time/clock.h"
#include "services/server/log.h"

namespace tonus {
namespace {

using grpc::experimental::InterceptionHookPoints;
using grpc::experimental::InterceptorBatchMethods;
using grpc::experimental::ServerRpcInfo;

constexpr absl::string_view kChannelz = "/grpc.channelz.";
constexpr absl::string_view kReflection = "/grpc.reflection.";

class AdminOnly : public grpc::experimental::Interceptor {
 public:
  AdminOnly(const Authenticator* authenticator, ServerRpcInfo* info)
      : authenticator_(authenticator), info_(info) {}

  void Intercept(InterceptorBatchMethods* methods) override {
    if (methods->QueryInterceptionHookPoint(
            InterceptionHookPoints::POST_RECV_INITIAL_METADATA) &&
        !IsAdmin(*methods)) {
      Log(server::v1::LOG_LEVEL_WARNING, "refused",
          {{"method", info_->method()}});
      info_->server_context()->TryCancel();
    }
    methods->Proceed();
  }

 private:
  bool IsAdmin(InterceptorBatchMethods& methods) const {
    const auto* headers = methods.GetRecvInitialMetadata();
    if (headers == nullptr) return false;
    const auto [begin, end] = headers->equal_range("authorization");
    if (begin == end || std::next(begin) != end) return false;
    const auto principal = authenticator_->Authenticate(
        absl::string_view(begin->second.data(), begin->second.size()),
        absl::Now());
    return principal.ok() && principal->role == v1::ROLE_ADMIN;
  }

  const Authenticator* authenticator_;
  ServerRpcInfo* info_;
};

}  // namespace

IntrospectionGuard::IntrospectionGuard(const Authenticator* authenticator,
                                       bool open_reflection)
    : authenticator_(authenticator), open_reflection_(open_reflection) {}

grpc::experimental::Interceptor* IntrospectionGuard::CreateServerInterceptor(
    ServerRpcInfo* info) {
  const absl::string_view path = info->method();
  const bool guarded =
      absl::StartsWith(path, kChannelz) ||
      (absl::StartsWith(path, kReflection) && !open_reflection_);
  return guarded ? new AdminOnly(authenticator_, info) : nullptr;
}

}  // namespace tonus
