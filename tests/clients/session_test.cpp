#include "clients/session.h"

#include "clients/client_fixture.h"
#include "clients/fault.h"

namespace app::clients {
namespace {

using net::RetryClass;

Call read_contacts()
{
    return {.path = "crm/objects/2026-03/contacts", .query = {{"limit", "100"}}, .kind = "list contacts"};
}

Call create_invoices()
{
    return {.method = net::Method::post,
            .path = "crm/objects/2026-03/invoices/batch/create",
            .body = "{}",
            .kind = "create invoices",
            .retry_class = RetryClass::keyed_write,
            .operation = OperationId("op-1")};
}

class SessionTest : public testing::ClientFixture {
protected:
    SessionTest() : ClientFixture(net::Service::hubspot) {}
    ErrorKind failure(Call call)
    {
        const Result<net::Response> answer = run(session.send(std::move(call)));
        EXPECT_FALSE(answer);
        return answer ? ErrorKind::cancelled : answer.error().kind;
    }
};

class QuickBooksSessionTest : public testing::ClientFixture {
protected:
    QuickBooksSessionTest() : ClientFixture(net::Service::quickbooks) {}
};

TEST_F(SessionTest, SendsBelowItsConnectionAndReportsTheCall)
{
    transport.answer(200, "{}");

    const Result<net::Response> answer = run(session.send(read_contacts()));

    ASSERT_TRUE(answer);
    EXPECT_EQ(target_of(sent(0)), "/api/hubspot/connection-1/crm/objects/2026-03/contacts?limit=100");
    EXPECT_TRUE(sent(0).headers.empty());
    ASSERT_EQ(notes.reports.size(), 1U);
    EXPECT_EQ(notes.reports[0].kind, "list contacts");
    EXPECT_EQ(notes.reports[0].status, 200);
    EXPECT_EQ(notes.reports[0].bytes_received, 2U);
}

TEST_F(SessionTest, WritesCarryTheirKeyInEveryAttempt)
{
    transport.fail(ErrorKind::timed_out);
    transport.refuse(409, "operation_in_progress", {{"retry-after", "1"}});
    transport.answer(201, "{}", {{"x-op-replayed", "1"}});

    ASSERT_TRUE(run(session.send(create_invoices())));

    ASSERT_EQ(transport.requests.size(), 3U);
    for (const net::Request& request : transport.requests) {
        EXPECT_EQ(request.headers,
                  (std::vector<std::pair<std::string, std::string>>{{"Content-Type", "application/json"},
                                                                    {"X-Op-Id", "op-1"}}));
        EXPECT_EQ(request.body, "{}");
    }
}

TEST_F(SessionTest, AsksForASecondSendingOnlyWhenTold)
{
    Call call = create_invoices();
    call.resend = Resend::yes;
    transport.answer(201, "{}");

    ASSERT_TRUE(run(session.send(call)));

    EXPECT_EQ(sent(0).headers.back().first, "X-Op-Resend");
}

TEST_F(SessionTest, WaitsAsLongAsTheServiceAsks)
{
    transport.answer(429, R"({"policyName":"TEN_SECONDLY_ROLLING"})", {{"retry-after", "20"}});
    transport.answer(200, "{}");

    ASSERT_TRUE(run(session.send(read_contacts())));

    EXPECT_GE(clock.elapsed_ms(), 20'000);
}

TEST_F(SessionTest, OtherCallsOfTheConnectionWaitToo)
{
    transport.answer(429, R"({"policyName":"TEN_SECONDLY_ROLLING"})");
    transport.answer(200, "{}");
    transport.answer(200, "{}");
    Task<net::Response> first = session.send(read_contacts());
    first.start();

    ASSERT_TRUE(run(session.send(read_contacts())));

    EXPECT_GE(clock.elapsed_ms(), 10'000);
}

TEST_F(SessionTest, RepeatsReadsAfterOverload)
{
    transport.answer(502, "<html>Bad gateway</html>");
    transport.answer(524, "");
    transport.answer(200, "{}");

    EXPECT_TRUE(run(session.send(read_contacts())));
    EXPECT_EQ(transport.requests.size(), 3U);
}

TEST_F(SessionTest, GivesUpAfterABoundedNumberOfAttempts)
{
    for (int attempt = 0; attempt < 20; ++attempt) transport.answer(503, "");

    EXPECT_EQ(failure(read_contacts()), ErrorKind::timed_out);
    EXPECT_EQ(transport.requests.size(), static_cast<std::size_t>(net::attempts_max));
}

TEST_F(SessionTest, NeverRepeatsAnAmbiguousCreate)
{
    transport.answer(503, "");
    transport.answer(201, "{}");

    EXPECT_EQ(failure(create_invoices()), ErrorKind::timed_out);
    EXPECT_EQ(transport.requests.size(), 1U);
}

TEST_F(SessionTest, RepeatsAHarmlessWriteAfterOverload)
{
    Call call = create_invoices();
    call.retry_class = RetryClass::repeatable_write;
    transport.answer(503, "");
    transport.answer(200, "{}");

    EXPECT_TRUE(run(session.send(call)));
}

TEST_F(SessionTest, MapsTheProxysOwnErrors)
{
    const auto kind_of_refusal = [&](const std::string& code) {
        for (int attempt = 0; attempt < net::attempts_max; ++attempt) transport.refuse(409, code);
        const ErrorKind kind = failure(create_invoices());
        while (transport.steps_left() > 0) (void)run(transport.send({}));
        return kind;
    };

    EXPECT_EQ(kind_of_refusal("reconnect_needed"), ErrorKind::unauthorized);
    EXPECT_EQ(kind_of_refusal("not_connected"), ErrorKind::unauthorized);
    EXPECT_EQ(kind_of_refusal("sign_in_needed"), ErrorKind::unauthorized);
    EXPECT_EQ(kind_of_refusal("role_needed"), ErrorKind::unauthorized);
    EXPECT_EQ(kind_of_refusal("operation_unknown"), ErrorKind::timed_out);
    EXPECT_EQ(kind_of_refusal("upstream_timeout"), ErrorKind::timed_out);
    EXPECT_EQ(kind_of_refusal("upstream_unreachable"), ErrorKind::offline);
    EXPECT_EQ(kind_of_refusal("rate_limited"), ErrorKind::throttled);
    EXPECT_EQ(kind_of_refusal("operation_mismatch"), ErrorKind::rejected);
    EXPECT_EQ(kind_of_refusal("storage_failed"), ErrorKind::storage);
    EXPECT_EQ(kind_of_refusal("something_new"), ErrorKind::rejected);
}

TEST_F(SessionTest, AWriteThatBrokeAndThenFindsNothingMayHaveHappened)
{
    transport.fail(ErrorKind::timed_out);
    for (int attempt = 0; attempt < 5; ++attempt) transport.fail(ErrorKind::offline);

    EXPECT_EQ(failure(create_invoices()), ErrorKind::timed_out);
}

TEST_F(SessionTest, SaysOfflineWhenNothingIsReached)
{
    EXPECT_EQ(failure(read_contacts()), ErrorKind::offline);
    EXPECT_EQ(transport.requests.size(), 3U);
}

TEST_F(SessionTest, MapsStatusesToWhatComesNext)
{
    const auto kind_of_status = [&](int status) {
        transport.answer(status, R"({"category":"X","message":"m","correlationId":"c-1"})");
        return failure(read_contacts());
    };

    EXPECT_EQ(kind_of_status(400), ErrorKind::rejected);
    EXPECT_EQ(kind_of_status(401), ErrorKind::unauthorized);
    EXPECT_EQ(kind_of_status(403), ErrorKind::unauthorized);
    EXPECT_EQ(kind_of_status(404), ErrorKind::not_found);
    EXPECT_EQ(kind_of_status(409), ErrorKind::conflict);
    EXPECT_EQ(kind_of_status(477), ErrorKind::throttled);
    EXPECT_EQ(kind_of_status(304), ErrorKind::malformed);
}

TEST_F(SessionTest, DailyLimitIsTheSchedulesBusiness)
{
    transport.answer(429, R"({"policyName":"DAILY","message":"You have reached your daily limit."})",
                     {{"retry-after", "40000"}});

    const Result<net::Response> answer = run(session.send(read_contacts()));

    ASSERT_FALSE(answer);
    EXPECT_EQ(answer.error().kind, ErrorKind::throttled);
    EXPECT_EQ(fault_retry_after_s(answer.error()), 40'000.0);
    EXPECT_EQ(clock.elapsed_ms(), 0);
}

TEST_F(SessionTest, KeepsCodeAndCorrelationIdInTheDetail)
{
    transport.answer(
        400,
        R"({"status":"error","category":"VALIDATION_ERROR","correlationId":"8a3f","message":"Property values were not valid: [{\"isValid\":false,\"error\":\"PROPERTY_DOESNT_EXIST\",\"name\":\"p\"}]"})");

    const Result<net::Response> answer = run(session.send(read_contacts()));

    ASSERT_FALSE(answer);
    EXPECT_EQ(fault_code(answer.error()), "PROPERTY_DOESNT_EXIST");
    EXPECT_NE(answer.error().detail.find("8a3f"), std::string::npos);
    EXPECT_NE(answer.error().message.find("list contacts"), std::string::npos);
    EXPECT_NE(fault_answer(answer.error()).find("VALIDATION_ERROR"), std::string::npos);
}

TEST_F(SessionTest, DestroyingACallFreesItsPlace)
{
    transport.next_delay_ms = 1'000;
    transport.answer(200, "{}");
    {
        Task<net::Response> call = session.send(read_contacts());
        call.start();
        EXPECT_EQ(throttle.in_flight(), 1);
    }

    EXPECT_EQ(throttle.in_flight(), 0);
    EXPECT_EQ(transport.in_flight, 0);
    EXPECT_FALSE(loop.next_due());
}

TEST_F(QuickBooksSessionTest, FindsFaultsThatComeWithSuccess)
{
    transport.answer(
        200,
        R"({"Fault":{"Error":[{"Message":"m","Detail":"d","code":"610","element":""}],"type":"ValidationFault"},"time":"t"})",
        {{"intuit_tid", "1-abc"}});

    const Result<net::Response> answer = run(session.send({.path = "invoice/7", .kind = "read invoice"}));

    ASSERT_FALSE(answer);
    EXPECT_EQ(answer.error().kind, ErrorKind::not_found);
    EXPECT_EQ(fault_code(answer.error()), "610");
    EXPECT_NE(answer.error().detail.find("1-abc"), std::string::npos);
}

TEST_F(QuickBooksSessionTest, WaitsAMinuteWhenThrottledWhateverTheStatus)
{
    transport.answer(
        403,
        R"({"fault":{"error":[{"message":"message=ThrottleExceeded; errorCode=003001","detail":"The request limit was reached.","code":"003001"}],"type":"SERVICE"}})");
    transport.answer(200, R"({"QueryResponse":{}})");

    ASSERT_TRUE(run(session.send({.path = "query", .kind = "query"})));

    EXPECT_GE(clock.elapsed_ms(), 60'000);
}

TEST_F(QuickBooksSessionTest, TakesAMaintenancePageForOverload)
{
    transport.answer(200, "<html><body>Down for maintenance</body></html>");
    transport.answer(200, R"({"QueryResponse":{}})");

    EXPECT_TRUE(run(session.send({.path = "query", .kind = "query"})));
}

}  // namespace
}  // namespace app::clients
