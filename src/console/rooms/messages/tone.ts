/** The tones of `Light`, without React: the tests of the rules don't need it. */
export type Tone = 'good' | 'warn' | 'bad' | 'off' | 'waiting';
