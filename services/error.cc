// SPDX-License-Identifier: Apache-2.0
#include "services/error.h"

#include "absl/strings/cord.h"
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
