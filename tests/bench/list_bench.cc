// SPDX-License-Identifier: Apache-2.0
// What a page of ListPatients costs as a tenant grows: a store on disk is
// filled with patients and their alerts, and the service is asked for pages.
//
// Usage: tonus_list_bench FOLDER [PATIENTS...]. Each store is made in a folder
// of its own in FOLDER, which is left behind.

#include <algorithm>
#include <cstdio>
#include <cstdlib>
#include <string>
#include <vector>

#include "absl/strings/numbers.h"
#include "absl/strings/str_cat.h"
#include "absl/time/clock.h"
#include "services/engine/deterministic_bytes.h"
#include "services/keys.h"
#include "services/knowledge/released_pack.h"
#include "services/patient/patient_service.h"
#include "services/patient/sealed_storage.h"
#include "services/resource_names.h"
#include "services/timestamp.h"
#include "storage/rocksdb/rocksdb_storage.h"
#include "tonus/storage/v1/alert.pb.h"

namespace tonus {
namespace {

constexpr char kTenant[] = "clinic";
constexpr int kPageSize = 50;
constexpr int kTimes = 15;
constexpr int kClosedAlerts = 5;  // Of each patient.
constexpr int kMutations = 250;   // Of a commit.
constexpr absl::Duration kAge = absl::Hours(24 * 30);

// Ends the program: what follows would measure nothing.
void Require(const absl::Status& status) {
  if (status.ok()) return;
  std::fprintf(stderr, "%s\n", status.ToString().c_str());
  std::exit(2);
}

absl::Time Deadline() { return absl::Now() + absl::Minutes(5); }

// 26 characters of [a-z2-7] that come in no order.
std::string IdOf(int number) {
  static constexpr char kDigits[] = "abcdefghijklmnopqrstuvwxyz234567";
  uint64_t mixed = static_cast<uint64_t>(number) * 0x9e3779b97f4a7c15;
  std::string id;
  for (int i = 0; i < 26; ++i) {
    id += kDigits[mixed % 32];
    mixed = mixed / 32 + (mixed % 32) * 0x9e3779b97f4a7c15;
  }
  return id;
}

// Writes patients and what the lists read of them.
class Filler {
 public:
  Filler(storage::Storage* storage, absl::Time now)
      : storage_(storage), now_(now) {}

  // Two of three patients have an open alert, one of twenty an urgent one.
  void AddPatient(int number);
  void Flush();

 private:
  void Write(std::string key, const google::protobuf::MessageLite& message);
  void AddAlert(const std::string& patient, int number, int i, bool open);

  SealedStorage storage_;
  const absl::Time now_;
  std::vector<storage::Mutation> mutations_;
};

void Filler::Flush() {
  Require(storage_.Commit(std::move(mutations_), Deadline()));
  mutations_.clear();
}

void Filler::Write(std::string key,
                   const google::protobuf::MessageLite& message) {
  mutations_.push_back(storage::Mutation::Write(
      std::move(key), engine::DeterministicBytes(message)));
  if (mutations_.size() >= kMutations) Flush();
}

void Filler::AddAlert(const std::string& patient, int number, int i,
                      bool open) {
  const std::string id = absl::StrCat(absl::Hex(i + 1, absl::kZeroPad16));
  storage::v1::AlertRecord record;
  v1::Alert& alert = *record.mutable_alert();
  alert.set_name(AlertName{patient, id}.ToString());
  alert.set_kind(knowledge::v1::ALERT_KIND_ADHERENCE);
  alert.set_urgency(number % 20 == 0 ? v1::ALERT_URGENCY_NOW
                                     : v1::ALERT_URGENCY_ROUTINE);
  alert.set_text("In week 2 of the programme 0 of 3 sessions were done.");
  alert.set_state(open ? v1::ALERT_STATE_OPEN : v1::ALERT_STATE_SETTLED);
  const absl::Time raised = now_ - kAge + absl::Seconds(number % 100'000);
  *alert.mutable_raise_time() = ToTimestamp(raised);
  *alert.mutable_update_time() = alert.raise_time();
  for (int session = 4; session <= 6; ++session) alert.add_sessions(session);
  Write(keys::Alert(kTenant, patient, id), record);
  if (!open) return;
  Write(keys::OpenAlert(kTenant, alert.urgency(),
                        {absl::ToUnixSeconds(raised), patient, id}),
        alert);
}

void Filler::AddPatient(int number) {
  const std::string id = IdOf(number);
  v1::Patient patient;
  patient.set_name(PatientName{id}.ToString());
  patient.mutable_profile()->set_age_years(40);
  patient.set_time_zone("Europe/Berlin");
  patient.set_revision(1);
  *patient.mutable_create_time() = ToTimestamp(now_ - kAge);
  Write(keys::Patient(kTenant, id), patient);
  for (int i = 0; i < kClosedAlerts; ++i) AddAlert(id, number, i, false);
  if (number % 3 != 0) AddAlert(id, number, kClosedAlerts, true);
}

// A page: where it began, and the median time of reading it.
struct Page {
  v1::ListPatientsResponse response;
  double micros = 0;
};

class Lister {
 public:
  Lister(PatientService* service, v1::PatientOrder order) : service_(*service) {
    request_.set_order(order);
    request_.set_page_size(kPageSize);
  }

  Page Read(const std::string& token, int times);
  // Prints a line about all pages of the list.
  void Walk(const char* name, int patients);

 private:
  PatientService& service_;
  v1::ListPatientsRequest request_;
};

Page Lister::Read(const std::string& token, int times) {
  request_.set_page_token(token);
  Page page;
  std::vector<double> micros;
  for (int i = 0; i < times; ++i) {
    Call call;
    call.time = absl::Now();
    call.deadline = Deadline();
    call.principal = {kTenant, "bench", v1::ROLE_CLINICIAN, ""};
    auto response = service_.ListPatients(call, request_);
    Require(response.status());
    micros.push_back(absl::ToDoubleMicroseconds(absl::Now() - call.time));
    page.response = *std::move(response);
  }
  std::nth_element(micros.begin(), micros.begin() + times / 2, micros.end());
  page.micros = micros[times / 2];
  return page;
}

void Lister::Walk(const char* name, int patients) {
  std::string token;
  std::string last;
  std::string slowest;
  double most = -1;
  int pages = 0;
  int listed = 0;
  do {
    const Page page = Read(token, 1);
    ++pages;
    listed += page.response.patients_size();
    if (page.micros > most) {
      most = page.micros;
      slowest = token;
    }
    last = token;
    token = page.response.next_page_token();
  } while (!token.empty());
  if (listed != patients) {
    Require(absl::InternalError(absl::StrCat("listed ", listed)));
  }
  std::printf("| %s | %d | %d | %.0f | %.0f | %.0f |\n", name, patients, pages,
              Read("", kTimes).micros, Read(last, kTimes).micros,
              Read(slowest, kTimes).micros);
  std::fflush(stdout);
}

void Measure(const engine::Knowledge& knowledge, const std::string& folder,
             int patients) {
  const auto storage = storage::RocksdbStorage::Open(
      absl::StrCat(folder, "/patients-", patients));
  Require(storage.status());
  Filler filler(storage->get(), absl::Now());
  for (int i = 0; i < patients; ++i) filler.AddPatient(i);
  filler.Flush();
  PatientLog log(storage->get(), &knowledge);
  PatientService service(&log);
  Lister(&service, v1::PATIENT_ORDER_ID).Walk("by id", patients);
  Lister(&service, v1::PATIENT_ORDER_NEED).Walk("by need", patients);
}

int Main(int argc, char** argv) {
  if (argc < 2) {
    std::fprintf(stderr, "usage: tonus_list_bench FOLDER [PATIENTS...]\n");
    return 2;
  }
  std::vector<int> sizes;
  for (int i = 2; i < argc; ++i) {
    int patients = 0;
    if (!absl::SimpleAtoi(argv[i], &patients) || patients < 1) {
      std::fprintf(stderr, "%s is no number of patients\n", argv[i]);
      return 2;
    }
    sizes.push_back(patients);
  }
  if (sizes.empty()) sizes = {1'000, 10'000, 100'000};
  const absl::StatusOr<engine::Knowledge> knowledge = OpenReleasedPack();
  Require(knowledge.status());
  std::printf(
      "| order | patients | pages of %d | first page, us | last page, us | "
      "slowest page, us |\n|---|---|---|---|---|---|\n",
      kPageSize);
  for (const int patients : sizes) Measure(*knowledge, argv[1], patients);
  return 0;
}

}  // namespace
}  // namespace tonus

int main(int argc, char** argv) { return tonus::Main(argc, argv); }
