// SPDX-License-Identifier: Apache-2.0
// What the engine costs without a server: the desk worker, and the same person
// with an assessment of 40 results, on one core, beside an empty loop that
// copies the messages which are read and written, the least that any code on
// these messages does.

#include <google/protobuf/text_format.h>

#include <cmath>
#include <cstdio>
#include <cstdlib>
#include <fstream>
#include <iterator>
#include <set>
#include <string>
#include <vector>

#include "absl/time/civil_time.h"
#include "benchmark/benchmark.h"
#include "services/engine/deterministic_bytes.h"
#include "services/engine/facts.h"
#include "services/engine/interpretation.h"
#include "services/engine/knowledge.h"
#include "services/engine/planning.h"
#include "services/knowledge/released_pack.h"
#include "tonus/storage/v1/facts.pb.h"
#include "tonus/v1/assessment.pb.h"
#include "tonus/v1/patient.pb.h"

namespace tonus {
namespace {

constexpr absl::CivilDay kToday(2026, 1, 5);
constexpr int64_t kMorning = 1767600000;  // 08:00 UTC of that day.

// Ends the program when the file can not be read: there is nothing to measure.
template <typename Message>
Message ReadExample(const std::string& name) {
  const std::string path = TONUS_EXAMPLES "/" + name;
  std::ifstream file(path);
  const std::string text(std::istreambuf_iterator<char>(file), {});
  Message message;
  if (!file || !google::protobuf::TextFormat::ParseFromString(text, &message)) {
    std::fprintf(stderr, "%s can not be read\n", path.c_str());
    std::exit(2);
  }
  return message;
}

storage::v1::PatientFacts DeskWorker() {
  const auto assessment =
      ReadExample<v1::Assessment>("desk_worker.assessment.textproto");
  storage::v1::PatientFacts facts;
  storage::v1::ProfileFact* profile = facts.add_profiles();
  profile->mutable_effective_time()->set_seconds(kMorning);
  *profile->mutable_profile() =
      ReadExample<v1::Profile>("desk_worker.patient.textproto");
  *profile->mutable_profile()->mutable_age_date() = engine::ToDate(kToday);
  storage::v1::AssessmentFact* fact = facts.add_assessments();
  fact->mutable_effective_time()->set_seconds(kMorning);
  *fact->mutable_results() = assessment.results();
  *fact->mutable_screening() = assessment.screening();
  *fact->mutable_history() = assessment.history();
  return facts;
}

// A value out of a band of `test`; the bands take turns by `turn`.
double ValueFor(const knowledge::v1::Test& test, int turn) {
  const knowledge::v1::Interval& band =
      turn % 3 == 0 ? test.bands().abnormal() : test.bands().normal();
  const double low = band.has_min() ? band.min() : test.min();
  const double high = band.has_max() ? band.max() : test.max();
  const double middle = (low + high) / 2;
  return test.step() > 0 ? test.step() * std::floor(middle / test.step())
                         : middle;
}

constexpr int kResults = 40;

// The desk worker with further tests of the pack, kResults results in all.
storage::v1::PatientFacts DeskWorkerTestedFully(
    const knowledge::v1::Pack& pack) {
  storage::v1::PatientFacts facts = DeskWorker();
  auto* results = facts.mutable_assessments(0)->mutable_results();
  std::set<std::string> taken;
  for (const v1::TestResult& result : *results) taken.insert(result.test());
  for (const knowledge::v1::Test& test : pack.tests()) {
    const bool two_sided =
        test.laterality() == knowledge::v1::LATERALITY_BILATERAL;
    if (test.has_derivation() || taken.count(test.id()) > 0 ||
        test.kind() == knowledge::v1::TEST_KIND_NEURAL ||
        test.kind() == knowledge::v1::TEST_KIND_PROM) {
      continue;
    }
    for (const auto side :
         two_sided
             ? std::vector{knowledge::v1::SIDE_LEFT, knowledge::v1::SIDE_RIGHT}
             : std::vector{knowledge::v1::SIDE_MIDLINE}) {
      if (results->size() == kResults) return facts;
      v1::TestResult& result = *results->Add();
      result.set_test(test.id());
      result.set_side(side);
      result.set_value(ValueFor(test, results->size()));
    }
  }
  return facts;
}

// What every benchmark works on.
struct Example {
  engine::Knowledge knowledge;
  storage::v1::PatientFacts facts;
  v1::Interpretation interpretation;
  v1::Routine routine;
  storage::v1::PatientFacts forty_results;
  v1::Interpretation forty_interpreted;
};

const Example& TheExample() {
  static const Example* const example = [] {
    auto knowledge = OpenReleasedPack();
    if (!knowledge.ok()) {
      std::fprintf(stderr, "%s\n", knowledge.status().ToString().c_str());
      std::exit(2);
    }
    auto* result =
        new Example{*std::move(knowledge), DeskWorker(), {}, {}, {}, {}};
    result->interpretation =
        engine::Interpret(result->knowledge, result->facts, kToday);
    result->routine = engine::PlanRoutine(result->knowledge, result->facts,
                                          result->interpretation, kToday);
    result->forty_results = DeskWorkerTestedFully(result->knowledge.pack());
    result->forty_interpreted =
        engine::Interpret(result->knowledge, result->forty_results, kToday);
    if (result->routine.sessions().empty() ||
        !result->forty_interpreted.rejected_results().empty()) {
      std::fputs("the desk worker gets no session, or a result is wrong\n",
                 stderr);
      std::exit(2);
    }
    return result;
  }();
  return *example;
}

void CopyMessages(benchmark::State& state) {
  const Example& example = TheExample();
  for (auto _ : state) {
    storage::v1::PatientFacts facts = example.facts;
    v1::Interpretation interpretation = example.interpretation;
    v1::Routine routine = example.routine;
    benchmark::DoNotOptimize(facts);
    benchmark::DoNotOptimize(interpretation);
    benchmark::DoNotOptimize(routine);
  }
}
BENCHMARK(CopyMessages)->Unit(benchmark::kMicrosecond);

void Interpret(benchmark::State& state) {
  const Example& example = TheExample();
  for (auto _ : state) {
    benchmark::DoNotOptimize(
        engine::Interpret(example.knowledge, example.facts, kToday));
  }
}
BENCHMARK(Interpret)->Unit(benchmark::kMicrosecond);

void CopyMessagesOf40Results(benchmark::State& state) {
  const Example& example = TheExample();
  for (auto _ : state) {
    storage::v1::PatientFacts facts = example.forty_results;
    v1::Interpretation interpretation = example.forty_interpreted;
    benchmark::DoNotOptimize(facts);
    benchmark::DoNotOptimize(interpretation);
  }
}
BENCHMARK(CopyMessagesOf40Results)->Unit(benchmark::kMicrosecond);

// Findings and decisions, as for a submitted assessment.
void Interpret40Results(benchmark::State& state) {
  const Example& example = TheExample();
  for (auto _ : state) {
    benchmark::DoNotOptimize(
        engine::Interpret(example.knowledge, example.forty_results, kToday));
  }
}
BENCHMARK(Interpret40Results)->Unit(benchmark::kMicrosecond);

constexpr int64_t kFortnight = int64_t{14} * 24 * 3600;

// The person with 40 results, tested as often every two weeks, the last time
// today. With a sign the first time found the power of a leg lost: whatever
// follows is read for what it raised in its time.
storage::v1::PatientFacts TestedAgain(const storage::v1::PatientFacts& once,
                                      int64_t assessments, bool with_sign) {
  storage::v1::PatientFacts facts = once;
  facts.clear_assessments();
  for (int64_t ago = assessments - 1; ago >= 0; --ago) {
    storage::v1::AssessmentFact& fact = *facts.add_assessments();
    fact = once.assessments(0);
    fact.mutable_effective_time()->set_seconds(kMorning - ago * kFortnight);
  }
  if (with_sign) {
    v1::TestResult& sign = *facts.mutable_assessments(0)->add_results();
    sign.set_test("neuro_screen");
    sign.set_side(knowledge::v1::SIDE_LEFT);
    sign.set_value(2);
  }
  return facts;
}

// As a submit reads a person who was assessed before; the arguments are the
// number of assessments, and whether the first one had a sign.
void InterpretAssessments(benchmark::State& state) {
  const Example& example = TheExample();
  const storage::v1::PatientFacts facts =
      TestedAgain(example.forty_results, state.range(0), state.range(1) != 0);
  for (auto _ : state) {
    benchmark::DoNotOptimize(
        engine::Interpret(example.knowledge, facts, kToday));
  }
}
BENCHMARK(InterpretAssessments)
    ->Unit(benchmark::kMicrosecond)
    ->ArgsProduct({{1, 2, 6, 12, 24}, {0, 1}});

void PlanRoutine(benchmark::State& state) {
  const Example& example = TheExample();
  for (auto _ : state) {
    benchmark::DoNotOptimize(engine::PlanRoutine(
        example.knowledge, example.facts, example.interpretation, kToday));
  }
}
BENCHMARK(PlanRoutine)->Unit(benchmark::kMicrosecond);

void InterpretAndPlanRoutine(benchmark::State& state) {
  const Example& example = TheExample();
  for (auto _ : state) {
    const v1::Interpretation interpretation =
        engine::Interpret(example.knowledge, example.facts, kToday);
    benchmark::DoNotOptimize(engine::PlanRoutine(
        example.knowledge, example.facts, interpretation, kToday));
  }
}
BENCHMARK(InterpretAndPlanRoutine)->Unit(benchmark::kMicrosecond);

void SerializeRoutine(benchmark::State& state) {
  const Example& example = TheExample();
  size_t bytes = 0;
  for (auto _ : state) {
    const std::string serialized = engine::DeterministicBytes(example.routine);
    bytes = serialized.size();
    benchmark::DoNotOptimize(serialized);
  }
  state.counters["bytes"] = static_cast<double>(bytes);
}
BENCHMARK(SerializeRoutine)->Unit(benchmark::kMicrosecond);

}  // namespace
}  // namespace tonus

BENCHMARK_MAIN();
