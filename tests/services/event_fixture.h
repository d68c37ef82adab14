// SPDX-License-Identifier: Apache-2.0
// What tests of the change feed share: changes of patients, and watches of
// them.

#ifndef TONUS_TESTS_SERVICES_EVENT_FIXTURE_H_
#define TONUS_TESTS_SERVICES_EVENT_FIXTURE_H_

#include <string>
#include <vector>

#include "services/keys.h"
#include "services/patient/feed_tail.h"
#include "services/resource_names.h"
#include "tests/services/service_test.h"

namespace tonus::testing {

class EventFixture : public ServiceTest {
 protected:
  static Call At(absl::Duration later, const std::string& tenant = "clinic") {
    Call call = CallOf(tenant);
    call.time += later;
    return call;
  }

  // Records a change of the profile.
  void Touch(const std::string& patient, absl::Duration later = {},
             const std::string& tenant = "clinic") {
    v1::UpdatePatientRequest request;
    request.mutable_patient()->set_name(patient);
    request.mutable_patient()->mutable_profile()->set_user_level(
        1 + ++changes_ % 5);
    Call call = At(later, tenant);
    ASSERT_THAT(patients_.UpdatePatient(call, request), IsOk());
  }

  // A new patient in the bucket of the feed that has those of `patient`.
  std::string NewNeighbour(const std::string& patient) {
    while (true) {
      std::string other = NewPatient();
      if (keys::FeedBucket(RefOf(other).patient) ==
          keys::FeedBucket(RefOf(patient).patient)) {
        return other;
      }
    }
  }

  // One call, read until there is nothing more for now.
  struct Watched {
    absl::Status status;
    std::vector<v1::PatientEvent> events;
    std::string token;  // Of the last message.
    int messages = 0;
    bool ended = false;
    absl::Duration wait;
  };

  // Begins a watch, or goes on with one whose `cursor` is not empty.
  Watched Watch(const std::string& text, std::string* cursor,
                const Call& call) {
    Watched watched;
    auto request = ParseText<v1::WatchEventsRequest>(text);
    if (request.parent().empty()) request.set_parent(kAllPatients);
    for (bool more = true; more;) {
      Call next = call;
      const auto part = asked_->WatchEvents(next, request, *cursor);
      watched.status = part.status();
      if (!part.ok()) return watched;
      for (const std::string& bytes : part->messages) {
        v1::WatchEventsResponse response;
        EXPECT_TRUE(response.ParseFromString(bytes));
        for (const v1::PatientEvent& event : response.events()) {
          watched.events.push_back(event);
        }
        watched.token = response.next_token();
        ++watched.messages;
      }
      *cursor = part->cursor;
      watched.ended = part->end;
      watched.wait = part->wait;
      more = part->more;
    }
    return watched;
  }

  // Everything that a call finds that does not wait.
  Watched Drain(const std::string& text, const Call& call) {
    std::string cursor;
    Watched watched = Watch(text + " end_when_current: true", &cursor, call);
    EXPECT_TRUE(watched.ended || !watched.status.ok());
    return watched;
  }

  // From here on another server of the store is asked.
  void AskAnother() { asked_ = &other_patients_; }

  static std::string From(const std::string& token) {
    return "resume_token: '" + token + "'";
  }

 private:
  int changes_ = 0;
  PatientLog other_log_{&storage_, &ReleasedKnowledge()};
  PatientService other_patients_{&other_log_};
  PatientService* asked_ = &patients_;
};

// `{patient} {revision}` of each.
inline std::vector<std::string> Places(
    const std::vector<v1::PatientEvent>& events) {
  std::vector<std::string> places;
  for (const v1::PatientEvent& event : events) {
    places.push_back(absl::StrCat(event.patient(), " ", event.revision()));
  }
  return places;
}

}  // namespace tonus::testing

#endif  // TONUS_TESTS_SERVICES_EVENT_FIXTURE_H_
