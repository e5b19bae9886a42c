#include <sqlite3.h>

// SQLite for the browser is built without an operating system (SQLITE_OS_OTHER): it asks us to register
// file systems at start. There is nothing to do: each PageVfs registers itself under its own name.
int sqlite3_os_init()
{
    return SQLITE_OK;
}

int sqlite3_os_end()
{
    return SQLITE_OK;
}
