import { escapeText } from '../escape.js';

/** Text of a page that needs no escaping any more: only `html` makes it. */
export class Markup {
  readonly text: string;

  constructor(text: string) {
    this.text = text;
  }
}

export type Value = Markup | string | number | readonly Markup[] | undefined;

const ENTITIES: Readonly<Record<string, string>> = {
  '&': '&amp;',
  '<': '&lt;',
  '>': '&gt;',
  '"': '&quot;',
  "'": '&#39;',
};

/** Text of unknown origin as content of an element or as an attribute in quotes; controls and hidden marks are shown. */
function escapeMarkup(text: string): string {
  return escapeText(text).replace(/[&<>"']/g, (character) => ENTITIES[character]!);
}

function render(value: Value): string {
  if (value === undefined) return '';
  if (value instanceof Markup) return value.text;
  if (typeof value === 'string') return escapeMarkup(value);
  if (typeof value === 'number') return String(value);
  return value.map(({ text }) => text).join('');
}

/** Template of a piece of a page: what is put in is escaped, unless it came from here. Attributes stand in quotes. */
export function html(parts: TemplateStringsArray, ...values: readonly Value[]): Markup {
  return new Markup(parts.map((part, index) => part + render(values[index])).join(''));
}

/**
 * JSON inside a `<script type="application/json">`, which ends only at `</script`: no `<` is left in it, and no
 * character that hides. https://html.spec.whatwg.org/multipage/scripting.html#restrictions-for-contents-of-script-elements
 */
export function dataBlock(id: string, json: string): Markup {
  const inert = json.replaceAll('<', '\\u003c').replaceAll('>', '\\u003e').replaceAll('&', '\\u0026');
  return html`<script type="application/json" id="${id}">${new Markup(inert)}</script>`;
}
