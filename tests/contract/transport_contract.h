#pragma once

#include <array>
#include <string>

#include "base/task_group.h"
#include "contract/require.h"
#include "net/transport.h"

// What every transport promises, against a server that knows these paths: /answers, /refuses, /echo (tells what it
// was sent), /empty, /breaks (ends the connection instead of answering), /shortens (ends it within its answer), /large
// (2,000 bytes), /silent (never answers), and /arrived and /gone, which answer once a call of /silent has come or
// has been given up.
namespace app::testing {

struct TransportUnderTest {
    net::Transport& transport;
    TaskGroup& tasks;
};

struct TransportCheck {
    const char* name;
    Task<> (*run)(TransportUnderTest given);
};

inline Task<> gives_the_whole_answer(TransportUnderTest given)
{
    const net::Response response = co_await given.transport.send({.path = "/answers"});
    co_await require(response.status == 200, "the status is the server's");
    co_await require(response.header("x-kind") == "plain", "headers come with names in lower case");
    co_await require(response.body == "zażółć 請注意", "the body comes byte by byte");
}

inline Task<> gives_a_refusal_as_an_answer(TransportUnderTest given)
{
    const net::Response response = co_await given.transport.send({.path = "/refuses"});
    co_await require(response.status == 429, "the status is the server's");
    co_await require(response.header("retry-after") == "7", "its headers are there");
    co_await require(response.body == "slower", "its body is there");
}

inline Task<> sends_what_it_is_given(TransportUnderTest given)
{
    const std::string body("a\0b\xFF", 4);
    const net::Response response = co_await given.transport.send({.method = net::Method::patch,
                                                                  .path = "/echo",
                                                                  .query = {{"name", "a&b c"}},
                                                                  .headers = {{"X-Op-Id", "17"}},
                                                                  .body = body});
    co_await require(response.body == "PATCH /echo?name=a%26b%20c X-Op-Id=17 X-App=1 610062ff",
                     "method, target, headers and bytes arrive: " + response.body);
}

inline Task<> takes_an_empty_answer(TransportUnderTest given)
{
    const net::Response response = co_await given.transport.send({.path = "/empty"});
    co_await require(response.status == 204 && response.body.empty(), "an answer may be empty");
}

inline Task<> fails_as(TransportUnderTest given, net::Request request, ErrorKind wanted)
{
    const Result<net::Response> answer = co_await outcome(given.transport.send(std::move(request)));
    co_await require(!answer, "there is no answer");
    co_await require(answer.error().kind == wanted, "it fails as " + std::string(name_of(wanted)) + ", not " +
                                                        std::string(name_of(answer.error().kind)));
}

inline Task<> calls_a_broken_read_offline(TransportUnderTest given)
{
    return fails_as(given, {.path = "/breaks"}, ErrorKind::offline);
}

inline Task<> never_calls_a_broken_write_unsent(TransportUnderTest given)
{
    return fails_as(given, {.method = net::Method::post, .path = "/breaks", .body = "{}"},
                    ErrorKind::timed_out);
}

inline Task<> takes_no_part_of_an_answer(TransportUnderTest given)
{
    return fails_as(given, {.method = net::Method::post, .path = "/shortens", .body = "{}"},
                    ErrorKind::timed_out);
}

inline Task<> gives_up_in_time(TransportUnderTest given)
{
    return fails_as(given, {.method = net::Method::post, .path = "/silent", .body = "{}", .timeout_ms = 200},
                    ErrorKind::timed_out);
}

inline Task<> bounds_an_answer(TransportUnderTest given)
{
    co_await fails_as(given, {.path = "/large", .response_bytes_max = 1'999}, ErrorKind::malformed);
    const net::Response whole =
        co_await given.transport.send({.path = "/large", .response_bytes_max = 2'000});
    co_await require(whole.body.size() == 2'000, "what is just small enough comes");
}

inline Task<> forget_answer(net::Transport& transport, net::Request request)
{
    co_await transport.send(std::move(request));
}

inline Task<> ends_the_exchange_with_its_task(TransportUnderTest given)
{
    given.tasks.start("silent", forget_answer(given.transport, {.path = "/silent"}));
    co_await given.transport.send({.path = "/arrived"});
    given.tasks.cancel("silent");
    const net::Response gone = co_await given.transport.send({.path = "/gone"});
    co_await require(gone.status == 200, "the server sees it");
}

inline constexpr std::array transport_contract = {
    TransportCheck{"gives the whole answer", gives_the_whole_answer},
    TransportCheck{"gives a refusal as an answer", gives_a_refusal_as_an_answer},
    TransportCheck{"sends what it is given", sends_what_it_is_given},
    TransportCheck{"takes an empty answer", takes_an_empty_answer},
    TransportCheck{"calls a broken read offline", calls_a_broken_read_offline},
    TransportCheck{"never calls a broken write unsent", never_calls_a_broken_write_unsent},
    TransportCheck{"takes no part of an answer", takes_no_part_of_an_answer},
    TransportCheck{"gives up in time", gives_up_in_time},
    TransportCheck{"bounds an answer", bounds_an_answer},
    TransportCheck{"ends the exchange with its task", ends_the_exchange_with_its_task},
};

}  // namespace app::testing
