import type { Concat } from '../../../domain/text/concat.ts';

/** One short message as it reached a phone. */
export interface PhonePart {
  /** The sender that the phone shows. */
  readonly from: string;
  readonly text: string;
  readonly dataCoding: number;
  readonly concat: Concat | undefined;
}

/** A text that a phone shows: one part, or several parts joined. */
export interface ShownText {
  readonly from: string;
  readonly text: string;
  readonly parts: number;
}

interface Phone {
  readonly parts: PhonePart[];
  readonly shown: ShownText[];
  /** Parts of incomplete texts, by sender, reference and total. */
  readonly open: Map<string, Map<number, PhonePart>>;
}

/** The texts on the simulated phones, each as often as it arrived. Numbers may have a plus sign or not. */
export class Phones {
  readonly #phones = new Map<string, Phone>();
  #shown = 0;

  /** Number of texts shown on all phones together. */
  get shownCount(): number {
    return this.#shown;
  }

  get numbers(): readonly string[] {
    return [...this.#phones.keys()];
  }

  texts(number: string): readonly string[] {
    return this.shown(number).map(({ text }) => text);
  }

  shown(number: string): readonly ShownText[] {
    return this.#find(number)?.shown ?? [];
  }

  /** All parts of a phone, in order of arrival. */
  parts(number: string): readonly PhonePart[] {
    return this.#find(number)?.parts ?? [];
  }

  /** The parts of texts that are still incomplete. */
  incomplete(number: string): readonly PhonePart[] {
    const open = this.#find(number)?.open.values() ?? [];
    return [...open].flatMap((parts) => [...parts.values()]);
  }

  /** Texts that one phone shows more than once from the same sender. */
  duplicates(): readonly { readonly number: string; readonly text: string; readonly times: number }[] {
    return [...this.#phones].flatMap(([number, { shown }]) => {
      const times = new Map<string, { text: string; times: number }>();
      for (const { from, text } of shown) {
        const key = `${from}\0${text}`;
        times.set(key, { text, times: (times.get(key)?.times ?? 0) + 1 });
      }
      return [...times.values()].filter((each) => each.times > 1).map((each) => ({ number, ...each }));
    });
  }

  receive(number: string, part: PhonePart): void {
    const phone = this.#phoneOf(number);
    phone.parts.push(part);
    if (part.concat === undefined || part.concat.total === 1) {
      this.#show(phone, [part]);
      return;
    }
    const { reference, total } = part.concat;
    const key = `${reference}/${total}/${part.from}`;
    const parts = phone.open.get(key) ?? new Map<number, PhonePart>();
    parts.set(part.concat.part, part);
    phone.open.set(key, parts);
    if (parts.size < total) return;
    phone.open.delete(key);
    const inOrder = [...parts].sort(([a], [b]) => a - b).map(([, each]) => each);
    this.#show(phone, inOrder);
  }

  #show(phone: Phone, parts: readonly PhonePart[]): void {
    const text = parts.map((part) => part.text).join('');
    phone.shown.push({ from: parts[0]?.from ?? '', text, parts: parts.length });
    this.#shown++;
  }

  #phoneOf(number: string): Phone {
    const known = this.#phones.get(number);
    if (known !== undefined) return known;
    const phone: Phone = { parts: [], shown: [], open: new Map() };
    this.#phones.set(number, phone);
    return phone;
  }

  #find(number: string): Phone | undefined {
    return this.#phones.get(number.replace(/^\+/, ''));
  }
}
