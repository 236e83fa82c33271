import { Duplex } from 'node:stream';

/** A socket whose peer reads only when it is told to. */
export class SlowSocket extends Duplex {
  readonly written: Buffer[] = [];
  #go: (() => void) | undefined;

  constructor() {
    super({ writableHighWaterMark: 1000 });
  }

  override _read(): void {}

  override _write(chunk: Buffer, _encoding: string, done: () => void): void {
    this.written.push(Buffer.from(chunk));
    this.#go = done;
  }

  /** The peer reads what was written last. */
  takeIn(): void {
    const go = this.#go;
    this.#go = undefined;
    go?.();
  }
}
