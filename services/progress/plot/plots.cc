// SPDX-License-Identifier: Apache-2.0
#include "services/progress/plot/plots.h"

#include <string>

#include "absl/algorithm/container.h"
#include "services/progress/plot/adherence_plot.h"
#include "services/progress/plot/series_plots.h"

namespace tonus::plot {
namespace {

constexpr int kMostPlots = 40;

bool IsAsked(const v1::RenderProgressRequest& request, v1::PlotKind kind) {
  return request.kinds().empty() ||
         absl::c_linear_search(request.kinds(), kind);
}

bool IsAsked(const v1::RenderProgressRequest& request, v1::PlotKind kind,
             const std::string& subject) {
  return IsAsked(request, kind) &&
         (request.subjects().empty() ||
          absl::c_linear_search(request.subjects(), subject));
}

bool IsFull(const v1::RenderProgressResponse& response) {
  return response.plots_size() >= kMostPlots;
}

}  // namespace

v1::RenderProgressResponse RenderPlots(
    const v1::Progress& progress, const v1::RenderProgressRequest& request) {
  v1::RenderProgressResponse response;
  response.set_revision(progress.revision());
  if (IsAsked(request, v1::PLOT_KIND_PAIN)) {
    *response.add_plots() = PainPlot(progress);
  }
  if (IsAsked(request, v1::PLOT_KIND_ADHERENCE)) {
    *response.add_plots() = AdherencePlot(progress);
  }
  for (const v1::MeasureProgress& measure : progress.measures()) {
    if (!IsAsked(request, v1::PLOT_KIND_FUNCTION, measure.measure())) continue;
    if (IsFull(response)) {
      response.add_omitted_subjects(measure.measure());
    } else {
      *response.add_plots() = MeasurePlot(progress, measure);
    }
  }
  for (const v1::TestProgress& test : progress.tests()) {
    if (!IsAsked(request, v1::PLOT_KIND_TEST, test.test())) continue;
    if (IsFull(response)) {
      response.add_omitted_subjects(test.test());
    } else {
      *response.add_plots() = TestPlot(progress, test);
    }
  }
  return response;
}

}  // namespace tonus::plot
