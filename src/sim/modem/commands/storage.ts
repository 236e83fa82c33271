import type { Answer } from '../answer.ts';
import { Cms, cms, error, ok } from '../answer.ts';
import type { AtCommand } from '../at-command.ts';
import type { Device } from '../device.ts';
import type { StoredMessage } from '../message-store.ts';
import type { Handlers } from './handler.ts';
import { numberIn } from './handler.ts';

// Values of <stat> in PDU mode (TS 27.005 3.1).
const UNREAD = 0;
const READ = 1;
const ALL = 4;
const STATES = [0, 1, 2, 3, ALL];

const quoted = (names: readonly string[]): string => `(${names.map((name) => `"${name}"`).join(',')})`;

const counts = ({ store, settings }: Device, withNames: boolean): string =>
  settings.memories
    .map((name) => `${withNames ? `"${name}",` : ''}${store.used(name)},${store.size(name)}`)
    .join(',');

const memories = ({ form, args }: AtCommand, device: Device): Answer => {
  const { family, settings } = device;
  const names = Object.keys(family.memories);
  if (names.length === 0) return error;
  if (form === 'test') {
    if (family.cpmsArguments === 1) return ok(`+CPMS: (${quoted(names)},${quoted(family.receiveInto)})`);
    return ok(`+CPMS: ${quoted(names)},${quoted(family.receiveInto)},${quoted(family.receiveInto)}`);
  }
  if (form === 'read') return ok(`+CPMS: ${counts(device, true)}`);
  if (args.length > family.cpmsArguments) return error;
  const [first, second, third] = settings.memories;
  const [read = first, write = second, receive = third] = args;
  const takes = names.includes(read) && [write, receive].every((name) => family.receiveInto.includes(name));
  if (!takes) return cms(Cms.notSupported);
  settings.memories = [read, write, receive];
  return ok(`+CPMS: ${counts(device, false)}`);
};

const stateOf = (message: StoredMessage): number => (message.read ? READ : UNREAD);

const list = ({ form, args }: AtCommand, { settings, store }: Device): Answer => {
  if (form === 'test') return ok(`+CMGL: (${STATES.join(',')})`);
  if (settings.textMode) return cms(Cms.notSupported);
  const wanted = args[0] === undefined ? UNREAD : numberIn(STATES, args[0]);
  if (wanted === undefined) return cms(Cms.notSupported);
  const lines: string[] = [];
  for (const message of store.list(settings.memories[0])) {
    if (wanted !== ALL && wanted !== stateOf(message)) continue;
    lines.push(`+CMGL: ${message.index},${stateOf(message)},,${message.pdu.length}`, message.pdu.hex);
    message.read = true;
  }
  return ok(...lines);
};

const readOne = ({ form, args }: AtCommand, { settings, store, family }: Device): Answer => {
  if (form === 'test') return ok();
  if (settings.textMode) return cms(Cms.notSupported);
  const [memory] = settings.memories;
  const index = Number(args[0]);
  if (!store.isIndex(memory, index)) return cms(Cms.noSuchIndex);
  const message = store.get(memory, index);
  if (message === undefined) return family.emptySlot === 'ok' ? ok() : cms(Cms.noSuchIndex);
  const state = stateOf(message);
  message.read = true;
  return ok(`+CMGR: ${state},,${message.pdu.length}`, message.pdu.hex);
};

const remove = ({ form, args }: AtCommand, device: Device): Answer => {
  const { settings, store } = device;
  const [memory] = settings.memories;
  const messages = store.list(memory);
  if (form === 'test') return ok(`+CMGD: (${messages.map(({ index }) => index).join(',')}),(0-4)`);
  const flag = args[1] === undefined ? 0 : numberIn([0, 1, 2, 3, 4], args[1]);
  if (flag === undefined) return cms(Cms.notSupported);
  // <delflag> (TS 27.005 3.5.4): 1 to 3 keep unread messages, 4 deletes all.
  if (flag > 0) {
    for (const { index, read, pdu } of messages)
      if (flag === 4 || read) {
        store.delete(memory, index);
        device.giveAway(pdu);
      }
    return ok();
  }
  const index = Number(args[0]);
  if (!store.isIndex(memory, index)) return cms(Cms.noSuchIndex);
  const message = store.get(memory, index);
  store.delete(memory, index);
  if (message !== undefined) device.giveAway(message.pdu);
  return ok();
};

/** Commands of TS 27.005 3.2.2, 3.4.2, 3.4.3 and 3.5.4. */
export const storage: Handlers = { '+CPMS': memories, '+CMGL': list, '+CMGR': readOne, '+CMGD': remove };
