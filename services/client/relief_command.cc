// SPDX-License-Identifier: Apache-2.0
// tonus relief: a relief run in the terminal, question by question.
//
// A person takes minutes for a step, so no connection is held meanwhile: each
// message opens the stream anew, which is safe since the server stores it.

#include <array>
#include <memory>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "absl/algorithm/container.h"
#include "absl/strings/ascii.h"
#include "absl/strings/numbers.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_split.h"
#include "absl/time/clock.h"
#include "google/protobuf/util/json_util.h"
#include "services/client/commands.h"
#include "services/client/relief_text.h"
#include "services/client/screening_flag.h"
#include "services/status_macros.h"
#include "tonus/v1/routine_service.grpc.pb.h"

namespace tonus::client {
namespace {

using Routines = v1::RoutineService::Stub;

constexpr int kMaxPain = 10;
constexpr int kMaxAttempts = 4;
constexpr absl::Duration kPause = absl::Milliseconds(200);

struct ReliefFlags {
  std::string patient;
  std::optional<int> pain;
  ScreeningFlags recheck;
  std::vector<std::string> equipment;
  bool warm = false;
  bool resume = false;
};

constexpr char kHelp[] =
    "Answer with your pain now, 0 to 10, and what else there was: \"peak N\" "
    "for the highest pain during the step, \"sharp\" for sharp or catching "
    "pain, \"nerve\", \"numb\", \"tingling\" or \"spread\" for what goes "
    "down a limb, \"dizzy\", \"chest\", \"weak\" or \"saddle\" for symptoms "
    "at which every exercise stops; harm needs no number. \"stop\" ends the "
    "run.\n";

// As people write what the warning of a step names.
constexpr std::array<absl::string_view, 6> kNerveWords = {
    "nerve", "numb", "numbness", "tingling", "spread", "spreading"};

class ReliefTalk {
 public:
  ReliefTalk(const Invocation& invocation, const ReliefFlags& flags,
             const Connection& connection)
      : invocation_(invocation), flags_(flags), connection_(connection) {}

  absl::Status Run();

 private:
  absl::Status Send(v1::RunReliefRequest request);
  absl::Status Begin();
  absl::Status Ask();
  absl::Status Show();
  std::ostream& out() { return invocation_.streams.out; }

  const Invocation& invocation_;
  const ReliefFlags& flags_;
  const Connection& connection_;
  std::optional<Names> names_;  // Once they are needed.
  v1::RunReliefResponse response_;
};

absl::Status ReliefTalk::Send(v1::RunReliefRequest request) {
  request.set_name(PatientName(flags_.patient));
  if (!request.resume()) request.set_request_id(RequestId(""));
  absl::Status status;
  bool answered = false;
  for (int attempt = 0; attempt < kMaxAttempts && !answered; ++attempt) {
    status = connection_
                 .Stream<Routines, v1::RunReliefRequest, v1::RunReliefResponse>(
                     &Routines::RunRelief, {&request},
                     [&](const v1::RunReliefResponse& response) {
                       response_ = response;
                       answered = true;
                     });
    if (!absl::IsUnavailable(status)) break;
    absl::SleepFor(kPause);
  }
  if (answered) return absl::OkStatus();
  TONUS_RETURN_IF_ERROR(status);
  return absl::InternalError("the server left a message unanswered");
}

absl::Status ReliefTalk::Begin() {
  v1::RunReliefRequest request;
  if (flags_.resume) {
    request.set_resume(true);
    return Send(std::move(request));
  }
  v1::ReliefBeginning* begin = request.mutable_begin();
  TONUS_RETURN_IF_ERROR(
      ApplyScreening(flags_.recheck, begin->mutable_recheck()));
  if (flags_.pain.has_value()) begin->set_pain(*flags_.pain);
  begin->set_warm(flags_.warm);
  if (!flags_.equipment.empty()) {
    begin->mutable_equipment()->mutable_equipment()->Assign(
        flags_.equipment.begin(), flags_.equipment.end());
  }
  return Send(std::move(request));
}

absl::Status ReliefTalk::Show() {
  if (invocation_.output == Output::kJson) {
    std::string json;
    google::protobuf::util::MessageToJsonString(response_, &json);
    out() << json << "\n";
  } else if (invocation_.output == Output::kName) {
    out() << response_.run().name() << "\n";
  } else if (response_.has_run()) {
    if (!names_.has_value()) {
      TONUS_ASSIGN_OR_RETURN(names_, FetchNames(connection_));
    }
    out() << ReliefText(response_.run(), *names_);
  } else {
    out() << "There was no relief run yet.\n";
  }
  out() << std::flush;
  return absl::OkStatus();
}

// Reads one word of an answer into `feedback`. Returns false when it means
// nothing. `wants_peak` is true while the number of a peak is due.
bool ReadWord(absl::string_view word, bool* wants_peak,
              v1::ReliefFeedback* feedback) {
  int number = 0;
  if (absl::SimpleAtoi(word, &number)) {
    if (number < 0 || number > kMaxPain) return false;
    if (*wants_peak) {
      feedback->set_peak_pain(number);
    } else {
      feedback->set_pain_now(number);
    }
    *wants_peak = false;
    return true;
  }
  if (*wants_peak) return false;
  if (word == "peak") {
    *wants_peak = true;
  } else if (word == "sharp" || word == "catching") {
    feedback->set_sharp_pain(true);
  } else if (absl::c_linear_search(kNerveWords, word)) {
    feedback->set_neuro_symptom(true);
  } else if (word == "dizzy" || word == "dizziness") {
    feedback->set_stop_symptom(v1::STOP_SYMPTOM_DIZZINESS);
  } else if (word == "chest") {
    feedback->set_stop_symptom(v1::STOP_SYMPTOM_CHEST);
  } else if (word == "weak" || word == "weakness") {
    feedback->set_stop_symptom(v1::STOP_SYMPTOM_WEAKNESS);
  } else if (word == "saddle") {
    feedback->set_stop_symptom(v1::STOP_SYMPTOM_SADDLE);
  } else {
    return false;
  }
  return true;
}

// Whether it tells what counts without a number of pain.
bool TellsHarm(const v1::ReliefFeedback& feedback) {
  return feedback.sharp_pain() || feedback.neuro_symptom() ||
         feedback.stop_symptom() != v1::STOP_SYMPTOM_UNSPECIFIED;
}

// Returns what a line says; nothing when it can not be understood.
std::optional<v1::ReliefFeedback> ReadFeedback(absl::string_view line) {
  v1::ReliefFeedback feedback;
  bool wants_peak = false;
  bool stops = false;  // The run ends by the symptom that is told beside it.
  for (const absl::string_view word :
       absl::StrSplit(line, absl::ByAnyChar(" ,;\t\r"), absl::SkipEmpty())) {
    if (word == "stop") {
      stops = true;
    } else if (!ReadWord(word, &wants_peak, &feedback)) {
      return std::nullopt;
    }
  }
  const bool harm = TellsHarm(feedback);
  if (wants_peak || (stops && !harm)) return std::nullopt;
  if (!feedback.has_pain_now() && !harm) return std::nullopt;
  return feedback;
}

absl::Status ReliefTalk::Ask() {
  v1::RunReliefRequest request;
  while (!request.stop() && !request.has_report()) {
    if (invocation_.output == Output::kText) {
      out() << "Pain now, 0 to 10 (help for more)? " << std::flush;
    }
    std::string line;
    if (!std::getline(invocation_.streams.in, line)) {
      out() << "\nThe run waits: tonus relief --resume goes on with it.\n";
      return absl::OkStatus();
    }
    const std::string said =
        absl::AsciiStrToLower(absl::StripAsciiWhitespace(line));
    if (said == "stop") {
      request.set_stop(true);
    } else if (const auto feedback = ReadFeedback(said)) {
      v1::ReliefReport* report = request.mutable_report();
      report->set_run(response_.run().name());
      report->set_step(response_.run().step().step());
      *report->mutable_feedback() = *feedback;
    } else {
      invocation_.streams.err << kHelp;
    }
  }
  TONUS_RETURN_IF_ERROR(Send(std::move(request)));
  TONUS_RETURN_IF_ERROR(Show());
  return response_.run().state() == v1::RELIEF_STATE_STEP ? Ask()
                                                          : absl::OkStatus();
}

absl::Status ReliefTalk::Run() {
  TONUS_RETURN_IF_ERROR(Begin());
  TONUS_RETURN_IF_ERROR(Show());
  if (response_.run().state() != v1::RELIEF_STATE_STEP) {
    return absl::OkStatus();
  }
  return Ask();
}

absl::Status Relieve(const Invocation& invocation, const ReliefFlags& flags) {
  if (!flags.resume && !flags.pain.has_value() && flags.recheck.yes.empty()) {
    return absl::InvalidArgumentError(
        "--pain is needed: how much it hurts at this moment, 0 to 10; or "
        "--resume to go on with the last run");
  }
  if (!flags.resume && !flags.recheck.others_denied &&
      flags.recheck.yes.empty()) {
    return absl::InvalidArgumentError(
        "the answers to the red-flag questions are needed: --no-red-flags when "
        "all were asked and answered no, or --yes ID for each yes; 'tonus "
        "catalog red-flags' shows them");
  }
  TONUS_ASSIGN_OR_RETURN(const Connection connection,
                         Connection::Open(invocation.connection));
  return ReliefTalk(invocation, flags, connection).Run();
}

}  // namespace

void AddReliefCommand(CLI::App& app, Invocation* invocation) {
  CLI::App* relief = app.add_subcommand(
      "relief",
      absl::StrCat("Short-term relief on demand, step by step: shows a step, "
                   "asks for the pain after it, stops at the first relief. It "
                   "is not training.\n\n",
                   kHelp));
  auto flags = std::make_shared<ReliefFlags>();
  AddPatientOption(relief, &flags->patient);
  // What is told of the beginning would be lost on a run that has begun.
  const std::vector<CLI::Option*> beginning = {
      relief->add_option("--pain", flags->pain, "Pain at this moment, 0 to 10")
          ->check(CLI::Range(0, kMaxPain)),
      relief->add_flag("--no-red-flags", flags->recheck.others_denied,
                       "Every red flag was asked again and answered no, but "
                       "for those of --yes"),
      AddRepeated(relief, "--yes", &flags->recheck.yes,
                  "A red flag that was answered yes; may be repeated"),
      AddRepeated(relief, "--no", &flags->recheck.no,
                  "A red flag that was answered no, for those that are asked "
                  "after dizziness alone; may be repeated"),
      AddRepeated(relief, "--equipment", &flags->equipment,
                  "What is at hand now, instead of what the profile says; may "
                  "be repeated"),
      relief->add_flag("--warm", flags->warm, "The person is warm already")};
  CLI::Option* resume = relief->add_flag(
      "--resume", flags->resume, "Goes on with the run that is under way");
  for (CLI::Option* option : beginning) resume->excludes(option);
  SetAction(relief, invocation, [=] { return Relieve(*invocation, *flags); });
}

}  // namespace tonus::client
