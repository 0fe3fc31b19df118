# process_vm_writev(2), number 311 on x86-64, into another process: vm_writev.pl PID ADDRESS.
use strict;
use warnings;

my ($pid, $address) = @ARGV;
my $data = 'data' x 4;
my $local = pack('pQ', $data, 16);
my $remote = pack('QQ', hex($address), 16);
my $written = syscall(311, int($pid), $local, 1, $remote, 1, 0);
print $written == 16 ? "done\n" : "failed: $!\n";
