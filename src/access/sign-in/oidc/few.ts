/** Lets a few in at once, of all and of each peer. */
export class Few {
  readonly #most: number;
  readonly #mostOfPeer: number;
  readonly #inside = new Map<string, number>();
  #all = 0;

  constructor(most: number, mostOfPeer: number) {
    this.#most = most;
    this.#mostOfPeer = mostOfPeer;
  }

  /** Whether there is a place; who enters must leave. */
  enter(peer: string): boolean {
    const ofPeer = this.#inside.get(peer) ?? 0;
    if (this.#all >= this.#most || ofPeer >= this.#mostOfPeer) return false;
    this.#all++;
    this.#inside.set(peer, ofPeer + 1);
    return true;
  }

  leave(peer: string): void {
    this.#all--;
    const ofPeer = (this.#inside.get(peer) ?? 1) - 1;
    if (ofPeer === 0) this.#inside.delete(peer);
    else this.#inside.set(peer, ofPeer);
  }
}
