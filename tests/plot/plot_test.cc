// SPDX-License-Identifier: Apache-2.0
// Contrast of the colours, escaping, axes, and which plots are drawn.
#include <cmath>
#include <string>
#include <vector>

#include "absl/strings/str_cat.h"
#include "gmock/gmock.h"
#include "gtest/gtest.h"
#include "services/progress/plot/axis.h"
#include "services/progress/plot/palette.h"
#include "services/progress/plot/plots.h"
#include "services/progress/plot/svg.h"
#include "tests/testing/matchers.h"

namespace tonus::plot {
namespace {

using ::testing::ElementsAre;
using ::testing::HasSubstr;
using ::testing::IsEmpty;
using ::testing::Not;
using ::testing::SizeIs;
using ::tonus::testing::ParseText;

// Relative luminance as WCAG 2 defines it, of `#rrggbb`.
double Luminance(absl::string_view colour) {
  double luminance = 0;
  const double weights[] = {0.2126, 0.7152, 0.0722};
  for (int i = 0; i < 3; ++i) {
    const double share =
        std::stoi(std::string(colour.substr(1 + 2 * i, 2)), nullptr, 16) /
        255.0;
    luminance += weights[i] * (share <= 0.04045
                                   ? share / 12.92
                                   : std::pow((share + 0.055) / 1.055, 2.4));
  }
  return luminance;
}

double Contrast(absl::string_view a, absl::string_view b) {
  const double light = std::max(Luminance(a), Luminance(b));
  const double dark = std::min(Luminance(a), Luminance(b));
  return (light + 0.05) / (dark + 0.05);
}

TEST(PaletteTest, ContrastIsEnoughForText) {
  EXPECT_DOUBLE_EQ(Contrast("#000000", "#ffffff"), 21);
  EXPECT_NEAR(Contrast("#777777", "#ffffff"), 4.48, 0.01);
  for (const Palette& palette : {kLight, kDark}) {
    EXPECT_GE(Contrast(palette.text, palette.ground), 7);
    EXPECT_GE(Contrast(palette.grid, palette.ground), 4.5);
    for (const absl::string_view line : palette.lines) {
      EXPECT_GE(Contrast(line, palette.ground), 4.5) << line;
    }
  }
}

// Every colour of the style sheet is one of the palettes.
TEST(PaletteTest, TheStyleSheetUsesNoOtherColour) {
  const std::string css = StyleSheet();
  size_t light = 0;
  for (size_t at = css.find('#'); at != std::string::npos;
       at = css.find('#', at + 1)) {
    const std::string colour = css.substr(at, 7);
    bool known = false;
    for (const Palette& palette : {kLight, kDark}) {
      known |= colour == palette.ground || colour == palette.text ||
               colour == palette.grid;
      for (const absl::string_view line : palette.lines) {
        known |= colour == line;
      }
    }
    EXPECT_TRUE(known) << colour;
    ++light;
  }
  EXPECT_GT(light, 10);
}

TEST(SvgTest, EscapesWhatIsMarkup) {
  EXPECT_EQ(Escaped("a<b>&\"c'"), "a&lt;b&gt;&amp;&quot;c&#39;");
  EXPECT_EQ(Escaped("\x01\x1f\n\t"), "\xEF\xBF\xBD\xEF\xBF\xBD\n\t");
  EXPECT_EQ(Escaped("\xEF\xBF\xBE\xEF\xBF\xBF\xEF\xBF\xBD"),
            "\xEF\xBF\xBD\xEF\xBF\xBD\xEF\xBF\xBD");
  EXPECT_EQ(Escaped("ж😀"), "ж😀");
  SvgWriter svg;
  svg.Open("g", {{"class", "\"><script>"}});
  svg.Element("text", {}, "<script>");
  svg.Close();
  EXPECT_EQ(std::move(svg).Finish(),
            "<g class=\"&quot;&gt;&lt;script&gt;\">\n"
            "<text>&lt;script&gt;</text>\n</g>\n");
}

TEST(SvgTest, ShortensAtTheEndOfACharacter) {
  EXPECT_EQ(Shortened("abcdef", 6), "abcdef");
  EXPECT_EQ(Shortened("abcdefg", 6), "abc…");
  EXPECT_EQ(Shortened("жжжж", 7), "жж…");
  EXPECT_EQ(Shortened("жжжж", 6), "ж…");
}

TEST(SvgTest, CoordinatesHaveOneDecimal) {
  EXPECT_EQ(Coordinate(1.25), "1.3");
  EXPECT_EQ(Coordinate(-0.01), "0.0");
  EXPECT_EQ(Coordinate(100), "100.0");
}

TEST(AxisTest, TicksAreRoundAndWithin) {
  EXPECT_THAT(Axis(0, 10, 0, 100).Ticks(0), ElementsAre(0, 2, 4, 6, 8, 10));
  EXPECT_THAT(Axis(6, 7.9, 0, 100).Ticks(1), ElementsAre(6, 7));
  EXPECT_THAT(Axis(-40, 60, 0, 1).Ticks(0),
              ElementsAre(-40, -20, 0, 20, 40, 60));
}

TEST(AxisTest, EqualEndsLieInTheMiddle) {
  const Axis axis(5, 5, 0, 100);
  EXPECT_DOUBLE_EQ(axis.At(5), 50);
  EXPECT_THAT(axis.Ticks(1), ElementsAre(4, 5, 6));
}

v1::Progress Tests(int count) {
  v1::Progress progress;
  progress.set_revision(7);
  for (int i = 0; i < count; ++i) {
    v1::TestProgress* test = progress.add_tests();
    test->set_test(absl::StrCat("test", i));
    *test->add_sides() = ParseText<v1::SideProgress>(
        "points { date { year: 2026 month: 1 day: 5 } value: 3 }");
  }
  return progress;
}

TEST(PlotsTest, WhatFindsNoPlaceIsNamed) {
  const v1::RenderProgressResponse all = RenderPlots(Tests(40), {});
  EXPECT_THAT(all.plots(), SizeIs(40));
  EXPECT_THAT(all.omitted_subjects(), ElementsAre("test38", "test39"));
  EXPECT_EQ(all.revision(), 7);
  EXPECT_THAT(RenderPlots(Tests(38), {}).omitted_subjects(), IsEmpty());
}

TEST(PlotsTest, SubjectsAndKindsChoose) {
  const auto rest = RenderPlots(
      Tests(40), ParseText<v1::RenderProgressRequest>(
                     "kinds: PLOT_KIND_TEST subjects: ['test38', 'none']"));
  ASSERT_THAT(rest.plots(), SizeIs(1));
  EXPECT_EQ(rest.plots(0).subject(), "test38");
  const auto pain = RenderPlots(
      Tests(2), ParseText<v1::RenderProgressRequest>("kinds: PLOT_KIND_PAIN"));
  ASSERT_THAT(pain.plots(), SizeIs(1));
  EXPECT_EQ(pain.plots(0).kind(), v1::PLOT_KIND_PAIN);
}

TEST(PlotsTest, TheSameProgressGivesTheSameBytes) {
  EXPECT_EQ(RenderPlots(Tests(3), {}).SerializeAsString(),
            RenderPlots(Tests(3), {}).SerializeAsString());
}

TEST(PlotsTest, TextTakesTheColourOfTheDocument) {
  const std::string svg = RenderPlots(Tests(1), {}).plots(2).svg();
  EXPECT_THAT(svg, HasSubstr("fill:currentColor"));
  EXPECT_THAT(svg, Not(HasSubstr("var(")));
}

}  // namespace
}  // namespace tonus::plot
