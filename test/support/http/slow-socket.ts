import { Duplex } from 'node:stream';

/** A socket whose peer reads only when the test says so. */
export class SlowSocket extends Duplex {
  readonly written: Buffer[] = [];
  #go: ((error?: Error) => void) | undefined;

  constructor() {
    super({ writableHighWaterMark: 1000 });
  }

  override _read(): void {}

  override _write(chunk: Buffer, _encoding: string, done: (error?: Error) => void): void {
    this.written.push(Buffer.from(chunk));
    this.#go = done;
  }

  /** The peer reads what was written last. */
  takeIn(): void {
    this.#written();
  }

  /** The last write fails, since the peer has reset the connection. */
  refuse(): void {
    this.#written(Object.assign(new Error('write EPIPE'), { code: 'EPIPE' }));
  }

  #written(error?: Error): void {
    const go = this.#go;
    this.#go = undefined;
    go?.(error);
  }
}
