/** What became of a message from a phone. `failed`: it could not be handled, and is for a person to read. */
export const handlings = ['optOut', 'optIn', 'launch', 'answer', 'keyword', 'inbox', 'failed'] as const;
export type Handling = (typeof handlings)[number];
