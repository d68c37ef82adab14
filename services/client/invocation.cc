// SPDX-License-Identifier: Apache-2.0
#include "services/client/invocation.h"

#include <string>

#include "absl/status/status.h"
#include "absl/strings/str_cat.h"
#include "google/protobuf/util/json_util.h"
#include "services/status_macros.h"
#include "tonus/v1/knowledge_service.grpc.pb.h"

namespace tonus::client {
namespace {

absl::StatusOr<std::string> ToJson(const google::protobuf::Message& message) {
  google::protobuf::util::JsonPrintOptions options;
  options.add_whitespace = true;
  options.preserve_proto_field_names = true;
  // A script that reads `.items | length` must find the field even when empty.
  options.always_print_primitive_fields = true;
  std::string json;
  const auto status =
      google::protobuf::util::MessageToJsonString(message, &json, options);
  if (!status.ok()) {
    return absl::InternalError(std::string(status.message()));
  }
  return json;
}

}  // namespace

absl::Status Print(const Invocation& invocation, const Reply& reply) {
  std::string text;
  switch (invocation.output) {
    case Output::kText: {
      TONUS_ASSIGN_OR_RETURN(text, reply.text());
      break;
    }
    case Output::kJson: {
      TONUS_ASSIGN_OR_RETURN(text, ToJson(reply.response));
      break;
    }
    case Output::kName:
      if (reply.names.empty()) {
        return absl::InvalidArgumentError(
            "--output name: the answer names nothing; use text or json");
      }
      for (const std::string& name : reply.names) {
        absl::StrAppend(&text, name, "\n");
      }
      break;
  }
  invocation.streams.out << text << std::flush;
  if (!invocation.streams.out) {
    return absl::InvalidArgumentError("the answer can not be written");
  }
  return absl::OkStatus();
}

absl::StatusOr<Names> FetchNames(const Connection& connection) {
  v1::GetPackRequest request;
  request.set_full(true);
  TONUS_ASSIGN_OR_RETURN(
      const v1::GetPackResponse response,
      connection.Call(&v1::KnowledgeService::Stub::GetPack, request));
  return Names(response.pack());
}

}  // namespace tonus::client
