import type { OutgoingPart } from '../../../../domain/routes/route.ts';
import { encodeValidity } from '../../pdu/validity.ts';
import { RELATIVE } from '../bus/names.ts';
import type { WholeMessage } from './gathering.ts';

/**
 * The argument of `Messaging.Create`, with the keys of `mm-sms-properties.c` and D-Bus types. The package takes a
 * variant as a pair of its signature and its value.
 */
export const messageProperties = (
  { parts: [first], text }: WholeMessage,
  nowMs: number,
  serviceCentre: string | undefined,
): readonly (readonly [string, readonly [string, unknown]])[] => [
  ['number', ['s', first.to]],
  ['text', ['s', text]],
  ['delivery-report-request', ['b', true]],
  ['validity', ['(uv)', [RELATIVE, ['u', validityMinutes(first, nowMs)]]]],
  ...(serviceCentre === undefined ? [] : [['smsc', ['s', serviceCentre]] as const]),
  ...(first.flash ? [['class', ['i', 0]] as const] : []),
];

/**
 * ModemManager rounds minutes up to the next value that TP-VP has (`validity_to_relative`), so that a phone could get
 * the message after its time. The minutes of a value that TP-VP has are not rounded.
 */
const validityMinutes = ({ validUntil }: OutgoingPart, nowMs: number): number => {
  const validity = encodeValidity(validUntil - nowMs);
  if (validity <= 143) return (validity + 1) * 5;
  if (validity <= 167) return 720 + (validity - 143) * 30;
  return validity <= 196 ? (validity - 166) * 1440 : (validity - 192) * 10_080;
};
