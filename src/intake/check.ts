import type { Msisdn } from '../domain/messages/msisdn.ts';
import { NO_NUMBER } from '../domain/messages/msisdn.ts';
import type { Uncertainty } from '../domain/messages/outcome.ts';
import type { Priority } from '../domain/messages/priority.ts';
import { toSender } from '../domain/messages/sender.ts';
import { analyse } from '../domain/text/analyse.ts';
import type { Encoding } from '../domain/text/encoding.ts';
import { invisibleIn } from '../domain/text/invisible.ts';
import type { FieldError, MessageInput } from './message-input.ts';
import { normaliseNumber } from './normalise-number.ts';
import { shortened } from './shortened.ts';

const DAY_MS = 86_400_000;
const DEFAULT_VALID_FOR_MS = DAY_MS;
const MOST_AHEAD_MS = 366 * DAY_MS;
// The count of parts is one octet of the concatenation header (TS 23.040 9.2.3.24.1).
const MOST_PARTS = 255;
const MOST_REFERENCE = 200;

export interface Defaults {
  /** The sender of a message that gives none. `to` is undefined if the number is invalid. */
  readonly senderFor: (to: Msisdn | undefined) => string | undefined;
  readonly country: string | undefined;
  readonly hasRoute: (id: string) => boolean;
}

/** A message that passed all checks: complete but for its id, its lane and when it was created. */
export interface Checked {
  readonly to: Msisdn;
  readonly from: string | undefined;
  readonly text: string;
  readonly encoding: Encoding;
  readonly flash: boolean;
  readonly parts: number;
  readonly priority: Priority;
  readonly dueAt: number;
  readonly validUntil: number;
  readonly reference: string | undefined;
  readonly onUncertain: Uncertainty;
  readonly routes: readonly string[] | undefined;
}

/** Checks a message. Returns all errors at once, so that an operator in a hurry need not correct them one by one. */
export const check = (
  input: MessageInput,
  defaults: Defaults,
  nowMs: number,
): { readonly ok: Checked } | { readonly errors: readonly FieldError[] } => {
  const errors: FieldError[] = [];
  const to = normaliseNumber(input.to, defaults.country);
  if (to === undefined) errors.push({ path: 'to', message: NO_NUMBER });
  const asked = input.from ?? defaults.senderFor(to);
  const from = asked === undefined ? undefined : senderIn(asked, defaults.country);
  if (asked !== undefined && from === undefined) {
    errors.push({
      path: 'from',
      message:
        "must be up to 11 of A-Z, a-z, 0-9, space and _.&'+- with a letter, a short code of 3 to 8 digits, or a number in E.164",
    });
  }
  const text = input.transliterate === true ? shortened(input.text) : input.text;
  const { encoding, parts } = checkText(text, errors);
  const dueAt = input.sendAt ?? nowMs;
  if (dueAt > nowMs + MOST_AHEAD_MS) errors.push({ path: 'sendAt', message: 'must be within 366 days' });
  if (input.reference !== undefined && input.reference.length > MOST_REFERENCE) {
    errors.push({ path: 'reference', message: `must be at most ${MOST_REFERENCE} characters` });
  }
  const routes = checkRoutes(input.routes, defaults, errors);
  if (to === undefined || errors.length > 0) return { errors };

  const priority = input.priority ?? 'normal';
  const start = Math.max(dueAt, nowMs);
  return {
    ok: {
      to,
      from,
      text,
      encoding,
      flash: input.flash ?? false,
      parts,
      priority,
      dueAt: start,
      validUntil: start + (input.validForMs ?? DEFAULT_VALID_FOR_MS),
      reference: input.reference,
      onUncertain: input.onUncertain ?? (priority === 'critical' ? 'resend' : 'hold'),
      routes,
    },
  };
};

// Valid values for required fields that are missing, so that `check` can check the other fields.
const FAULTLESS: MessageInput = { to: '+33639980001', text: 'x' };

/** The errors in the fields that are given. A missing field causes none. */
export const checkGiven = (
  input: Partial<MessageInput>,
  defaults: Defaults,
  nowMs: number,
): readonly FieldError[] => {
  const { to = FAULTLESS.to, text = FAULTLESS.text, ...rest } = input;
  const result = check({ ...rest, to, text }, defaults, nowMs);
  return 'errors' in result ? result.errors : [];
};

// Control characters that no phone shows, or at which some carriers cut the text (NUL). Tab, line ends and form feed
// are allowed, and so are U+0080 to U+009F.
const CONTROL = /(?![\t\n\f\r\u0080-\u009f])\p{Cc}/u;

/** The sender; one that is a national number is written in E.164. */
const senderIn = (text: string, country: string | undefined): string | undefined =>
  toSender(text)?.text ?? normaliseNumber(text, country);

/** Adds what is wrong with a text to `errors`. If there is an error, the returned encoding and parts mean nothing. */
export const checkText = (text: string, errors: FieldError[]): { encoding: Encoding; parts: number } => {
  if (text.length === 0) errors.push({ path: 'text', message: 'must not be empty' });
  const { encoding, parts, unpairedSurrogateAt } = analyse(text);
  // GSM-7 has no invisible characters, and none of these control characters.
  const [control, invisible] = encoding === 'ucs2' ? [CONTROL.exec(text), invisibleIn(text)] : [];
  if (control) {
    const code = control[0].charCodeAt(0).toString(16).padStart(4, '0').toUpperCase();
    errors.push({ path: 'text', message: `holds the control character U+${code} at index ${control.index}` });
  }
  if (invisible !== undefined) {
    errors.push({ path: 'text', message: `holds ${invisible.character} at index ${invisible.index}` });
  }
  if (unpairedSurrogateAt !== undefined) {
    errors.push({ path: 'text', message: `holds half a surrogate pair at index ${unpairedSurrogateAt}` });
  }
  if (parts > MOST_PARTS) {
    errors.push({
      path: 'text',
      message: `is ${parts} parts in ${encoding}; a message has at most ${MOST_PARTS}`,
    });
  }
  return { encoding, parts };
};

const checkRoutes = (
  routes: readonly string[] | undefined,
  defaults: Defaults,
  errors: FieldError[],
): readonly string[] | undefined => {
  if (routes === undefined) return undefined;
  if (routes.length === 0) errors.push({ path: 'routes', message: 'must name a route, or be left out' });
  for (const [index, id] of routes.entries()) {
    if (!defaults.hasRoute(id))
      errors.push({ path: `routes[${index}]`, message: `no route is called "${id}"` });
  }
  return [...new Set(routes)];
};
