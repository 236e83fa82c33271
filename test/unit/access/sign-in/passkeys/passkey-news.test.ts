import { expect, test } from 'vitest';
import { passkeyText } from '../../../../../src/access/sign-in/passkeys/passkey-news.ts';
import { analyse } from '../../../../../src/domain/text/analyse.ts';

test.each(['fr', 'en'])('each SMS about a passkey in %s is one part, also with long names', (language) => {
  for (const event of ['added', 'copied'] as const) {
    const text = passkeyText(event, { name: 'Anna-Karine de la Rochefoucauld', language }, 'x'.repeat(64));
    expect(analyse(text)).toMatchObject({ encoding: 'gsm7', parts: 1 });
  }
});
