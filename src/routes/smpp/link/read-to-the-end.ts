import type { Duplex } from 'node:stream';

type Written = (error?: Error | null) => void;

/**
 * Lets a socket be read to its end after a write has failed. If a carrier refuses submits and closes before it has read
 * the later ones, the connection is reset. Node would then destroy the socket before the refusals are read, and the
 * refused parts would be uncertain. So the failed write stays pending until the reading has ended.
 *
 * @returns a function that tells whether a write has failed
 */
export const readToTheEnd = (socket: Duplex): (() => boolean) => {
  let failed = false;
  const unlessFailed =
    (done: Written): Written =>
    (error) => {
      if (error === undefined || error === null || socket.destroyed || socket.readableEnded) done(error);
      else failed = true;
    };
  // Otherwise the socket would wait for the failed write before it closes.
  socket.on('end', () => {
    if (failed) socket.destroy();
  });
  const write = socket._write.bind(socket);
  const writev = socket._writev?.bind(socket);
  socket._write = (chunk, encoding, done) => write(chunk, encoding, unlessFailed(done));
  if (writev !== undefined) socket._writev = (chunks, done) => writev(chunks, unlessFailed(done));
  return () => failed;
};
