# Executes a memfd by its path in /proc; memfd_create(2) is 319 on x86-64.
use strict;
use warnings;

my $name = 'copy';
my $file = syscall(319, $name, 0);
die "memfd_create: $!" if $file < 0;
open(my $in, '<:raw', '/bin/true') or die $!;
my $image = do { local $/; <$in> };
open(my $out, '>&=', $file) or die $!;
syswrite($out, $image) == length($image) or die $!;
exec { "/proc/$$/fd/$file" } 'true';
die "exec: $!";
