import { once } from 'node:events';
import { createServer, type ServerPdu, type ServerSession } from 'smpp';
import { onTestFinished } from 'vitest';

/** A carrier made with the npm package `smpp` alone; it ends with the test. */
export class PackageSmsc {
  readonly port: number;
  readonly submits: ServerPdu[];
  readonly #sessions: readonly ServerSession[];

  private constructor(port: number, submits: ServerPdu[], sessions: readonly ServerSession[]) {
    this.port = port;
    this.submits = submits;
    this.#sessions = sessions;
  }

  /**
   * It takes every bind and submit.
   * @param messageId how it names the n-th message, from 1; its number unless said otherwise
   */
  static async start(messageId: (n: number) => string = String): Promise<PackageSmsc> {
    const submits: ServerPdu[] = [];
    const sessions: ServerSession[] = [];
    const server = createServer((session) => {
      sessions.push(session);
      session.on('error', () => {});
      for (const bind of ['bind_transceiver', 'bind_transmitter', 'bind_receiver']) {
        session.on(bind, (pdu) => session.send(pdu.response({ system_id: 'peer' })));
      }
      session.on('enquire_link', (pdu) => session.send(pdu.response()));
      session.on('unbind', (pdu) => session.send(pdu.response()));
      session.on('submit_sm', (pdu) => {
        submits.push(pdu);
        session.send(pdu.response({ message_id: messageId(submits.length) }));
      });
    });
    server.listen(0, '127.0.0.1');
    await once(server, 'listening');
    onTestFinished(() => {
      for (const session of sessions) session.close();
      server.close();
    });
    const address = server.address();
    const port = typeof address === 'object' && address !== null ? address.port : 0;
    return new PackageSmsc(port, submits, sessions);
  }

  /** The first session that a client opened. */
  get session(): ServerSession {
    const [session] = this.#sessions;
    if (session === undefined) throw new Error('no client came');
    return session;
  }

  /** Resolves with the client's answer. */
  deliver(fields: Record<string, unknown>): Promise<ServerPdu> {
    return new Promise((resolve) =>
      this.session.deliver_sm({ source_addr: '33639980001', ...fields }, resolve),
    );
  }
}
