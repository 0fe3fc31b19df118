#include "audit_netlink.h"

#include <linux/netlink.h>
#include <sys/socket.h>
#include <unistd.h>

#include <algorithm>
#include <cerrno>
#include <cstring>

namespace interloper {
namespace {

// A record holds at most MAX_AUDIT_MESSAGE_LENGTH (8970) bytes.
constexpr size_t kMessageBytes = 16 * 1024;
constexpr int kStatusTimeoutSeconds = 2;

size_t Padded(size_t size) { return (size + 7) & ~size_t{7}; }

bool Fail(Error* error, const char* what) {
  error->number = errno;
  error->message = std::string(what) + ": " + strerror(errno);
  return false;
}

class Socket {
 public:
  Socket() : fd_(socket(AF_NETLINK, SOCK_RAW | SOCK_CLOEXEC, NETLINK_AUDIT)) {}
  ~Socket() {
    if (fd_ >= 0) close(fd_);
  }
  Socket(const Socket&) = delete;
  Socket& operator=(const Socket&) = delete;
  int get() const { return fd_; }
  int Release() {
    const int fd = fd_;
    fd_ = -1;
    return fd;
  }

 private:
  int fd_;
};

bool AskStatus(int fd) {
  nlmsghdr request = {};
  request.nlmsg_len = NLMSG_LENGTH(0);
  request.nlmsg_type = AUDIT_GET;
  request.nlmsg_flags = NLM_F_REQUEST;
  sockaddr_nl kernel = {};
  kernel.nl_family = AF_NETLINK;
  return sendto(fd, &request, request.nlmsg_len, 0, reinterpret_cast<sockaddr*>(&kernel), sizeof(kernel)) >= 0;
}

}  // namespace

std::unique_ptr<AuditNetlink> AuditNetlink::Open(uint32_t receive_bytes, Error* error) {
  Socket fd;
  if (fd.get() < 0) {
    Fail(error, "the audit socket cannot be opened");
    return nullptr;
  }
  // Past the system's limit where CAP_NET_ADMIN allows it, else up to it.
  const int bytes = static_cast<int>(receive_bytes);
  if (setsockopt(fd.get(), SOL_SOCKET, SO_RCVBUFFORCE, &bytes, sizeof(bytes)) < 0)
    setsockopt(fd.get(), SOL_SOCKET, SO_RCVBUF, &bytes, sizeof(bytes));
  sockaddr_nl group = {};
  group.nl_family = AF_NETLINK;
  group.nl_groups = 1 << (AUDIT_NLGRP_READLOG - 1);
  if (bind(fd.get(), reinterpret_cast<sockaddr*>(&group), sizeof(group)) < 0) {
    Fail(error, "the audit multicast group cannot be joined");
    return nullptr;
  }
  return std::unique_ptr<AuditNetlink>(new AuditNetlink(fd.Release()));
}

AuditNetlink::AuditNetlink(int socket) : socket_(socket), message_(kMessageBytes), record_(kMessageBytes) {}

AuditNetlink::~AuditNetlink() { close(socket_); }

size_t AuditNetlink::LargestRecord() const { return Padded(sizeof(AuditRecordHeader) + kMessageBytes); }

int AuditNetlink::Drain(Sink sink, void* context) {
  for (;;) {
    const ssize_t received = recv(socket_, message_.data(), message_.size(), MSG_DONTWAIT);
    if (received < 0) {
      if (errno == EAGAIN || errno == EWOULDBLOCK) return 0;
      if (errno == EINTR) continue;
      if (errno != ENOBUFS) return -errno;
      overflows_++;
      continue;
    }
    // The kernel leaves nlmsg_len of a multicast record without its header (audit_log_end of kernel/audit.c, before
    // 6.15 or so): what was received is the measure.
    if (static_cast<size_t>(received) < sizeof(nlmsghdr)) continue;
    const auto* header = reinterpret_cast<const nlmsghdr*>(message_.data());
    const size_t length = received - sizeof(nlmsghdr);
    AuditRecordHeader record = {};
    record.size = static_cast<uint32_t>(Padded(sizeof(record) + length));
    record.length = static_cast<uint16_t>(length);
    record.type = header->nlmsg_type;
    if (record_.size() < record.size) record_.resize(record.size);
    memcpy(record_.data(), &record, sizeof(record));
    memcpy(record_.data() + sizeof(record), message_.data() + sizeof(nlmsghdr), length);
    std::fill(record_.begin() + sizeof(record) + length, record_.begin() + record.size, 0);
    if (!sink(context, record_.data(), record.size)) return 1;
  }
}

void AuditNetlink::Detach() {
  const int none = AUDIT_NLGRP_READLOG;
  setsockopt(socket_, SOL_NETLINK, NETLINK_DROP_MEMBERSHIP, &none, sizeof(none));
}

bool ReadAuditStatus(audit_status* status, Error* error) {
  Socket fd;
  if (fd.get() < 0) return Fail(error, "the audit socket cannot be opened");
  const timeval timeout = {kStatusTimeoutSeconds, 0};
  setsockopt(fd.get(), SOL_SOCKET, SO_RCVTIMEO, &timeout, sizeof(timeout));
  if (!AskStatus(fd.get())) return Fail(error, "the audit status cannot be asked for");
  alignas(nlmsghdr) uint8_t answer[kMessageBytes];
  for (;;) {
    const ssize_t received = recv(fd.get(), answer, sizeof(answer), 0);
    if (received < 0) return Fail(error, "the kernel does not tell its audit status");
    const auto* header = reinterpret_cast<const nlmsghdr*>(answer);
    if (header->nlmsg_type == NLMSG_ERROR) {
      const int number = static_cast<const nlmsgerr*>(NLMSG_DATA(header))->error;
      if (number == 0) continue;
      errno = -number;
      return Fail(error, "the kernel does not tell its audit status");
    }
    if (header->nlmsg_type != AUDIT_GET) continue;
    // An older kernel sends a shorter struct.
    *status = {};
    memcpy(status, NLMSG_DATA(header), std::min(sizeof(*status), static_cast<size_t>(received) - sizeof(nlmsghdr)));
    return true;
  }
}

}  // namespace interloper
