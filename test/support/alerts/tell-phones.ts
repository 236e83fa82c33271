import { notAtItsTime } from '../../../src/alerts/approval/not-at-its-time.ts';
import type { MessageId } from '../../../src/domain/messages/message-id.ts';
import type { Msisdn } from '../../../src/domain/messages/msisdn.ts';
import type { Clock } from '../../../src/kernel/clock.ts';
import { newMessage } from '../store/messages.ts';

/** Tells persons with these phones, by the ids of the persons, that a scheduled alert does not go out. */
export const tellPhones = (
  phones: ReadonlyMap<string, Msisdn>,
  nextId: () => MessageId,
  clock: Pick<Clock, 'now'>,
): ReturnType<typeof notAtItsTime> =>
  notAtItsTime({
    officers: {
      byId: async (id) => {
        const phone = phones.get(id);
        return phone && { id, name: id, phone, language: 'fr', mayApprove: true, mayPrepare: true };
      },
    },
    prepare: async ({ validForMs: _validForMs, ...sms }) =>
      newMessage({ ...sms, id: nextId(), createdAt: clock.now() }),
    timeZone: 'Europe/Paris',
    from: undefined,
  });
