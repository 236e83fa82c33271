import type { FastifySchema, RouteOptions } from 'fastify';
import { isOnlyForPersons, type Permission, permissions, rolesWith } from '../../../access/permissions.ts';
import { roles } from '../../../domain/access/role.ts';
import { permissionOf } from '../access/access.ts';

const wordsOf = (permission: Permission): string => {
  const only = isOnlyForPersons(permission) ? ', and once there are users a token that belongs to one' : '';
  return `Needs the permission \`${permission}\` (${permissions[permission]}): ${rolesWith(permission).join(', ')}${only}.`;
};

/**
 * Adds to the description of a route which permission it needs, and which roles have it. `session`: whoever is signed
 * in; `none`: everybody.
 */
export const notePermission = (
  schema: FastifySchema & { readonly description?: string },
  { onRequest }: Pick<RouteOptions, 'onRequest'>,
): FastifySchema => {
  const permission = [onRequest]
    .flat()
    .map(permissionOf)
    .find((one) => one !== undefined);
  if (permission === undefined) {
    const isOpen = Array.isArray(schema.security) && schema.security.length === 0;
    const noted = { ...schema, 'x-permission': isOpen ? 'none' : 'session', 'x-roles': roles };
    return noted;
  }
  const before = schema.description === undefined ? '' : `${schema.description}\n\n`;
  const noted = {
    ...schema,
    description: `${before}${wordsOf(permission)}`,
    'x-permission': permission,
    'x-roles': rolesWith(permission),
  };
  return noted;
};
