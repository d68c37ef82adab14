// SPDX-License-Identifier: Apache-2.0
#include "tests/server/test_server.h"

#include <grpcpp/impl/codegen/client_unary_call.h>
#include <grpcpp/impl/codegen/rpc_method.h>

#include "absl/strings/escaping.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_replace.h"
#include "absl/time/clock.h"
#include "services/digest.h"
#include "services/server/settings.h"

namespace tonus::testing {
namespace {

void AddToken(const char* token, const char* tenant, v1::Role role,
              const char* patient, server::v1::TokenFile* file) {
  auto* entry = file->add_tokens();
  entry->set_sha256(absl::BytesToHexString(Sha256(token)));
  entry->set_tenant(tenant);
  entry->set_subject(absl::StrCat("holder-", file->tokens_size()));
  entry->set_role(role);
  entry->set_patient(patient);
}

std::multimap<std::string, std::string> Copy(
    const std::multimap<grpc::string_ref, grpc::string_ref>& metadata) {
  std::multimap<std::string, std::string> copy;
  for (const auto& [key, value] : metadata) {
    copy.emplace(std::string(key.data(), key.size()),
                 std::string(value.data(), value.size()));
  }
  return copy;
}

}  // namespace

server::v1::TokenFile TestTokens() {
  server::v1::TokenFile tokens;
  AddToken(kClinician, "north", v1::ROLE_CLINICIAN, "", &tokens);
  AddToken(kService, "north", v1::ROLE_SERVICE, "", &tokens);
  AddToken(kAdmin, "north", v1::ROLE_ADMIN, "", &tokens);
  AddToken(kPatientToken, "north", v1::ROLE_PATIENT, kPatient, &tokens);
  AddToken(kOtherTenant, "south", v1::ROLE_CLINICIAN, "", &tokens);
  AddToken(kExpired, "north", v1::ROLE_CLINICIAN, "", &tokens);
  tokens.mutable_tokens(tokens.tokens_size() - 1)
      ->mutable_expire_time()
      ->set_seconds(1);
  return tokens;
}

std::string Outcome::Reason() const {
  std::string reason;
  int count = 0;
  google::rpc::ErrorInfo info;
  for (const auto& detail : details.details()) {
    if (detail.UnpackTo(&info)) {
      ++count;
      reason = info.reason();
    }
  }
  return count == 1 ? reason : absl::StrCat(count, " ErrorInfos");
}

TestServer::TestServer(const std::string& listen_address)
    : authenticator_(*Authenticator::Create(TestTokens())) {
  server::v1::Config config = DefaultConfig();
  config.set_listen_address(listen_address);
  server_ =
      *GrpcServer::Start(config, services_.table(), &edge_, &authenticator_);
  channel_ =
      grpc::CreateChannel(absl::StrCat("ipv4:127.0.0.1:", server_->port()),
                          grpc::InsecureChannelCredentials());
}

Outcome CallOn(grpc::Channel& channel, const std::string& method,
               const std::string& request, const std::string& token,
               absl::Time deadline) {
  const size_t dot = method.rfind('.');
  const std::string path =
      absl::StrCat("/", method.substr(0, dot), "/", method.substr(dot + 1));
  const grpc::internal::RpcMethod rpc(path.c_str(),
                                      grpc::internal::RpcMethod::NORMAL_RPC);
  grpc::ClientContext context;
  if (deadline != absl::InfiniteFuture()) {
    context.set_deadline(absl::ToChronoTime(deadline));
  }
  if (!token.empty()) {
    context.AddMetadata("authorization", absl::StrCat("Bearer ", token));
  }
  const grpc::Slice slice(request);
  const grpc::ByteBuffer request_bytes(&slice, 1);
  grpc::ByteBuffer response_bytes;
  Outcome outcome;
  outcome.status = grpc::internal::BlockingUnaryCall(
      &channel, rpc, &context, request_bytes, &response_bytes);
  grpc::Slice response;
  if (outcome.status.ok() && response_bytes.DumpToSingleSlice(&response).ok()) {
    outcome.response.assign(reinterpret_cast<const char*>(response.begin()),
                            response.size());
  }
  outcome.details.ParseFromString(outcome.status.error_details());
  outcome.headers = Copy(context.GetServerInitialMetadata());
  outcome.trailers = Copy(context.GetServerTrailingMetadata());
  return outcome;
}

}  // namespace tonus::testing
