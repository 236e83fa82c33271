import { SerialPort } from 'serialport';

/** A serial port as a test uses it: what comes is gathered, and taken up to what the test waits for. */
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

  /** What has come and nothing waited for yet. */
  get unread(): string {
    return this.#received;
  }

  write(text: string): void {
    this.#port.write(Buffer.from(text, 'latin1'));
  }

  /** Resolves with what came up to and with the first match of `end`, which may have come before. */
  until(end: RegExp): Promise<string> {
    return new Promise((resolve) => {
      this.#waiting = { end, resolve };
      this.#match();
    });
  }

  /** Says a command, and resolves with everything up to its final result. */
  ask(command: string): Promise<string> {
    this.write(`${command}\r`);
    return this.until(/\r\n(OK|ERROR|\+CM[ES] ERROR: [^\r]*)\r\n/);
  }

  /** Sends a PDU after its prompt; resolves with everything up to the final result. */
  async send(pdu: string, length: number): Promise<string> {
    this.write(`AT+CMGS=${length}\r`);
    await this.until(/\r\n> ?/);
    this.write(`${pdu}\x1a`);
    return this.until(/\r\n(OK|ERROR|\+CM[ES] ERROR: [^\r]*)\r\n/);
  }

  /**
   * Resolves once the device is gone. serialport takes an end of file, what a hung-up terminal gives to a read that
   * is under way, for nothing and reads on; a write fails in any case.
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
