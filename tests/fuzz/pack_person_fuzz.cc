// SPDX-License-Identifier: Apache-2.0
// A pack of which one number, band, weight, tag, gate or condition was changed,
// and a person: if the pack passes its check, the engine reads the person and
// plans, the same twice, with nothing forbidden in any session.

#include <fuzzer/FuzzedDataProvider.h>

#include <cstddef>
#include <cstdint>
#include <cstdlib>
#include <string>

#include "absl/algorithm/container.h"
#include "services/engine/interpretation.h"
#include "services/engine/planning.h"
#include "services/knowledge/released_pack.h"

namespace tonus {
namespace {

using ::google::protobuf::FieldDescriptor;
using ::google::protobuf::Message;

const knowledge::v1::Pack& Released() {
  static const auto* const kPack =
      new knowledge::v1::Pack(ReadReleasedPack().value().pack());
  return *kPack;
}

template <typename Entries>
const auto& Pick(FuzzedDataProvider& data, const Entries& entries) {
  return entries[data.ConsumeIntegralInRange<int>(0, entries.size() - 1)];
}

void ChangeScalar(FuzzedDataProvider& data, const FieldDescriptor& field,
                  Message* message) {
  const auto& reflection = *message->GetReflection();
  switch (field.cpp_type()) {
    case FieldDescriptor::CPPTYPE_INT32:
      return reflection.SetInt32(message, &field,
                                 data.ConsumeIntegralInRange(-5, 200));
    case FieldDescriptor::CPPTYPE_DOUBLE:
      return reflection.SetDouble(
          message, &field, data.ConsumeFloatingPointInRange(-100.0, 200.0));
    case FieldDescriptor::CPPTYPE_BOOL:
      return reflection.SetBool(message, &field, data.ConsumeBool());
    case FieldDescriptor::CPPTYPE_ENUM:
      return reflection.SetEnumValue(message, &field,
                                     data.ConsumeIntegralInRange(0, 12));
    default:
      return reflection.ClearField(message, &field);
  }
}

// Changes one field of `message`, or of a message in it.
void Change(FuzzedDataProvider& data, Message* message) {
  const auto& reflection = *message->GetReflection();
  const auto& type = *message->GetDescriptor();
  const FieldDescriptor& field =
      *type.field(data.ConsumeIntegralInRange(0, type.field_count() - 1));
  const bool is_message = field.cpp_type() == FieldDescriptor::CPPTYPE_MESSAGE;
  if (!field.is_repeated()) {
    if (!is_message) return ChangeScalar(data, field, message);
    return Change(data, reflection.MutableMessage(message, &field));
  }
  const int size = reflection.FieldSize(*message, &field);
  if (size == 0) return;
  const int at = data.ConsumeIntegralInRange(0, size - 1);
  if (is_message) {
    return Change(data, reflection.MutableRepeatedMessage(message, &field, at));
  }
  reflection.SwapElements(message, &field, at, size - 1);
  reflection.RemoveLast(message, &field);
}

storage::v1::PatientFacts MakeFacts(FuzzedDataProvider& data,
                                    const knowledge::v1::Pack& pack) {
  storage::v1::PatientFacts facts;
  v1::Profile* profile = facts.add_profiles()->mutable_profile();
  profile->set_age_years(data.ConsumeIntegralInRange(18, 90));
  if (data.ConsumeBool() && !pack.conditions().empty()) {
    profile->add_conditions()->set_condition(
        Pick(data, pack.conditions()).id());
  }
  auto* assessment = facts.add_assessments();
  assessment->mutable_effective_time()->set_seconds(1'700'000'000);
  assessment->mutable_screening()->set_others_denied(true);
  while (data.remaining_bytes() > 4 && assessment->results_size() < 40) {
    const knowledge::v1::Test& test = Pick(data, pack.tests());
    v1::TestResult* result = assessment->add_results();
    result->set_test(test.id());
    result->set_side(
        static_cast<knowledge::v1::Side>(data.ConsumeIntegralInRange(1, 3)));
    result->set_value(data.ConsumeIntegralInRange(-60, 200));
  }
  return facts;
}

void Check(bool holds) {
  if (!holds) std::abort();
}

void CheckRoutine(const engine::Knowledge& knowledge,
                  const v1::Interpretation& interpretation,
                  const v1::Routine& routine) {
  Check(interpretation.gate() == v1::GATE_OK || routine.sessions().empty());
  for (const auto& session : routine.sessions()) {
    for (const auto& item : session.items()) {
      const auto* exercise = knowledge.FindExercise(item.exercise());
      Check(exercise != nullptr);
      for (const auto& tag : interpretation.tags()) {
        Check(!tag.forbidden() ||
              !absl::c_linear_search(exercise->tags(), tag.tag()));
      }
    }
  }
}

}  // namespace
}  // namespace tonus

extern "C" int LLVMFuzzerTestOneInput(const uint8_t* bytes, size_t size) {
  FuzzedDataProvider data(bytes, size);
  tonus::knowledge::v1::Pack pack = tonus::Released();
  for (int i = data.ConsumeIntegralInRange(0, 3); i > 0; --i) {
    tonus::Change(data, &pack);
  }
  const auto knowledge = tonus::engine::Knowledge::Compile(pack, "");
  if (!knowledge.ok()) return 0;
  const auto facts = tonus::MakeFacts(data, knowledge->pack());
  const absl::CivilDay today(2023, 11, 20);
  const auto interpretation =
      tonus::engine::Interpret(*knowledge, facts, today);
  tonus::Check(
      interpretation.SerializeAsString() ==
      tonus::engine::Interpret(*knowledge, facts, today).SerializeAsString());
  tonus::CheckRoutine(
      *knowledge, interpretation,
      tonus::engine::PlanRoutine(*knowledge, facts, interpretation, today));
  return 0;
}
