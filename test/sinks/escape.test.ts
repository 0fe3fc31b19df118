import assert from 'node:assert/strict';
import fc from 'fast-check';
import { escapeJson, escapeText } from '../../src/sinks/escape.js';

const texts = fc.oneof(
  fc.string({ unit: 'binary' }),
  fc.array(fc.integer({ min: 0, max: 0xffff })).map((units) => String.fromCharCode(...units)),
);

/** Written apart from the code under test: what a terminal could act on, or a person not see. */
function isSafe(text: string): boolean {
  for (const character of text) {
    const code = character.codePointAt(0)!;
    const bidi =
      code === 0x61c ||
      (code >= 0x200e && code <= 0x200f) ||
      (code >= 0x202a && code <= 0x202e) ||
      (code >= 0x2066 && code <= 0x2069);
    const surrogate = code >= 0xd800 && code <= 0xdfff;
    if (code < 0x20 || (code >= 0x7f && code < 0xa0) || bidi || surrogate || code === 0x2028 || code === 0x2029)
      return false;
  }
  return true;
}

describe('escapeText', () => {
  it('leaves nothing that a terminal acts on', () => {
    fc.assert(fc.property(texts, (text) => assert.ok(isSafe(escapeText(text)))));
  });

  it('keeps different texts different', () => {
    fc.assert(
      fc.property(texts, texts, (a, b) => {
        assert.equal(escapeText(a) === escapeText(b), a === b);
      }),
    );
  });

  for (const [name, text, escaped] of [
    ['an escape sequence', '\x1b[31mred', '\\x1b[31mred'],
    ['line ends', 'a\r\nb\tc', 'a\\r\\nb\\tc'],
    ['the one-byte control sequence introducer', '\x9b2J', '\\x9b2J'],
    ['a right-to-left override', 'a\u202ecod.exe', 'a\\u{202e}cod.exe'],
    ['what looks like an escape', '\\x1b', '\\\\x1b'],
    ['half of a pair', '\ud83d!', '\\u{d83d}!'],
    ['a language tag', '\u{e0041}', '\\u{e0041}'],
    ['a zero-width joiner', 'ro\u200dot', 'ro\\u{200d}ot'],
  ] as const) {
    it(`shows ${name}`, () => assert.equal(escapeText(text), escaped));
  }

  it('leaves ordinary text of all scripts alone', () => {
    for (const text of ['/usr/bin/gdb -p 1', 'größe', '程序', 'программа', 'خدمة', '🦊'])
      assert.equal(escapeText(text), text);
  });
});

describe('escapeJson', () => {
  it('is safe and stands for the same value', () => {
    fc.assert(
      fc.property(fc.dictionary(texts, texts), (value) => {
        const json = escapeJson(JSON.stringify(value));
        assert.ok(isSafe(json));
        assert.deepEqual(JSON.parse(json), JSON.parse(JSON.stringify(value)));
      }),
    );
  });
});
