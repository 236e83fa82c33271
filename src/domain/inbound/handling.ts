/** How a message from a phone was handled. `failed`: it could not be, and a person has to read it. */
export const handlings = ['optOut', 'optIn', 'launch', 'answer', 'keyword', 'inbox', 'failed'] as const;
export type Handling = (typeof handlings)[number];
