import { z } from 'zod';
import type { Session } from '../../../access/sign-in/sessions.ts';
import { roles } from '../../../domain/access/role.ts';
import type { StoredSession } from '../../../domain/access/sign-in.ts';
import { iso } from '../messages/message-view.ts';
import { assertion } from './passkey-view.ts';

// Longer texts could only be wrong, and would cost the normalisation of their characters.
const typed = z.string().min(1, 'is empty').max(1024, 'is longer than 1024 characters');
const password = typed.meta({ format: 'password', examples: ['one that nobody else has'] });
const code = z
  .string()
  .min(1, 'is empty')
  .max(64, 'is longer than 64 characters')
  .meta({ description: 'The code that the app shows, or a recovery code.', examples: ['123456'] });

export const signInBody = z.strictObject({
  name: z.string().min(1, 'is empty').max(200, 'is longer than 200 characters'),
  password,
  code: code.optional(),
  passkey: assertion
    .optional()
    .meta({ description: 'In the place of a code: what `navigator.credentials.get` gave.' }),
});

export const confirmBody = z.union([z.strictObject({ password }), z.strictObject({ code })]);

export const passwordBody = z.strictObject({
  current: password,
  new: password.meta({ description: '12 to 256 characters; not the name of the user.' }),
});

export const factorBody = z.strictObject({ code });

export const sessionView = z
  .strictObject({
    user: z.strictObject({
      id: z.int(),
      name: z.string(),
      roles: z.array(z.enum(roles)),
      language: z.string(),
    }),
    createdAt: z.iso.datetime(),
    expiresAt: z.iso
      .datetime()
      .meta({ description: 'Unless it is used again: 30 minutes, 12 hours at most.' }),
    csrf: z
      .string()
      .meta({ description: 'Send it as `x-csrf-token` with everything that changes something.' }),
    mustChangePassword: z.boolean().meta({ description: 'Nothing else may be done before.' }),
    confirmed: z.boolean().meta({
      description:
        'Whether the password, a code or a passkey was entered less than 5 minutes ago, as some acts need it.',
    }),
    secondFactor: z.boolean(),
    recoveryCodesLeft: z.int(),
  })
  .meta({ id: 'Session' });

export const viewSession = (
  session: Session,
  factor: { readonly isOn: boolean; readonly recoveryCodes: number },
): z.output<typeof sessionView> => ({
  user: {
    id: session.user.id,
    name: session.user.name,
    roles: [...session.user.roles],
    language: session.user.language,
  },
  createdAt: iso(session.createdAt),
  expiresAt: iso(session.expiresAt),
  csrf: session.csrf,
  mustChangePassword: session.mustChange,
  confirmed: session.isConfirmed,
  secondFactor: factor.isOn,
  recoveryCodesLeft: factor.recoveryCodes,
});

export const ownSessionView = z
  .strictObject({
    current: z.boolean().meta({ description: 'Whether it is the session of this request.' }),
    createdAt: z.iso.datetime(),
    lastUsedAt: z.iso.datetime(),
    address: z.string(),
    browser: z.string().meta({ description: 'As the browser calls itself, cut to 120 characters.' }),
  })
  .meta({ id: 'OwnSession' });

export const viewOwnSession = (
  stored: StoredSession,
  { idHash }: Session,
): z.output<typeof ownSessionView> => ({
  current: Buffer.from(idHash).equals(stored.idHash),
  createdAt: iso(stored.createdAt),
  lastUsedAt: iso(stored.usedAt),
  address: stored.address,
  browser: stored.browser,
});
