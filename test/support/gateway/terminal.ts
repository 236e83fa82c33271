import { SerialPort } from 'serialport';

/** A serial port for tests: it collects what is received, and returns it up to what the test waits for. */
export class Terminal {
  readonly #port: SerialPort;
  #received = '';
  #waiting: { readonly end: RegExp; readonly resolve: (text: string) => void } | undefined;
  readonly #closed: Promise<void>;
  readonly #failed: Promise<void>;

  static open(path: string): Promise<Terminal> {
    return new Promise((resolve, reject) => {
      const port = new SerialPort({ path, baudRate: 115_200 }, (error) => {
        if (error === null) resolve(new Terminal(port));
        else reject(error);
      });
    });
  }

  private constructor(port: SerialPort) {
    this.#port = port;
    this.#closed = new Promise((resolve) => port.once('close', () => resolve()));
    this.#failed = new Promise((resolve) => port.once('error', () => resolve()));
    port.on('error', () => {});
    port.on('data', (octets: Buffer) => {
      this.#received += octets.toString('latin1');
      this.#match();
    });
  }

  /** What was received and not returned yet. */
  get unread(): string {
    return this.#received;
  }

  write(text: string): void {
    this.#port.write(Buffer.from(text, 'latin1'));
  }

  /**
   * Resolves with what was received up to the first match of `end`, including the match. It may have come before the
   * call.
   */
  until(end: RegExp): Promise<string> {
    return new Promise((resolve) => {
      this.#waiting = { end, resolve };
      this.#match();
    });
  }

  /** Sends a command, and resolves with everything up to its final result. */
  ask(command: string): Promise<string> {
    this.write(`${command}\r`);
    return this.until(/\r\n(OK|ERROR|\+CM[ES] ERROR: [^\r]*)\r\n/);
  }

  /** Sends a PDU after its prompt, if there is one, and resolves with everything up to the final result. */
  async send(pdu: string, length: number, prompt: 'usual' | 'with OK' | 'none' = 'usual'): Promise<string> {
    this.write(`AT+CMGS=${length}\r`);
    if (prompt !== 'none') await this.until(prompt === 'usual' ? /\r\n> ?/ : /\r\n> \r\nOK\r\n/);
    this.write(`${pdu}\x1a`);
    return this.until(/\r\n(OK|ERROR|\+CM[ES] ERROR: [^\r]*)\r\n/);
  }

  /**
   * Resolves once the device is gone. serialport ignores the end of file that a hung-up terminal gives to a pending
   * read, but a write fails in any case.
   */
  async hungUp(): Promise<void> {
    this.write('\r');
    await Promise.race([this.#closed, this.#failed]);
  }

  async close(): Promise<void> {
    if (this.#port.isOpen) this.#port.close();
    await this.#closed;
  }

  #match(): void {
    const match = this.#waiting?.end.exec(this.#received);
    if (match === undefined || match === null) return;
    const end = match.index + match[0].length;
    const text = this.#received.slice(0, end);
    this.#received = this.#received.slice(end);
    const waiting = this.#waiting;
    this.#waiting = undefined;
    waiting?.resolve(text);
  }
}
