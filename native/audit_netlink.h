#ifndef INTERLOPER_AUDIT_NETLINK_H
#define INTERLOPER_AUDIT_NETLINK_H

#include <linux/audit.h>

#include <cstdint>
#include <memory>
#include <vector>

#include "error.h"
#include "source.h"

namespace interloper {

// What precedes the text of each record that AuditNetlink hands over.
struct AuditRecordHeader {
  // bytes, this header and the padding to a multiple of eight included
  uint32_t size;
  // bytes of text after the header
  uint16_t length;
  // AUDIT_* of include/uapi/linux/audit.h
  uint16_t type;
};

// Audit records as the kernel sends them to its multicast group (AUDIT_NLGRP_READLOG), beside a running auditd or
// without one. Reads only: it is not the audit daemon, takes no record from it and changes no setting.
// Needs CAP_AUDIT_READ in the initial user namespace.
class AuditNetlink : public Source {
 public:
  // receive_bytes: how much the socket may hold for a reader that is late.
  static std::unique_ptr<AuditNetlink> Open(uint32_t receive_bytes, Error* error);
  ~AuditNetlink() override;
  AuditNetlink(const AuditNetlink&) = delete;
  AuditNetlink& operator=(const AuditNetlink&) = delete;

  int Descriptor() const override { return socket_; }
  size_t LargestRecord() const override;
  int Drain(Sink sink, void* context) override;
  void Detach() override;

  // How often the socket was full: each time an unknown number of records was lost.
  uint64_t overflows() const { return overflows_; }

 private:
  explicit AuditNetlink(int socket);

  int socket_;
  uint64_t overflows_ = 0;
  std::vector<uint8_t> message_;
  std::vector<uint8_t> record_;
};

// The kernel's audit status, as `auditctl -s` shows it. Needs CAP_AUDIT_CONTROL.
bool ReadAuditStatus(audit_status* status, Error* error);

}  // namespace interloper

#endif
