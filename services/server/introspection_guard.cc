// SPDX-License-Identifier: Apache-2.0
#include "services/server/introspection_guard.h"

#include <grpcpp/server_context.h>

#include <iterator>
#include <utility>

#include "absl/strings/str_split.h"
#include "absl/time/clock.h"
#include "services/server/log.h"

namespace tonus {
namespace {

using grpc::experimental::InterceptionHookPoints;
using grpc::experimental::InterceptorBatchMethods;
using grpc::experimental::ServerRpcInfo;

constexpr char kHealth[] = "grpc.health.v1.Health";
constexpr char kReflection[] = "grpc.reflection.v1alpha.ServerReflection";

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
                                       std::set<std::string> edge_services,
                                       bool open_reflection)
    : authenticator_(authenticator), open_services_(std::move(edge_services)) {
  open_services_.insert(kHealth);
  if (open_reflection) open_services_.insert(kReflection);
}

grpc::experimental::Interceptor* IntrospectionGuard::CreateServerInterceptor(
    ServerRpcInfo* info) {
  // A path is "/service/method"; a server has no calls without one.
  const std::vector<std::string> path = absl::StrSplit(info->method(), '/');
  if (path.size() == 3 && open_services_.count(path[1]) > 0) return nullptr;
  return new AdminOnly(authenticator_, info);
}

}  // namespace tonus
