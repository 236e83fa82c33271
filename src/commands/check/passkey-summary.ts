import { readFileSync } from 'node:fs';
import { passkeySite } from '../../access/sign-in/passkeys/site.ts';
import type { Config } from '../../config/schema.ts';

/** Where people can sign in by passkeys, or why they can't. */
export const describePasskeys = ({ http }: Pick<Config, 'http'>): string => {
  const site = passkeySite(http, http.tls === undefined ? undefined : certificateIn(http.tls.cert));
  return site.kind === 'site'
    ? `People sign in by passkeys at ${site.origin}, and at no other address.`
    : `Nobody can sign in by a passkey: ${site.why}.`;
};

/** That a file can't be read is another warning. */
const certificateIn = (file: string): string => {
  try {
    return readFileSync(file, 'utf8');
  } catch {
    return '';
  }
};
