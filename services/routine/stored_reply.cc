// SPDX-License-Identifier: Apache-2.0
#include "services/routine/stored_reply.h"

#include "google/protobuf/io/coded_stream.h"
#include "google/protobuf/io/zero_copy_stream_impl_lite.h"
#include "google/protobuf/wire_format_lite.h"
#include "services/engine/deterministic_bytes.h"

namespace tonus {
namespace {

using ::google::protobuf::internal::WireFormatLite;

constexpr int kTagBytes = 1;  // Of the field numbers below 16.
constexpr int kMaxLengthBytes = 5;

void AppendMessage(int field, absl::string_view message, std::string* bytes) {
  google::protobuf::io::StringOutputStream stream(bytes);
  google::protobuf::io::CodedOutputStream output(&stream);
  output.WriteTag(WireFormatLite::MakeTag(
      field, WireFormatLite::WIRETYPE_LENGTH_DELIMITED));
  output.WriteVarint32(static_cast<uint32_t>(message.size()));
  output.WriteRaw(message.data(), static_cast<int>(message.size()));
}

template <typename Response>
Serialized<Response> WithRoutine(absl::string_view routine,
                                 const Response& rest) {
  Serialized<Response> reply;
  const std::string tail = engine::DeterministicBytes(rest);
  reply.bytes.reserve(kTagBytes + kMaxLengthBytes + routine.size() +
                      tail.size());
  AppendMessage(Response::kRoutineFieldNumber, routine, &reply.bytes);
  reply.bytes += tail;
  return reply;
}

template <typename Response>
Serialized<Response> WithSessions(const std::vector<std::string>& sessions,
                                  const Response& rest) {
  Serialized<Response> reply;
  for (const std::string& session : sessions) {
    AppendMessage(Response::kSessionsFieldNumber, session, &reply.bytes);
  }
  reply.bytes += engine::DeterministicBytes(rest);
  return reply;
}

google::protobuf::io::CodedInputStream Reader(absl::string_view bytes) {
  return google::protobuf::io::CodedInputStream(
      reinterpret_cast<const uint8_t*>(bytes.data()),
      static_cast<int>(bytes.size()));
}

// Skips the fields before the one with `wanted`, and its tag. Returns false
// when there is none or they are no message.
bool SkipTo(uint32_t wanted, google::protobuf::io::CodedInputStream* input) {
  while (const uint32_t tag = input->ReadTag()) {
    if (tag == wanted) return true;
    if (!WireFormatLite::SkipField(input, tag)) return false;
  }
  return false;
}

}  // namespace

Serialized<v1::GetRoutineResponse> ReplyWithRoutine(
    absl::string_view routine, const v1::GetRoutineResponse& rest) {
  return WithRoutine(routine, rest);
}

Serialized<v1::WatchRoutineResponse> ReplyWithRoutine(
    absl::string_view routine, const v1::WatchRoutineResponse& rest) {
  return WithRoutine(routine, rest);
}

Serialized<v1::GetSessionResponse> ReplyWithSessions(
    const std::vector<std::string>& sessions,
    const v1::GetSessionResponse& rest) {
  return WithSessions(sessions, rest);
}

Serialized<v1::ListSessionsResponse> ReplyWithSessions(
    const std::vector<std::string>& sessions,
    const v1::ListSessionsResponse& rest) {
  return WithSessions(sessions, rest);
}

int64_t RevisionOfSession(absl::string_view session) {
  google::protobuf::io::CodedInputStream input = Reader(session);
  uint64_t revision = 0;
  return SkipTo(WireFormatLite::MakeTag(v1::Session::kRevisionFieldNumber,
                                        WireFormatLite::WIRETYPE_VARINT),
                &input) &&
                 input.ReadVarint64(&revision)
             ? static_cast<int64_t>(revision)
             : 0;
}

v1::Date DateOfSession(absl::string_view session) {
  google::protobuf::io::CodedInputStream input = Reader(session);
  v1::Date date;
  uint32_t length = 0;
  std::string bytes;
  if (!SkipTo(
          WireFormatLite::MakeTag(v1::Session::kDateFieldNumber,
                                  WireFormatLite::WIRETYPE_LENGTH_DELIMITED),
          &input) ||
      !input.ReadVarint32(&length) ||
      !input.ReadString(&bytes, static_cast<int>(length)) ||
      !date.ParseFromString(bytes)) {
    return v1::Date();
  }
  return date;
}

}  // namespace tonus
