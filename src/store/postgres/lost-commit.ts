import { StoreLost } from '../db.ts';
import { lastCommit, markOf, plain } from './session.ts';
import type { BlockingClient } from './thread/blocking-client.ts';
import type { Answer, Request } from './thread/protocol.ts';

/** For how long the outcome of a commit is asked for after its connection was lost, ms. */
const LONGEST_MS = 60_000;
const FORGOTTEN =
  'the server has lost commits that it had acknowledged, as after a failover to a standby behind it: accepted messages may be lost';

/** A commit whose connection was lost before its answer came, or which no standby may have. */
interface Doubt {
  /** Begins a transaction under the lock of all writers, on a new connection if the last one is lost. */
  readonly begin: () => void;
  readonly connection: string;
  readonly serial: number;
  /** The last commit of the connection that the server has acknowledged. */
  readonly acknowledged: number;
  /** Connects anew if the connection is lost. */
  readonly ask: (request: Request) => Answer;
  /** Lets the next statement connect anew. */
  readonly connectAnew: () => void;
  /** It lets the thread wait before the next try, and knows how long it has waited. */
  readonly client: Pick<BlockingClient, 'pause' | 'waitedMs'>;
}

/**
 * To be called on a new connection. A commit that was lost after it was acknowledged leaves a number behind that of the
 * last one; one that is still being made only raises it.
 * @throws StoreLost if the server has lost what it had acknowledged
 */
export const mustHaveKept = (ask: Doubt['ask'], connection: string, acknowledged: number): void => {
  if (acknowledged > 0 && lastCommit(ask, connection) < acknowledged) throw new StoreLost(FORGOTTEN);
};

/**
 * Whether the commit was made. An answer is final: with the lock of all writers, the transaction of the lost connection
 * has ended for sure.
 * @throws StoreLost if nobody knows, or if the server has lost what it had acknowledged
 */
export const wasCommitted = ({
  begin,
  connection,
  serial,
  acknowledged,
  ask,
  connectAnew,
  client,
}: Doubt): boolean => {
  const from = client.waitedMs;
  while (client.waitedMs - from < LONGEST_MS) {
    try {
      begin();
      const last = lastCommit(ask, connection);
      if (last !== serial && last !== acknowledged) throw new StoreLost(FORGOTTEN);
      if (last !== serial) {
        ask(plain('ROLLBACK'));
        return false;
      }
      // The lost commit may not have waited for its standby. This one does, and what comes before it is there too.
      ask(markOf(connection, serial));
      const { command, isUnreplicated } = ask(plain('COMMIT'));
      if (command === 'COMMIT' && isUnreplicated !== true) return true;
    } catch (error) {
      if (error instanceof StoreLost) throw error;
    }
    // Whatever went wrong, a new connection begins from the start.
    connectAnew();
    client.pause();
  }
  throw new StoreLost('the connection was lost in a commit, and nobody knows its outcome');
};
