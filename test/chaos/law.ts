import type { History, Story } from './history.ts';

/** One breach of a law, and the message that breaks it, if it is a law about messages. */
export interface Fall {
  readonly law: string;
  readonly message: number | undefined;
  readonly complaint: string;
}

export interface Law {
  readonly name: string;
  readonly falls: (history: History) => readonly Fall[];
}

/** @param complaint what is wrong with a message by this law; undefined if nothing is */
export const ofEachMessage = (
  name: string,
  complaint: (story: Story, history: History) => string | undefined,
): Law => ({
  name,
  falls: (history) =>
    history.stories.flatMap((story) => {
      const wrong = complaint(story, history);
      return wrong === undefined ? [] : [{ law: name, message: story.planned.index, complaint: wrong }];
    }),
});

export const ofTheRun = (name: string, complaints: (history: History) => readonly string[]): Law => ({
  name,
  falls: (history) => complaints(history).map((complaint) => ({ law: name, message: undefined, complaint })),
});
