#include <chrono>

#include "sample_rows.h"
#include "store/contact_list.h"
#include "store/invoice_list.h"
#include "store/product_list.h"
#include "store/search_words.h"

namespace app::store {
namespace {

// Whatever somebody types or a customer is called.
const std::vector<std::string> hostile_texts = {"'; DROP TABLE invoice; --",
                                                "\"",
                                                "\"\"\"",
                                                "\" OR \"",
                                                "AND",
                                                "NOT meyer",
                                                "NEAR(a b)",
                                                "a*",
                                                "^start",
                                                "number:1037",
                                                "{number} : x",
                                                "-",
                                                "+",
                                                "(",
                                                ")",
                                                "((((",
                                                "%",
                                                "_",
                                                "%%%",
                                                "\\",
                                                "[a-z]",
                                                "?1",
                                                "\n\t\r",
                                                std::string("a\0b\0c", 5),
                                                std::string("\0\0\0", 3),
                                                "\xff\xfe\x80",
                                                "\xf0\x9f\x98",
                                                "😀😀😀",
                                                "請注意",
                                                "請",
                                                "مرحبا",
                                                "\u0301\u0301\u0301\u0301",
                                                "ﷺ",
                                                "<img onerror=alert(1)>",
                                                "json_each",
                                                "]",
                                                "[\"",
                                                "\\u0000",
                                                std::string(10'000, '"'),
                                                std::string(10'000, 'x'),
                                                std::string(5'000, ' ') + "y",
                                                "1e999"};

class Search : public ::testing::Test {
protected:
    std::vector<std::string> found(std::string text)
    {
        InvoiceQuery query;
        query.search = std::move(text);
        query.today = today;
        query.sort = InvoiceSort::number;
        query.order = SortOrder::ascending;
        std::vector<std::string> numbers;
        for (const std::int64_t id : must(InvoiceList(*database).ids(query))) {
            numbers.push_back(must(InvoiceList(*database).row(id, today))->invoice.number);
        }
        return numbers;
    }
    void add(std::string number, std::string customer_name, std::string item_name)
    {
        InvoiceRow row = invoice("id " + number, std::move(number));
        row.customer_name = std::move(customer_name);
        put_invoice(*database, row, {line("1", std::move(item_name))});
    }
    using Numbers = std::vector<std::string>;

    std::unique_ptr<Database> database = migrated_database();
};

TEST_F(Search, FindsPartsOfNumberCustomerMemoAndLines)
{
    add("1037", "Meyer & Söhne", "Bolt M8");
    add("1038", "Zażółć gęślą jaźń", "Nut");
    add("2040", "請注意 株式会社", "Washer");

    EXPECT_EQ(found("103"), (Numbers{"1037", "1038"}));
    EXPECT_EQ(found("MEYER"), (Numbers{"1037"}));
    EXPECT_EQ(found("söhne"), (Numbers{"1037"}));
    EXPECT_EQ(found("sohne"), (Numbers{"1037"}));
    EXPECT_EQ(found("bolt 1037"), (Numbers{"1037"}));
    EXPECT_EQ(found("bolt 1038"), Numbers{});
    EXPECT_EQ(found("gęślą"), (Numbers{"1038"}));
    EXPECT_EQ(found("請注意"), (Numbers{"2040"}));
    EXPECT_EQ(found("注意"), (Numbers{"2040"}));
    EXPECT_EQ(found("m8"), (Numbers{"1037"}));
    EXPECT_EQ(found("40"), (Numbers{"2040"}));
    EXPECT_EQ(found(" & "), (Numbers{"1037"}));
    EXPECT_EQ(found("").size(), 3U);
    EXPECT_EQ(found("nothing of this"), Numbers{});
}

TEST_F(Search, FollowsChangesOfAnInvoice)
{
    add("1037", "Meyer", "Bolt");
    add("1037", "Schmidt", "Nut");

    EXPECT_EQ(found("Meyer"), Numbers{});
    EXPECT_EQ(found("Bolt"), Numbers{});
    EXPECT_EQ(found("Schmidt"), (Numbers{"1037"}));
    must(database->execute("INSERT INTO invoice_search (invoice_search) VALUES ('integrity-check')"));
}

TEST_F(Search, TakesAnyTextInAnyBox)
{
    for (const std::string& name : hostile_texts) {
        SCOPED_TRACE(name.substr(0, 40));
        add("n" + std::to_string(&name - hostile_texts.data()), name, name);
    }
    must(CustomerRepository(*database).put(customer("17", "Meyer")));
    must(ItemRepository(*database).put(item("3", "Bolt")));
    for (const std::string& text : hostile_texts) {
        SCOPED_TRACE(text.substr(0, 40));
        found(text);
        found("1037 " + text);
        ContactQuery contacts;
        contacts.search = text;
        must(ContactList(*database).ids(contacts));
        ProductQuery products;
        products.search = text;
        must(ProductList(*database).ids(products));
    }
    EXPECT_EQ(found("json_each").size(), 1U);
    EXPECT_EQ(found("%%%").size(), 1U);
    EXPECT_EQ(found("請注意").size(), 1U);
    EXPECT_EQ(found("<img onerror=alert(1)>").size(), 1U);
}

TEST(SearchWords, AreBoundedAndQuoted)
{
    EXPECT_FALSE(SearchWords("  \t ").trigram_match());
    EXPECT_EQ(SearchWords("say \"hi\" ok").trigram_match(), R"("say" AND """hi""")");
    EXPECT_EQ(SearchWords("say \"hi\" ok").too_short_for_trigrams(), R"(["ok"])");
    EXPECT_EQ(SearchWords("a b c d e f g h i j").all(), R"(["a","b","c","d","e","f","g","h"])");
}

// Prints how long lists take with many rows; the time is for people, only the answers are asserted.
TEST_F(Search, StaysUsableWithManyInvoices)
{
    constexpr int invoices = 5'000;
    {
        Transaction transaction = must(Transaction::begin(*database));
        InvoiceRepository repository(*database);
        for (int i = 0; i < invoices; ++i) {
            InvoiceRow row = invoice(std::to_string(i), std::to_string(1000 + i));
            row.customer_name = "Customer#" + std::to_string(i % 500);
            must(repository.put(row, {line("1", "Bolt"), line("2", "Nut"), line("3", "Washer")}));
        }
        must(transaction.commit());
    }
    const auto timed = [&](const char* what, const std::string& text) {
        const auto start = std::chrono::steady_clock::now();
        InvoiceQuery query;
        query.search = text;
        query.today = today;
        query.sort = InvoiceSort::customer;
        const std::size_t rows = must(InvoiceList(*database).ids(query)).size();
        const std::chrono::duration<double, std::milli> taken = std::chrono::steady_clock::now() - start;
        std::cout << what << ": " << rows << " rows in " << taken.count() << " ms\n";
        return rows;
    };

    EXPECT_EQ(timed("all", ""), static_cast<std::size_t>(invoices));
    EXPECT_EQ(timed("three characters", "Customer#499"), 10U);
    EXPECT_EQ(timed("two characters", "ut"), static_cast<std::size_t>(invoices));
}

}  // namespace
}  // namespace app::store
