import { type Msisdn, toMsisdn } from '../../../domain/messages/msisdn.ts';
import type { LaunchCode, PhoneCodes } from '../../../domain/triggers/trigger-repositories.ts';
import type { Queries } from '../../tables/tables.ts';

export const launchCodesOf = async (db: Queries, phone: Msisdn): Promise<readonly LaunchCode[]> => {
  const rows = await db
    .selectFrom('launch_codes')
    .selectAll()
    .where('phone', '=', phone)
    .orderBy('id')
    .execute();
  return rows.map(({ id, salt, hash, used_by, alert, issued_by }) => ({
    id,
    salt,
    hash,
    usedBy: used_by ?? undefined,
    alert: alert ?? undefined,
    issuedBy: issued_by ?? undefined,
  }));
};

export const useLaunchCode = async (db: Queries, id: number, by: string, nowMs: number): Promise<boolean> => {
  const used = await db
    .updateTable('launch_codes')
    .set({ used_at: nowMs, used_by: by })
    .where('id', '=', id)
    .where('used_at', 'is', null)
    .executeTakeFirst();
  return used.numUpdatedRows === 1n;
};

export const keepLaunch = async (db: Queries, id: number, alert: number): Promise<void> => {
  await db.updateTable('launch_codes').set({ alert }).where('id', '=', id).execute();
};

export const launchTries = async (db: Queries, phone: Msisdn) => {
  const row = await db.selectFrom('launch_tries').selectAll().where('phone', '=', phone).executeTakeFirst();
  return { wrong: row?.wrong ?? 0, lockedUntil: row?.locked_until ?? 0 };
};

/**
 * Counts a wrong code. The wrong code with the number `most` locks the phone until `lockedUntilMs`. The count is one
 * statement, so that two wrong codes at the same time are both counted.
 */
export const countWrongCode = async (
  db: Queries,
  phone: Msisdn,
  most: number,
  lockedUntilMs: number,
): Promise<void> => {
  await db
    .insertInto('launch_tries')
    .values({ phone, wrong: 1, locked_until: most <= 1 ? lockedUntilMs : 0 })
    .onConflict((conflict) =>
      conflict.column('phone').doUpdateSet((row) => ({
        wrong: row('launch_tries.wrong', '+', 1),
        locked_until: row
          .case()
          .when('launch_tries.wrong', '>=', most - 1)
          .then(lockedUntilMs)
          .else(row.ref('launch_tries.locked_until'))
          .end(),
      })),
    )
    .execute();
};

export const clearLaunchTries = async (db: Queries, phone: Msisdn): Promise<void> => {
  await db.deleteFrom('launch_tries').where('phone', '=', phone).execute();
};

export const listPhoneCodes = async (db: Queries): Promise<readonly PhoneCodes[]> => {
  const rows = await db
    .selectFrom('launch_codes')
    .leftJoin('launch_tries', 'launch_tries.phone', 'launch_codes.phone')
    .select(({ fn }) => [
      'launch_codes.phone',
      fn.count<number>('launch_codes.id').as('all'),
      fn.count<number>('launch_codes.used_at').as('used'),
      fn.max('launch_tries.wrong').as('wrong'),
      fn.max('launch_tries.locked_until').as('lockedUntil'),
    ])
    .groupBy('launch_codes.phone')
    .orderBy('launch_codes.phone')
    .execute();
  return rows.flatMap(({ phone, all, used, wrong, lockedUntil }) => {
    const number = toMsisdn(phone);
    return number === undefined
      ? []
      : [{ phone: number, unused: all - used, used, wrong: wrong ?? 0, lockedUntil: lockedUntil ?? 0 }];
  });
};
