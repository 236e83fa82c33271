import { expect } from 'vitest';
import type { Outcome } from '../../../src/domain/messages/outcome.ts';
import type { OutgoingPart } from '../../../src/domain/routes/route.ts';
import { outcomeOf } from '../../../src/protocols/smpp/outcomes.ts';
import { PduTrace } from '../../../src/protocols/smpp/pdu-trace.ts';
import { Link } from '../../../src/routes/smpp/link/link.ts';
import { compose } from '../../../src/routes/smpp/submit/compose.ts';
import { KnownTexts } from '../../../src/routes/smpp/submit/known-texts.ts';
import { SlowSocket } from '../http/slow-socket.ts';
import { VirtualClock } from '../virtual-clock.ts';
import { recordingLog } from './route-recorder.ts';
import { cstring, pdu } from './scripted-smsc.ts';
import { samplePart, smppConfig } from './smpp-samples.ts';

/** A link on a socket in memory and a clock that the test moves. */
export const linkRig = (fields: Record<string, unknown> = {}, random: () => number = () => 0) => {
  const clock = new VirtualClock();
  const sockets: SlowSocket[] = [];
  const config = smppConfig({ reconnect: { min: '1s', max: '60s' }, ...fields });
  const late: Outcome[] = [];
  const log = recordingLog();
  const disk = Promise.withResolvers<number>();
  let refuse = false;
  const link = new Link(
    'transceiver',
    config,
    {
      clock,
      log,
      random,
      dial: () => {
        if (refuse) throw new Error('no such file or directory');
        const socket = new SlowSocket();
        sockets.push(socket);
        return { socket, connectedEvent: 'connect' };
      },
    },
    {
      accepted: (carrierRef) => ({ kind: 'accepted', carrier: 'orange', carrierRef }),
      refused: outcomeOf,
      delivery: () => disk.promise,
      late: (_, outcome) => late.push(outcome),
      changed: () => {},
      trace: new PduTrace(clock),
    },
  );
  const socket = () => sockets.at(-1) ?? new SlowSocket();
  const texts = new KnownTexts(config);
  const submit = (change: Partial<OutgoingPart> = {}): Promise<Outcome> => {
    const part = samplePart({ validUntil: clock.now() + 3_600_000, ...change });
    const written = compose(part, config, clock.now(), texts);
    if ('kind' in written) throw new Error('not composed');
    return link.submit(part, written);
  };
  const bind = async () => {
    socket().emit('connect');
    await clock.advance(0);
    socket().takeIn();
    socket().push(pdu(0x80000009, 0, 1, cstring('SMSC')));
    await clock.advance(0);
  };
  const refuseDials = () => {
    refuse = true;
  };
  return { clock, sockets, socket, link, late, log, disk, submit, bind, refuseDials };
};

/** The same, bound to the carrier. */
export const boundRig = async (fields: Record<string, unknown> = {}) => {
  const made = linkRig(fields);
  made.link.start();
  await made.bind();
  expect(made.link.bound).toBe(true);
  return made;
};
