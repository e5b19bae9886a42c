#pragma once

#include <functional>
#include <list>
#include <string>

#include "base/task.h"

namespace app {

// Owns root tasks. Destroying the group cancels them all. A task's failure goes to the handler
// given at construction, exactly once; a finished task is freed at the next start or `reap`.
class TaskGroup {
public:
    using OnFailure = std::function<void(const std::string& name, const Error& error)>;

    explicit TaskGroup(OnFailure on_failure) : m_on_failure(std::move(on_failure)) {}
    TaskGroup(const TaskGroup&) = delete;
    TaskGroup& operator=(const TaskGroup&) = delete;

    // Runs the task to its first suspension before it returns.
    void start(std::string name, Task<> task);
    // Whether a task of this name is still running.
    bool running(const std::string& name) const;
    // Cancels all tasks of this name. Not from inside that task.
    void cancel(const std::string& name);
    void reap();

private:
    class Root final : public TaskWaiter {
    public:
        Root(std::string name, Task<> task) : name(std::move(name)), task(std::move(task)) {}
        void task_finished() override
        {
            finished = true;
            group->report(*this);
        }
        std::string name;
        Task<> task;
        TaskGroup* group = nullptr;
        bool finished = false;
    };

    void report(Root& root);

    OnFailure m_on_failure;
    std::list<Root> m_roots;
};

}  // namespace app
