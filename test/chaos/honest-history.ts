import type { FinalView, History, Receipt, Story, Submit } from './history.ts';
import type { Plan, PlannedMessage } from './plan.ts';

const START = Date.UTC(2026, 10, 24, 12);
const VALID_MS = 1_800_000;

const iso = (ms: number): string => new Date(START + ms).toISOString();

const route = (id: string) => ({
  id,
  window: 2,
  sessions: 1,
  bind: 'transceiver',
  longText: 'udh',
  validity: 'relative',
  answerMs: 5,
  receiptTlvs: false,
});

const planned = (index: number, priority: PlannedMessage['priority']): PlannedMessage => ({
  index,
  atMs: 0,
  to: '+33639980001',
  text: `(${index}.0)eau(${index}.1)nord`,
  priority,
  onUncertain: 'resend',
  validForMs: VALID_MS,
  probes: undefined,
});

/** A submit of one of two parts, answered with yes in 5 ms. */
export const submitOf = (message: number, part: number, atMs: number): Submit => ({
  at: START + atMs,
  route: 'first',
  link: 1,
  message,
  taken: true,
  id: `c${message * 2 + part}`,
  answer: { at: START + atMs + 5, status: 0 },
  to: '33639980001',
  from: 'PREFECTURE',
  validity: '000000003000000R',
  receiptAsked: true,
  reference: message + 1,
  total: 2,
  part,
  text: part === 1 ? `(${message}.0)eau` : `(${message}.1)nord`,
});

export const receiptOf = (submit: Submit, stat: string): Receipt => ({
  at: submit.at + 50,
  submit,
  stat,
  acknowledgedAt: submit.at + 52,
});

const storyOf = (index: number, priority: PlannedMessage['priority'], firstMs: number): Story => {
  const submits = [submitOf(index, 1, firstMs), submitOf(index, 2, firstMs + 10)];
  const entry = { route: 'first', part: null, reason: null, evidence: null };
  return {
    planned: planned(index, priority),
    acceptedAt: START,
    id: `id-${index}`,
    submits,
    receipts: submits.map((submit) => receiptOf(submit, 'DELIVRD')),
    view: {
      id: `id-${index}`,
      to: '+33639980001',
      from: 'PREFECTURE',
      text: planned(index, priority).text,
      state: 'delivered',
      reason: null,
      route: 'first',
      parts: 2,
      priority,
      reference: null,
      possibleDuplicate: false,
      flash: false,
      alert: null,
      wave: null,
      createdAt: iso(0),
      validUntil: iso(VALID_MS),
      timeline: [
        { ...entry, at: iso(0), from: null, to: 'queued', route: null },
        { ...entry, at: iso(firstMs - 1), from: 'queued', to: 'sending' },
        { ...entry, at: iso(firstMs + 15), from: 'sending', to: 'sent' },
        {
          ...entry,
          at: iso(firstMs + 52),
          from: 'sent',
          to: 'sent',
          part: 1,
          evidence: `id:c${index * 2 + 1} sub:001`,
        },
        {
          ...entry,
          at: iso(firstMs + 62),
          from: 'sent',
          to: 'delivered',
          part: 2,
          evidence: `id:c${index * 2 + 2} sub:001`,
        },
      ],
    },
  };
};

const plan: Plan = {
  seed: 0,
  faults: ['throttledParts', 'SIGTERM'],
  faulty: ['first'],
  routes: [route('first'), route('second')],
  tiers: [['first'], ['second']],
  spillAfterMs: 2000,
  responseTimeoutMs: 800,
  graceMs: 300,
  messages: [planned(0, 'critical'), planned(1, 'normal')],
  blows: [],
  calmAtMs: 7000,
  endsWithRestart: false,
};

/** Two messages of two parts to one phone, a critical and a normal one, both delivered: every law holds. */
export const honest = (): History => withStories([storyOf(0, 'critical', 10), storyOf(1, 'normal', 40)]);

/** The honest run with other stories, and with all submits that these contain. */
export const withStories = (stories: readonly Story[]): History => ({
  plan,
  stories,
  strays: [],
  submits: stories.flatMap(({ submits }) => submits).toSorted((a, b) => a.at - b.at),
  linkEnds: [],
  stops: [],
  pauses: [],
  busyMs: 0,
  troubles: [],
  shownAt: (at) => at,
  listed: stories.map(({ id }) => id),
});

/** The honest run with a change to the story of its critical message. */
export const told = (change: (story: Story) => Partial<Story>): History => {
  const [critical, normal] = honest().stories;
  if (critical === undefined || normal === undefined) throw new Error('the honest run has two messages');
  return withStories([{ ...critical, ...change(critical) }, normal]);
};

/** A change of what the gateway says of a message at the end. */
export const said =
  (change: Partial<FinalView>) =>
  (story: Story): Partial<Story> =>
    story.view === undefined ? {} : { view: { ...story.view, ...change } };
