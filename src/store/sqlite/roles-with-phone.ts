import { existsSync } from 'node:fs';
import { openForReading } from './open.ts';

/**
 * The roles of each enabled user with a phone; undefined: there is no file, or it can't be read now. It is read only
 * while a gateway has it open: a program of another user that opens it first would leave files behind which the gateway
 * can't write.
 */
export const rolesWithPhone = (path: string | undefined): readonly (readonly string[])[] | undefined => {
  if (path === undefined || !existsSync(`${path}-shm`)) return undefined;
  try {
    const db = openForReading(path);
    try {
      const query = 'SELECT roles FROM users WHERE disabled_at IS NULL AND phone IS NOT NULL';
      const rows = db.prepare<[], { roles: string }>(query).all();
      return rows.map(({ roles }) => JSON.parse(roles) as readonly string[]);
    } finally {
      db.close();
    }
  } catch {
    return undefined;
  }
};
