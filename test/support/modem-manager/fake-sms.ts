import type { MessageBus } from 'dbus-native';
import { FakeInterface } from './fake-object.ts';
import { smsInterface } from './introspection.ts';

/** MMSmsState. */
export const STATE = { unknown: 0, stored: 1, receiving: 2, received: 3, sending: 4, sent: 5 } as const;
/** MMSmsPduType. */
export const PDU = { deliver: 1, submit: 2, statusReport: 3 } as const;
/** MMSmsStorage. */
export const STORAGE = { none: 0, sm: 1, me: 2 } as const;

export interface FakeSms {
  readonly path: string;
  readonly sms: FakeInterface;
}

/** A message object of the fake. Like those of ModemManager it is not in the tree of managed objects. */
export const fakeSms = async (
  bus: MessageBus,
  path: string,
  values: Readonly<Record<string, unknown>>,
  send: () => Promise<void>,
): Promise<FakeSms> => {
  const sms = new FakeInterface(bus, path, smsInterface, { Send: send }, { Class: -1, ...values });
  await sms.export({ inTree: false });
  return { path, sms };
};
