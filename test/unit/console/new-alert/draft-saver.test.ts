import { describe, expect, test } from 'vitest';
import { Problem, unreachable } from '../../../../src/console/api/problem.ts';
import {
  DraftSaver,
  type Known,
  type SaverMemory,
  type SaveState,
} from '../../../../src/console/rooms/new-alert/logic/draft-saver.ts';
import { bodyOf, emptyForm } from '../../../../src/console/rooms/new-alert/logic/form.ts';

const saying = (text: string) => {
  const form = emptyForm('live');
  return bodyOf({ ...form, content: { ...form.content, variants: [{ language: 'fr', text }] } });
};
const textIn = (body: { content?: { variants: readonly { text: string }[] } | undefined }): string =>
  body.content?.variants[0]?.text ?? '';

/** A gateway that answers as a test says, and a clock whose time passes when a test says. */
class Desk {
  readonly sent: string[] = [];
  readonly states: SaveState['kind'][] = [];
  memory: SaverMemory;
  fail: unknown;
  #keys = 0;
  #version = 0;
  #timer: (() => void) | undefined;
  readonly saver: DraftSaver;

  constructor(memory: SaverMemory = { known: undefined, savedText: '', creating: undefined }) {
    this.memory = memory;
    const answer = async (said: string, known: () => Known): Promise<Known> => {
      this.sent.push(said);
      if (this.fail !== undefined) throw this.fail;
      return known();
    };
    this.saver = new DraftSaver(
      {
        create: (body, key) =>
          answer(`POST ${key} ${textIn(body)}`, () => ({
            id: 7,
            version: ++this.#version,
          })),
        replace: ({ id, version }, body) =>
          answer(`PUT ${version} ${textIn(body)}`, () => ({ id, version: version + 1 })),
        newKey: () => `key${++this.#keys}`,
        now: () => 0,
        after: (_ms, run) => {
          this.#timer = run;
          return () => {
            this.#timer = undefined;
          };
        },
        onChange: (state, next) => {
          this.states.push(state.kind);
          this.memory = next;
        },
      },
      memory,
    );
  }

  /** Lets the time pass until nothing more is due at once. */
  async pass(): Promise<void> {
    const run = this.#timer;
    this.#timer = undefined;
    run?.();
    for (let turn = 0; turn < 10; turn++) await Promise.resolve();
  }
}

describe('a draft is saved as it is written', () => {
  test('once with a key, then by its version; what did not change is not sent', async () => {
    const desk = new Desk();
    desk.saver.want(saying('Crue'));
    await desk.pass();
    desk.saver.want(saying('Crue'));
    await desk.pass();
    desk.saver.want(saying('Crue !'));
    await desk.pass();
    expect(desk.sent).toEqual(['POST key1 Crue', 'PUT 1 Crue !']);
    expect(desk.states.at(-1)).toBe('saved');
  });

  test('nothing is sent as long as there is no text', async () => {
    const desk = new Desk();
    desk.saver.want(undefined);
    await desk.pass();
    expect(desk.sent).toEqual([]);
  });

  test('a cut repeats the first request as it was, so that no second draft is made, and then saves what came later', async () => {
    const desk = new Desk();
    desk.fail = unreachable();
    desk.saver.want(saying('Crue'));
    await desk.pass();
    expect(desk.states.at(-1)).toBe('failed');
    desk.saver.want(saying('Crue, montez'));
    desk.fail = undefined;
    await desk.pass();
    await desk.pass();
    expect(desk.sent).toEqual(['POST key1 Crue', 'POST key1 Crue', 'PUT 1 Crue, montez']);
  });

  test('a reload in the middle of the first request goes on with its key', async () => {
    const before = new Desk();
    before.fail = unreachable();
    before.saver.want(saying('Crue'));
    await before.pass();
    const after = new Desk(before.memory);
    after.saver.want(saying('Crue'));
    await after.pass();
    expect(after.sent).toEqual(['POST key1 Crue']);
  });

  test('a body that was refused does not use up the key of the next one', async () => {
    const desk = new Desk();
    desk.fail = new Problem(422, { type: 'urn:tocsin:problem:validation' });
    desk.saver.want(saying('Crue'));
    await desk.pass();
    desk.fail = undefined;
    desk.saver.want(saying('Crue.'));
    await desk.pass();
    expect(desk.sent).toEqual(['POST key1 Crue', 'POST key2 Crue.']);
  });

  test("somebody else's change stops the saving until the person has decided", async () => {
    const desk = new Desk({ known: { id: 7, version: 3 }, savedText: '', creating: undefined });
    desk.fail = new Problem(412, { type: 'urn:tocsin:problem:changed-meanwhile' });
    desk.saver.want(saying('Mine'));
    await desk.pass();
    desk.saver.want(saying('Mine too'));
    await desk.pass();
    expect(desk.states.at(-1)).toBe('conflict');
    desk.fail = undefined;
    await desk.saver.overwrite(5);
    expect(desk.sent).toEqual(['PUT 3 Mine', 'PUT 5 Mine too']);
    expect(desk.states.at(-1)).toBe('saved');
  });

  test('flush saves at once, and says why it can not', async () => {
    const desk = new Desk();
    desk.saver.want(saying('Crue'));
    expect(await desk.saver.flush()).toEqual({ id: 7, version: 1 });
    desk.saver.want(saying('Crue.'));
    desk.fail = unreachable();
    await expect(desk.saver.flush()).rejects.toThrow('No answer');
  });
});
