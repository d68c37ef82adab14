// SPDX-License-Identifier: Apache-2.0
#include "services/server/authorization.h"

#include <algorithm>
#include <string>
#include <vector>

#include "absl/strings/str_cat.h"
#include "services/error.h"
#include "services/resource_names.h"
#include "services/status_macros.h"

namespace tonus {
namespace {

using google::protobuf::FieldDescriptor;
using google::protobuf::Message;

// The resource names by which a request says whose records it is about: its
// `name`, its `parent`, or the `name` of its `patient`.
std::vector<std::string> NamesIn(const Message& request) {
  std::vector<std::string> names;
  const auto* type = request.GetDescriptor();
  const auto* reflection = request.GetReflection();
  for (const char* field_name : {"name", "parent"}) {
    const FieldDescriptor* field = type->FindFieldByName(field_name);
    if (field != nullptr && !field->is_repeated() &&
        field->cpp_type() == FieldDescriptor::CPPTYPE_STRING) {
      names.push_back(reflection->GetString(request, field));
    }
  }
  const FieldDescriptor* patient = type->FindFieldByName("patient");
  if (patient != nullptr && !patient->is_repeated() &&
      patient->cpp_type() == FieldDescriptor::CPPTYPE_MESSAGE) {
    for (std::string& name :
         NamesIn(reflection->GetMessage(request, patient))) {
      names.push_back(std::move(name));
    }
  }
  return names;
}

// OK when the request names the patient, and nobody else.
absl::Status CheckNamesOnly(const std::string& patient,
                            const Message& request) {
  const std::vector<std::string> names = NamesIn(request);
  for (const std::string& name : names) {
    const auto id = PatientIdOf(name);
    if (!id.ok() || *id != patient) {
      return NotFound("tonus.v1.Patient", name);
    }
  }
  return names.empty() ? NotFound("tonus.v1.Patient", "") : absl::OkStatus();
}

}  // namespace

absl::Status AuthorizeRole(const v1::Access& access,
                           const Principal& principal) {
  const bool role_may = principal.role != v1::ROLE_UNSPECIFIED &&
                        std::find(access.roles().begin(), access.roles().end(),
                                  principal.role) != access.roles().end();
  if (!role_may) {
    return MakeError(absl::StatusCode::kPermissionDenied, "ROLE_NOT_ALLOWED",
                     absl::StrCat(v1::Role_Name(principal.role),
                                  " may not call this method"),
                     {{"role", v1::Role_Name(principal.role)}});
  }
  return absl::OkStatus();
}

absl::Status Authorize(const v1::Access& access, const Principal& principal,
                       const Message& request) {
  TONUS_RETURN_IF_ERROR(AuthorizeRole(access, principal));
  if (principal.role != v1::ROLE_PATIENT || access.shared()) {
    return absl::OkStatus();
  }
  return CheckNamesOnly(principal.patient, request);
}

}  // namespace tonus
