import type { SerialPort } from 'serialport';
import { TocsinError } from '../../../kernel/errors.ts';
import type { Line, LineEvents, OpenLine } from '../at/line.ts';

class SerialLine implements Line {
  readonly #port: SerialPort;
  readonly #events: LineEvents;
  readonly #writes = new Set<(reason: TocsinError) => void>();
  #closed = false;
  #reason = 'closed';
  /** Resolves when the port is closed, by either side. */
  readonly #end = Promise.withResolvers<void>();

  constructor(port: SerialPort, events: LineEvents) {
    this.#port = port;
    this.#events = events;
    port.on('data', (chunk: Buffer) => events.octets(chunk));
    port.on('close', (error: Error | null) => this.#ended(error?.message ?? this.#reason));
    // A port that fails to close counts as closed too. Without a listener the error would end the process.
    port.on('error', (error: Error) => this.#ended(error.message));
    this.#watchHangUp();
  }

  /**
   * Notices that the device is gone. Reading then gives no octets, and bindings-cpp 13 (`unix-read.js`) would read
   * again at once, for ever, and take a whole core; but its poller reports the hang-up. On Windows the binding has
   * neither a poller nor this loop.
   */
  #watchHangUp(): void {
    const binding = this.#port.port;
    if (binding !== undefined && 'poller' in binding) {
      binding.poller.once('disconnect', () => this.#hangUp('the device is gone'));
    }
  }

  write(octets: Uint8Array): Promise<void> {
    // serialport would keep a write to a closed port and send it when the port opens again.
    if (this.#closed || !this.#port.isOpen) return Promise.reject(failed('the line is closed'));
    return new Promise((resolve, reject) => {
      this.#writes.add(reject);
      this.#port.write(Buffer.from(octets), (error) => {
        this.#writes.delete(reject);
        if (error) reject(failed(error.message, error));
        else resolve();
      });
    });
  }

  close(): Promise<void> {
    this.#hangUp('closed by us');
    return this.#end.promise;
  }

  #hangUp(reason: string): void {
    if (this.#closed || this.#port.closing) return;
    this.#reason = reason;
    // The callback comes once the descriptor is released, with or without an error.
    this.#port.close(() => this.#ended(reason));
  }

  #ended(reason: string): void {
    if (this.#closed) return;
    this.#closed = true;
    for (const reject of this.#writes) reject(failed(reason));
    this.#writes.clear();
    this.#events.closed(reason);
    this.#end.resolve();
  }
}

const failed = (reason: string, cause?: Error): TocsinError =>
  new TocsinError('deviceFailed', `serial line: ${reason}`, { cause });

/** Opens a serial port: 8 data bits, no parity, 1 stop bit, no flow control, locked against other programs. */
export const openSerialLine: OpenLine = async (path, baudRate, events) => {
  // It is loaded here, since most gateways have no modem, and it takes 20 ms.
  const { SerialPort } = await import('serialport');
  const port = new SerialPort({ path, baudRate, autoOpen: false });
  return new Promise((resolve, reject) => {
    port.open((error) => {
      if (error) reject(failed(error.message, error));
      else resolve(new SerialLine(port, events));
    });
  });
};
