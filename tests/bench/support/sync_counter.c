// Preloaded into a browser: counts fsync and fdatasync of all its processes in the file named by SYNC_COUNTER, and makes each
// of them take SYNC_DELAY_US longer, as on a slower disk.
#define _GNU_SOURCE
#include <dlfcn.h>
#include <fcntl.h>
#include <stdatomic.h>
#include <stdint.h>
#include <stdlib.h>
#include <sys/mman.h>
#include <unistd.h>

static _Atomic uint64_t *counter;
static useconds_t delay;

__attribute__((constructor)) static void start(void)
{
    const char *path = getenv("SYNC_COUNTER");
    const char *longer = getenv("SYNC_DELAY_US");
    if (longer) delay = (useconds_t)strtoul(longer, NULL, 10);
    const int file = path ? open(path, O_RDWR | O_CLOEXEC) : -1;
    if (file < 0) return;
    void *shared = mmap(NULL, sizeof *counter, PROT_READ | PROT_WRITE, MAP_SHARED, file, 0);
    if (shared != MAP_FAILED) counter = shared;
    close(file);
}

static int counted(const char *name, int file)
{
    int (*real)(int) = (int (*)(int))dlsym(RTLD_NEXT, name);
    if (counter) atomic_fetch_add(counter, 1);
    if (delay) usleep(delay);
    return real(file);
}

int fsync(int file)
{
    return counted("fsync", file);
}

int fdatasync(int file)
{
    return counted("fdatasync", file);
}
