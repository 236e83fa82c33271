import type { Pdu } from './pdu/pdu.ts';

export interface StoredMessage {
  readonly index: number;
  readonly pdu: Pdu;
  read: boolean;
}

/** The memories SM, ME and SR with their limited places; a message takes the lowest free place. */
export class MessageStore {
  readonly #memories: ReadonlyMap<string, Map<number, StoredMessage>>;
  readonly #sizes: Readonly<Record<string, number>>;
  readonly #firstIndex: number;

  constructor(sizes: Readonly<Record<string, number>>, firstIndex: number) {
    this.#sizes = sizes;
    this.#firstIndex = firstIndex;
    this.#memories = new Map(Object.keys(sizes).map((name) => [name, new Map()]));
  }

  size(memory: string): number {
    return this.#sizes[memory] ?? 0;
  }

  used(memory: string): number {
    return this.#memories.get(memory)?.size ?? 0;
  }

  isIndex(memory: string, index: number): boolean {
    return (
      Number.isInteger(index) && index >= this.#firstIndex && index < this.#firstIndex + this.size(memory)
    );
  }

  /** Stores a message and returns its index, or undefined if there is no room. */
  add(memory: string, pdu: Pdu): number | undefined {
    const messages = this.#memories.get(memory);
    if (messages === undefined || messages.size >= this.size(memory)) return undefined;
    let index = this.#firstIndex;
    while (messages.has(index)) index++;
    messages.set(index, { index, pdu, read: false });
    return index;
  }

  get(memory: string, index: number): StoredMessage | undefined {
    return this.#memories.get(memory)?.get(index);
  }

  list(memory: string): readonly StoredMessage[] {
    return [...(this.#memories.get(memory)?.values() ?? [])].sort((a, b) => a.index - b.index);
  }

  delete(memory: string, index: number): void {
    this.#memories.get(memory)?.delete(index);
  }
}
