import { BY_VALUES_OF } from './sql.ts';
import type { Request } from './thread/protocol.ts';

/** How many statements the server keeps prepared for a connection. */
const MOST = 1000;

/** The names under which a connection prepares its statements, by their texts. */
export class PreparedNames {
  readonly #names = new Map<string, string>();

  request(text: string, values: readonly unknown[]): Request {
    // A plan that is kept is that for the tables as they were: one for many rows must suit them as they are.
    if (text.includes(BY_VALUES_OF)) return { name: undefined, text, values };
    const known = this.#names.get(text);
    if (known !== undefined || this.#names.size >= MOST) return { name: known, text, values };
    const name = `s${this.#names.size}`;
    this.#names.set(text, name);
    return { name, text, values };
  }
}
