import { type Group, SILENT } from '../case.js';

/** The result of a loop that is long enough to be compiled, and every step of which counts. */
const SUM = /\b\d{3,}\b/;

export const runtimes: Group = {
  title: 'Language runtimes and their compilers',
  cases: [
    {
      id: 'openjdk',
      title: 'OpenJDK: compiles and runs a hot loop',
      why: 'Its compilers write into executable memory of their own process.',
      packages: ['default-jdk-headless'],
      script: `cat >Sum.java <<'END'
public class Sum { public static void main(String[] a) { long s = 0; for (int i = 0; i < 200000000; i++) s = s * 31 + i; System.out.println("sum " + (s & 0xffff | 0x10000)); } }
END
java Sum.java`,
      proof: SUM,
      expect: SILENT,
    },
    {
      id: 'node',
      title: 'Node.js: a hot loop and WebAssembly',
      why: 'V8 makes memory executable all the time, in its own process.',
      packages: ['nodejs'],
      script: `node -e '
let sum = 0; for (let i = 0; i < 3e7; i++) sum = (sum * 31 + i) | 0;
const wasm = new Uint8Array([0,97,115,109,1,0,0,0,1,7,1,96,2,127,127,1,127,3,2,1,0,7,7,1,3,97,100,100,0,0,10,9,1,7,0,32,0,32,1,106,11]);
console.log("sum", new WebAssembly.Instance(new WebAssembly.Module(wasm)).exports.add(4000, 200), sum);'`,
      proof: /sum 4200 /,
      expect: SILENT,
    },
    {
      id: 'pypy',
      title: 'PyPy: a hot loop',
      why: 'A tracing compiler in its own process.',
      packages: ['pypy3'],
      script: `pypy3 -c '
s = 0
for i in range(20000000): s = (s * 31 + i) & 0xffffff
print("sum", s | 0x1000000)'`,
      proof: SUM,
      expect: SILENT,
    },
    {
      id: 'ruby-yjit',
      title: 'Ruby with its just-in-time compiler',
      why: 'As above.',
      packages: ['ruby'],
      script: `ruby --jit -e 's = 0; 3_000_000.times { |i| s = (s * 31 + i) & 0xffffff }; puts "sum #{s | 0x1000000}"'`,
      proof: SUM,
      expect: SILENT,
    },
    {
      id: 'php-jit',
      title: 'PHP with its just-in-time compiler',
      why: 'Its buffer is shared and executable.',
      packages: ['php-cli'],
      script: `php -d opcache.enable_cli=1 -d opcache.jit_buffer_size=64M -d opcache.jit=tracing -r '
for ($s = 0, $i = 0; $i < 30000000; $i++) $s = ($s * 31 + $i) & 0xffffff; echo "sum ", $s | 0x1000000, "\\n";'`,
      proof: SUM,
      expect: SILENT,
    },
    {
      id: 'luajit',
      title: 'LuaJIT: a hot loop and callbacks',
      why: 'As above; callbacks are machine code that is made at run time.',
      packages: ['luajit'],
      script: `luajit -e '
local ffi = require("ffi"); local s = 0
for i = 1, 1e8 do s = (s * 31 + i) % 16777216 end
local f = ffi.cast("int (*)(int)", function(n) return n + 1 end)
print("sum", f(41000), s)'`,
      proof: /41001/,
      expect: SILENT,
    },
    {
      id: 'sbcl',
      title: 'SBCL: compiles and runs a function',
      why: 'Its whole heap is writable and executable.',
      packages: ['sbcl'],
      script: `sbcl --noinform --non-interactive --eval '(progn (defun f (n) (declare (fixnum n)) (let ((s 0)) (declare (fixnum s)) (dotimes (i n s) (setf s (logand (+ (* s 31) i) #xffffff))))) (compile (quote f)) (print (logior (f 100000000) #x1000000)))'`,
      proof: SUM,
      expect: SILENT,
    },
    {
      id: 'mono',
      title: 'Mono: compiles and runs C#',
      why: 'A runtime of the .NET kind: code is made at run time, also for delegates.',
      packages: ['mono-runtime', 'mono-mcs'],
      script: `cat >a.cs <<'END'
using System; class P { static void Main() { Func<int, int, int> f = (a, b) => a * 31 + b; int s = 0; for (int i = 0; i < 100000000; i++) s = f(s, i); Console.WriteLine("sum " + (s & 0xffff | 0x10000)); } }
END
mcs a.cs && mono a.exe`,
      proof: SUM,
      expect: SILENT,
    },
    {
      id: 'erlang',
      title: 'Erlang: a loop under the BEAM’s compiler',
      why: 'Its code is mapped twice, writable and executable, from one memfd.',
      packages: ['erlang-base'],
      script: `cat >s.erl <<'END'
-module(s). -export([main/0]).
main() -> io:format("sum ~p~n", [f(5000000, 0) bor 16777216]), halt().
f(0, S) -> S; f(N, S) -> f(N - 1, (S * 31 + N) band 16777215).
END
erlc s.erl && erl -noshell -s s main`,
      proof: SUM,
      expect: SILENT,
    },
    {
      id: 'guile',
      title: 'Guile: a hot loop',
      why: 'A template compiler in its own process.',
      packages: ['guile-3.0'],
      script: `guile --no-auto-compile -c '(define (f n s) (if (= n 0) s (f (- n 1) (logand (+ (* s 31) n) #xffffff)))) (display (logior (f 10000000 0) #x1000000)) (newline)'`,
      proof: SUM,
      expect: SILENT,
    },
    {
      id: 'racket',
      title: 'Racket: a loop',
      why: 'Chez Scheme compiles to machine code at run time.',
      packages: ['racket'],
      script: `racket -l racket/base -e '(let loop ([n 5000000] [s 0]) (if (zero? n) (displayln (bitwise-ior s #x1000000)) (loop (- n 1) (bitwise-and (+ (* s 31) n) #xffffff))))'`,
      proof: SUM,
      expect: SILENT,
    },
    {
      id: 'ghc',
      title: 'GHC: compiles and runs a program; its interpreter',
      why: 'The interpreter maps object files executable by itself.',
      packages: ['ghc'],
      script: `echo 'main = print (foldl (\\s n -> (s * 31 + n) \`mod\` 16777216) 0 [1 .. 1000000 :: Int] + 16777216)' >a.hs
ghc -v0 -O a.hs && ./a && ghc -e 'print (product [1 .. 20 :: Integer])'`,
      proof: /2432902008176640000/,
      patience: 120,
      expect: SILENT,
    },
    {
      id: 'octave',
      title: 'GNU Octave: a matrix product',
      why: 'A numeric runtime whose libraries choose their code as they are loaded.',
      packages: ['octave'],
      script: `octave-cli --no-init-file --eval 'x = magic(4); disp(sum((x * x)(:)))'`,
      proof: SUM,
      expect: SILENT,
    },
    {
      id: 'r',
      title: 'R: a loop under its byte-code compiler',
      why: 'It loads compiled packages at run time.',
      packages: ['r-base-core'],
      script: `Rscript -e 's <- 0; for (i in 1:3000000) s <- (s * 31 + i) %% 16777216; cat("sum", s + 16777216, "\\n")'`,
      proof: /sum/,
      expect: SILENT,
    },
    {
      id: 'clisp',
      title: 'CLISP: a compiled function',
      why: 'A Lisp whose foreign functions need trampolines.',
      packages: ['clisp'],
      script: `clisp -q -x '(progn (defun f (n) (let ((s 0)) (dotimes (i n s) (setf s (logand (+ (* s 31) i) #xffffff))))) (compile (quote f)) (print (logior (f 300000) #x1000000)))'`,
      proof: SUM,
      expect: SILENT,
    },
    {
      id: 'gforth',
      title: 'Gforth: compiled words',
      why: 'Its dictionary is writable and executable.',
      packages: ['gforth'],
      script: `gforth -e ': f 0 10000000 0 do 31 * i + 16777215 and loop 16777216 or . ; f cr bye'`,
      proof: SUM,
      expect: SILENT,
    },
    {
      id: 'elixir',
      title: 'Elixir: a sum',
      why: 'As Erlang.',
      packages: ['elixir'],
      script: `elixir -e 'IO.puts("sum " <> Integer.to_string(Enum.sum(1..100000)))'`,
      proof: SUM,
      expect: SILENT,
    },
    {
      id: 'ocaml',
      title: 'OCaml: interpreted and compiled',
      why: 'A program that is compiled and run at once.',
      packages: ['ocaml', 'gcc'],
      script: `echo 'print_int (List.fold_left (+) 0 (List.init 1000 (fun x -> x)))' >a.ml; ocaml a.ml && ocamlopt -o a a.ml && ./a`,
      proof: SUM,
      expect: SILENT,
    },
    {
      id: 'gjs',
      title: 'gjs: a hot loop under SpiderMonkey',
      why: 'The compiler of a browser in a desktop’s scripts.',
      packages: ['gjs'],
      script: `gjs -c 'let s = 0; for (let i = 0; i < 30000000; i++) s = (s * 31 + i) & 0xffffff; print("sum", s | 0x1000000)'`,
      proof: SUM,
      expect: SILENT,
    },
    {
      id: 'polyml',
      title: 'Poly/ML: compiles and runs a function',
      why: 'Every expression that is typed in becomes machine code.',
      packages: ['polyml'],
      script: `echo 'fun f 0 a = a | f n a = f (n - 1) (a + n); print ("sum " ^ Int.toString (f 100000 0));' | poly -q`,
      proof: SUM,
      expect: SILENT,
    },
    {
      id: 'swi-prolog',
      title: 'SWI-Prolog: a sum',
      why: 'A virtual machine without a compiler to machine code.',
      packages: ['swi-prolog-nox'],
      script: "swipl -g 'numlist(1,100000,L),sum_list(L,S),print(S),nl' -t halt",
      proof: SUM,
      expect: SILENT,
    },
    {
      id: 'emacs',
      title: 'Emacs: byte-compiles and runs a function',
      why: 'It maps a dumped image of itself.',
      packages: ['emacs-nox'],
      script: `emacs --batch --eval '(progn (defun f (n) (let ((s 0)) (dotimes (i n) (setq s (+ s i))) s)) (byte-compile (quote f)) (message "sum %d" (f 100000)))'`,
      proof: SUM,
      expect: SILENT,
    },
    {
      id: 'python-ctypes',
      title: 'Python: callbacks of ctypes',
      why: 'libffi makes closures executable.',
      packages: ['python3'],
      script: `python3 -c 'import ctypes; f = ctypes.CFUNCTYPE(ctypes.c_int, ctypes.c_int)(lambda n: n + 1); print("sum", f(41000))'`,
      proof: /41001/,
      expect: SILENT,
    },
    {
      id: 'python-multiprocessing',
      title: 'Python: processes with shared memory',
      why: 'Descriptors and memory are shared, none of it executable.',
      packages: ['python3'],
      script: 'python3 "$PROGRAMS/shared_memory.py"',
      proof: /sum 4950/,
      expect: SILENT,
    },
  ],
};
