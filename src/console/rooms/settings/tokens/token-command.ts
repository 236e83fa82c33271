import type { Role } from '../../../../domain/access/role.ts';

/** What somebody picks for a token, as it is typed; an empty text: not given. */
export interface TokenDraft {
  readonly name: string;
  readonly role: Role;
  readonly user: string;
  readonly expires: string;
  readonly perMinute: string;
  readonly perDay: string;
  readonly maxPriority: string;
  readonly countries: string;
  readonly addresses: string;
}

export const emptyDraft: TokenDraft = {
  name: '',
  role: 'sender',
  user: '',
  expires: 'P365D',
  perMinute: '',
  perDay: '',
  maxPriority: '',
  countries: '',
  addresses: '',
};

/** A value as a shell takes it, whatever signs are in it. */
const quoted = (value: string): string =>
  /^[\w.:/,+][\w.:/,+-]*$/.test(value) ? value : `'${value.replaceAll("'", "'\\''")}'`;

/** After `=`, a value that begins with a dash is no option. */
const option = (name: string, value: string): string =>
  value.startsWith('-') ? `--${name}=${quoted(value)}` : `--${name} ${quoted(value)}`;

const listOf = (text: string): string =>
  text
    .split(/[\s,;]+/)
    .filter((one) => one !== '')
    .join(',');

/** The command that makes the token, to be typed on the machine of the gateway. */
export const commandOf = (draft: TokenDraft): string => {
  const values: readonly (readonly [string, string])[] = [
    ['name', draft.name.trim() === '' ? 'NAME' : draft.name.trim()],
    ['role', draft.role],
    ['user', draft.user],
    ['expires', draft.expires],
    ['per-minute', draft.perMinute.replaceAll(/\D/g, '')],
    ['per-day', draft.perDay.replaceAll(/\D/g, '')],
    ['max-priority', draft.maxPriority],
    ['countries', listOf(draft.countries).toUpperCase()],
    ['addresses', listOf(draft.addresses)],
  ];
  const options = values.filter(([, value]) => value !== '').map(([name, value]) => option(name, value));
  return ['node src/main.ts token create --config tocsin.yaml', ...options].join(' ');
};

/** Such a token sends single messages and reads, whatever its role. */
export const isLimited = ({ perMinute, perDay, maxPriority, countries }: TokenDraft): boolean =>
  [perMinute, perDay, maxPriority, countries].some((one) => one.trim() !== '');
