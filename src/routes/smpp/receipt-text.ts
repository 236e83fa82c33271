/** What a receipt's text says (3.4, appendix B); its form is each carrier's own, so any of it may be missing. */
export interface ReceiptText {
  readonly id: string | undefined;
  /** In capitals, as it came: DELIVRD, UNDELIV, … */
  readonly stat: string | undefined;
  readonly err: string | undefined;
}

/**
 * `name:value` or `name=value`, names in any case, in any order. `text:` ends the search, since what follows is the
 * message's own words.
 */
const FIELD =
  /(?:^|[\s,;|])(id|msgid|message[ _]?id|stat|status|state|err|error|text|sub|dlvrd|submit[ _]date|done[ _]date)\s*[:=]\s*/gi;

const valueAt = (text: string, at: number): string => /^[^\s,;|]*/.exec(text.slice(at, at + 100))?.[0] ?? '';

/** Reads what can be read; never fails. */
export const scanReceiptText = (text: string): ReceiptText => {
  let id: string | undefined;
  let stat: string | undefined;
  let err: string | undefined;
  FIELD.lastIndex = 0;
  for (let match = FIELD.exec(text); match !== null; match = FIELD.exec(text)) {
    const name = (match[1] ?? '').toLowerCase();
    if (name === 'text') break;
    const value = valueAt(text, FIELD.lastIndex);
    if (value === '') continue;
    if (name === 'id' || name === 'msgid' || name.startsWith('message')) id ??= value;
    else if (name === 'stat' || name === 'status' || name === 'state') stat ??= value.toUpperCase();
    else if (name === 'err' || name === 'error') err ??= value;
  }
  return { id, stat, err };
};
