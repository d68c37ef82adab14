// SPDX-License-Identifier: Apache-2.0
#include "services/engine/relief_words.h"

#include "services/engine/relief_answer.h"

namespace tonus::engine {

const char* ReasonOfOldEnd(v1::ReliefState state) {
  switch (state) {
    case v1::RELIEF_STATE_RELIEVED:
      return "There was relief.";
    case v1::RELIEF_STATE_EXHAUSTED:
      return "Nothing of the ladder was left, and nothing helped enough.";
    case v1::RELIEF_STATE_ABORTED:
      return "It was ended for safety.";
    case v1::RELIEF_STATE_BLOCKED:
      return "It could not begin or go on at the time.";
    default:
      return "The person ended it.";
  }
}

void AddReliefAdvice(const Knowledge& knowledge, v1::ReliefRun* run) {
  if (run->gate() == v1::GATE_NOT_CLEARED) {
    run->add_advice(
        "The safety questions have to be answered first, in an assessment: "
        "then relief can begin.");
  }
  // The notices say what to do, and nothing may sound like time to wait.
  if (run->gate() != v1::GATE_OK) return;
  switch (run->state()) {
    case v1::RELIEF_STATE_STEP:
      run->add_advice(
          "Stop at once at sharp pain, numbness, tingling, weakness or pain "
          "that spreads down a limb, and say so.");
      break;
    case v1::RELIEF_STATE_RELIEVED:
      run->add_advice(
          "Stop here. Feeling better after it is welcome and is not yet "
          "progress.");
      break;
    case v1::RELIEF_STATE_EXHAUSTED:
      run->add_advice(knowledge.pack().relief().exhausted_text());
      break;
    case v1::RELIEF_STATE_ABORTED:
      if (!run->taken().empty() &&
          IsNeural(run->taken(run->taken_size() - 1).feedback())) {
        run->add_advice(
            "Leave out what brought the symptom, and whatever tensions the "
            "nerve, until it was looked at. Answer the red-flag questions "
            "again; a clinician should test the nerves.");
      } else if (!run->taken().empty() &&
                 run->taken(run->taken_size() - 1).feedback().stop_symptom() ==
                     v1::STOP_SYMPTOM_DIZZINESS) {
        run->add_advice(
            "Do no more for now, and sit or lie down until the dizziness has "
            "gone. Every red-flag question has to be answered again before the "
            "next session or relief; if dizziness comes back, a clinician has "
            "to look at it first.");
      } else {
        run->add_advice(
            "Do no more for now. Rest in the position that eases most.");
      }
      break;
    default:
      break;
  }
}

}  // namespace tonus::engine
