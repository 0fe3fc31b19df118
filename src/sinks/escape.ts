/**
 * What must not reach a terminal as it is: C0, DEL and C1 controls, line and paragraph separators, marks that are
 * invisible or change the direction of text, tags, noncharacters, halves of surrogate pairs.
 * Sources: ECMA-48; Unicode UAX #9 (bidirectional controls), UTR #36 (spoofing).
 */
const UNSAFE =
  /[\0-\x1f\x7f-\x9f\xad\u061c\u115f\u1160\u180e\u200b-\u200f\u2028-\u202e\u2060-\u206f\u3164\ufeff\uffa0\ufff0-\ufffb\ufdd0-\ufdef\ufffe\uffff]|[\u{e0000}-\u{e0fff}]|\p{Cs}/gu;

/** With the backslash, so that what looks like an escape is one. */
const UNSAFE_OR_BACKSLASH = new RegExp(`${UNSAFE.source}|\\\\`, 'gu');

const SHORT: Record<string, string> = { '\\': '\\\\', '\n': '\\n', '\r': '\\r', '\t': '\\t' };

function escapeOne(character: string): string {
  const short = SHORT[character];
  if (short !== undefined) return short;
  const code = character.codePointAt(0)!;
  return code <= 0xff ? `\\x${code.toString(16).padStart(2, '0')}` : `\\u{${code.toString(16)}}`;
}

/**
 * Text of unknown origin made safe for a terminal: one line, no controls, nothing invisible. What is replaced stays
 * visible (`\x1b`, `\u{202e}`), and different texts stay different.
 */
export function escapeText(text: string): string {
  return text.replace(UNSAFE_OR_BACKSLASH, escapeOne);
}

/** Text of several lines made safe for a terminal, where parts of it may have been escaped already: lines and backslashes stay. */
export function escapeControls(text: string): string {
  return text.replace(UNSAFE, (character) => (character === '\n' ? character : escapeOne(character)));
}

/** JSON text made safe for a terminal by JSON's own escapes: the value it stands for stays the same. */
export function escapeJson(json: string): string {
  return json.replace(UNSAFE, (character) => {
    let escaped = '';
    for (let index = 0; index < character.length; index++) {
      escaped += `\\u${character.charCodeAt(index).toString(16).padStart(4, '0')}`;
    }
    return escaped;
  });
}
