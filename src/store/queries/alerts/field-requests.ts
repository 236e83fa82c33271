import type { FieldRequestRepository } from '../../../domain/triggers/field-request.ts';
import type { Queries } from '../../tables/tables.ts';

/** The requests for alerts that came by SMS. */
export const fieldRequestRepository = (db: Queries): FieldRequestRepository => ({
  requestBy: async (reference) => {
    const row = await db
      .selectFrom('field_requests')
      .select('alert')
      .where('reference', '=', reference)
      .executeTakeFirst();
    return row;
  },
  requestsSince: async (phone, sinceMs) => {
    const { requests } = await db
      .selectFrom('field_requests')
      .select(({ fn }) => fn.countAll<number>().as('requests'))
      .where('phone', '=', phone)
      .where('at', '>', sinceMs)
      .executeTakeFirstOrThrow();
    return requests;
  },
  keepRequest: async (reference, phone, alert, nowMs) => {
    await db
      .insertInto('field_requests')
      .values({ reference, phone, alert, at: nowMs })
      .onConflict((conflict) => conflict.doNothing())
      .execute();
  },
});
