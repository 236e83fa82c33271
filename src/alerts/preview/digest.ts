import { hash } from 'node:crypto';

/** SHA-256 in base64url. The order in which the keys of an object were written makes no difference. */
export const digest = (of: unknown): string => hash('sha256', sorted(of), 'base64url');

const sorted = (value: unknown): string =>
  JSON.stringify(value, (_key, one: unknown) =>
    typeof one === 'object' && one !== null && !Array.isArray(one)
      ? Object.fromEntries(Object.entries(one).toSorted(([a], [b]) => (a < b ? -1 : 1)))
      : one,
  );
