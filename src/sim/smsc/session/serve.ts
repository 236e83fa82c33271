import type { Socket } from 'node:net';
import type { Carrier } from '../carrier/carrier.ts';
import { Framer } from '../pdu/framer.ts';
import { Command, Status } from '../pdu/protocol.ts';
import type { Requests } from './requests.ts';
import { Session } from './session.ts';

/** Makes a session for a connection, for as long as it is open. */
export const serve = (socket: Socket, carrier: Carrier, requests: Requests): void => {
  const session = new Session(socket, carrier);
  const framer = new Framer();
  carrier.stats.connections++;
  carrier.sessions.add(session);
  const take = (buffer: Buffer, start: number, end: number): boolean => {
    requests.take(session, buffer, start, end);
    return !session.isOver;
  };
  socket.on('data', (chunk) => {
    if (session.isOver) return;
    const badLength = framer.push(chunk, take);
    if (badLength !== undefined) {
      carrier.violate(`command_length is ${badLength}`);
      session.answer(Command.genericNack, Status.invalidCommandLength, 0);
      session.finish();
    }
    carrier.settle();
  });
  // Each error is followed by 'close', which does all the work.
  socket.on('error', () => {});
  socket.on('close', () => {
    session.closed();
    carrier.settle();
  });
  if (carrier.blackHoled) session.blackHole(true);
};
