// SPDX-License-Identifier: Apache-2.0
// Every method that the server offers: who may call it and what runs it.
//
// Transports know calls as (method, bytes) -> bytes and no message type, so
// that a method is wired once, whatever carries it. A stream is many of them in
// order: its handler takes one message and answers it with one; what they share
// is what is stored. A stream from the server alone is made part by part, see
// stream_part.h.

#ifndef TONUS_SERVICES_SERVER_METHOD_TABLE_H_
#define TONUS_SERVICES_SERVER_METHOD_TABLE_H_

#include <functional>
#include <map>
#include <string>
#include <type_traits>
#include <utility>
#include <vector>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"
#include "google/protobuf/arena.h"
#include "google/protobuf/descriptor.h"
#include "google/protobuf/message.h"
#include "services/call.h"
#include "services/stream_part.h"
#include "tonus/v1/access.pb.h"

namespace tonus {

// One method. Immutable and thread-safe, as its handler is.
class Method {
 public:
  using Handler = std::function<absl::StatusOr<std::string>(
      Call&, const google::protobuf::Message&)>;
  using PartHandler = std::function<absl::StatusOr<AnyStreamPart>(
      Call&, const google::protobuf::Message&, const std::string& cursor)>;

  // One of the handlers is null.
  Method(const google::protobuf::MethodDescriptor* descriptor,
         const google::protobuf::Message* request_prototype, Handler handler,
         PartHandler part_handler);

  const google::protobuf::MethodDescriptor& descriptor() const {
    return *descriptor_;
  }

  // True when a call is a stream of messages, each answered by one.
  bool is_stream() const { return descriptor_->client_streaming(); }

  // True when a call is one message, answered by a stream of them.
  bool is_watch() const {
    return descriptor_->server_streaming() && !is_stream();
  }

  // No roles when the proto declares none: then nobody may call it.
  const v1::Access& access() const { return access_; }

  // Returns the bytes of the response: parses, authorizes, handles. In a stream
  // it is called for each message, one after the other.
  //   INVALID_ARGUMENT   `request` is not a message of the input type.
  //   PERMISSION_DENIED, NOT_FOUND  see Authorize.
  // Besides, whatever the handler returns.
  absl::StatusOr<std::string> Run(Call& call, absl::string_view request) const;

  // Returns the part of the stream that begins at `cursor`, which is empty for
  // the first. Otherwise as Run.
  absl::StatusOr<AnyStreamPart> RunPart(Call& call, absl::string_view request,
                                        const std::string& cursor) const;

 private:
  // Returns the request, made on `arena`, of a caller who may make it.
  absl::StatusOr<const google::protobuf::Message*> Admit(
      const Call& call, absl::string_view request,
      google::protobuf::Arena* arena) const;

  const google::protobuf::MethodDescriptor* descriptor_;
  const google::protobuf::Message* request_prototype_;
  v1::Access access_;
  Handler handler_;
  PartHandler part_handler_;
};

namespace internal {

// How a handler's result becomes bytes, and which message those bytes are.
template <typename Result>
struct ResponseTraits {
  using Response = Result;
  static std::string Bytes(Result result) { return result.SerializeAsString(); }
};

template <typename Message>
struct ResponseTraits<Serialized<Message>> {
  using Response = Message;
  static std::string Bytes(Serialized<Message> result) {
    return std::move(result.bytes);
  }
};

}  // namespace internal

// Filled while the server is wired, read-only afterwards.
class MethodTable {
 public:
  // Registers a member function of `service`, which must outlive the table:
  //   Add("tonus.v1.PatientService.GetPatient", &PatientService::GetPatient,
  //       &patient_service);
  // What is wrong with the registration is told by Check.
  template <typename Service, typename Result, typename Request>
  void Add(absl::string_view full_name,
           absl::StatusOr<Result> (Service::*handler)(Call&, const Request&),
           std::type_identity_t<Service>* service) {
    AddHandler<Result, Request>(full_name,
                                [=](Call& call, const Request& request) {
                                  return (service->*handler)(call, request);
                                });
  }

  template <typename Service, typename Result, typename Request>
  void Add(absl::string_view full_name,
           absl::StatusOr<Result> (Service::*handler)(Call&, const Request&)
               const,
           const std::type_identity_t<Service>* service) {
    AddHandler<Result, Request>(full_name,
                                [=](Call& call, const Request& request) {
                                  return (service->*handler)(call, request);
                                });
  }

  // The same for a stream from the server, whose handler makes parts.
  template <typename Service, typename Response, typename Request>
  void Add(absl::string_view full_name,
           absl::StatusOr<StreamPart<Response>> (Service::*handler)(
               Call&, const Request&, const std::string& cursor),
           std::type_identity_t<Service>* service) {
    AddErased(full_name, &Request::default_instance(), Response::descriptor(),
              nullptr,
              [=](Call& call, const google::protobuf::Message& request,
                  const std::string& cursor) -> absl::StatusOr<AnyStreamPart> {
                return (service->*handler)(
                    call, static_cast<const Request&>(request), cursor);
              });
  }

  // OK when every method of `services` (full names) is registered once, with
  // the types of its descriptor and with roles that may call it.
  //   FAILED_PRECONDITION  otherwise; the message lists every complaint.
  absl::Status Check(const std::vector<std::string>& services) const;

  // The method, or null. `full_name` is `tonus.v1.PatientService.GetPatient`.
  const Method* Find(absl::string_view full_name) const;

  // By full name.
  const std::map<std::string, Method, std::less<>>& methods() const {
    return methods_;
  }

 private:
  template <typename Result, typename Request, typename Handler>
  void AddHandler(absl::string_view full_name, Handler handler) {
    using Traits = internal::ResponseTraits<Result>;
    AddErased(
        full_name, &Request::default_instance(), Traits::Response::descriptor(),
        [handler = std::move(handler)](Call& call,
                                       const google::protobuf::Message& request)
            -> absl::StatusOr<std::string> {
          absl::StatusOr<Result> result =
              handler(call, static_cast<const Request&>(request));
          if (!result.ok()) return std::move(result).status();
          return Traits::Bytes(*std::move(result));
        },
        nullptr);
  }

  void AddErased(absl::string_view full_name,
                 const google::protobuf::Message* request_prototype,
                 const google::protobuf::Descriptor* response,
                 const Method::Handler& handler,
                 const Method::PartHandler& part_handler);

  std::map<std::string, Method, std::less<>> methods_;
  std::vector<std::string> complaints_;
};

}  // namespace tonus

#endif  // TONUS_SERVICES_SERVER_METHOD_TABLE_H_
