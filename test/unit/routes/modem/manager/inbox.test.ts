import { expect, test } from 'vitest';
import type { RouteInbound } from '../../../../../src/domain/routes/route.ts';
import type { Call, ManagerBus, Reply } from '../../../../../src/routes/modem/manager/bus/manager-bus.ts';
import { SMS_STATE } from '../../../../../src/routes/modem/manager/bus/names.ts';
import { Inbox } from '../../../../../src/routes/modem/manager/inbox.ts';
import { recordingLog } from '../../../../support/smpp/route-recorder.ts';

const MODEM = '/org/freedesktop/ModemManager1/Modem/0';
const PATH = '/org/freedesktop/ModemManager1/SMS/0';

/** A bus on which one message has the path, until ModemManager ends. */
const busWith = (text: string) => {
  const deleted: string[] = [];
  let isEnded = false;
  const lost: Reply<never> = { kind: 'lost', reason: 'ModemManager ended' };
  const properties = { State: SMS_STATE.received, PduType: 1, Number: '+33639980001', Text: text };
  const bus = {
    properties: async () => (isEnded ? lost : { kind: 'ok', value: properties }),
    call: async ({ member }: Call) => {
      if (isEnded) return lost;
      deleted.push(member);
      return { kind: 'ok', value: undefined };
    },
  } as unknown as ManagerBus;
  return {
    bus,
    deleted,
    end: () => {
      isEnded = true;
    },
  };
};

test('a message is stored though an earlier one, which was being stored when ModemManager ended, had its path', async () => {
  const stored: string[] = [];
  const slow = Promise.withResolvers<void>();
  const inbox = new Inbox({
    routeId: 'modem-1',
    events: {
      inbound: async ({ text }: RouteInbound) => {
        if (text === 'first') await slow.promise;
        stored.push(text);
        return 'kept';
      },
      receipt: async () => ({ kind: 'repeated' }),
    },
    log: recordingLog(),
    sent: {} as never,
    references: {} as never,
    carrier: () => 'a carrier',
    isUnderWay: () => false,
  });
  const [first, second] = [busWith('first'), busWith('second')];
  const taken = inbox.take(first.bus, MODEM, PATH);
  await new Promise((resolve) => setImmediate(resolve));
  first.end();
  inbox.forget();
  const next = inbox.take(second.bus, MODEM, PATH);
  await next;
  slow.resolve();
  await taken;
  expect(stored).toEqual(['second', 'first']);
  await inbox.take(second.bus, MODEM, PATH);
  expect(stored).toEqual(['second', 'first', 'second']);
  expect(second.deleted).toEqual(['Delete', 'Delete']);
});
