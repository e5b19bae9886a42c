#include "base/task_group.h"

#include <algorithm>

namespace app {

void TaskGroup::start(std::string name, Task<> task)
{
    reap();
    Root& root = m_roots.emplace_back(std::move(name), std::move(task));
    root.group = this;
    root.task.promise().wake_when_finished(root);
    root.task.start();
}

bool TaskGroup::running(const std::string& name) const
{
    return std::ranges::any_of(m_roots,
                               [&](const Root& root) { return root.name == name && !root.finished; });
}

void TaskGroup::cancel(const std::string& name)
{
    m_roots.remove_if([&](const Root& root) { return root.name == name; });
}

void TaskGroup::reap()
{
    m_roots.remove_if([](const Root& root) { return root.finished; });
}

void TaskGroup::report(Root& root)
{
    const Result<void> result = root.task.promise().take();
    if (!result) m_on_failure(root.name, result.error());
}

}  // namespace app
