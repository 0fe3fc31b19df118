#include "sensor.h"

#include <bpf/bpf.h>
#include <bpf/btf.h>
#include <sys/mman.h>
#include <sys/random.h>
#include <unistd.h>

#include <algorithm>
#include <cerrno>
#include <cstdarg>
#include <cstdio>
#include <cstdlib>
#include <cstring>

extern "C" const char interloper_object_begin[];
extern "C" const char interloper_object_end[];
extern "C" const char interloper_helpers_object_begin[];
extern "C" const char interloper_helpers_object_end[];

namespace interloper {
namespace {

constexpr const char kRawTracepointPrefix[] = "raw_tracepoint/";
// Programs of this section are for one call each, but for the one at the exit of all calls that goes on to them.
constexpr const char kCallSection[] = "tp_btf/sys_exit";
constexpr const char kCallExit[] = "call_exit";
// Follows it where the kernel may have skipped it.
constexpr const char kCallExitAgain[] = "call_exit_again";
// Every call of every task pays for it, so it is attached late: bpf/hooks/tracepoint.bpf.h.
constexpr const char kWriteEntry[] = "write_entered";
constexpr const char kWhoami[] = "whoami";
// SCOPE_AUDIT of bpf/config.bpf.h: there the entry of each watched call is kept until it returns.
constexpr uint32_t kScopeAudit = 1;
constexpr uint32_t kAuditedCalls = 16384;
constexpr size_t kLogLimit = 2048;

// libbpf has one print function a process; what it prints belongs to the thread that loads.
thread_local std::string* current_log = nullptr;

int Print(libbpf_print_level level, const char* format, va_list arguments) {
  if (level == LIBBPF_DEBUG || current_log == nullptr) return 0;
  char* text = nullptr;
  if (vasprintf(&text, format, arguments) < 0) return 0;
  current_log->append(text);
  free(text);
  // The verifier says at the end what it objects to.
  if (current_log->size() > kLogLimit) current_log->erase(0, current_log->size() - kLogLimit);
  return 0;
}

class LogScope {
 public:
  explicit LogScope(std::string* log) {
    libbpf_set_print(Print);
    current_log = log;
  }
  ~LogScope() { current_log = nullptr; }
};

bool StartsWith(const std::string& text, const char* prefix) { return text.rfind(prefix, 0) == 0; }

void Fail(Error* error, int number, const std::string& what, const std::string& log) {
  error->number = number;
  error->message = what + ": " + strerror(number);
  if (!log.empty()) error->message += "\n" + log;
}

bool HasFunction(const char* name) {
  std::vector<bool> present;
  Error error;
  return KernelFunctions({name}, &present, &error) && present.at(0);
}

// Asked once: the kernel stays what it is.
bool CanLoadFields() {
  static const bool can = HasFunction("bpf_rdonly_cast");
  return can;
}

// Tasks can be preempted in programs of the tracepoints of system calls: since a kernel has a way to run them so.
bool PreemptsCallPrograms() {
  static const bool preempts = HasFunction("trace_call_bpf_faultable");
  return preempts;
}

}  // namespace

// A verifier between those that it was tried with may object to programs that read by loads.
std::unique_ptr<Sensor> Sensor::Load(const SensorOptions& options, Error* error) {
  if (CanLoadFields()) {
    std::unique_ptr<Sensor> sensor = LoadOne(options, true, error);
    if (sensor) return sensor;
  }
  return LoadOne(options, false, error);
}

std::unique_ptr<Sensor> Sensor::LoadOne(const SensorOptions& options, bool loads_fields, Error* error) {
  std::unique_ptr<Sensor> sensor(new Sensor());
  sensor->loads_fields_ = loads_fields;
  if (!sensor->LoadObject(options, error)) return nullptr;
  if (!sensor->MapVariables(error)) return nullptr;
  sensor->Fill(sensor->cells_);
  if (!sensor->OpenRing(options.ring_bytes, error)) return nullptr;
  sensor->RememberSelf();
  return sensor;
}

Sensor::~Sensor() {
  Detach();
  ring_.reset();
  if (variables_ != nullptr) munmap(variables_, variables_size_);
  bpf_object__close(object_);
}

bool Sensor::LoadObject(const SensorOptions& options, Error* error) {
  std::string log;
  LogScope scope(&log);
  LIBBPF_OPTS(bpf_object_open_opts, open_options, .object_name = "interloper");
  const char* begin = loads_fields_ ? interloper_object_begin : interloper_helpers_object_begin;
  const char* end = loads_fields_ ? interloper_object_end : interloper_helpers_object_end;
  object_ = bpf_object__open_mem(begin, end - begin, &open_options);
  if (object_ == nullptr) {
    Fail(error, errno, "the BPF object cannot be opened", log);
    return false;
  }

  const bool wants_call_exit =
      std::find(options.programs.begin(), options.programs.end(), kCallExit) != options.programs.end();
  bpf_program* program;
  bpf_object__for_each_program(program, object_) {
    const std::string name = bpf_program__name(program);
    const bool wanted = std::find(options.programs.begin(), options.programs.end(), name) != options.programs.end();
    if (name == kCallExitAgain && wants_call_exit && PreemptsCallPrograms()) again_ = program;
    bpf_program__set_autoload(program, wanted || name == kWhoami || program == again_);
    if (wanted && !AddProgram(program, error)) return false;
  }
  if (programs_.size() != options.programs.size()) {
    Fail(error, ENOENT, "the BPF object lacks a program that is asked for", "");
    return false;
  }
  if (!WatchCalls(options.calls, error)) return false;
  bpf_map__set_max_entries(bpf_object__find_map_by_name(object_, "ring"), options.ring_bytes);
  if (options.scope == kScopeAudit)
    bpf_map__set_max_entries(bpf_object__find_map_by_name(object_, "entered"), kAuditedCalls);
  *static_cast<uint32_t*>(Constant("capture_scope")) = options.scope;
  *static_cast<uint32_t*>(Constant("exits_are_watched_twice")) = again_ != nullptr;
  *static_cast<int*>(Constant("mem_writes_watched")) = options.mem_writes_watched;
  *static_cast<uint64_t*>(Constant("wake_bytes")) = options.wake_bytes;
  if (getrandom(Constant("context_secret"), sizeof(uint64_t), 0) != sizeof(uint64_t)) {
    Fail(error, errno, "the kernel gave no random number", "");
    return false;
  }

  int status = bpf_object__load(object_);
  if (status < 0) {
    Fail(error, -status, "the kernel refused the BPF programs", log);
    return false;
  }
  counts_fd_ = bpf_object__find_map_fd_by_name(object_, "counts");
  return true;
}

bool Sensor::AddProgram(bpf_program* program, Error* error) {
  const bool is_placed =
      strcmp(bpf_program__section_name(program), kCallSection) == 0 && strcmp(bpf_program__name(program), kCallExit) != 0;
  if (is_placed && places_ == WATCHED_PROGRAM) {
    Fail(error, E2BIG, "the BPF object has too many programs for single calls", "");
    return false;
  }
  programs_.push_back({program, nullptr, "", is_placed ? ++places_ : 0, false});
  return true;
}

bool Sensor::WatchCalls(const std::vector<WatchedCall>& calls, Error* error) {
  for (const WatchedCall& call : calls) {
    const auto program = std::find_if(programs_.begin(), programs_.end(), [&call](const Program& one) {
      return one.place != 0 && call.program == bpf_program__name(one.program);
    });
    const bool writes = call.condition == WATCHED_IF_WRITABLE;
    if (program == programs_.end() || call.cell >= WATCHED_CELLS) {
      Fail(error, EINVAL, "no program that is asked for takes the call of cell " + std::to_string(call.cell), "");
      return false;
    }
    const auto value = static_cast<uint8_t>(program->place | call.condition);
    (writes ? write_cells_ : cells_).push_back({call.cell, value});
  }
  if (write_cells_.size() > WATCHED_WRITES) {
    Fail(error, E2BIG, "there are too many calls that write", "");
    return false;
  }
  auto* write = static_cast<watched_write*>(Constant("calls_that_write"));
  for (const auto& [cell, value] : write_cells_) *write++ = {static_cast<uint16_t>(cell), value};
  return true;
}

bool Sensor::OpenRing(size_t bytes, Error* error) {
  ring_ = Ring::Open(bpf_object__find_map_fd_by_name(object_, "ring"), bytes, error);
  return ring_ != nullptr;
}

// Before 5.10 a raw tracepoint program cannot be run by hand; then the number of our own namespace has to do.
void Sensor::RememberSelf() {
  LIBBPF_OPTS(bpf_test_run_opts, options);
  int fd = bpf_program__fd(bpf_object__find_program_by_name(object_, kWhoami));
  if (bpf_prog_test_run_opts(fd, &options) < 0) *Variable("self_tgid") = getpid();
}

// bpf_object__load() gives the kernel a copy of the section: what is written into libbpf's own afterwards, no program sees.
bool Sensor::MapVariables(Error* error) {
  const bpf_map* map = SectionMap(".bss");
  const size_t page = static_cast<size_t>(sysconf(_SC_PAGESIZE));
  variables_size_ = (bpf_map__value_size(map) + page - 1) & ~(page - 1);
  void* memory = mmap(nullptr, variables_size_, PROT_READ | PROT_WRITE, MAP_SHARED, bpf_map__fd(map), 0);
  if (memory == MAP_FAILED) {
    Fail(error, errno, "the variables of the BPF programs cannot be mapped", "");
    return false;
  }
  variables_ = static_cast<char*>(memory);
  return true;
}

volatile uint32_t* Sensor::Variable(const char* name) const {
  return reinterpret_cast<volatile uint32_t*>(variables_ + Offset(".bss", name));
}

void* Sensor::Constant(const char* name) const {
  size_t size;
  // const in some releases of libbpf; it is the memory that skeletons write to
  return (char*)bpf_map__initial_value(SectionMap(".rodata"), &size) + Offset(".rodata", name);
}

size_t Sensor::Offset(const char* section, const char* name) const {
  const btf* types = bpf_object__btf(object_);
  const btf_type* data = btf__type_by_id(types, btf__find_by_name_kind(types, section, BTF_KIND_DATASEC));
  const btf_var_secinfo* variable = btf_var_secinfos(data);
  for (int index = 0; index < btf_vlen(data); index++, variable++) {
    const btf_type* type = btf__type_by_id(types, variable->type);
    if (strcmp(btf__name_by_offset(types, type->name_off), name) == 0) return variable->offset;
  }
  fprintf(stderr, "interloper: the BPF object has no %s in %s\n", name, section);
  abort();
}

bpf_map* Sensor::SectionMap(const char* section) const {
  bpf_map* map;
  bpf_object__for_each_map(map, object_) {
    const std::string name = bpf_map__name(map);
    if (name.size() >= strlen(section) && name.substr(name.size() - strlen(section)) == section) return map;
  }
  fprintf(stderr, "interloper: the BPF object has no %s\n", section);
  abort();
}

void Sensor::Attach() {
  std::string log;
  LogScope scope(&log);
  // Before what goes on to them.
  for (Program& program : programs_) {
    if (program.place != 0 && !program.placed) Place(&program);
  }
  for (size_t index = 0; index < programs_.size(); index++) {
    Program& program = programs_[index];
    if (program.place != 0 || program.link != nullptr) continue;
    if (strcmp(bpf_program__name(program.program), kWriteEntry) == 0) {
      write_entry_ = static_cast<int>(index);
      continue;
    }
    program.error.clear();
    program.link = AttachOne(program.program, &program.error);
    if (again_ == nullptr || strcmp(bpf_program__name(program.program), kCallExit) != 0) continue;
    // programs of a tracepoint run in the order in which they were attached
    again_link_ = AttachOne(again_, &program.error);
  }
  AttachWriteEntry();
}

void Sensor::Place(Program* program) const {
  const int places = bpf_object__find_map_fd_by_name(object_, "call_programs");
  const int fd = bpf_program__fd(program->program);
  program->placed = bpf_map_update_elem(places, &program->place, &fd, BPF_ANY) == 0;
  program->error = program->placed ? "" : std::string("cannot be placed: ") + strerror(errno);
}

void Sensor::AttachWriteEntry() {
  if (write_entry_ < 0 || *Variable("mem_was_opened") == 0) return;
  std::string log;
  LogScope scope(&log);
  Program& program = programs_[write_entry_];
  program.link = AttachOne(program.program, &program.error);
  write_entry_ = -1;
}

// In the order of the object, which has first what notes the entry of calls; detached the other way round.
void Sensor::Detach() {
  write_entry_ = -1;
  bpf_link__destroy(again_link_);
  again_link_ = nullptr;
  for (auto program = programs_.rbegin(); program != programs_.rend(); ++program) {
    bpf_link__destroy(program->link);
    program->link = nullptr;
    // It stays where it is: a call that is at its exit now may still come to it.
    program->placed = false;
  }
}

bpf_link* Sensor::AttachOne(const bpf_program* program, std::string* error) const {
  const std::string section = bpf_program__section_name(program);
  bpf_link* link = nullptr;
  if (StartsWith(section, kRawTracepointPrefix)) {
    link = bpf_program__attach_raw_tracepoint(program, section.c_str() + strlen(kRawTracepointPrefix));
  } else {
    link = bpf_program__attach_trace(program);
  }
  if (link == nullptr) *error = std::string("cannot attach: ") + strerror(errno);
  return link;
}

void Sensor::WatchMemWrites() {
  Fill(write_cells_);
  *Variable("mem_was_opened") = 1;
  AttachWriteEntry();
}

void Sensor::Fill(const std::vector<std::pair<uint32_t, uint8_t>>& cells) const {
  auto* watched = reinterpret_cast<volatile uint8_t*>(variables_ + Offset(".bss", "watched_calls"));
  for (const auto& [cell, value] : cells) watched[cell] = value;
}

bool Sensor::SetFilter(const Filter& filter, Error* error) {
  volatile uint32_t* in_use = Variable("filters_in_use");
  *in_use = 0;
  if (!Refill("ignored_exes", filter.exes, error)) return false;
  if (!Refill("ignored_cgroups", filter.cgroups, error)) return false;
  if (!Refill("ignored_namespaces", filter.namespaces, error)) return false;
  *in_use = (filter.exes.empty() ? 0 : FILTER_EXES) | (filter.cgroups.empty() ? 0 : FILTER_CGROUPS) |
            (filter.namespaces.empty() ? 0 : FILTER_NAMESPACES);
  return true;
}

template <typename Key>
bool Sensor::Refill(const char* map, const std::vector<Key>& keys, Error* error) {
  const int fd = bpf_object__find_map_fd_by_name(object_, map);
  Key key;
  while (bpf_map_get_next_key(fd, nullptr, &key) == 0) bpf_map_delete_elem(fd, &key);
  const uint8_t present = 1;
  for (const Key& one : keys) {
    if (bpf_map_update_elem(fd, &one, &present, BPF_ANY) == 0) continue;
    Fail(error, errno, std::string("the filter's map ") + map + " cannot be filled", "");
    return false;
  }
  return true;
}

uint64_t Sensor::Misses(const bpf_program* program) const {
  bpf_prog_info info = {};
  uint32_t size = sizeof(info);
  bpf_obj_get_info_by_fd(bpf_program__fd(program), &info, &size);
  return info.recursion_misses;
}

std::vector<ProgramState> Sensor::States() const {
  std::vector<ProgramState> states;
  // Programs count in it while this reads.
  const auto* undelivered = reinterpret_cast<const volatile uint64_t*>(variables_ + Offset(".bss", "calls_undelivered"));
  for (size_t index = 0; index < programs_.size(); index++) {
    const Program& program = programs_[index];
    const bool waits = static_cast<int>(index) == write_entry_;
    bpf_prog_info info = {};
    uint32_t size = sizeof(info);
    // where this fails, both stay 0
    bpf_obj_get_info_by_fd(bpf_program__fd(program.program), &info, &size);
    // what the one was skipped for comes to the other: a call that is lost, each of them was skipped for
    if (again_ != nullptr && strcmp(bpf_program__name(program.program), kCallExit) == 0)
      info.recursion_misses = std::min<uint64_t>(info.recursion_misses, Misses(again_));
    states.push_back({bpf_program__name(program.program), program.link != nullptr || program.placed || waits,
                      program.error, info.recursion_misses + undelivered[program.place], info.id});
  }
  return states;
}

bool Sensor::Counts(event_counts (*counts)[EVENT_KINDS]) const {
  const int cpus = libbpf_num_possible_cpus();
  if (cpus < 0) {
    errno = -cpus;
    return false;
  }
  std::vector<event_counts> per_cpu(cpus);
  for (uint32_t kind = 0; kind < EVENT_KINDS; kind++) {
    if (bpf_map_lookup_elem(counts_fd_, &kind, per_cpu.data()) < 0) return false;
    event_counts& sum = (*counts)[kind];
    sum = {};
    for (const event_counts& one : per_cpu) {
      sum.emitted += one.emitted;
      sum.dropped += one.dropped;
      sum.repeated += one.repeated;
      sum.filtered += one.filtered;
    }
  }
  return true;
}

bool TryProgram(const std::string& name, Error* error) {
  SensorOptions options;
  options.ring_bytes = static_cast<uint32_t>(sysconf(_SC_PAGESIZE));
  options.wake_bytes = options.ring_bytes;
  options.programs = {name};
  std::unique_ptr<Sensor> sensor = Sensor::Load(options, error);
  if (!sensor) return false;
  // what is attached late is tried too
  sensor->WatchMemWrites();
  sensor->Attach();
  const ProgramState state = sensor->States().at(0);
  if (!state.attached) *error = {EINVAL, state.error};
  return state.attached;
}

bool KernelFunctions(const std::vector<std::string>& names, std::vector<bool>* present, Error* error) {
  std::string log;
  LogScope scope(&log);
  btf* types = btf__load_vmlinux_btf();
  if (types == nullptr) {
    Fail(error, errno, "the kernel's BTF cannot be read", log);
    return false;
  }
  for (const std::string& name : names) present->push_back(btf__find_by_name_kind(types, name.c_str(), BTF_KIND_FUNC) > 0);
  btf__free(types);
  return true;
}

}  // namespace interloper
