# Writes into a child of its own through /proc/PID/mem, without ptrace (T1055.009).
use strict;
use warnings;

my $page = "data" x 16;
my $address = unpack('Q', pack('p', $page));
my $child = fork() // die "fork: $!";
if ($child == 0) { sleep 60; exit 0 }
open(my $memory, '+<:raw', "/proc/$child/mem") or die "open: $!";
sysseek($memory, $address, 0) or die "seek: $!";
syswrite($memory, 'changed') == 7 or die "write: $!";
kill 'KILL', $child;
print "done\n";
