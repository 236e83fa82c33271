import type { Message, NewMessage } from '../domain/messages/message.ts';

/** The message as it is in the store right after its commit. */
export const asStored = (message: NewMessage): Message => ({
  id: message.id,
  to: message.to,
  from: message.from,
  text: message.text,
  state: message.suppressed === undefined ? 'queued' : 'suppressed',
  reason: message.suppressed,
  priority: message.priority,
  encoding: message.encoding,
  flash: message.flash,
  parts: message.parts,
  reference: message.reference,
  route: undefined,
  possibleDuplicate: false,
  createdAt: message.createdAt,
  dueAt: message.dueAt,
  validUntil: message.validUntil,
  sentAt: undefined,
  finalAt: message.suppressed === undefined ? undefined : message.createdAt,
  owner: message.owner,
});
