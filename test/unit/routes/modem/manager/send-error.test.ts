import { describe, expect, test } from 'vitest';
import { failureOf } from '../../../../../src/routes/modem/manager/send/failure.ts';
import { sendError } from '../../../../../src/routes/modem/manager/send/send-error.ts';
import { makePart } from '../../../../support/modem/part.ts';

const PREFIX = 'org.freedesktop.ModemManager1.Error';

/** The outcome of a message, and the verdict on its modem, after this error of Send. */
const outcomeOf = (name: string, text: string, own: { readonly parts?: number } = {}) => {
  const fullName = name.startsWith('org.') ? name : `${PREFIX}.${name}`;
  const { parts = 1 } = own;
  const context = { carrier: '208150000000001', part: makePart(0), restMs: 2000, simWorks: false };
  const error = sendError(fullName, text);
  const { outcome, verdict, counts } = failureOf(error, `${fullName}: ${text}`, parts, context);
  const blame = outcome.kind === 'refused' ? outcome.blame : undefined;
  return { kind: outcome.kind, blame, verdict: verdict.kind, counts };
};

describe('an error of Send', () => {
  test.each([
    // ModemManager or the bus refuses before the first part leaves.
    ['Core.Unauthorized', 'PolicyKit authorization failed', 'retry', 'trouble'],
    ['Core.WrongState', 'device not enabled yet', 'retry', 'trouble'],
    ['Core.InvalidArgs', 'Cannot generate PDUs', 'retry', 'trouble'],
    ['org.freedesktop.DBus.Error.UnknownObject', 'No such object path', 'retry', 'trouble'],
    ['org.freedesktop.DBus.Error.UnknownMethod', 'Object does not exist at path', 'retry', 'trouble'],
    ['org.freedesktop.DBus.Error.AccessDenied', 'Rejected send message', 'retry', 'trouble'],
    ['Serial.OpenFailedNoDevice', 'Could not open serial device', 'retry', 'trouble'],
    // The network or the modem said no.
    ['Message.NoNetwork', 'No network', 'retry', 'trouble'],
    ['Message.NetworkTimeout', 'Network timeout', 'retry', 'trouble'],
    ['Message.Unknown', 'Unknown message error: 42', 'retry', 'trouble'],
    ['Message.Unknown', 'Unknown', 'retry', 'trouble'],
    ['Message.SimFailure', 'SIM failure', 'retry', 'simAside'],
    ['Message.Unknown', 'Unknown message error: 8', 'retry', 'simAside'],
    ['MobileEquipment.SimPuk', 'SIM PUK required', 'retry', 'simAside'],
    ['Message.SmscAddressUnknown', 'SMSC address unknown', 'retry', 'noServiceCentre'],
    ['Message.MemoryFull', 'Memory full', 'retry', 'storageFull'],
    [
      'Core.Failed',
      "Couldn't write SMS part: QMI protocol error (53): 'NetworkNotReady'",
      'retry',
      'trouble',
    ],
    ['Core.Failed', 'MBIM status error: SmsUnknownSmscAddress', 'retry', 'noServiceCentre'],
    ['Core.Failed', 'MBIM status error: SimNotInserted', 'retry', 'simAside'],
  ])('%s: %s surely left nothing', (name, text, kind, verdict) => {
    expect(outcomeOf(name, text)).toEqual({ kind, blame: undefined, verdict, counts: false });
  });

  test.each([
    ['Core.Timeout', 'Operation timed out'],
    ['Serial.ResponseTimeout', 'Response timeout'],
    ['Core.Failed', 'QMI operation failed: Transaction timed out'],
    ['Core.Aborted', 'Transaction aborted'],
    ['Core.Cancelled', 'Operation was cancelled'],
    ['Core.Failed', 'Unhandled GIO error (0): something'],
    ['org.freedesktop.DBus.Error.Failed', 'something'],
    ['a.name.that.nobody.knows', ''],
  ])('%s: %s leaves the message uncertain', (name, text) => {
    expect(outcomeOf(name, text)).toEqual({
      kind: 'uncertain',
      blame: undefined,
      verdict: 'mute',
      counts: true,
    });
  });

  test.each([
    ['Message.Unknown', 'Unknown message error: 1'],
    ['Message.InvalidPduParameter', 'Invalid PDU mode parameter'],
    ['Core.Failed', "Couldn't write SMS part: QMI protocol error (54): 'WmsCauseCode'"],
  ])('%s: %s blames the message or the route: a second route decides', (name, text) => {
    expect(outcomeOf(name, text)).toMatchObject({ kind: 'refused', blame: 'messageOrRoute', counts: false });
  });

  test('of a part among several leaves all parts uncertain, but the modem or the SIM is judged as before', () => {
    expect(outcomeOf('Message.Unknown', 'Unknown message error: 1', { parts: 3 })).toMatchObject({
      kind: 'uncertain',
      counts: true,
    });
    expect(outcomeOf('Message.SimFailure', 'SIM failure', { parts: 3 })).toMatchObject({
      kind: 'uncertain',
      verdict: 'simAside',
    });
    // This error comes before the first part.
    expect(outcomeOf('Core.WrongState', 'not enabled', { parts: 3 })).toMatchObject({
      kind: 'retry',
      counts: false,
    });
  });
});
