import { z } from 'zod';
import { roles } from '../../../domain/access/role.ts';
import { isUserName, type User, type UserDefinition } from '../../../domain/access/user.ts';
import { label } from '../../resource/fields.ts';
import { iso } from '../messages/message-view.ts';
import { language, msisdn } from '../people/scalar.ts';

const userName = label(64)
  .refine(isUserName, "is not letters, digits, spaces and . _ - ', a letter or digit first")
  .meta({
    description: 'Never changes. No other user has it, whatever the capitals.',
    examples: ['Anna Roux'],
  });

const definitionFields = {
  roles: z
    .array(z.enum(roles))
    .min(1)
    .max(roles.length)
    .meta({ description: 'A token of the user may do what one of these roles may do, at most.' }),
  language: language.default('fr'),
  phone: msisdn.nullish().meta({
    description: 'For codes, approvals and duty, in E.164. No other enabled user has it.',
    examples: ['+33639980001'],
  }),
};

export const createBody = z.strictObject({ name: userName, ...definitionFields });
export const replaceBody = z.strictObject(definitionFields);

export const definitionOf = ({
  roles: given,
  language: spoken,
  phone,
}: z.output<typeof replaceBody>): UserDefinition => ({
  roles: roles.filter((role) => given.includes(role)),
  language: spoken,
  phone: phone ?? undefined,
});

export const userParams = z.object({ name: z.string().min(1).max(200) });

export const userView = z
  .strictObject({
    id: z.int().meta({ description: 'The user acts as `user:<id>`.' }),
    name: z.string(),
    roles: z.array(z.enum(roles)),
    language: z.string(),
    phone: z.string().nullable(),
    disabledAt: z.iso.datetime().nullable().meta({ description: 'Null: the user is enabled.' }),
    createdAt: z.iso.datetime(),
    version: z.int().meta({ description: 'Also the ETag.' }),
  })
  .meta({ id: 'User' });

export const viewUser = (user: User): z.output<typeof userView> => ({
  id: user.id,
  name: user.name,
  roles: [...user.roles],
  language: user.language,
  phone: user.phone ?? null,
  disabledAt: user.disabledAt === undefined ? null : iso(user.disabledAt),
  createdAt: iso(user.createdAt),
  version: user.version,
});
