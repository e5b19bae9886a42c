#include "shell/page_platform.h"

extern "C" {
void page_navigate(const char* url);
void page_reload();
}

namespace app::shell {

void PagePlatform::navigate(const std::string& url)
{
    page_navigate(url.c_str());
}

void PagePlatform::reload()
{
    page_reload();
}

}  // namespace app::shell
