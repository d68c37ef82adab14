// SPDX-License-Identifier: Apache-2.0
#include "services/server/method_table.h"

#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
#include "google/protobuf/arena.h"
#include "services/error.h"
#include "services/server/authorization.h"
#include "services/status_macros.h"

namespace tonus {

using google::protobuf::Descriptor;
using google::protobuf::DescriptorPool;
using google::protobuf::Message;
using google::protobuf::MethodDescriptor;
using google::protobuf::ServiceDescriptor;

Method::Method(const MethodDescriptor* descriptor,
               const Message* request_prototype, Handler handler,
               PartHandler part_handler)
    : descriptor_(descriptor),
      request_prototype_(request_prototype),
      access_(descriptor->options().GetExtension(v1::access)),
      handler_(std::move(handler)),
      part_handler_(std::move(part_handler)) {}

absl::StatusOr<const Message*> Method::Admit(
    const Call& call, absl::string_view request,
    google::protobuf::Arena* arena) const {
  Message* message = request_prototype_->New(arena);
  if (!message->ParseFromArray(request.data(),
                               static_cast<int>(request.size()))) {
    return MakeError(absl::StatusCode::kInvalidArgument, "MALFORMED_REQUEST",
                     absl::StrCat("request is not a ",
                                  descriptor_->input_type()->full_name()));
  }
  TONUS_RETURN_IF_ERROR(Authorize(access_, call.principal, *message));
  return message;
}

absl::StatusOr<std::string> Method::Run(Call& call,
                                        absl::string_view request) const {
  google::protobuf::Arena arena;
  TONUS_ASSIGN_OR_RETURN(const Message* message, Admit(call, request, &arena));
  return handler_(call, *message);
}

absl::StatusOr<AnyStreamPart> Method::RunPart(Call& call,
                                              absl::string_view request,
                                              const std::string& cursor) const {
  google::protobuf::Arena arena;
  TONUS_ASSIGN_OR_RETURN(const Message* message, Admit(call, request, &arena));
  return part_handler_(call, *message, cursor);
}

void MethodTable::AddErased(absl::string_view full_name,
                            const Message* request_prototype,
                            const Descriptor* response,
                            const Method::Handler& handler,
                            const Method::PartHandler& part_handler) {
  const std::string name(full_name);
  const MethodDescriptor* method =
      DescriptorPool::generated_pool()->FindMethodByName(name);
  if (method == nullptr) {
    complaints_.push_back(absl::StrCat(name, " is not a method"));
    return;
  }
  if (method->client_streaming() && !method->server_streaming()) {
    complaints_.push_back(absl::StrCat(name, " streams to the server only"));
  }
  const bool from_server =
      method->server_streaming() && !method->client_streaming();
  if (from_server != (part_handler != nullptr)) {
    complaints_.push_back(absl::StrCat(
        name, from_server ? " streams from the server: its handler makes parts"
                          : " streams nothing, but its handler makes parts"));
  }
  if (method->input_type() != request_prototype->GetDescriptor()) {
    complaints_.push_back(absl::StrCat(
        name, " takes ", method->input_type()->full_name(), ", not ",
        request_prototype->GetDescriptor()->full_name()));
  }
  if (method->output_type() != response) {
    complaints_.push_back(absl::StrCat(name, " returns ",
                                       method->output_type()->full_name(),
                                       ", not ", response->full_name()));
  }
  if (!methods_
           .try_emplace(name, method, request_prototype, handler, part_handler)
           .second) {
    complaints_.push_back(absl::StrCat(name, " is registered twice"));
  }
}

absl::Status MethodTable::Check(
    const std::vector<std::string>& services) const {
  std::vector<std::string> complaints = complaints_;
  for (const std::string& name : services) {
    const ServiceDescriptor* service =
        DescriptorPool::generated_pool()->FindServiceByName(name);
    if (service == nullptr) {
      complaints.push_back(absl::StrCat(name, " is not a service"));
      continue;
    }
    for (int i = 0; i < service->method_count(); ++i) {
      const MethodDescriptor* method = service->method(i);
      if (Find(method->full_name()) == nullptr) {
        complaints.push_back(
            absl::StrCat(method->full_name(), " is not registered"));
      }
      if (method->options().GetExtension(v1::access).roles().empty()) {
        complaints.push_back(
            absl::StrCat(method->full_name(), " may be called by nobody"));
      }
    }
  }
  if (complaints.empty()) return absl::OkStatus();
  return absl::FailedPreconditionError(absl::StrJoin(complaints, "; "));
}

const Method* MethodTable::Find(absl::string_view full_name) const {
  const auto method =
      methods_.find(std::string_view(full_name.data(), full_name.size()));
  return method == methods_.end() ? nullptr : &method->second;
}

}  // namespace tonus
