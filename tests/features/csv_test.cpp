#include "features/csv.h"

#include <gtest/gtest.h>

namespace app::features {
namespace {

TEST(Csv, QuotesWhatWouldEndACell)
{
    EXPECT_EQ(csv_line({"Ada", "a,b", "say \"hi\"", "two\nlines", ""}),
              "Ada,\"a,b\",\"say \"\"hi\"\"\",\"two\nlines\",\r\n");
}

TEST(Csv, LetsNoCellBecomeAFormula)
{
    EXPECT_EQ(csv_cell("=HYPERLINK(1)"), "'=HYPERLINK(1)");
    EXPECT_EQ(csv_cell("+1 555"), "'+1 555");
    EXPECT_EQ(csv_cell("@cmd"), "'@cmd");
    EXPECT_EQ(csv_cell("-2+3"), "'-2+3");
    EXPECT_EQ(csv_cell("  =1"), "'  =1");
    EXPECT_EQ(csv_cell("\t=1"), "\"'\t=1\"");
    EXPECT_EQ(csv_cell("-12.50"), "-12.50") << "an amount stays a number";
}

}  // namespace
}  // namespace app::features
