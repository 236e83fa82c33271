import { z } from 'zod';
import type { Passkey } from '../../../domain/access/passkey.ts';
import { iso } from '../messages/message-view.ts';

/** Octets in base64url, as browsers write them. */
const octets = (most: number) =>
  z
    .string()
    .max(most, `is longer than ${most} characters`)
    .regex(/^[\w-]*$/, 'is not base64url');

// Browsers add further fields to these, so they are not strict.
const id = octets(1364).min(1, 'is empty');
const clientDataJSON = octets(4096);

export const assertion = z
  .object({
    id,
    response: z.object({
      clientDataJSON,
      authenticatorData: octets(4096),
      signature: octets(1024),
      userHandle: octets(88).nullish(),
    }),
  })
  .meta({ description: 'What `navigator.credentials.get` gave, by its `toJSON()`.' });

export const assertionBody = z.strictObject({ passkey: assertion });

const name = z
  .string()
  .trim()
  .min(1, 'is empty')
  .max(64, 'is longer than 64 characters')
  .refine((text) => !/\p{Cc}/u.test(text), 'has a control character')
  .meta({ description: 'As the user calls it.', examples: ['Phone'] });

export const registerBody = z.strictObject({
  name,
  passkey: z
    .object({
      id,
      response: z.object({
        clientDataJSON,
        attestationObject: octets(32_768),
        transports: z
          .array(z.string().regex(/^[a-z-]{1,20}$/, 'is no transport'))
          .max(10)
          .optional(),
      }),
    })
    .meta({ description: 'What `navigator.credentials.create` gave, by its `toJSON()`.' }),
});

export const renameBody = z.strictObject({ name });

export const passkeyParams = z.object({ id: z.coerce.number().int().min(1).max(Number.MAX_SAFE_INTEGER) });

export const optionsView = z.strictObject({
  publicKey: z.looseObject({ challenge: z.string() }).meta({
    description:
      'For `PublicKeyCredential.parseCreationOptionsFromJSON` or `parseRequestOptionsFromJSON`; good for 5 minutes.',
  }),
});

export const passkeyView = z
  .strictObject({
    id: z.int(),
    name: z.string(),
    createdAt: z.iso.datetime(),
    lastUsedAt: z.iso.datetime().nullable(),
    copyRefusedAt: z.iso.datetime().nullable().meta({
      description: 'When a copy of it was refused: its count of signatures went back. Remove it.',
    }),
  })
  .meta({ id: 'Passkey' });

export const viewPasskey = (passkey: Passkey): z.output<typeof passkeyView> => ({
  id: passkey.id,
  name: passkey.name,
  createdAt: iso(passkey.createdAt),
  lastUsedAt: passkey.usedAt === undefined ? null : iso(passkey.usedAt),
  copyRefusedAt: passkey.clonedAt === undefined ? null : iso(passkey.clonedAt),
});
