#include "tracefs.h"

#include <fcntl.h>
#include <sys/syscall.h>
#include <unistd.h>

#include <cerrno>
#include <cstdlib>
#include <cstring>

namespace interloper {
namespace {

// include/uapi/linux/mount.h; glibc has wrappers only since 2.36.
constexpr unsigned kFsopenCloexec = 1;
constexpr unsigned kFsconfigCreate = 6;
constexpr unsigned kFsmountCloexec = 1;

class Descriptor {
 public:
  explicit Descriptor(int fd) : fd_(fd) {}
  ~Descriptor() {
    if (fd_ >= 0) close(fd_);
  }
  Descriptor(const Descriptor&) = delete;
  Descriptor& operator=(const Descriptor&) = delete;
  int get() const { return fd_; }

 private:
  int fd_;
};

int DetachedMount() {
  Descriptor context(static_cast<int>(syscall(SYS_fsopen, "tracefs", kFsopenCloexec)));
  if (context.get() < 0) return -errno;
  if (syscall(SYS_fsconfig, context.get(), kFsconfigCreate, nullptr, nullptr, 0) < 0) return -errno;
  int mount = static_cast<int>(syscall(SYS_fsmount, context.get(), kFsmountCloexec, 0));
  return mount < 0 ? -errno : mount;
}

long ReadId(int folder, const std::string& file) {
  Descriptor id(openat(folder, file.c_str(), O_RDONLY | O_CLOEXEC));
  if (id.get() < 0) return -errno;
  char text[32];
  ssize_t length = read(id.get(), text, sizeof(text) - 1);
  if (length <= 0) return length < 0 ? -errno : -EIO;
  text[length] = '\0';
  return strtol(text, nullptr, 10);
}

}  // namespace

long TracepointId(const std::string& category, const std::string& name, std::string* error) {
  const std::string file = "events/" + category + "/" + name + "/id";
  for (const char* folder : {"/sys/kernel/tracing", "/sys/kernel/debug/tracing"}) {
    Descriptor mounted(open(folder, O_PATH | O_DIRECTORY | O_CLOEXEC));
    if (mounted.get() < 0) continue;
    long id = ReadId(mounted.get(), file);
    if (id > 0) return id;
  }
  int fd = DetachedMount();
  if (fd < 0) {
    *error = std::string("tracefs is not mounted and cannot be: ") + strerror(-fd);
    return fd;
  }
  Descriptor mount(fd);
  long id = ReadId(mount.get(), file);
  if (id < 0) *error = "the kernel has no tracepoint " + category + ":" + name + ": " + strerror(static_cast<int>(-id));
  return id;
}

}  // namespace interloper
