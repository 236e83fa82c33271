/** How a message from a phone was handled. `failed`: the handling failed, and a person has to read the message. */
export const handlings = [
  'optOut',
  'optIn',
  'launch',
  'case',
  'approval',
  'request',
  'duty',
  'answer',
  'help',
  'keyword',
  'enrolment',
  'registration',
  'inbox',
  'failed',
] as const;
export type Handling = (typeof handlings)[number];
