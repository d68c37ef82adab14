// SPDX-License-Identifier: Apache-2.0
#include "services/error.h"

#include <algorithm>

#include "absl/strings/cord.h"
#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"

namespace tonus {

absl::Status WithDetail(absl::Status status,
                        const google::protobuf::Message& detail) {
  status.SetPayload(
      absl::StrCat("type.googleapis.com/", detail.GetDescriptor()->full_name()),
      absl::Cord(detail.SerializeAsString()));
  return status;
}

absl::Status MakeError(absl::StatusCode code, absl::string_view reason,
                       absl::string_view message, const Metadata& metadata) {
  google::rpc::ErrorInfo info;
  info.set_reason(std::string(reason));
  info.set_domain("tonus");
  for (const auto& [key, value] : metadata) {
    (*info.mutable_metadata())[key] = value;
  }
  return WithDetail(absl::Status(code, message), info);
}

google::rpc::Status ToMessage(const absl::Status& status) {
  google::rpc::Status message;
  message.set_code(static_cast<int>(status.code()));
  message.set_message(std::string(status.message()));
  Metadata details;
  status.ForEachPayload([&](absl::string_view type, const absl::Cord& bytes) {
    if (absl::StartsWith(type, "type.googleapis.com/google.rpc.")) {
      details.emplace_back(std::string(type), std::string(bytes));
    }
  });
  // A status keeps its payloads in no order of their own.
  std::sort(details.begin(), details.end());
  for (auto& [type, bytes] : details) {
    google::protobuf::Any* detail = message.add_details();
    detail->set_type_url(std::move(type));
    detail->set_value(std::move(bytes));
  }
  return message;
}

void Violations::Add(absl::string_view field, absl::string_view description) {
  auto* violation = bad_request_.add_field_violations();
  violation->set_field(std::string(field));
  violation->set_description(std::string(description));
}

absl::Status Violations::ToStatus() const {
  if (empty()) return absl::OkStatus();
  const auto& first = bad_request_.field_violations(0);
  const int more = bad_request_.field_violations_size() - 1;
  return WithDetail(
      MakeError(
          absl::StatusCode::kInvalidArgument, "INVALID_FIELDS",
          absl::StrCat(first.field(), ": ", first.description(),
                       more > 0 ? absl::StrCat(" (and ", more, " more)") : "")),
      bad_request_);
}

absl::Status NotFound(absl::string_view type, absl::string_view name) {
  google::rpc::ResourceInfo resource;
  resource.set_resource_type(std::string(type));
  resource.set_resource_name(std::string(name));
  resource.set_description("it does not exist, or is not visible to you");
  return WithDetail(MakeError(absl::StatusCode::kNotFound, "RESOURCE_NOT_FOUND",
                              absl::StrCat(name, " does not exist"),
                              {{"resource", std::string(name)}}),
                    resource);
}

absl::Status StaleEtag(absl::string_view name) {
  google::rpc::PreconditionFailure failure;
  auto* violation = failure.add_violations();
  violation->set_type("ETAG");
  violation->set_subject(std::string(name));
  violation->set_description("read the resource again and redo the change");
  return WithDetail(
      MakeError(absl::StatusCode::kAborted, "STALE_ETAG",
                absl::StrCat(name, " has changed since it was read"),
                {{"resource", std::string(name)}}),
      failure);
}

}  // namespace tonus
