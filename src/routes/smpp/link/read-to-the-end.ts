import type { Duplex } from 'node:stream';

type Written = (error?: Error | null) => void;

/**
 * Lets a socket be read to its end after a write has failed. A carrier that closes with submits unread resets the
 * connection, and Node destroys a socket on which a write fails, with the answers that had arrived and were not read yet:
 * parts that the carrier had refused would be in doubt. The failed write stays pending instead; what was reset ends the
 * reading as well, right after what had arrived.
 *
 * @returns whether a write has failed
 */
export const readToTheEnd = (socket: Duplex): (() => boolean) => {
  let failed = false;
  const unlessFailed =
    (done: Written): Written =>
    (error) => {
      if (error === undefined || error === null || socket.destroyed || socket.readableEnded) done(error);
      else failed = true;
    };
  // The socket would otherwise wait for the failed write before it closes.
  socket.on('end', () => {
    if (failed) socket.destroy();
  });
  const write = socket._write.bind(socket);
  const writev = socket._writev?.bind(socket);
  socket._write = (chunk, encoding, done) => write(chunk, encoding, unlessFailed(done));
  if (writev !== undefined) socket._writev = (chunks, done) => writev(chunks, unlessFailed(done));
  return () => failed;
};
